package io.haochaping.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProduceTrafficTest {
    private static final World WORLD = new World();

    @Test
    void theCommandLineSaysWhatToWrite() {
        assertThat(LiveSettings.parse(
                        "--bootstrap",
                        "localhost:9092",
                        "--cases",
                        "10",
                        "--rate",
                        "2.5",
                        "--seed",
                        "-3",
                        "--incidents",
                        "120"))
                .isEqualTo(new LiveSettings("localhost:9092", 10, -3, 2.5, 120_000, false));
        assertThat(LiveSettings.parse("--bootstrap", "localhost:9092").incidentsAfter())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(LiveSettings.parse("--bootstrap", "localhost:9092").cases()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void wrongUseIsRefusedWithASentence() {
        assertThatThrownBy(() -> LiveSettings.parse()).hasMessage("--bootstrap HOST:PORT is needed.");
        assertThatThrownBy(() -> LiveSettings.parse("--bootsrap", "x")).hasMessage("Unknown option --bootsrap.");
        assertThatThrownBy(() -> LiveSettings.parse("--bootstrap")).hasMessage("--bootstrap needs a value.");
        assertThatThrownBy(() -> LiveSettings.parse("--cases", "many"))
                .hasMessage("--cases must be a whole number, not many.");
        assertThatThrownBy(() -> LiveSettings.parse("--cases", "0")).hasMessage("--cases must be at least 1, not 0.");
        assertThatThrownBy(() -> LiveSettings.parse("--rate", "NaN")).hasMessageContaining("--rate must be over 0");
        assertThat(ProduceTraffic.run("--cases")).isEqualTo(2);
        assertThat(ProduceTraffic.run("--help")).isZero();
    }

    @Test
    void everyLiveCaseIsOverAtItsMoment() {
        long now = 1_790_000_000_000L;
        for (long number = 0; number < 3_000; number++) {
            List<Delivery> deliveries =
                    ProduceTraffic.deliveries(9, 1_789_000_000_000L, number, now, 3, WORLD, Incidents.NONE);

            assertThat(deliveries).isNotEmpty();
            assertThat(deliveries.get(deliveries.size() - 1).placedAt()).isEqualTo(now);
            assertThat(deliveries.get(0).placedAt()).isGreaterThan(now - 6 * Span.HOUR);
        }
    }

    @Test
    void liveTrafficNeedsNoCalendar() {
        long in2031 = 1_930_000_000_000L;

        assertThat(ProduceTraffic.deliveries(9, in2031, 1, in2031, 3, WORLD, Incidents.NONE))
                .isNotEmpty();
    }
}
