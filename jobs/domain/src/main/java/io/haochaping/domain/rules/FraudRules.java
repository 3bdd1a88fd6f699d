package io.haochaping.domain.rules;

/**
 * From when on ratings look suspicious. They flag, and never change a figure.
 *
 * @param rater ratings of one rater in one cell of ten minutes from which on each is flagged; 0: never, here and below
 * @param device the same of one device of a rater
 * @param address the same of one network address, which a whole hall may share
 * @param allBest ratings of one rater or device in one cell from which on they are flagged where all are of the best level and none has a text
 * @param burst ratings in a row at one terminal of an office
 * @param burstSeconds at most this far from each to the next
 */
public record FraudRules(int rater, int device, int address, int allBest, int burst, int burstSeconds) {
    /** Assumptions, marked as such in docs/rules.md: no source that we have names a number. */
    public static final FraudRules STANDARD = new FraudRules(10, 10, 100, 5, 6, 5);

    private static final int MOST = 400;
    private static final int LONGEST = 600;

    public FraudRules {
        for (int threshold : new int[] {rater, device, address, allBest, burst}) {
            if (threshold < 0 || threshold == 1 || threshold > MOST) {
                throw new IllegalArgumentException(
                        "a threshold of suspicion is 0 (never) or 2 to " + MOST + ", not " + threshold);
            }
        }
        if (burstSeconds < 1 || burstSeconds > LONGEST) {
            throw new IllegalArgumentException(
                    "a burst has 1 to " + LONGEST + " s between two ratings, not " + burstSeconds);
        }
    }

    public String canonicalText() {
        return rater + "/" + device + "/" + address + "/" + allBest + "/" + burst + "@" + burstSeconds + "s";
    }
}
