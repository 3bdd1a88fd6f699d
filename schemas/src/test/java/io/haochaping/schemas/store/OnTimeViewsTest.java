package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits and working time, by hand from a few leaves; the head of the fixture is complete through noon of 5 November. */
class OnTimeViewsTest {

    private static final String SCHEMA = "on_time_views";

    @BeforeAll
    static void fill() throws Exception {
        Fixture.fill(SCHEMA);
        Database.execute("""
                set search_path to on_time_views;
                insert into hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part, completed,
                    rated_cases, timed, limits_read, day_timed, within_day, promised, promised_decided, promised_met, promised_unknown_days,
                    statutory, statutory_decided, statutory_met, statutory_unknown_days, lengths_compared, lengths_mixed, promised_length,
                    statutory_length, epoch, row_hash)
                values
                    -- eight cases, six of whose limits were read; five promised 1 working day where the law gives 3; after the cut-off one more was rated and one late
                    (gen_random_uuid(), '2026-09-10T09:00+08', '440111000000', 'baiyun', 'hall', 'item-1', 'on-site', '', 'builtin-1', 0,
                        8, 6, 8, 6, 6, 3, 5, 5, 4, null, 5, 5, 5, null, 5, null, 35, 105, 5, ''),
                    (gen_random_uuid(), '2026-09-10T09:00+08', '440111000000', 'baiyun', 'hall', 'item-1', 'on-site', '', 'builtin-1', 1,
                        null, 1, null, null, null, null, null, null, -1, null, null, null, null, null, null, null, null, null, 7, ''),
                    -- no limits read; no limit; no acceptance; a year without a calendar; an immediate case
                    (gen_random_uuid(), '2026-10-08T09:00+08', '440111000000', 'before', '', 'item-1', 'online', '', 'builtin-1', 0,
                        2, null, 2, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, 5, ''),
                    (gen_random_uuid(), '2026-10-08T09:00+08', '440111000000', 'none', '', 'item-1', 'online', '', 'builtin-1', 0,
                        2, null, 2, 2, 2, null, null, null, null, null, null, null, null, null, null, null, null, null, 5, ''),
                    (gen_random_uuid(), '2026-10-08T09:00+08', '440111000000', 'alone', '', 'item-1', 'online', '', 'builtin-1', 0,
                        2, null, null, 2, null, null, 2, null, null, null, 2, null, null, null, 2, 1, 21, 150, 5, ''),
                    (gen_random_uuid(), '2026-10-08T09:00+08', '440111000000', 'unknown', '', 'item-1', 'online', '', 'builtin-1', 0,
                        1, null, 1, 1, 1, null, 1, null, null, 1, null, null, null, null, null, null, null, null, 5, ''),
                    (gen_random_uuid(), '2026-10-08T09:00+08', '440111000000', 'at-once', '', 'item-1', 'online', '', 'builtin-1', 0,
                        1, null, 1, 1, 1, 1, 1, 1, 1, null, 1, 1, 1, null, 1, null, null, null, 5, ''),
                    -- a case that was taken back: what stays is nothing
                    (gen_random_uuid(), '2026-10-08T09:00+08', '440111000000', 'gone', '', 'item-1', 'online', '', 'builtin-1', 0,
                        1, null, 1, 1, 1, null, null, null, null, null, null, null, null, null, null, null, null, null, 5, ''),
                    (gen_random_uuid(), '2026-10-08T09:00+08', '440111000000', 'gone', '', 'item-1', 'online', '', 'builtin-1', 1,
                        -1, null, -1, -1, -1, null, null, null, null, null, null, null, null, null, null, null, null, null, 7, '');
                insert into hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part, accepted, level_1,
                    level_3, level_5, default_3, epoch, row_hash)
                values
                    -- a Saturday that was worked, at 08, 09, 16 and 17; a Saturday that was not; a day without a calendar
                    (gen_random_uuid(), '2026-10-10T08:00+08', '440111000000', 'desk', 'hall', 'i', 'hall', '', 'builtin-1', 0, 1, 1, null, null, null, 5, ''),
                    (gen_random_uuid(), '2026-10-10T09:00+08', '440111000000', 'desk', 'hall', 'i', 'hall', '', 'builtin-1', 0, 2, null, 1, 1, null, 5, ''),
                    (gen_random_uuid(), '2026-10-10T16:00+08', '440111000000', 'desk', 'hall', 'i', 'hall', '', 'builtin-1', 1, 4, null, null, 2, null, 5, ''),
                    (gen_random_uuid(), '2026-10-10T17:00+08', '440111000000', 'desk', 'hall', 'i', 'hall', '', 'builtin-1', 0, 8, null, null, 4, null, 5, ''),
                    (gen_random_uuid(), '2026-10-17T10:00+08', '440111000000', 'desk', 'hall', 'i', 'hall', '', 'builtin-1', 0, 16, null, null, null, null, 5, ''),
                    (gen_random_uuid(), '2026-10-17T23:00+08', '440111000000', 'desk', 'hall', 'i', 'hall', '', 'builtin-1', 2, null, null, null, null, 9, 5, ''),
                    (gen_random_uuid(), '2026-10-18T10:00+08', '440111000000', 'desk', 'hall', 'i', 'hall', '', 'builtin-1', 0, 32, null, null, null, null, 5, '');
                insert into calendar_day values ('2026-10-10', true), ('2026-10-17', false) on conflict do nothing;
                """);
    }

