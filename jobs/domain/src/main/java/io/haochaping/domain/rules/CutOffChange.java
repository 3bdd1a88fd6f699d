package io.haochaping.domain.rules;

import java.time.LocalDate;

/**
 * A version that begins within a month and changes after how many working days that month closes: some rows of the month close by the rules of before, others by the new ones
 * (docs/decisions/0085).
 *
 * @param profile of the version that begins, which may hold in the region from that day on, or no longer
 * @param from its first day, which is not the first of a month
 * @param region the first in which the cut-off changes; {@link InForce#EVERYWHERE}: where no profile names one
 * @param before in force there on the day before
 * @param now in force there from that day on
 */
public record CutOffChange(String profile, LocalDate from, String region, Rules before, Rules now) {

    /** The decision that the version is. */
    public String decision() {
        return ProfileBook.decisionOf(Profile.versionName(profile, from));
    }
}
