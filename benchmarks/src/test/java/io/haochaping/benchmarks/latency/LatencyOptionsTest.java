package io.haochaping.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyOptionsTest {
    @Test
    void aRatingIsInACutThatReachesBeyondIt() {
        CutWatch.Seen cut = new CutWatch.Seen(7, 0, java.util.Map.of(1, 10L));

        assertThat(cut.holds(new Ratings.Sent(1, 9, 0))).isTrue();
        assertThat(cut.holds(new Ratings.Sent(1, 10, 0))).isFalse();
        assertThat(cut.holds(new Ratings.Sent(2, 0, 0))).isFalse();
    }

    @Test
    void optionsSayWhatIsWrongAboutThem() {
        assertThat(LatencyOptions.of(List.of("--rate", "100,5_000")).rates()).containsExactly(100, 5_000);
        assertThatThrownBy(() -> LatencyOptions.of(List.of("--rate", "fast")))
                .hasMessage("--rate takes a number from 1 to 99,999,999, not \"fast\"");
        assertThatThrownBy(() -> LatencyOptions.of(List.of("--cases"))).hasMessage("--cases needs a value");
        assertThatThrownBy(() -> LatencyOptions.of(List.of("--rat", "5"))).hasMessage("unknown option --rat");
    }
}
