package io.haochaping.auditreplay;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.store.StoredCut;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplayBoundsTest {
    private static final TopicPartition WEB = new TopicPartition("rating.web", 0);
    private static final TopicPartition CASES = new TopicPartition("case.event", 0);

    static StoredCut cut(Map<String, String> decisions, String codeVersion, PartitionProgress... partitions) {
        return new StoredCut(
                7, "run/1", Instant.EPOCH, -1, 0, new TreeMap<>(decisions), "digest", codeVersion, List.of(partitions));
    }

    static PartitionProgress read(TopicPartition source, long start, long end) {
        return new PartitionProgress(source, start, end, end - start, 0, -1);
    }

    private static ReplayBounds bounds(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
        return ReplayBounds.ofCut(cut(Map.of(), "1", read(WEB, 3, 10), read(CASES, 0, 5)), starts, ends);
    }

    @Test
    void aReplayReadsExactlyThePartitionsAndOffsetsOfItsCutHoweverFarTheTopicsHaveGoneOn() {
        TopicPartition later = new TopicPartition("rating.web", 1);
        ReplayBounds bounds = bounds(Map.of(WEB, 0L, CASES, 0L, later, 0L), Map.of(WEB, 99L, CASES, 5L, later, 7L));

        assertThat(bounds.from()).isEqualTo(Map.of(WEB, 3L, CASES, 0L));
        assertThat(bounds.until()).isEqualTo(Map.of(WEB, 10L, CASES, 5L));
        assertThat(bounds.missing()).isEmpty();
        assertThat(bounds.offsets()).isEqualTo(12);
    }

    @Test
    void offsetsThatTheLogNoLongerHoldsAreMissingAtItsStartAndAtItsEnd() {
        ReplayBounds bounds = bounds(Map.of(WEB, 5L, CASES, 0L), Map.of(WEB, 20L, CASES, 4L));

        assertThat(bounds.missing()).containsExactly(new MissingOffsets(WEB, 3, 5), new MissingOffsets(CASES, 4, 5));
        assertThat(bounds.missing().get(0).text().english())
                .isEqualTo("offsets rating.web-0 3–4 are gone (2 of them); the first missing one is 3 of rating.web-0");
        assertThat(bounds.from()).isEqualTo(Map.of(WEB, 5L, CASES, 0L));
        assertThat(bounds.until()).isEqualTo(Map.of(WEB, 10L, CASES, 4L));
    }

    @Test
    void aPartitionThatIsGoneOrBeginsBehindTheCutIsMissingAsAWhole() {
        ReplayBounds bounds = bounds(Map.of(WEB, 12L), Map.of(WEB, 20L));

        assertThat(bounds.missing()).containsExactly(new MissingOffsets(WEB, 3, 10), new MissingOffsets(CASES, 0, 5));
        assertThat(bounds.from()).isEqualTo(Map.of(WEB, 10L));
        assertThat(bounds.offsets()).isZero();
    }

    @Test
    void aReplayUpToATimeReadsFromTheStartOfEachLog() {
        ReplayBounds bounds = ReplayBounds.upTo(Map.of(WEB, 2L, CASES, 6L), Map.of(WEB, 9L, CASES, 1L));

        assertThat(bounds.from()).isEqualTo(Map.of(WEB, 2L, CASES, 6L));
        assertThat(bounds.until()).isEqualTo(Map.of(WEB, 9L, CASES, 6L));
    }
}
