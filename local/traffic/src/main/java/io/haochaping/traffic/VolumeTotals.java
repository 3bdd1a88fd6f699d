package io.haochaping.traffic;

/**
 * What a stretch of a volume plan holds; stretches add up.
 *
 * @param ratings distinct and whole, superseded ones among them
 * @param superseded ratings that another of the same service comes before
 * @param defaults completed cases without any rating
 * @param caseEvents distinct and whole
 */
public record VolumeTotals(
        long cases,
        long ratings,
        long superseded,
        long defaults,
        long caseEvents,
        long duplicates,
        long quarantined,
        long ticks,
        long bytes) {
    static final VolumeTotals NONE = new VolumeTotals(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Records but ticks. */
    public long received() {
        return ratings + caseEvents + duplicates + quarantined;
    }

    public VolumeTotals plus(VolumeTotals other) {
        return new VolumeTotals(
                cases + other.cases,
                ratings + other.ratings,
                superseded + other.superseded,
                defaults + other.defaults,
                caseEvents + other.caseEvents,
                duplicates + other.duplicates,
                quarantined + other.quarantined,
                ticks + other.ticks,
                bytes + other.bytes);
    }
}
