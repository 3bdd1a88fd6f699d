package io.haochaping.benchmarks.dashboard;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/** A store of plain rows, made by the database itself, and cuts over it. Not what a job would count, but as much of it. */
final class YearOfRows {
    private static final String SCHEMA = "haochaping";
    /** Units that one cut touches today, and on a day of the month before. */
    private static final int TODAY = 200;

    private static final int EARLIER = 20;

    private final Connection connection;
    private final int units;
    private final Random random = new Random(1);
    private long epoch = 1;

    YearOfRows(Connection connection, int units) {
        this.connection = connection;
        this.units = units;
    }

    /** Whether an earlier run has left as many units and days, up to today. */
    boolean isFilled(int days) throws SQLException {
        return filled(days).equals(text("select obj_description('" + SCHEMA + "'::regnamespace)"));
    }

    private String filled(int days) throws SQLException {
        return units + " units, " + days + " days up to " + text("select (now() at time zone 'Asia/Shanghai')::date");
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    /** Brings what an earlier run has left up to this minute. */
    void goOn() throws SQLException {
        epoch = Long.parseLong(text("select epoch from " + SCHEMA + ".store_head"));
        execute("truncate %1$s.minute_row", 0);
        fillMinutes();
        next();
    }

    /** The time in four bytes, as the committer writes it, and anything. */
    private static String id(String time, int seconds) {
        return "(lpad(to_hex((date_part('epoch', " + time + ") / " + seconds
                + ")::int), 8, '0') || right(replace(gen_random_uuid()::text, '-', ''), 24))::uuid";
    }

    private void fillMinutes() throws SQLException {
        execute(
                "insert into %1$s.minute_row (id, minute, region, department, channel, level_5, level_1, epoch, row_hash)"
                        + " select " + id("date_trunc('minute', now()) - m * interval '1 minute'", 60)
                        + ", date_trunc('minute', now()) - m * interval '1 minute', "
                        + region()
                        + ", 'unit-' || u, 'web', 3, u %% 2, " + epoch
                        + ", '' from generate_series(0, 59) m, generate_series(1, %3$s, 6) u",
                0);
    }

    long fill(int days) throws SQLException {
        execute(
                "truncate %1$s.hour_leaf, %1$s.minute_row, %1$s.equation_row, %1$s.bad_review, %1$s.cut, %1$s.store_head",
                0);
        execute(
                "insert into %1$s.hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part,"
                        + " level_5, level_4, level_1, real_name_bad, epoch, row_hash)"
                        + " select " + id(hour(), 3600) + ", " + hour() + ", " + region()
                        + ", 'unit-' || u, 'hall-' || u / 4, 'item-1',"
                        + " (array['web', 'mobile', 'hall', 'qr'])[1 + (u + d) %% 4], '', 'builtin-1', 0,"
                        + " 20 + (u * 7 + d) %% 80, (u + d * 3) %% 30, nullif((u * d) %% 5, 4), nullif((u * d) %% 2, 0), 1, ''"
                        + " from generate_series(0, %2$s) d, generate_series(1, %3$s) u",
                days - 1);
        execute(
                "insert into %1$s.hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part,"
                        + " accepted, completed, rated_cases, timed, calendar_seconds, calendar_buckets, calendar_counts, epoch, row_hash)"
                        + " select " + id(hour(), 3600) + ", " + hour() + ", " + region()
                        + ", 'unit-' || u, 'hall-' || u / 4, 'item-1',"
                        + " (array['online', 'on-site'])[1 + (u + d) %% 2], '', 'builtin-1', 0, 40, 36, 20, 36, 400000,"
                        + " array[900 + (u + d) %% 50, 1000 + u %% 50, 1100 + d %% 50, 1300], array[12, 12, 8, 4], 1, ''"
                        + " from generate_series(0, %2$s) d, generate_series(1, %3$s) u",
                days - 1);
        fillMinutes();
        execute(
                "insert into %1$s.equation_row (id, topic, partition, kind, counted, epoch, row_hash)"
                        + " select gen_random_uuid(), 'rating.web', p, 'rating', 1000, 1, '' from generate_series(0, 31) p",
                0);
        execute(
                "insert into %1$s.bad_review select gen_random_uuid(), 's', 'c' || u, 1, 1, now() - u * interval '1 minute', "
                        + region()
                        + ", 'unit-' || u, 'hall-1', 'item-1', 'web', array['108'], true, 1, 1, '' from generate_series(1, %3$s) u",
                0);
        cut();
        execute(
                "insert into %1$s.store_head (lineage, fence, epoch, cut_name) values (gen_random_uuid(), 1, 1, 'cut-1')",
                0);
        execute("vacuum analyze %1$s.hour_leaf", 0);
        execute("comment on schema %1$s is '" + filled(days) + "'", 0);
        return 2L * units * days;
    }

    /** Changes some leaves of today and of a day before, and commits the next cut. */
    long next() throws SQLException {
        epoch++;
        connection.setAutoCommit(false);
        update(0, TODAY);
        update(1 + random.nextInt(28), EARLIER);
        cut();
        execute("update %1$s.store_head set epoch = " + epoch + ", cut_name = 'cut-" + epoch + "'", 0);
        connection.commit();
        connection.setAutoCommit(true);
        return epoch;
    }

    private void update(int daysAgo, int howMany) throws SQLException {
        int first = 1 + random.nextInt(Math.max(1, units - howMany));
        execute(
                "update %1$s.hour_leaf set level_5 = level_5 + 1, epoch = " + epoch
                        + " where level_5 is not null and hour >= " + day(daysAgo) + " and hour < " + day(daysAgo - 1)
                        + " and department in (select 'unit-' || u from generate_series(" + first + ", "
                        + (first + howMany) + ") u)",
                0);
    }

    private void cut() throws SQLException {
        execute(
                "insert into %1$s.cut (epoch, cut_name, lineage, fence, complete_through, decision_names, decision_digests,"
                        + " decision_set_digest, code_version, total_received, total_classified, topics, partitions, start_offsets, end_offsets,"
                        + " received, ticks, last_ticks)"
                        + " select " + epoch + ", 'cut-" + epoch
                        + "', gen_random_uuid(), 1, now(), '{}', '{}', '', 'load', 32000, 32000,"
                        + " array_agg('rating.web'::text), array_agg(p), array_agg(0::bigint), array_agg(1000::bigint), array_agg(1000::bigint),"
                        + " array_agg(0::bigint), array_agg(-1::bigint) from generate_series(0, 31) p",
                0);
    }

    /** The last day is today, so that it holds completeThrough, which is now. */
    private static String hour() {
        return "date_trunc('day', now(), 'Asia/Shanghai') - (%2$s - d) * interval '1 day' + (9 + u %% 8) * interval '1 hour'";
    }

    private static String day(int daysAgo) {
        return "date_trunc('day', now(), 'Asia/Shanghai') - " + daysAgo + " * interval '1 day'";
    }

    private static String region() {
        return "(array['440100000000', '440300000000', '440600000000', '110101000000'])[1 + u %% 4]";
    }

    /** @param lastDay for %2$s; %1$s is the schema, %3$s the last unit */
    private void execute(String sql, int lastDay) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql.formatted(SCHEMA, lastDay, units));
        }
    }
}
