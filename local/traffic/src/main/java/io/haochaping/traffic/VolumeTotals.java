package io.haochaping.traffic;

/** What a stretch of a volume plan holds; stretches add up. */
public record VolumeTotals(
        long cases, long ratings, long caseEvents, long duplicates, long quarantined, long ticks, long bytes) {
    static final VolumeTotals NONE = new VolumeTotals(0, 0, 0, 0, 0, 0, 0);

    /** Records but ticks. */
    public long received() {
        return ratings + caseEvents + duplicates + quarantined;
    }

    public VolumeTotals plus(VolumeTotals other) {
        return new VolumeTotals(
                cases + other.cases,
                ratings + other.ratings,
                caseEvents + other.caseEvents,
                duplicates + other.duplicates,
                quarantined + other.quarantined,
                ticks + other.ticks,
                bytes + other.bytes);
    }
}
