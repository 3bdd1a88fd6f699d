package io.haochaping.auditreplay;

import static io.haochaping.auditreplay.ReplayBoundsTest.cut;
import static io.haochaping.auditreplay.ReplayBoundsTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.store.StoredCut;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CausesTest {
    private static final TopicPartition WEB = new TopicPartition("rating.web", 0);
    private static final StoredCut AUDITED = cut(Map.of("rules", "aaaa", "limits", "bbbb"), "1", read(WEB, 0, 10));

    private static List<Cause> causes(StoredCut replayed, MissingOffsets... missing) {
        return Causes.ofCommittedRows(
                AUDITED, replayed, new ReplayBounds(new TreeMap<>(), new TreeMap<>(), List.of(missing)));
    }

    private static List<Cause.Kind> kinds(List<Cause> causes) {
        return causes.stream().map(Cause::kind).toList();
    }

    @Test
    void theSameRecordsDecisionsAndCodeLeaveADifferenceUnexplained() {
        assertThat(kinds(causes(AUDITED))).containsExactly(Cause.Kind.UNEXPLAINED);
    }

    @Test
    void anotherCodeVersionIsTheCauseOnlyWhereNothingElseIs() {
        assertThat(kinds(causes(cut(Map.of("rules", "aaaa", "limits", "bbbb"), "2", read(WEB, 0, 10)))))
                .containsExactly(Cause.Kind.CODE_VERSION);
        assertThat(kinds(causes(cut(Map.of("rules", "cccc", "limits", "bbbb"), "2", read(WEB, 0, 10)))))
                .containsExactly(Cause.Kind.DECISIONS);
    }

    @Test
    void aDecisionThatDiffersIsNamedAndNoOther() {
        List<Cause> causes = causes(cut(Map.of("rules", "cccc", "limits", "bbbb"), "1", read(WEB, 0, 10)));

        assertThat(causes).singleElement().satisfies(cause -> assertThat(
                        cause.text().english())
                .contains("“rules” (aaaa → cccc)")
                .doesNotContain("limits"));
    }

    @Test
    void aDecisionThatTheReplayLacksIsNamedAndOneThatItHasInAdditionOnlyWhereNothingElseDiffers() {
        assertThat(causes(cut(Map.of("rules", "aaaa", "more", "x"), "1", read(WEB, 0, 10))))
                .singleElement()
                .satisfies(cause -> assertThat(cause.text().english())
                        .contains("“limits” (bbbb → –)")
                        .doesNotContain("more"));
        assertThat(causes(cut(Map.of("rules", "aaaa", "limits", "bbbb", "more", "x"), "1", read(WEB, 0, 10))))
                .singleElement()
                .satisfies(cause -> assertThat(cause.text().english()).endsWith("in addition more"));
    }

    @Test
    void fewerRecordsBetweenTheSameOffsetsAreToldByPartition() {
        assertThat(causes(cut(Map.of("rules", "aaaa", "limits", "bbbb"), "1", read(WEB, 0, 9))))
                .singleElement()
                .satisfies(cause -> {
                    assertThat(cause.kind()).isEqualTo(Cause.Kind.MISSING_RECORDS);
                    assertThat(cause.text().english())
                            .contains("between offsets rating.web-0 0–9 the cut received 10 records")
                            .endsWith("now there are 9 and 0");
                });
    }

    @Test
    void aPartitionWithMissingOffsetsIsToldOnce() {
        List<Cause> causes = causes(
                cut(Map.of("rules", "aaaa", "limits", "bbbb"), "1", read(WEB, 4, 10)), new MissingOffsets(WEB, 0, 4));

        assertThat(causes).singleElement().satisfies(cause -> assertThat(
                        cause.text().english())
                .contains("the first missing one is 0 of rating.web-0"));
    }
}
