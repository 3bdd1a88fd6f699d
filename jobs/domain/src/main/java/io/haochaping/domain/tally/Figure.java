package io.haochaping.domain.tally;

import io.haochaping.domain.bytes.ByteWriter;
import java.util.HashMap;
import java.util.Map;

/**
 * What a row counts. The number of a figure is its name in state and on the wire: never change one, never use a retired one again. Numbers
 * rise in the order in which a row's text names its figures.
 */
public enum Figure {
    LEVEL_1(1),
    LEVEL_2(2),
    LEVEL_3(3),
    LEVEL_4(4),
    LEVEL_5(5),
    DEFAULT_1(6),
    DEFAULT_2(7),
    DEFAULT_3(8),
    DEFAULT_4(9),
    DEFAULT_5(10),
    GENERATED_DEFAULTS(11),
    REAL_NAME_BAD(12),
    UNMATCHED(13),
    SHARED_RATINGS(14),
    ACCEPTED(15),
    SERVED(16),
    COMPLETED(17),
    SHARED_COMPLETED(18),
    RATED_CASES(19),
    TIMED(20),
    CALENDAR_SECONDS(21),
    WORKING_TIMED(6_000),
    WORKING_SECONDS(6_001),
    ORDER_OPENED(12_000),
    ORDER_CONTACTED(12_001),
    ORDER_RECTIFIED(12_002),
    ORDER_REPLIED(12_003),
    ORDER_REVISITED(12_004),
    ORDER_RERATED(12_005),
    ORDER_RERATED_GOOD(12_006),
    VOIDS(12_007),
    COMPLAINTS(12_008),
    TAGGED(12_020),
    OPEN(12_021),
    RECORDS(12_022),
    COUNTED(12_030),
    DUPLICATE(12_031),
    SUPERSEDED(12_032),
    VOIDED(12_033),
    EXCLUDED(12_034),
    QUARANTINED(12_035),
    COMPLAINT_ACCEPTED(13_000),
    COMPLAINT_COMPLETED(13_001),
    COMPLAINT_REPLIED(13_002),
    COMPLAINT_REPLY_RATED(13_003),
    COMPLAINT_REPLY_SATISFIED(13_004),
    COMPLAINT_TIMED(13_005),
    COMPLAINT_SECONDS(13_006),
    COMPLAINT_ACCEPTANCE_DUE(13_007),
    COMPLAINT_ACCEPTANCE_MET(13_008),
    COMPLAINT_COMPLETION_DUE(13_009),
    COMPLAINT_COMPLETION_MET(13_010),
    COMPLAINT_SIMPLE_DUE(13_011),
    COMPLAINT_SIMPLE_MET(13_012),
    LIMITS_READ(13_020),
    DAY_TIMED(13_021),
    WITHIN_DAY(13_022),
    PROMISED(13_023),
    PROMISED_DECIDED(13_024),
    PROMISED_MET(13_025),
    PROMISED_UNKNOWN_DAYS(13_026),
    STATUTORY(13_027),
    STATUTORY_DECIDED(13_028),
    STATUTORY_MET(13_029),
    STATUTORY_UNKNOWN_DAYS(13_030),
    LENGTHS_COMPARED(13_031),
    LENGTHS_MIXED(13_032),
    PROMISED_LENGTH(13_033),
    STATUTORY_LENGTH(13_034),
    ORDER_CONTACT_DUE(13_035),
    ORDER_CONTACT_MET(13_036),
    ORDER_CONTACT_UNKNOWN_DAYS(13_037),
    ORDER_CONTACT_UNKNOWN_SEVERITY(13_038),
    ORDER_RECTIFY_DUE(13_039),
    ORDER_RECTIFY_MET(13_040),
    ORDER_RECTIFY_UNKNOWN_DAYS(13_041),
    ORDER_RECTIFY_UNKNOWN_SEVERITY(13_042),
    ORDER_REPLY_DUE(13_043),
    ORDER_REPLY_MET(13_044),
    ORDER_REPLY_UNKNOWN_DAYS(13_045),
    ORDER_REPLY_UNKNOWN_SEVERITY(13_046),
    ORDER_REVISIT_DUE(13_047),
    ORDER_REVISIT_MET(13_048),
    ORDER_REVISIT_UNKNOWN_DAYS(13_049),
    ORDER_REVISIT_UNKNOWN_SEVERITY(13_050);

