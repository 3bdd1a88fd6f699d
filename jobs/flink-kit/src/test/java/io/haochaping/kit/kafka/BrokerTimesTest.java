package io.haochaping.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.cut.TopicPartition;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerTimesTest {
    private static final TopicPartition A = new TopicPartition("rating.web", 0);
    private static final TopicPartition B = new TopicPartition("rating.web", 1);
    private static final long SECOND = 1_000_000_000L;

    private final BrokerTimes times = new BrokerTimes();

    @Test
    void aMomentAfterTheAcknowledgementIsLaterThanTheAppendByLittleLessThanWhatHasPassed() {
        times.learn(A, 100_000, 5 * SECOND);

        assertThat(times.earliest(List.of(A), 5 * SECOND)).isEqualTo(100_000);
        assertThat(times.earliest(List.of(A), 15 * SECOND)).isEqualTo(100_000 + 10_000 - 10 - 50);
    }

    /** A partition that had to be asked for its time first: the question about partitions lay before that. */
    @Test
    void aMomentBeforeTheAcknowledgementIsEarlierThanTheAppendByAtLeastWhatLiesBetween() {
        times.learn(A, 100_000, 5 * SECOND);

        assertThat(times.earliest(List.of(A), 3 * SECOND)).isEqualTo(100_000 - 2_000 - 2 - 50);
    }

    @Test
    void theBrokerThatIsFurthestBehindDecides() {
        times.learn(A, 100_000, 5 * SECOND);
        times.learn(B, 40_000, 5 * SECOND);

        assertThat(times.earliest(List.of(A, B), 5 * SECOND)).isEqualTo(40_000);
    }
}
