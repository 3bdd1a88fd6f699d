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
    /** 0001-01-01T00:00Z. */
    private static final long BEFORE_ALL_RECORDS = -62_135_596_800_000L;

    /** Hour leaves before this instant are final. Without a whole round none is; PostgreSQL knows no time before 4713 BC. */
    long finalBefore(long completeThrough) {
        return completeThrough < 0 ? BEFORE_ALL_RECORDS : completeThrough - finality;
    }
}
