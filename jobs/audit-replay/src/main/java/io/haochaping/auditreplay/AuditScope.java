package io.haochaping.auditreplay;

import io.haochaping.domain.code.RegionCode;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.store.RowScope;
import io.haochaping.store.Snapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** Which rows an audit is about, as it was asked for. */
record AuditScope(RowScope rows, String text) {
    private static final List<String> PERIODS = List.of("--month", "--day", "--year", "--from", "--all");

    static AuditScope of(Arguments given) throws Refusal {
        String period = given.oneOf(PERIODS);
        RowScope rows = period.equals("--all") ? RowScope.EVERYTHING : days(given, period);
        if (given.has("--to") && !period.equals("--from")) {
            throw Refusal.wrongUse("--to 只能与 --from 一起使用", "--to goes with --from only");
        }
        String text = period.equals("--all")
                ? "all"
                : rows.from().orElseThrow() + " – " + rows.to().orElseThrow().minusDays(1);
        String region = given.value("--region").orElse("");
        if (!region.isEmpty()) {
            rows = rows.ofRegion(beginningOf(region));
            text += ", region " + region;
        }
        String department = given.value("--department").orElse("");
        if (!department.isEmpty()) {
            rows = rows.ofDepartment(department);
            text += ", department " + department;
        }
        return new AuditScope(rows, text);
    }

    /** How the scope of a snapshot is named. */
    static String ofSnapshot(LiveConfig config, long number) throws Refusal, SQLException {
        try (Connection connection = config.store().connect()) {
            Snapshot snapshot = FrozenRows.find(connection, config.shownAs(), number);
            return "snapshot " + number + ", " + snapshot.firstDay() + " – " + snapshot.lastDay();
        }
    }

    private static RowScope days(Arguments given, String period) throws Refusal {
        String value = given.required(period);
        try {
            switch (period) {
                case "--month" -> {
                    YearMonth month = YearMonth.parse(value);
                    return RowScope.ofDays(month.atDay(1), month.plusMonths(1).atDay(1));
                }
                case "--day" -> {
                    return RowScope.ofDays(
                            LocalDate.parse(value), LocalDate.parse(value).plusDays(1));
                }
                case "--year" -> {
                    LocalDate first = LocalDate.of(Integer.parseInt(value), 1, 1);
                    return RowScope.ofDays(first, first.plusYears(1));
                }
                default -> {
                    LocalDate from = LocalDate.parse(value);
                    LocalDate to = LocalDate.parse(given.required("--to"));
                    if (to.isBefore(from)) {
                        throw Refusal.wrongUse(
                                "--to " + to + " 早于 --from " + from, "--to " + to + " lies before --from " + from);
                    }
                    return RowScope.ofDays(from, to.plusDays(1));
                }
            }
        } catch (DateTimeException | NumberFormatException e) {
            throw Refusal.wrongUse(
                    period + " 的值 “" + value
                            + "” 无法识别；例如 --month 2026-10、--day 2026-10-03、--year 2026、--from 2026-10-01 --to 2026-10-15",
                    period + " cannot be \"" + value
                            + "\"; write --month 2026-10, --day 2026-10-03, --year 2026 or --from 2026-10-01 --to 2026-10-15");
        }
    }

    /** The digits that a region has in common with all that begins like it; a code that is none counts as it is. */
    private static String beginningOf(String region) {
        String code = RegionCode.normalise(region);
        int[] digits = {code.length(), 2, 4, 6, 9, 12};
        return code.substring(0, digits[RegionCode.level(code)]);
    }
}
