package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Channels added up as Guangdong's bulletins do: kiosks and text messages stand for themselves until the trees of 2021, inside hall and website from then on. */
class ChannelNodeViewTest {
    private static final String SCHEMA = "channel_node_view";

    @BeforeAll
    static void fill() throws Exception {
        Fixture.migrate(SCHEMA);
        Database.execute("""
                set search_path to channel_node_view;
                insert into rules_version (version, good_from, is_ternary, left_out, mean_weights, mean_decimals, mean_rounding, rules)
                values
                    ('guangdong@2019-07-01', 3, false, '{}', '{0,25,50,75,100}', 2, 'HALF_UP', ''),
                    ('guangdong@2021-01-01', 4, false, '{}', '{0,25,50,75,100}', 2, 'HALF_UP', '');
                insert into rules_in_force values
                    ('', '-infinity', 'builtin-1'), ('440000000000', '-infinity', 'builtin-1'),
                    ('440000000000', '2019-07-01', 'guangdong@2019-07-01'), ('440000000000', '2021-01-31', 'guangdong@2021-01-01');
                insert into channel_node values
                    ('guangdong@2019-07-01', 'web', 1, '网站', 'website', null, '{web}', '{}', '{web}'),
                    ('guangdong@2019-07-01', 'sms', 2, '短信', 'text message', null, '{sms}', '{}', '{sms}'),
                    ('guangdong@2021-01-01', 'web', 1, '网站', 'website', null, '{web}', '{}', '{web}'),
                    ('guangdong@2021-01-01', 'sms', 2, '短信', 'text message', 'web', '{sms}', '{}', '{sms,web}'),
                    ('guangdong@2021-01-01', 'apps', 3, '应用', 'apps', null, '{mobile,qr}', '{}', '{apps}'),
                    ('guangdong@2021-01-01', 'yss', 4, '粤省事', 'Yueshengshi', 'apps', '{mobile}', '{yss}', '{yss,apps}'),
                    ('guangdong@2021-01-01', 'hall', 5, '大厅', 'hall', null, '{paper}', '{}', '{hall}'),
                    ('guangdong@2021-01-01', 'kiosk', 6, '自助机', 'machine', 'hall', '{kiosk}', '{}', '{kiosk,hall}');
                insert into hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part, level_1, level_3, level_5, default_3, completed, epoch, row_hash)
                select gen_random_uuid(), hour::timestamptz, region, d, '', '', channel, app, 'guangdong@2019-07-01', part, bad, three, good, byDefault, completed, 7, ''
                from (values
                    ('2020-12-10T09:00+08', '440100000000', 'a', 'web', '', 0, 1, null, 5, null, null),
                    ('2020-12-10T09:00+08', '440100000000', 'a', 'sms', '', 0, 2, null, 3, null, null),
                    ('2021-01-10T09:00+08', '440100000000', 'a', 'web', '', 0, 1, null, 5, null, null),
                    ('2021-01-10T09:00+08', '440100000000', 'a', 'sms', '', 0, 2, 1, 3, null, null),
                    ('2021-01-10T09:00+08', '440100000000', 'a', 'sms', '', 1, -1, null, null, null, null),
                    ('2021-01-10T09:00+08', '440100000000', 'a', 'mobile', 'yss', 0, null, null, 7, null, null),
                    ('2021-01-10T09:00+08', '440100000000', 'a', 'mobile', 'other', 0, null, null, 11, null, null),
                    ('2021-01-10T09:00+08', '440100000000', 'a', 'qr', 'yss', 0, null, null, 13, null, null),
                    ('2021-01-10T09:00+08', '440100000000', 'a', 'kiosk', '', 0, 4, null, null, null, null),
                    ('2021-01-10T09:00+08', '440100000000', 'a', 'hall', '', 0, null, null, 17, null, null),
                    ('2021-01-10T09:00+08', '440100000000', 'a', 'default', '', 0, null, null, null, 19, null),
                    ('2021-01-10T09:00+08', '440100000000', 'a', 'on-site', '', 0, null, null, null, null, 23),
                    ('2021-01-10T09:00+08', '330100000000', 'a', 'sms', '', 0, null, null, 29, null, null)
                ) as v (hour, region, d, channel, app, part, bad, three, good, byDefault, completed);
                """);
    }

    @Test
    void eachNodeHasItsOwnAndEverythingBelowIt() throws Exception {
        assertThat(
                        rows(
                                "select in_tree, node, node_en, under, listed, own_ratings, ratings, own_bad, bad, good, bad_in_time, ratings_in_time"
                                        + " from v_month_channel_node where month = '2021-01-01' and region = '440100000000' order by in_tree desc, listed, node"))
                .containsExactly(
                        "t|web|website|-|1|6|11|1|2|9|3|12",
                        "t|sms|text message|web|2|5|5|1|1|4|2|6",
                        "t|apps|apps|-|3|24|31|0|0|31|0|31",
                        "t|yss|Yueshengshi|apps|4|7|7|0|0|7|0|7",
                        "t|hall|hall|-|5|0|4|0|4|0|4|4",
                        "t|kiosk|machine|hall|6|4|4|4|4|0|4|4",
                        "f|default|default|-|-|19|19|0|0|19|0|19",
                        "f|hall|hall|-|-|17|17|0|0|17|0|17");
    }

    /** The hall of the tree has paper and kiosks; the channel hall stands beside it, and both are tops. */
    @Test
    void theTopsAddUpToTheTotal() throws Exception {
        assertThat(
                        rows(
                                "select month, region, sum(ratings), sum(ratings_in_time), sum(good), sum(bad) from v_month_channel_node where under is null group by 1, 2 order by 1, 2"))
                .isEqualTo(
                        rows(
                                "select month, region, sum(ratings), sum(ratings_in_time), sum(good), sum(bad) from v_month group by 1, 2 order by 1, 2"))
                .hasSize(3);
    }

    @Test
    void theTreeOfTheLastDayOfTheMonthHoldsAndWhereNoneDoesChannelsStandForThemselves() throws Exception {
        assertThat(rows("select month, region, rules_version, in_tree, node, under, ratings, good_rate, rating_reason"
                        + " from v_month_channel_node where node = 'sms' order by month, region"))
                .containsExactly(
                        "2020-12-01|440100000000|guangdong@2019-07-01|t|sms|-|5|0.60000000000000000000|-",
                        "2021-01-01|330100000000|builtin-1|f|sms|-|29|1.00000000000000000000|-",
                        "2021-01-01|440100000000|guangdong@2021-01-01|t|sms|web|5|0.80000000000000000000|-");
        assertThat(rows("select rating_reason, active_ratings from v_month_channel_node where node = 'default'"))
                .containsExactly("only-defaults|0");
    }

    private static List<String> rows(String query) throws SQLException {
        try (Connection connection = Database.dataSource().getConnection()) {
            connection.createStatement().execute("set search_path to " + SCHEMA);
            return Database.rows(connection, query);
        }
    }
}
