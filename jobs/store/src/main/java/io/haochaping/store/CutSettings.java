package io.haochaping.store;

import java.io.Serializable;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the committer must know besides the cuts.
 *
 * @param minuteRetention K in milliseconds
 * @param finality how long after its bucket an hour leaf can still change, milliseconds: 2 L + H and a month. So long flags of suspicion are kept, too, which can change for 2 H
 * @param channelSilence a channel without a rating for this long behind completeThrough is reported, milliseconds
 * @param departmentSilence the same for a department
 * @param expectedChannels reported, too, where they never sent anything: after the same time behind the first completeThrough that the store knows
 * @param badReviewTopic where bad reviews are announced
 * @param alertTopic where alerts are announced
 */
public record CutSettings(
        long minuteRetention,
        long finality,
        long channelSilence,
        long departmentSilence,
        Set<String> expectedChannels,
        String badReviewTopic,
        String alertTopic)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Milliseconds of the year 1; PostgreSQL's time does not reach much further back. */
    private static final long NOTHING_FINAL = -62_135_596_800_000L;

    public CutSettings {
        expectedChannels = Collections.unmodifiableSortedSet(new TreeSet<>(expectedChannels));
    }

    /** No channel is expected: one that never sent anything is not known. */
    public CutSettings(
            long minuteRetention,
            long finality,
            long channelSilence,
            long departmentSilence,
            String badReviewTopic,
            String alertTopic) {
        this(minuteRetention, finality, channelSilence, departmentSilence, Set.of(), badReviewTopic, alertTopic);
    }

    /** Hour leaves and tag rows that begin at this instant or before are final: the tallies have let them go. */
    public long finalThrough(long completeThrough) {
        return completeThrough < 0 ? NOTHING_FINAL : Math.max(NOTHING_FINAL, completeThrough - finality);
    }
}
