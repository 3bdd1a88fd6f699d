package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rates of work orders in time, by hand from a few leaves; the head of the fixture is complete through noon of 5 November. */
class OrdersInTimeViewsTest {

    private static final String SCHEMA = "orders_in_time_views";

    @BeforeAll
    static void fill() throws Exception {
        Fixture.fill(SCHEMA);
        Database.execute("""
                set search_path to orders_in_time_views;
                insert into rules_version (version, good_from, is_ternary, left_out, mean_weights, mean_decimals, mean_rounding, rules, cut_off_days)
                values ('late-1', 3, false, '{}', '{0,25,50,75,100}', 2, 'HALF_UP', 'late-1', 40);
                insert into hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part,
                    order_contact_due, order_contact_met, order_rectify_due, order_rectify_met, order_rectify_unknown_days,
                    order_reply_unknown_severity, epoch, row_hash)
                values
                    -- September: 10 of 11 contacted in time, one of them only told after the cut-off; one rectification is due by no known calendar
                    (gen_random_uuid(), '2026-09-17T23:00+08', '440300000000', 'traffic', '', 'item-1', 'web', '', 'builtin-1', 2,
                        11, 9, 3, 2, null, null, 5, ''),
                    (gen_random_uuid(), '2026-09-17T23:00+08', '440300000000', 'traffic', '', 'item-1', 'web', '', 'builtin-1', 3,
                        null, 1, null, null, null, null, 7, ''),
                    (gen_random_uuid(), '2026-09-18T10:00+08', '440300000000', 'traffic', '', 'item-1', 'web', '', 'builtin-1', 0,
                        null, null, null, null, 1, 4, 5, ''),
                    -- the same month closes later by other rules
                    (gen_random_uuid(), '2026-09-19T23:00+08', '440300000000', 'parks', '', 'item-1', 'web', '', 'late-1', 2,
                        2, 2, null, null, null, null, 5, ''),
                    -- November: due today, which is not over
                    (gen_random_uuid(), '2026-11-05T23:00+08', '440300000000', 'traffic', '', 'item-2', 'web', '', 'builtin-1', 2,
                        5, 0, null, null, null, null, 5, '')
                """);
    }

    @Test
    void everyRateStandsBesideBothItsNumbers() throws Exception {
        assertThat(rows("select department, settlement, order_contact_met, order_contact_due, round(contact_rate, 4),"
                        + " order_contact_met_in_time, round(contact_rate_in_time, 4), round(rectify_rate, 4),"
                        + " order_rectify_unknown_days, order_reply_unknown_severity"
                        + " from v_on_time_orders_month where region = '440300000000' order by 1, month"))
                .containsExactly(
                        "parks|provisional|2|2|1.0000|2|1.0000|-|0|0",
                        "traffic|settled|10|11|0.9091|9|0.8182|0.6667|1|4");
    }

    @Test
    void whatIsDueTodayIsNotLateYet() throws Exception {
        String today = "select order_contact_due, order_contact_met, contact_rate from v_on_time_orders_day"
                + " where day = '2026-11-05' and department = 'traffic'";
        assertThat(rows(today)).isEmpty();
        Database.execute(
                "update orders_in_time_views.cut set complete_through = '2026-11-05T23:59:59+08' where epoch = 7");
        try {
            assertThat(rows(today)).containsExactly("5|0|0.00000000000000000000");
        } finally {
            Database.execute(
                    "update orders_in_time_views.cut set complete_through = '2026-11-05T12:00+08' where epoch = 7");
        }
    }

    @Test
    void aRateOfNothingIsNoValueAndSaysWhich() throws Exception {
        assertThat(rows("select contact_rate, contact_reason, rectify_reason, reply_reason, revisit_reason"
                        + " from v_on_time_orders_day where day = '2026-09-18' and department = 'traffic'"))
                .containsExactly("-|nothing-due|calendar-unknown|severity-not-told|nothing-due");
        assertThat(rows("select contact_reason, rectify_reason from v_on_time_orders_department_month"
                        + " where month = '2026-09-01' and department = 'traffic'"))
                .containsExactly("-|-");
    }

    private static List<String> rows(String sql) throws SQLException {
        try (Connection connection = Database.dataSource().getConnection()) {
            connection.createStatement().execute("set search_path to " + SCHEMA);
            return Database.rows(connection, sql);
        }
    }
}