    @Test
    void everyRateStandsBesideBothItsNumbers() throws Exception {
        assertThat(rows(
                        "select settlement, completed, rated_cases, unrated_cases, participation, limits_read, limits_not_read,"
                                + " within_day, day_timed, within_day_rate, promised_met, promised_decided, promised_rate,"
                                + " statutory_rate, promised_length, statutory_length, round(compression_rate, 4)"
                                + " from v_on_time_month where department = 'baiyun'"))
                .as("3 working days made 1: compressed by two thirds")
                .containsExactly("settled|8|7|1|0.87500000000000000000|6|2|3|6|0.50000000000000000000|3|5|"
                        + "0.60000000000000000000|1.00000000000000000000|35|105|0.6667");
    }

    @Test
    void whatWasInTimeStandsBesideWhatIsCurrent() throws Exception {
        assertThat(rows(
                        "select rated_cases_in_time, participation_in_time, unrated_rate_in_time, promised_met_in_time, promised_rate_in_time"
                                + " from v_on_time_department_month where department = 'baiyun'"))
                .containsExactly("6|0.75000000000000000000|0.25000000000000000000|4|0.80000000000000000000");
    }

    @Test
    void aRateOfNothingIsNoValueAndSaysWhich() throws Exception {
        assertThat(rows(
                        "select department, within_day_rate, within_day_reason, promised_rate, promised_reason, statutory_reason,"
                                + " round(compression_rate, 2), compression_reason from v_on_time_day where day = '2026-10-08'"
                                + " and item = 'item-1' and region = '440111000000' order by 1"))
                .containsExactly(
                        "alone|-|no-known-duration|-|no-known-duration|no-known-duration|0.86|-",
                        "at-once|1.00000000000000000000|-|1.00000000000000000000|-|-|-|no-length",
                        "before|-|limits-not-read|-|limits-not-read|limits-not-read|-|limits-not-read",
                        "gone|-|no-completed-cases|-|no-completed-cases|no-completed-cases|-|no-completed-cases",
                        "none|0.00000000000000000000|-|-|no-limit|no-limit|-|no-pair-of-limits",
                        "unknown|0.00000000000000000000|-|-|calendar-unknown|no-limit|-|no-pair-of-limits");
    }

    @Test
    void workingTimeIsAnOfficeHourOfADayThatWasWorkedAndDefaultsAreNobodysVisit() throws Exception {
        assertThat(rows(
                        "select day, service_time, accepted, accepted_in_time, active_ratings, active_good_rate, rating_reason"
                                + " from v_service_time_day where department = 'desk' order by 1, 2"))
                .containsExactly(
                        "2026-10-10|non-working|9|9|5|0.80000000000000000000|-",
                        "2026-10-10|working|6|2|4|1.00000000000000000000|-",
                        "2026-10-17|non-working|16|16|0|-|no-ratings",
                        "2026-10-18|calendar-unknown|32|32|0|-|no-ratings");
        assertThat(rows("select service_time, accepted from v_service_time_month where department = 'desk' order by 1"))
                .containsExactly("calendar-unknown|32", "non-working|25", "working|6");
    }

    @Test
    void theOfficeHoursOfTheRulesHold() throws Exception {
        Database.execute("update on_time_views.rules_version set office_from = 8, office_until = 18");
        try {
            assertThat(
                            rows(
                                    "select accepted from v_service_time_day where day = '2026-10-10' and department = 'desk' and service_time = 'working'"))
                    .containsExactly("15");
        } finally {
            Database.execute("update on_time_views.rules_version set office_from = 9, office_until = 17");
        }
    }

    private static List<String> rows(String sql) throws SQLException {
        try (Connection connection = Database.dataSource().getConnection()) {
            connection.createStatement().execute("set search_path to " + SCHEMA);
            return Database.rows(connection, sql);
        }
    }
}
