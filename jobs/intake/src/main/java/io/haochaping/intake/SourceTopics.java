package io.haochaping.intake;

import io.haochaping.schemas.RecordType;
import java.io.Serializable;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which kind of record belongs on which topic, and which topics are copies.
 *
 * <p>Ratings have as many topics as there are channels. Of every other kind there is one, and beside it any number of copies: a topic declared copied whose
 * name is that of the kind's topic, a dot and more carries the same kind, as {@code case.event.history-2024} does.
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
        return topic.startsWith(ratingPrefix) || !ofKind(topic).isEmpty();
    }

    /** Whether records of this type belong on the topic. */
    public boolean carries(String topic, RecordType type) {
        return switch (type) {
            case RATING -> topic.startsWith(ratingPrefix);
            case CASE_EVENT -> ofKind(topic).equals(caseEvents);
            case WORK_ORDER_EVENT -> ofKind(topic).equals(workOrderEvents);
            case COMPLAINT_EVENT -> ofKind(topic).equals(complaintEvents);
            case EXCLUSION -> ofKind(topic).equals(exclusions);
            case TICK -> true;
            case BAD_REVIEW, ALERT, QUARANTINED -> false;
        };
    }

    /** The topic of a kind other than ratings that the topic is, or is a copy of; empty: neither. */
    private String ofKind(String topic) {
        String found = "";
        for (String fixed : new String[] {caseEvents, workOrderEvents, complaintEvents, exclusions}) {
            if (topic.equals(fixed)) {
                return fixed;
            }
            // One name may begin another: "feed" and "feed.case". The longer says more.
            boolean isCopy = copied.contains(topic) && !topic.startsWith(ratingPrefix) && topic.startsWith(fixed + ".");
            if (isCopy && fixed.length() > found.length()) {
                found = fixed;
            }
        }
        return found;
    }
}
