package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Units ranked among their peers; the head of the fixture is complete through noon of 5 November, so September is settled and October is not. */
class RankingViewTest {
    private static final String SCHEMA = "ranking_view";

    @BeforeAll
    static void fill() throws Exception {
        Fixture.migrate(SCHEMA);
        Database.execute("""
                set search_path to ranking_view;
                insert into cut (epoch, cut_name, lineage, fence, complete_through, decision_names, decision_digests, decision_set_digest, code_version,
                    topics, partitions, start_offsets, end_offsets, received, ticks, last_ticks)
                values (7, 'cut-7', gen_random_uuid(), 1, '2026-11-05T12:00+08', '{}', '{}', '', '', '{}', '{}', '{}', '{}', '{}', '{}', '{}');
                insert into store_head (lineage, fence, epoch, cut_name) values (gen_random_uuid(), 1, 7, 'cut-7');
                insert into month_cutoff values ('2026-09-01', '2026-10-21T00:00+08'), ('2026-10-01', '2026-11-14T00:00+08');
                insert into rules_version (version, good_from, is_ternary, left_out, mean_weights, mean_decimals, mean_rounding, rules, minimum_sample)
                values
                    ('district@2026-01-01', 3, false, '{sms}', '{0,25,50,75,100}', 2, 'HALF_UP', '', null),
                    ('district@2026-10-31', 3, false, '{}', '{0,25,50,75,100}', 2, 'HALF_UP', '', 5),
                    ('province@2026-01-01', 4, false, '{}', '{0,25,50,75,100}', 2, 'HALF_UP', '', null);
                insert into rules_in_force values
                    ('', '-infinity', 'builtin-1'),
                    ('440000000000', '-infinity', 'builtin-1'), ('440000000000', '2026-01-01', 'province@2026-01-01'),
                    ('440111000000', '-infinity', 'builtin-1'), ('440111000000', '2026-01-01', 'district@2026-01-01'),
                    ('440111000000', '2026-10-31', 'district@2026-10-31');
                insert into peer_group values
                    ('district@2026-01-01', 1, '部门', 'departments', 'department'), ('district@2026-01-01', 2, '政务大厅', 'halls', 'venue'),
                    ('district@2026-01-01', 3, '分', 'fractions', 'department'),
                    ('district@2026-10-31', 1, '部门', 'departments', 'department'),
                    ('province@2026-01-01', 1, '地市', 'cities', 'region');
                insert into peer_member values
                    ('district@2026-01-01', 1, 'a', 7), ('district@2026-01-01', 1, 'b', 3), ('district@2026-01-01', 1, 'c', 2), ('district@2026-01-01', 1, 'd', 1),
                    ('district@2026-01-01', 1, 'e', 5), ('district@2026-01-01', 1, 'f', 6), ('district@2026-01-01', 1, 'g', 4),
                    ('district@2026-01-01', 2, 'hall-1', 1), ('district@2026-01-01', 2, 'hall-2', 2),
                    ('district@2026-01-01', 3, 'at-mean', 10), ('district@2026-01-01', 3, 'none', 11),
                    ('district@2026-10-31', 1, 'a', 1), ('district@2026-10-31', 1, 'b', 2),
                    ('province@2026-01-01', 1, '440100000000', 1), ('province@2026-01-01', 1, '440300000000', 2);
                insert into peer_member select 'district@2026-01-01', 3, 'two-thirds-' || n, n from generate_series(1, 9) as n;
                create function pg_temp.leaf(month date, region text, department text, venue text, version text, in_time boolean, bad bigint, three bigint, good bigint,
                    channel text default 'hall') returns void language sql as $$
                    insert into hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part, level_1, level_3, level_5, epoch, row_hash)
                    select gen_random_uuid(), (month + 9)::timestamptz, region, department, venue, '', channel, '', version, case when in_time then 0 else 1 end,
                        bad, three, good, 7, '' $$;
                select pg_temp.leaf('2026-09-01', '440111000000', d, h, 'district@2026-01-01', true, bad, null, good)
                from (values ('a', 'hall-1', 0, 5), ('b', 'hall-1', 1, 9), ('c', 'hall-1', 100, 900), ('d', 'hall-2', 107982000, 18000),
                    ('e', 'hall-2', 5999, 1), ('f', 'hall-2', 11, 10), ('outsider', 'hall-2', 1, 0),
                    ('at-mean', '', 2, 3), ('none', '', 1, 0)) as v (d, h, bad, good);
                select pg_temp.leaf('2026-09-01', '440111000000', 'two-thirds-' || n, '', 'district@2026-01-01', true, 1, null, 2) from generate_series(1, 9) as n;
                select pg_temp.leaf('2026-09-01', '440111000000', 'a', 'hall-1', 'district@2026-01-01', true, 50, null, null, 'sms');
                select pg_temp.leaf('2026-09-01', '440111000000', 'f', 'hall-2', 'district@2026-01-01', false, -11, null, null);
                -- A department of the same code outside the district.
                select pg_temp.leaf('2026-09-01', '440300000000', 'a', 'hall-1', 'province@2026-01-01', true, 7, 1, 2);
                select pg_temp.leaf('2026-09-01', '440106004000', 'a', '', 'province@2026-01-01', true, null, 1, null);
                select pg_temp.leaf('2026-10-01', '440111000000', 'a', '', 'district@2026-01-01', true, null, null, 4);
                select pg_temp.leaf('2026-10-01', '440111000000', 'b', '', 'district@2026-01-01', true, 1, null, 4);
                """);
    }

