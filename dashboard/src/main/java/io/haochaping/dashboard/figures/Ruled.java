package io.haochaping.dashboard.figures;

import io.haochaping.domain.tally.Figure;
import java.util.List;

/**
 * What the rules of a row's version make of its levels. Cells add up rows of several versions, so it is taken from each row, where its version is known, and added up beside the levels.
 *
 * <p>Each holds what differs from the built-in rules (levels 3 to 5 are good, nothing is left out): under those all of them are zero, and a zero costs no byte.
 */
public enum Ruled {
    /** Ratings of level 3 that people gave and that are not good. */
    NOT_GOOD_3(100, "level_3 + level_4 + level_5 - active_good"),
    NOT_GOOD_DEFAULT_3(101, "default_3 + default_4 + default_5 - (good - active_good)"),
    NEUTRAL(102, "neutral"),
    /** Ratings of channels that the satisfaction distribution leaves out. */
    LEFT_OUT(103, "ratings - satisfaction_ratings"),
    LEFT_OUT_GOOD(104, "good - satisfaction_good");

    /** Between {@link Figure#CALENDAR_SECONDS} and {@link Figure#CALENDAR_BUCKETS}, where the domain has none. */
    private final int number;

    private final String sql;

    Ruled(int number, String sql) {
        this.number = number;
        this.sql = sql;
    }

    /** Its number among the figures of a tally. */
    public int number() {
        return number;
    }

    /** Of the columns of {@code v_hour_part} and {@code v_live_minute}. */
    public String sql() {
        return sql;
    }

    public static List<Ruled> all() {
        return List.of(values());
    }
}
