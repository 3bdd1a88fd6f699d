package io.haochaping.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Which canonical rows are meant. Rows that belong to no day (equation, flags) are in the whole store only, and tags, which know neither region nor department, in no part of it
 * that is named by one.
 *
 * @param from first day in Asia/Shanghai; empty together with {@code to}: every day
 * @param to the day after the last one
 * @param region begins the region of each row; empty: every region
 * @param department of each row; empty: every department
 * @param publishedOnly whether hour leaves and tags alone are meant, which a snapshot freezes (docs/decisions/0100)
 */
public record RowScope(
        Optional<LocalDate> from, Optional<LocalDate> to, String region, String department, boolean publishedOnly) {
    public static final RowScope EVERYTHING = new RowScope(Optional.empty(), Optional.empty(), "", "", false);

    public RowScope {
        if (from.isPresent() != to.isPresent()) {
            throw new IllegalArgumentException("a period has both ends or none");
        }
    }

    public static RowScope ofDays(LocalDate from, LocalDate to) {
        return new RowScope(Optional.of(from), Optional.of(to), "", "", false);
    }

    public RowScope ofRegion(String beginsWith) {
        return new RowScope(from, to, beginsWith, department, publishedOnly);
    }

    public RowScope ofDepartment(String code) {
        return new RowScope(from, to, region, code, publishedOnly);
    }

    public RowScope published() {
        return new RowScope(from, to, region, department, true);
    }

    boolean hasPeriod() {
        return from.isPresent();
    }

    boolean hasPlace() {
        return !region.isEmpty() || !department.isEmpty();
    }

    /** Sets the parameters of {@link RowTable#within}. */
    void bind(RowTable table, PreparedStatement statement) throws SQLException {
        int parameter = 1;
        if (hasPeriod()) {
            for (LocalDate day : new LocalDate[] {from.orElseThrow(), to.orElseThrow()}) {
                statement.setObject(parameter++, table == RowTable.TAG_ROW ? day : day.atStartOfDay());
            }
        }
        for (String code : new String[] {region, department}) {
            if (!code.isEmpty()) {
                statement.setString(parameter++, code);
            }
        }
    }
}
