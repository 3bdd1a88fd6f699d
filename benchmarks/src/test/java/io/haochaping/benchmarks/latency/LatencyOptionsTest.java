package io.haochaping.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.cut.TopicPartition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyOptionsTest {
    @Test
    void aRatingIsInACutThatReachesBeyondIt() {
        CutWatch.Seen cut = new CutWatch.Seen(7, 0, Map.of(new TopicPartition("rating.web", 1), 10L));

        assertThat(cut.holds(sent("rating.web", 1, 9))).isTrue();
        assertThat(cut.holds(sent("rating.web", 1, 10))).isFalse();
        assertThat(cut.holds(sent("rating.web", 2, 0))).isFalse();
        assertThat(cut.holds(sent("rating.hall", 1, 0))).isFalse();
    }

    private static Ratings.Sent sent(String topic, int partition, long offset) {
        return new Ratings.Sent(new TopicPartition(topic, partition), offset, 0);
    }

    @Test
    void optionsSayWhatIsWrongAboutThem() {
        assertThat(LatencyOptions.of(List.of("--rate", "100,5_000")).rates()).containsExactly(100, 5_000);
        assertThat(LatencyOptions.of(List.of("--warm-up", "5")).warmUp()).isEqualTo(5);
        assertThatThrownBy(() -> LatencyOptions.of(List.of("--rate", "fast")))
                .hasMessage("--rate takes a number from 1 to 99,999,999, not \"fast\"");
        assertThatThrownBy(() -> LatencyOptions.of(List.of("--cases"))).hasMessage("--cases needs a value");
        assertThatThrownBy(() -> LatencyOptions.of(List.of("--rat", "5"))).hasMessage("unknown option --rat");
    }
}
