package io.haochaping.intake;

import io.haochaping.schemas.RecordType;
import java.io.Serializable;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which kind of record belongs on which topic, and which topics are copies.
 *
 * @param ratingPrefix every topic whose name begins with it carries ratings
 * @param copied topics whose records carry their first append time in a header
 */
public record SourceTopics(
        String ratingPrefix,
        String caseEvents,
        String workOrderEvents,
        String complaintEvents,
        String exclusions,
        Set<String> copied)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public SourceTopics {
        // Sorted: what is made from it must not depend on the hash seed of a process.
        copied = Collections.unmodifiableSortedSet(new TreeSet<>(copied));
    }

    public static SourceTopics standard(Set<String> copied) {
        return new SourceTopics("rating.", "case.event", "workorder.event", "complaint.event", "exclusion", copied);
    }

    /** True for a topic that the job reads. */
    public boolean isSource(String topic) {
        return topic.startsWith(ratingPrefix)
                || topic.equals(caseEvents)
                || topic.equals(workOrderEvents)
                || topic.equals(complaintEvents)
                || topic.equals(exclusions);
    }

    boolean carries(String topic, RecordType type) {
        return switch (type) {
            case RATING -> topic.startsWith(ratingPrefix);
            case CASE_EVENT -> topic.equals(caseEvents);
            case WORK_ORDER_EVENT -> topic.equals(workOrderEvents);
            case COMPLAINT_EVENT -> topic.equals(complaintEvents);
            case EXCLUSION -> topic.equals(exclusions);
            case TICK -> true;
            case BAD_REVIEW, ALERT, QUARANTINED -> false;
        };
    }
}
