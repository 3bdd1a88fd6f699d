package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rates of complaints, by hand from a few leaves; the head of the fixture is complete through noon of 5 November. */
class ComplaintViewsTest {

    private static final String SCHEMA = "complaint_views";

    @BeforeAll
    static void fill() throws Exception {
        Fixture.fill(SCHEMA);
        Database.execute("""
                set search_path to complaint_views;
                insert into hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part, complaints,
                    complaint_completed, complaint_timed, complaint_seconds, complaint_reply_rated, complaint_reply_satisfied,
                    complaint_acceptance_due, complaint_acceptance_met, complaint_completion_due, complaint_completion_met,
                    complaint_simple_due, complaint_simple_met, epoch, row_hash)
                values
                    -- September: 4.18 days in the mean, 10 accepted of 11 due; one acceptance was only told after the cut-off
                    (gen_random_uuid(), '2026-09-10T09:00+08', '330100000000', 'water', '', 'item-1', 'hotline', '', 'builtin-1', 0,
                        12, 2, 2, 722304, 8, 7, null, null, null, null, null, null, 5, ''),
                    (gen_random_uuid(), '2026-09-17T23:00+08', '330100000000', 'water', '', 'item-1', 'hotline', '', 'builtin-1', 2,
                        null, null, null, null, null, null, 11, 9, 3, 2, 2, 1, 5, ''),
                    (gen_random_uuid(), '2026-09-17T23:00+08', '330100000000', 'water', '', 'item-1', 'hotline', '', 'builtin-1', 3,
                        null, null, null, null, null, null, null, 1, null, null, null, null, 7, ''),
                    -- October: due on the 30th; November: due today, which is not over
                    (gen_random_uuid(), '2026-10-30T23:00+08', '330100000000', 'water', '', 'item-2', 'web', '', 'builtin-1', 2,
                        null, null, null, null, null, null, 9, 9, null, null, null, null, 5, ''),
                    (gen_random_uuid(), '2026-11-05T23:00+08', '330100000000', 'water', '', 'item-2', 'web', '', 'builtin-1', 2,
                        null, null, null, null, null, null, 5, 0, null, null, null, null, 5, '')
                """);
    }

    @Test
    void everyRateStandsBesideBothItsNumbersAndMeanDaysHaveTwoDecimals() throws Exception {
        assertThat(rows(
                        "select month, channel, settlement, complaints, complaint_acceptance_met, complaint_acceptance_due,"
                                + " round(acceptance_rate, 4), complaint_acceptance_met_in_time, round(acceptance_rate_in_time, 4),"
                                + " round(completion_rate, 4), simple_rate, satisfied_rate, mean_days"
                                + " from v_complaint_month order by 1"))
                .containsExactly(
                        "2026-09-01|hotline|settled|12|10|11|0.9091|9|0.8182|0.6667|0.50000000000000000000|"
                                + "0.87500000000000000000|4.18",
                        "2026-10-01|web|provisional|0|9|9|1.0000|9|1.0000|-|-|-|-");
    }

    @Test
    void whatIsDueTodayIsNotLateYet() throws Exception {
        assertThat(rows("select count(*) from v_complaint_day where day = '2026-11-05'"))
                .containsExactly("0");
        Database.execute("update complaint_views.cut set complete_through = '2026-11-05T23:59:59+08' where epoch = 7");
        try {
            assertThat(rows(
                            "select complaint_acceptance_due, complaint_acceptance_met, acceptance_rate from v_complaint_day"
                                    + " where day = '2026-11-05'"))
                    .containsExactly("5|0|0.00000000000000000000");
        } finally {
            Database.execute("update complaint_views.cut set complete_through = '2026-11-05T12:00+08' where epoch = 7");
        }
    }

    @Test
    void aRateOfNothingIsNoValueAndSaysWhy() throws Exception {
        assertThat(rows(
                        "select completion_rate, completion_reason, simple_reason, satisfied_reason, mean_days, mean_days_reason,"
                                + " acceptance_reason from v_complaint_day where day = '2026-10-30'"))
                .containsExactly("-|nothing-due|nothing-due|no-rated-replies|-|no-known-duration|-");
    }

    @Test
    void theYearToDateAddsUpFromJanuaryAndIsProvisionalWhereAMonthOfItIs() throws Exception {
        assertThat(rows(
                        "select month, department, settlement, complaints, complaint_acceptance_met, complaint_acceptance_due,"
                                + " acceptance_rate, mean_days from v_complaint_year_to_date order by 1"))
                .containsExactly(
                        "2026-09-01|water|settled|12|10|11|0.90909090909090909091|4.18",
                        "2026-10-01|water|provisional|12|19|20|0.95000000000000000000|4.18");
    }

    private static List<String> rows(String sql) throws SQLException {
        try (Connection connection = Database.dataSource().getConnection()) {
            connection.createStatement().execute("set search_path to " + SCHEMA);
            return Database.rows(connection, sql);
        }
    }
}