    /** Number of calendar bucket 0; bucket i has this number + i. */
    public static final int CALENDAR_BUCKETS = 1_000;
    /** Number of working bucket 0. */
    public static final int WORKING_BUCKETS = 7_000;
    /** How many numbers are set aside for the buckets of one kind: the last bucket of 400 days is 2,559. */
    public static final int BUCKET_SPACE = 4_096;

    private static final String CALENDAR = "calendar@";
    private static final String WORKING = "working@";
    private static final Figure[] BY_NUMBER = new Figure[13_051];
    private static final Map<String, Figure> BY_COLUMN = new HashMap<>();

    static {
        for (Figure figure : values()) {
            BY_NUMBER[figure.number] = figure;
            BY_COLUMN.put(figure.column, figure);
        }
    }

    private final int number;
    private final String column;

    Figure(int number) {
        this.number = number;
        this.column = name().toLowerCase(java.util.Locale.ROOT);
    }

    public int number() {
        return number;
    }

    /** Name of the figure in a row's text, and of its column in the store. */
    public String column() {
        return column;
    }

    public static boolean isCalendarBucket(int number) {
        return number >= CALENDAR_BUCKETS && number < CALENDAR_BUCKETS + BUCKET_SPACE;
    }

    public static boolean isWorkingBucket(int number) {
        return number >= WORKING_BUCKETS && number < WORKING_BUCKETS + BUCKET_SPACE;
    }

    /** Text of any figure number: a column, or {@code calendar@i} or {@code working@i}. */
    public static String text(int number) {
        if (isCalendarBucket(number)) {
            return CALENDAR + (number - CALENDAR_BUCKETS);
        }
        if (isWorkingBucket(number)) {
            return WORKING + (number - WORKING_BUCKETS);
        }
        return of(number).column();
    }

    /** {@link #text} in ASCII. */
    static void writeText(int number, ByteWriter out) {
        if (isCalendarBucket(number)) {
            out.writeAscii(CALENDAR).writeDecimal(number - CALENDAR_BUCKETS);
        } else if (isWorkingBucket(number)) {
            out.writeAscii(WORKING).writeDecimal(number - WORKING_BUCKETS);
        } else {
            out.writeAscii(of(number).column());
        }
    }

    /**
     * The number of the figure that {@link #text} names so.
     *
     * @throws IllegalArgumentException where no figure is named so
     */
    public static int parse(String text) {
        Figure figure = BY_COLUMN.get(text);
        if (figure != null) {
            return figure.number;
        }
        int at = text.indexOf('@');
        int bucket = at < 0 ? -1 : Integer.parseInt(text.substring(at + 1));
        if (bucket >= 0 && bucket < BUCKET_SPACE && text.startsWith(CALENDAR)) {
            return CALENDAR_BUCKETS + bucket;
        }
        if (bucket >= 0 && bucket < BUCKET_SPACE && text.startsWith(WORKING)) {
            return WORKING_BUCKETS + bucket;
        }
        throw new IllegalArgumentException("there is no figure \"" + text + "\"");
    }

    public static Figure of(int number) {
        Figure figure = number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
        if (figure == null) {
            throw new IllegalArgumentException("no figure has the number " + number);
        }
        return figure;
    }

    public static Figure level(int level) {
        return of(LEVEL_1.number + level - 1);
    }

    public static Figure defaultLevel(int level) {
        return of(DEFAULT_1.number + level - 1);
    }
}
