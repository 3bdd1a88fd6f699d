package io.haochaping.store;

import java.io.Serializable;

/**
 * What the committer must know besides the cuts.
 *
 * @param minuteRetention K in milliseconds
 * @param finality how long after its bucket an hour leaf can still change, milliseconds: 2 L + H and a month
 * @param channelSilence a channel without a rating for this long behind completeThrough is reported, milliseconds
 * @param departmentSilence the same for a department
 * @param badReviewTopic where bad reviews are announced
 * @param alertTopic where alerts are announced
 */
public record CutSettings(
        long minuteRetention,
        long finality,
        long channelSilence,
        long departmentSilence,
        String badReviewTopic,
        String alertTopic)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Hour leaves before this instant are final. */
    long finalBefore(long completeThrough) {
        return completeThrough < 0 ? Long.MIN_VALUE / 2 : completeThrough - finality;
    }
}
