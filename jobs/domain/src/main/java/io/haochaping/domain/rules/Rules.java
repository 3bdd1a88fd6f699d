package io.haochaping.domain.rules;

/**
 * How one jurisdiction counts, for a span of time. Chosen by data, never by the clock.
 *
 * @param version stands in every row that was counted under these rules
 * @param defaultAfterDays an unrated completed case is rated by the system at 23:59:59 of this day after its completion; 0: never
 * @param defaultLevel the level it is rated with, 1 to 5
 * @param goodFrom the lowest level that is good
 */
public record Rules(String version, int defaultAfterDays, int defaultLevel, int goodFrom) {
    public Rules {
        if (defaultAfterDays < 0 || defaultLevel < 1 || defaultLevel > 5 || goodFrom < 1 || goodFrom > 5) {
            throw new IllegalArgumentException("rules " + version + " hold a day or level out of range");
        }
    }

    public boolean hasDefaults() {
        return defaultAfterDays > 0;
    }

    public String canonicalText() {
        return version + " default=" + defaultAfterDays + "d@" + defaultLevel + " good>=" + goodFrom;
    }
}
