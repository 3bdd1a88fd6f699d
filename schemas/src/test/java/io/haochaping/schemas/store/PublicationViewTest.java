package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a month of a unit may be published as; the head of the fixture is complete through noon of 5 November, so September is settled and October is not. */
class PublicationViewTest {
    private static final String SCHEMA = "publication_view";

    @BeforeAll
    static void fill() throws Exception {
        Fixture.fill(SCHEMA);
        Database.execute("""
                set search_path to publication_view;
                insert into rules_version (version, good_from, is_ternary, left_out, mean_weights, mean_decimals, mean_rounding, rules,
                    minimum_sample, small_cell, band_zh, band_en, band_thresholds, band_belongs)
                values
                    ('national@2020-11-19', 3, false, '{}', '{0,25,50,75,100}', 2, 'HALF_UP', '', 30, 5,
                        '{非常高,高,中}', '{very high,high,medium}', '{90,80,0}', '{f,t,t}'),
                    ('city@2026-10-01', 4, false, '{sms}', '{0,25,50,75,100}', 2, 'HALF_UP', '', null, null, '{}', '{}', '{}', '{}');
                insert into rules_in_force values
                    ('', '-infinity', 'builtin-1'), ('', '2020-11-19', 'national@2020-11-19'),
                    ('330100000000', '-infinity', 'national@2020-11-19'), ('330100000000', '2026-10-15', 'city@2026-10-01');
                insert into hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part, level_1, level_3, level_5, epoch, row_hash)
                values
                    (gen_random_uuid(), '2026-09-10T09:00+08', '510000000000', 'ninety', '', '', 'hall', '', 'national@2020-11-19', 0, 4, null, 36, 7, ''),
                    (gen_random_uuid(), '2026-09-10T09:00+08', '510000000000', 'above', '', '', 'hall', '', 'national@2020-11-19', 0, 9, null, 82, 7, ''),
                    (gen_random_uuid(), '2026-09-10T09:00+08', '510000000000', 'few', '', '', 'hall', '', 'national@2020-11-19', 0, 1, null, 28, 7, ''),
                    (gen_random_uuid(), '2026-09-10T09:00+08', '510000000000', 'late', '', '', 'hall', '', 'national@2020-11-19', 0, null, null, 29, 7, ''),
                    (gen_random_uuid(), '2026-09-10T09:00+08', '510000000000', 'late', '', '', 'hall', '', 'national@2020-11-19', 1, null, null, 1, 7, ''),
                    (gen_random_uuid(), '2026-09-10T09:00+08', '510000000000', 'none', '', '', 'hall', '', 'national@2020-11-19', 1, null, null, null, 7, ''),
                    (gen_random_uuid(), '2026-10-10T09:00+08', '330106000000', 'city', '', '', 'hall', '', 'national@2020-11-19', 0, 1, 2, 1, 7, ''),
                    (gen_random_uuid(), '2026-10-20T09:00+08', '330106000000', 'city', '', '', 'hall', '', 'city@2026-10-01', 0, null, 2, 1, 7, ''),
                    (gen_random_uuid(), '2026-10-20T09:00+08', '330106000000', 'city', '', '', 'sms', '', 'city@2026-10-01', 0, 3, null, null, 7, '')
                """);
    }

    /** 36 of 40 are just 90 %, which is high and not very high; 82 of 91 are 90.1 %. */
    @Test
    void aRateIsCalledByItsBandAndJustAtAThresholdAsTheRulesSay() throws Exception {
        assertThat(rows(
                        "select department, satisfaction_good, satisfaction_ratings, round(satisfaction_rate, 4), band_zh, band_en"
                                + " from v_month_publication where department in ('ninety', 'above') order by 1"))
                .containsExactly("above|82|91|0.9011|非常高|very high", "ninety|36|40|0.9000|高|high");
    }

    @Test
    void belowTheMinimumSampleThereIsNoRateAndTheReasonIsTold() throws Exception {
        assertThat(rows("select department, satisfaction_ratings, satisfaction_rate, satisfaction_reason, band_en,"
                        + " satisfaction_ratings_in_time, satisfaction_rate_in_time, satisfaction_reason_in_time"
                        + " from v_month_publication where department in ('few', 'late', 'none') order by 1"))
                .containsExactly(
                        "few|29|-|below-minimum-sample|-|29|-|below-minimum-sample",
                        "late|30|1.00000000000000000000|-|very high|29|-|below-minimum-sample",
                        "none|0|-|no-ratings|-|0|-|no-ratings");
    }

    @Test
    void aCountThatMayTellOfAPersonIsNamed() throws Exception {
        assertThat(rows("select department, satisfaction_level_1, small_counts, settlement from v_month_publication"
                        + " where region = '510000000000' order by 1"))
                .containsExactly(
                        "above|9|{}|settled",
                        "few|1|{satisfaction_level_1}|settled",
                        "late|0|{}|settled",
                        "ninety|4|{satisfaction_level_1}|settled",
                        "none|0|{}|settled");
    }

    /** Each leaf is read by its own version; how the month is published is said by the one that holds on its last day. */
    @Test
    void theRulesOfTheLastDayOfTheMonthPublishIt() throws Exception {
        assertThat(
                        rows(
                                "select rules_version, minimum_sample, satisfaction_ratings, satisfaction_good, satisfaction_rate is not null,"
                                        + " band_en, small_counts, settlement from v_month_publication where department = 'city'"))
                .containsExactly("city@2026-10-01|-|7|4|t|-|{}|provisional");
    }

    private static List<String> rows(String query) throws SQLException {
        try (Connection connection = Database.dataSource().getConnection()) {
            connection.createStatement().execute("set search_path to " + SCHEMA);
            return Database.rows(connection, query);
        }
    }
}
