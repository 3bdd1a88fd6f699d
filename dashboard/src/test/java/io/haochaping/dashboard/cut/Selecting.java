package io.haochaping.dashboard.cut;

import io.haochaping.dashboard.figures.CodeBook;
import io.haochaping.dashboard.figures.Selection;
import java.time.LocalDate;
import java.util.Optional;

/** A selection, for memory and for SQL. Null: not narrowed. */
record Selecting(String department, String venue, String channel, String region) {
    Selection of(CodeBook codes) {
        return Selection.of(
                codes,
                Optional.ofNullable(department),
                Optional.ofNullable(venue),
                Optional.ofNullable(channel),
                Optional.ofNullable(region),
                LocalDate.of(2026, 11, 20));
    }

    String where() {
        return (department == null ? "" : " and department = '" + department + "'")
                + (venue == null ? "" : " and venue = '" + venue + "'")
                + (channel == null ? "" : " and channel = '" + channel + "'")
                + (region == null ? "" : " and region like '" + region.replaceAll("(00)+$", "") + "%'");
    }
}
