package io.haochaping.domain.record;

/**
 * A time limit of a case as sent: an amount of one unit. In facts it stands as a code, so that a case costs no object for it; the code is on the wire and
 * in state: never change one.
 *
 * @param amount 0 to {@link #LONGEST}; 0 is an immediate case
 */
public record TimeLimit(int amount, Unit unit) {
    /** Code of a limit that was not sent. */
    public static final int NOT_SENT = 0;
    /** Code of a limit that was sent and says nothing: an unknown unit, a negative amount or one beyond {@link #LONGEST}. */
    public static final int UNREADABLE = 1;
    /** A hundred years of days. What is longer is a mistake, and a sum of such mistakes would leave the integers. */
    public static final int LONGEST = 36_500;

    private static final int FIRST = 2;
    private static final int UNIT_BITS = 2;

    /** Units in the order of their codes. */
    public enum Unit {
        CALENDAR_DAY,
        WORKING_DAY,
        MONTH,
        YEAR;

        private static final Unit[] BY_CODE = values();
    }

    public static int code(int amount, Unit unit) {
        return amount < 0 || amount > LONGEST ? UNREADABLE : FIRST + (amount << UNIT_BITS | unit.ordinal());
    }

    public static boolean isReadable(int code) {
        return code >= FIRST;
    }

    /** @param code of a readable limit */
    public static TimeLimit of(int code) {
        int said = code - FIRST;
        return new TimeLimit(said >> UNIT_BITS, Unit.BY_CODE[said & (1 << UNIT_BITS) - 1]);
    }
}