    /** b and c are equal as fractions, and so are d and e, whose quotients PostgreSQL gives with different numbers of places; g has no rating. */
    @Test
    void ranksAreDenseAndUnitsOfOneRankAreListedAsTheOrderListSays() throws Exception {
        assertThat(
                        rows(
                                "select unit, satisfaction_good, satisfaction_ratings, rank, listed, satisfaction_reason"
                                        + " from v_month_ranking where month = '2026-09-01' and peer_group = 1 and kind = 'department' order by listed"))
                .containsExactly(
                        "f|10|10|1|1|-",
                        "a|5|5|1|2|-",
                        "c|900|1000|2|3|-",
                        "b|9|10|2|4|-",
                        "d|18000|108000000|3|5|-",
                        "e|1|6000|3|6|-",
                        "g|0|0|-|7|no-ratings");
        assertThat(
                        rows(
                                "select unit, rank_in_time, round(satisfaction_rate_in_time, 6) from v_month_ranking"
                                        + " where month = '2026-09-01' and peer_group = 1 and kind = 'department' and rank_in_time >= 2 order by listed_in_time"))
                .as("in time, where f has its bad ratings")
                .containsExactly("c|2|0.900000", "b|2|0.900000", "f|3|0.476190", "d|4|0.000167", "e|4|0.000167");
    }

    /** 1, 1, 9/10, 9/10, 1/6000 and 1/6000 now. */
    @Test
    void meanMedianAndShareAboveTheMeanAreOfThoseThatAreRanked() throws Exception {
        assertThat(
                        rows(
                                "select distinct settlement, restored, ranked_units, round(peer_mean, 9), peer_median, above_mean_units, above_mean_share,"
                                        + " ranked_units_in_time, round(peer_mean_in_time, 9), round(peer_median_in_time, 6), above_mean_units_in_time"
                                        + " from v_month_ranking where month = '2026-09-01' and peer_group = 1 and kind = 'department'"))
                .containsExactly(
                        "settled|f|6|0.633388889|0.90000000000000000000|4|0.66666666666666666667|6|0.546087302|0.688095|3");
    }

    /** Nine of 2/3, one of 3/5 and one of 0: the mean is 3/5, and by numbers with an end the nine have less than they should. */
    @Test
    void aRateOfJustTheMeanIsNotAboveIt() throws Exception {
        assertThat(rows(
                        "select rank, is_above_mean, count(*), peer_mean, round(peer_median, 4), above_mean_units from v_month_ranking"
                                + " where peer_group = 3 group by 1, 2, 4, 5, 6 order by 1"))
                .containsExactly(
                        "1|t|9|0.60000000000000000000|0.6667|9",
                        "2|f|1|0.60000000000000000000|0.6667|9",
                        "3|f|1|0.60000000000000000000|0.6667|9");
    }

    @Test
    void groupsAreRankedApartAndAUnitInNoneIsRankedNowhere() throws Exception {
        assertThat(rows("select peer_group, peer_group_zh, unit, satisfaction_good, satisfaction_ratings, rank, listed"
                        + " from v_month_ranking where month = '2026-09-01' and kind = 'venue' order by listed"))
                .containsExactly("2|政务大厅|hall-1|914|1015|1|1", "2|政务大厅|hall-2|18011|108006011|2|2");
        assertThat(rows("select count(*) from v_month_ranking where unit = 'outsider'"))
                .containsExactly("0");
    }

    /** Each leaf by its own rules: level 3 is good in the district and not in the province, which ranks both. */
    @Test
    void aRegionIsRankedWithEverythingBelowIt() throws Exception {
        assertThat(
                        rows(
                                "select month, unit, satisfaction_good, satisfaction_ratings, rank, above_mean_units, is_above_mean"
                                        + " from v_month_ranking where rules_version = 'province@2026-01-01' order by month, listed"))
                .containsExactly(
                        "2026-09-01|440300000000|2|10|1|1|t",
                        "2026-09-01|440100000000|18946|108007060|2|1|f",
                        "2026-10-01|440100000000|8|9|1|0|f",
                        "2026-10-01|440300000000|0|0|-|0|-");
    }

    @Test
    void theRulesOfTheLastDayOfTheMonthRankItAndTheirSampleHolds() throws Exception {
        assertThat(
                        rows(
                                "select rules_version, unit, satisfaction_ratings, satisfaction_rate, satisfaction_reason, rank, listed, minimum_sample, settlement"
                                        + " from v_month_ranking where month = '2026-10-01' and kind = 'department' order by listed"))
                .containsExactly(
                        "district@2026-10-31|b|5|0.80000000000000000000|-|1|1|5|provisional",
                        "district@2026-10-31|a|4|-|below-minimum-sample|-|2|5|provisional");
    }

    private static List<String> rows(String query) throws SQLException {
        try (Connection connection = Database.dataSource().getConnection()) {
            connection.createStatement().execute("set search_path to " + SCHEMA);
            return Database.rows(connection, query);
        }
    }
}
