package io.haochaping.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.schemas.RecordType;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceTopicsTest {

    @Test
    void aCopyOfEachKindStandsBesideItsLiveTopic() {
        SourceTopics topics = SourceTopics.standard(
                Set.of("case.event.history-2024", "workorder.event.a.b", "complaint.event.x", "exclusion.old"));

        assertThat(topics.carries("case.event.history-2024", RecordType.CASE_EVENT))
                .isTrue();
        assertThat(topics.carries("case.event", RecordType.CASE_EVENT)).isTrue();
        assertThat(topics.carries("case.event.history-2024", RecordType.RATING)).isFalse();
        assertThat(topics.carries("workorder.event.a.b", RecordType.WORK_ORDER_EVENT))
                .isTrue();
        assertThat(topics.carries("complaint.event.x", RecordType.COMPLAINT_EVENT))
                .isTrue();
        assertThat(topics.carries("exclusion.old", RecordType.EXCLUSION)).isTrue();
        assertThat(topics.isSource("case.event.history-2024")).isTrue();
    }

    @Test
    void aTopicThatIsNotDeclaredCopiedIsReadUnderItsWholeNameAlone() {
        SourceTopics topics = SourceTopics.standard(Set.of("case.event.history"));

        assertThat(topics.isSource("case.event.dead-letters")).isFalse();
        assertThat(topics.isSource("case.events")).isFalse();
        assertThat(topics.isSource("case.event")).isTrue();
        assertThat(topics.isSource("rating.anything")).isTrue();
    }

    @Test
    void ofTwoNamesThatBothBeginThatOfACopyTheLongerSaysTheKind() {
        SourceTopics topics =
                new SourceTopics("rating.", "feed", "feed.orders", "complaint", "exclusion", Set.of("feed.orders.old"));

        assertThat(topics.carries("feed.orders.old", RecordType.WORK_ORDER_EVENT))
                .isTrue();
        assertThat(topics.carries("feed.orders.old", RecordType.CASE_EVENT)).isFalse();
        assertThat(topics.carries("feed.orders", RecordType.WORK_ORDER_EVENT)).isTrue();
    }

    @Test
    void whatBeginsAsRatingsDoCarriesRatings() {
        SourceTopics topics = new SourceTopics(
                "case.event.r.", "case.event", "workorder", "complaint", "exclusion", Set.of("case.event.r.old"));

        assertThat(topics.carries("case.event.r.old", RecordType.RATING)).isTrue();
        assertThat(topics.carries("case.event.r.old", RecordType.CASE_EVENT)).isFalse();
    }
}
