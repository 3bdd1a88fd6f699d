package io.haochaping.dashboard.cut;

/**
 * The head of the store: the cut that all views show.
 *
 * @param committedAt milliseconds, by the clock of the database
 * @param completeThrough milliseconds; {@link #UNKNOWN}: no whole round of ticks yet
 * @param openAlerts how many stand, and {@code lastAlert} the greatest epoch of any: alerts also change without a cut
 */
public record CutState(
        long epoch,
        String name,
        long committedAt,
        long completeThrough,
        boolean restored,
        boolean restatement,
        String codeVersion,
        String decisionSetDigest,
        long totalRatings,
        long totalCounted,
        long totalGenerated,
        long openAlerts,
        long lastAlert) {
    public static final long UNKNOWN = -1;

    public boolean isCompleteThroughKnown() {
        return completeThrough != UNKNOWN;
    }

    public long ratingGap() {
        return totalRatings - totalCounted - totalGenerated;
    }
}
