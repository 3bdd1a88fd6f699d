package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreViewsTest {

    private static final String SCHEMA = "store_views";

    private static final String COMPLETE_THROUGH = "2026-11-05T12:00+08";

    @BeforeAll
    static void fill() throws Exception {
        fillWithAComplaint(SCHEMA);
        Database.execute("create role views_reader login in role haochaping_reader");
        Database.execute("create role views_stranger login");
    }

    private static void fillWithAComplaint(String schema) throws Exception {
        Fixture.fill(schema);
        Database.execute(("update %1$s.hour_leaf set complaints = 1"
                        + " where id = (select min(id::text)::uuid from %1$s.hour_leaf where part = 0)")
                .formatted(schema));
    }

    @BeforeEach
    void readCompletelyThroughNoonOfTheFifth() throws Exception {
        completeThrough(COMPLETE_THROUGH);
        Database.execute("update store_views.store_head set restored = false, restored_since = null");
    }

    @Test
    void settledAndCurrentFiguresStandSideBySide() throws Exception {
        assertThat(rows("""
                        select department, channel, settlement, ratings_in_time, good_in_time, bad_in_time, ratings, good, bad,
                               defaults_in_time, defaults
                        from v_month_department_channel where month = '2026-09-01' order by 1, 2
                        """))
                .containsExactly(
                        "civil|default|settled|3|3|0|2|2|0|3|2",
                        "civil|on-site|settled|0|0|0|0|0|0|0|0",
                        "civil|web|settled|10|9|1|11|9|2|0|0",
                        "tax|hall|settled|4|4|0|4|4|0|0|0");
    }

    @Test
    void everyRateStandsBesideBothItsNumbers() throws Exception {
        assertThat(rows("""
                        select round(good_rate, 6), good, ratings, round(bad_rate, 6), bad, round(active_good_rate_in_time, 6),
                               active_good_in_time, active_ratings_in_time
                        from v_month_department_channel where month = '2026-09-01' and department = 'civil' and channel = 'web'
                        """)).containsExactly("0.818182|9|11|0.181818|2|0.900000|9|10");
        assertThat(rows("""
                        select participation, rated_cases, completed, participation_in_time, unrated_rate_in_time, unrated_cases_in_time,
                               round(calendar_mean_seconds), calendar_seconds, timed, working_mean_seconds
                        from v_month where month = '2026-09-01' and channel = 'on-site'
                        """))
                .containsExactly(
                        "0.45000000000000000000|9|20|0.40000000000000000000|0.60000000000000000000|12|110|440|4|80.0000000000000000");
    }

    @Test
    void aRateOfNothingIsNoValueAndSaysWhy() throws Exception {
        assertThat(rows("""
                        select channel, good_rate, bad_rate, active_good_rate, active_share, rating_reason, participation,
                               participation_reason, calendar_mean_seconds, duration_reason, rerated_good_rate
                        from v_month_department_channel where month = '2026-09-01' and department = 'civil' and channel <> 'web'
                        union all
                        select channel, good_rate, null, null, null, null, round(participation, 1), participation_reason,
                               calendar_mean_seconds, duration_reason, null
                        from v_month_department_channel where month = '2026-10-01' and department = 'tax' and channel = 'online'
                        order by 1
                        """))
                .containsExactly(
                        "default|1.00000000000000000000|0.00000000000000000000|-|0.00000000000000000000|only-defaults|-|"
                                + "no-completed-cases|-|no-completed-cases|-",
                        "on-site|-|-|-|-|no-ratings|0.45000000000000000000|-|110.0000000000000000|-|-",
                        "online|-|-|-|-|-|0.0|-|-|no-known-duration|-");
    }

    @Test
    void aDatedCountShowsFromTheLastSecondOfItsDay() throws Exception {
        String fifth = "select ratings, generated_defaults from v_day where day = '2026-11-05'";
        assertThat(rows("select ratings, generated_defaults from v_day where day = '2026-11-04'"))
                .containsExactly("2|2");
        assertThat(rows(fifth)).isEmpty();

        completeThrough("2026-11-05T23:59:58.999+08");
        assertThat(rows(fifth)).isEmpty();

        completeThrough("2026-11-05T23:59:59+08");
        assertThat(rows(fifth)).containsExactly("5|5");
    }

    @Test
    void aMonthIsSettledFromItsCutOffOnAndNeverWhereTheCutOffIsUnknown() throws Exception {
        String months = "select month, min(settlement), max(settlement) from v_month group by 1 order by 1";
        assertThat(rows(months))
                .containsExactly(
                        "2026-09-01|settled|settled",
                        "2026-10-01|provisional|provisional",
                        "2026-11-01|provisional|provisional");
        completeThrough("2026-11-13T23:59:59.999+08");
        assertThat(rows(months)).contains("2026-10-01|provisional|provisional");
        completeThrough("2026-11-14T00:00+08");
        assertThat(rows(months)).contains("2026-10-01|settled|settled");
        assertThat(rows("select month, settlement from v_month_cutoff order by 1"))
                .containsExactly("2026-09-01|settled", "2026-10-01|settled");
        completeThrough("2099-01-01T00:00+08");
        assertThat(rows(months)).contains("2026-11-01|provisional|provisional");
    }

    @Test
    void aStoreThatHasReadNothingShowsNoDatedCountAndSettlesNothing() throws Exception {
        Database.execute("update store_views.cut set complete_through = null");
        assertThat(rows("select distinct settlement from v_month")).containsExactly("provisional");
        assertThat(rows("select * from v_hour where channel = 'default'")).isEmpty();
    }

    @Test
    void daysAndMonthsBeginAtMidnightInShanghaiWhateverTheSessionSays() throws Exception {
        for (String zone : List.of("UTC", "Asia/Shanghai", "America/Los_Angeles")) {
            assertThat(rows(
                            "set time zone '%s'".formatted(zone),
                            "select day, month, ratings from v_day where department = 'tax' order by 1"))
                    .containsExactly("2026-09-30|2026-09-01|4", "2026-10-01|2026-10-01|1", "2026-10-10|2026-10-01|0");
        }
    }

    @Test
    void hourDayMonthAndDepartmentAddUpToTheSameTotals() throws Exception {
        String totals =
                "select sum(ratings), sum(ratings_in_time), sum(good), sum(completed), sum(calendar_seconds), sum(defaults_in_time), sum(bad), sum(bad_in_time) from ";
        for (String view : List.of("v_hour", "v_day", "v_month", "v_month_department_channel")) {
            assertThat(rows(totals + view)).as(view).containsExactly("52|52|49|28|3440|5|3|2");
        }
    }

    @Test
    void percentilesOfAMonthFollowItsCorrections() throws Exception {
        assertThat(rows("""
                        select calendar_p50_seconds_in_time, calendar_p90_seconds_in_time, calendar_p50_seconds, calendar_p90_seconds,
                               working_p50_seconds, working_p95_seconds, timed, working_timed
                        from v_month where month = '2026-09-01' and channel = 'on-site'
                        """)).containsExactly("120|1001|60|200|60|100|4|2");
        assertThat(rows("""
                        select calendar_buckets, calendar_counts, calendar_buckets_in_time, calendar_counts_in_time
                        from v_hour where day = '2026-09-20'
                        """)).containsExactly("{60,120,200}|{2,1,1}|{60,120,200,506}|{1,1,1,1}");
        assertThat(rows("""
                        select bucket, low_seconds, high_seconds, value_seconds, cases, cases_in_time
                        from v_day_duration where clock = 'calendar' and bucket > 150 order by bucket
                        """))
                .containsExactly("200|200|200|200|1|1", "506|1000|1003|1001|0|1", "699|2992|3007|2999|1|1");
    }

    @Test
    void theEquationShowsTheGapWhereItIs() throws Exception {
        assertThat(rows("""
                        select grain, topic, partition, received, counted, duplicate, superseded, voided, quarantined, classified, gap, control
                        from v_equation order by topic nulls last, partition nulls last
                        """))
                .containsExactly(
                        "partition|case.event|0|10|9|0|0|0|0|9|1|1",
                        "topic|case.event|-|10|9|0|0|0|0|9|1|1",
                        "partition|rating.web|0|15|12|1|1|1|0|15|0|1",
                        "partition|rating.web|1|15|13|0|0|0|2|15|0|2",
                        "topic|rating.web|-|30|25|1|1|1|2|30|0|3",
                        "total|-|-|40|34|1|1|1|2|39|1|4");
        assertThat(rows("select epoch, equation_gap, rating_gap, restored from v_cut"))
                .containsExactly("7|1|0|f");
        assertThat(rows("select epoch, equation_gap, restatement from v_cut_history order by 1"))
                .containsExactly("6|0|t", "7|1|f");
        assertThat(
                        rows(
                                "select topic, partition, last_tick_at = '2026-11-05T11:00+08' from v_equation where partition = 1"))
                .containsExactly("rating.web|1|t");
        assertThat(rows("select topic, last_tick_at from v_equation where topic = 'case.event' and partition = 0"))
                .containsExactly("case.event|-");
    }

    @Test
    void theEquationOfAnEarlierCutIsThatOfItsOwnClasses() throws Exception {
        Database.execute(
                "update store_views.cut set class_topics = '{rating.web,rating.web}', class_partitions = '{0,1}',"
                        + " counted = '{12,14}', duplicate = '{1,0}', superseded = '{1,0}', voided = '{1,0}', excluded = '{0,0}', quarantined = '{0,0}'"
                        + " where epoch = 6");
        try {
            assertThat(
                            rows(
                                    "select grain, topic, partition, received, counted, duplicate, superseded, voided, quarantined, classified, gap, control from v_equation_history where epoch = 6 order by topic nulls last, partition nulls last"))
                    .containsExactly(
                            "partition|rating.web|0|15|12|1|1|1|0|15|0|1",
                            "partition|rating.web|1|15|14|0|0|0|0|14|1|0",
                            "topic|rating.web|-|30|26|1|1|1|0|29|1|1",
                            "total|-|-|30|26|1|1|1|0|29|1|1");
        } finally {
            Database.execute(
                    "update store_views.cut set class_topics = null, class_partitions = null, counted = null, duplicate = null,"
                            + " superseded = null, voided = null, excluded = null, quarantined = null where epoch = 6");
        }
    }

    @Test
    void ofACutThatAnEarlierVersionCommittedTheHistoryKnowsWhatThatVersionWrote() throws Exception {
        assertThat(
                        rows(
                                "select grain, topic, partition, received, counted, classified, gap, control from v_equation_history where epoch = 7 and (grain <> 'partition' or partition = 1) order by topic nulls last, partition nulls last"))
                .containsExactly(
                        "topic|case.event|-|10|-|-|-|1",
                        "partition|rating.web|1|15|-|-|-|2",
                        "topic|rating.web|-|30|-|-|-|3",
                        "total|-|-|40|-|39|1|4");
    }

    @Test
    void aPartitionThatTheCutDoesNotKnowShowsAsAGap() throws Exception {
        Database.execute(
                "insert into store_views.equation_row values (gen_random_uuid(), 'rating.fax', 0, 'rating', 2, null, null, null, null, null, 7, '')");
        try {
            assertThat(
                            rows(
                                    "select received, classified, gap, control from v_equation where topic = 'rating.fax' and partition = 0"))
                    .containsExactly("0|2|-2|-");
        } finally {
            Database.execute("delete from store_views.equation_row where topic = 'rating.fax'");
        }
    }

    @Test
    void theSmallViewsSayWhatTheTablesHold() throws Exception {
        assertThat(
                        rows(
                                "select department, channel, ratings, good, bad, round(good_rate, 2), settlement from v_live_minute"))
                .containsExactly("civil|web|4|3|1|0.75|provisional");
        assertThat(rows("select day, month, item, tag, tagged, settlement from v_tag_day order by tag"))
                .containsExactly(
                        "2026-09-15|2026-09-01|item-1|115|0|provisional",
                        "2026-09-15|2026-09-01|item-1|510|4|provisional");
        assertThat(rows("select day, level, department, tags, real_name from v_bad_review"))
                .containsExactly("2026-10-08|2|civil|{209}|t");
        assertThat(
                        rows(
                                "select topic, partition, day, reason, records, refused_again, first_offset, last_offset from v_quarantine_summary"))
                .containsExactly("rating.web|1|2026-10-08|unknown-level|2|1|17|21");
        assertThat(rows("select * from v_flag_summary")).containsExactly("unknown-channel|2|4");
        assertThat(rows("select id, state, message_zh from v_alert")).containsExactly("silence/kiosk|OPEN|渠道没有数据");
        assertThat(rows("select value, quiet_seconds from v_last_seen order by 1"))
                .containsExactly("kiosk|86400", "web|60");
        assertThat(rows("select topic, partition, kind, counted, quarantined from v_equation_kind order by 1, 2, 3"))
                .containsExactly(
                        "case.event|0|case|9|0",
                        "rating.web|0|rating|12|0",
                        "rating.web|1|rating|13|0",
                        "rating.web|1|unread|0|2");
        assertThat(rows("select epoch, seconds_behind - seconds_since_commit from v_freshness"))
                .containsExactly("7|5");
    }

    @Test
    void aStoreThatWasPutBackSaysSoInEveryViewOfFigures() throws Exception {
        Database.execute("select store_views.mark_restored()");
        List<String> marked = Database.rows(
                "select table_name from information_schema.columns where table_schema = ? and column_name = 'restored' and table_name like 'v\\_%'",
                SCHEMA);
        assertThat(marked)
                .contains(
                        "v_cut",
                        "v_freshness",
                        "v_hour",
                        "v_hour_part",
                        "v_day",
                        "v_month",
                        "v_month_department_channel",
                        "v_live_minute",
                        "v_tag_day");
        for (String view : marked) {
            assertThat(rows("select distinct restored from " + view)).as(view).containsExactly("t");
        }
        List<String> since = rows("select restored_since from v_cut");
        Database.execute("select store_views.mark_restored()");
        assertThat(rows("select restored_since from v_cut"))
                .as("the first mark holds")
                .isEqualTo(since);
    }

    @Test
    void aLeafThatIsGoneShowsAsAChangeOfTheCutThatFollowsTheHead() throws Exception {
        fillWithAComplaint("store_change");
        String changed = "select day, department, epoch from %s.v_change where epoch > 7 order by 1";
        assertThat(Database.rows(changed.formatted("store_change"))).isEmpty();

        Database.execute("delete from store_change.hour_leaf where hour = '2026-10-10T10:00+08'");
        assertThat(Database.rows(changed.formatted("store_change"))).containsExactly("2026-10-10|tax|8");

        Database.execute(
                "drop schema if exists store_changed cascade; alter schema store_change rename to store_changed;"
                        + "delete from store_changed.hour_leaf where hour in ('2026-10-10T10:00+08', '2026-10-09T10:00+08')");
        assertThat(Database.rows(changed.formatted("store_changed")))
                .containsExactly("2026-10-09|civil|8", "2026-10-10|tax|8");
    }

    @Test
    void aBadReviewThatIsGoneShowsAsAChangeOfItsDay() throws Exception {
        fillWithAComplaint("store_review_change");
        String changed = "select distinct day, epoch from %s.v_bad_review_change where epoch > 7 order by 1";
        assertThat(Database.rows(changed.formatted("store_review_change"))).isEmpty();

        Database.execute(
                "insert into store_review_change.bad_review select gen_random_uuid(), 's', 'c-' || n, 1, 1, '2026-10-10T23:30+08', 'r', 'd',"
                        + " 'v', 'i', 'web', '{}', true, 1, 5, '' from generate_series(1, 3) n;"
                        + " delete from store_review_change.bad_review where case_number in ('c-1', 'c-2')");
        assertThat(Database.rows(changed.formatted("store_review_change"))).containsExactly("2026-10-10|8");
        assertThat(Database.rows("select distinct epoch from store_review_change.v_bad_review_change"
                        + " where day = '2026-10-10' order by 1"))
                .containsExactly("5", "8");
    }

    @Test
    void leavesUnaggregatedAddUpToTheFiguresOfTheHours() throws Exception {
        String figures =
                " hour, channel, sum(level_5), sum(level_1), sum(default_3), sum(timed), sum(calendar_seconds) from ";
        assertThat(rows("select" + figures + "v_hour_part group by 1, 2 order by 1, 2"))
                .isNotEmpty()
                .isEqualTo(rows("select" + figures + "v_hour group by 1, 2 order by 1, 2"));
        assertThat(rows("select minute = '2026-11-05T11:59+08', rows, epoch from v_minute_state"))
                .containsExactly("t|1|7");
    }

    @Test
    void anEmptyStoreHasViewsWithoutRows() throws Exception {
        StoreMigrations.migrate(Database.dataSource(), "store_empty");
        for (String view : views()) {
            List<String> rows = Database.rows("select * from store_empty." + view);
            if (view.equals("v_equation")) {
                assertThat(rows).containsExactly("total|-|-|0|0|0|0|0|0|0|0|0|-|-|0|-|-");
            } else if (view.equals("v_rules")) {
                assertThat(rows).singleElement().asString().startsWith("builtin-1|");
            } else {
                assertThat(rows).as(view).isEmpty();
            }
        }
    }

    @Test
    void aReaderSeesEveryViewAndNoTableAndNoCaseNumber() throws Exception {
        assertThat(views()).hasSizeGreaterThan(15);
        try (Connection reader = Database.dataSource("views_reader").getConnection()) {
            for (String view : views()) {
                List<String> rows = Database.rows(reader, "select v::text from store_views.%s v".formatted(view));
                assertThat(rows)
                        .as(view)
                        .isNotEmpty()
                        .noneMatch(row -> row.contains("SECRET") || row.contains("11111111"));
            }
            for (String hidden : hidden()) {
                assertThatThrownBy(() -> Database.rows(reader, "select * from store_views." + hidden))
                        .as(hidden)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("permission denied");
            }
            assertThatThrownBy(() -> Database.rows(reader, "select store_views.mark_restored()"))
                    .hasMessageContaining("permission denied");
        }
        assertThat(hidden())
                .contains("hour_leaf", "bad_review", "outbox", "quarantine", "figure_leaf", "flyway_schema_history");
    }

    @Test
    void aStrangerSeesNothing() throws Exception {
        try (Connection stranger = Database.dataSource("views_stranger").getConnection()) {
            assertThatThrownBy(() -> Database.rows(stranger, "select * from store_views.v_cut"))
                    .hasMessageContaining("permission denied");
        }
    }

    /** To release a new column, add it at the end of its view and to the file: what stood there before must not move. */
    @Test
    void releasedViewsKeepTheirColumns() throws Exception {
        List<String> now = new ArrayList<>(Database.rows("""
                select table_name || '.' || column_name || ' ' || data_type from information_schema.columns
                where table_schema = ? and table_name like 'v\\_%' order by table_name collate "C", ordinal_position
                """, SCHEMA));
        now.addAll(Database.rows("""
                select p.proname || '(' || replace(pg_get_function_identity_arguments(p.oid), ?, '') || ') '
                    || replace(pg_get_function_result(p.oid), ?, '')
                from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where n.nspname = ? and p.proname not like 'add\\_bucket%' and p.proname not like 'refuse\\_%' and p.proname not in ('bucket_state_counts', 'remember_gone_leaves', 'remember_gone_reviews')
                order by p.proname, p.pronargs
                """, SCHEMA + ".", SCHEMA + ".", SCHEMA));
        Files.write(Path.of("target", "released-views.txt"), now);

        assertThat(now)
                .as("the list as it is now is in target/released-views.txt")
                .isEqualTo(Files.readAllLines(Path.of("src/test/resources/store/released-views.txt")));
    }

    @Test
    void aStoreThatIsRenamedGoesOnWorking() throws Exception {
        fillWithAComplaint("store_rebuilt");
        Database.execute(
                "drop schema if exists store_switched cascade; alter schema store_rebuilt rename to store_switched");

        Database.execute("select store_switched.mark_restored()");
        for (String view : views()) {
            String there = "select count(*) from store_switched.";
            assertThat(Database.rows(there + view)).as(view).isEqualTo(rows("select count(*) from " + view));
        }
        assertThat(
                        Database.rows(
                                "select calendar_p90_seconds from store_switched.v_month where month = '2026-09-01' and channel = 'on-site'"))
                .containsExactly("200");
        assertThat(StoreMigrations.migrate(Database.dataSource(), "store_switched")
                        .applied())
                .as("the comments alone, which name the schema")
                .isOne();
    }

    private static List<String> views() throws SQLException {
        return Database.rows(
                "select viewname from pg_views where schemaname = ? and viewname like 'v\\_%' order by 1", SCHEMA);
    }

    private static List<String> hidden() throws SQLException {
        return Database.rows("""
                select tablename from pg_tables where schemaname = ?
                union all select viewname from pg_views where schemaname = ? and viewname not like 'v\\_%'
                """, SCHEMA, SCHEMA);
    }

    private static void completeThrough(String instant) throws SQLException {
        Database.execute("update store_views.cut set complete_through = '%s' where epoch = 7".formatted(instant));
    }

    private static List<String> rows(String query) throws SQLException {
        return rows("select 1", query);
    }

    private static List<String> rows(String before, String query) throws SQLException {
        try (Connection connection = Database.dataSource().getConnection()) {
            connection.createStatement().execute("set search_path to " + SCHEMA);
            connection.createStatement().execute(before);
            return Database.rows(connection, query);
        }
    }
}
