package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the views make of a leaf's rules: the published figures of July 2023 under the built-in rules, with three classes, and with three channels left out. */
class StoreRulesTest {
    private static final String SCHEMA = "store_rules";

    @BeforeAll
    static void fill() throws Exception {
        Fixture.migrate(SCHEMA);
        Database.execute("""
                insert into store_rules.rules_version values
                    ('three@2023-01-01', 4, true, '{}', '{0,25,50,75,100}', 2, 'HALF_UP', ''),
                    ('some@2023-01-01', 3, false, '{hotline,kiosk,sms}', '{0,0,60,80,100}', 1, 'HALF_UP', '')
                """);
        for (String version : List.of("builtin-1", "three@2023-01-01", "some@2023-01-01", "nobody@2023-01-01")) {
            Database.execute("""
                    insert into store_rules.hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part,
                        level_1, level_2, level_3, level_4, level_5, epoch, row_hash)
                    values
                        (gen_random_uuid(), '2023-07-15T09:00+08', '44', '%1$s', '', '', 'hall', '', '%1$s', 0, 980, 295, 18062, 10421, 13431970, 1, ''),
                        (gen_random_uuid(), '2023-07-15T09:00+08', '44', '%1$s', '', '', 'sms', '', '%1$s', 0, null, null, null, null, 64128, 1, ''),
                        (gen_random_uuid(), '2023-07-15T09:00+08', '44', '%1$s', '', '', 'default', '', '%1$s', 1, null, null, null, null, null, 1, '')
                    """.formatted(version));
        }
    }

    @Test
    void goodIsWhatTheRulesOfTheRowSay() throws Exception {
        assertThat(figures("ratings, good, active_good, bad, neutral, round(100 * good_rate, 4)"))
                .containsExactly(
                        "builtin-1|13525856|13524581|13524581|1275|0|99.9906",
                        "nobody@2023-01-01|13525856|13524581|13524581|1275|0|99.9906",
                        "some@2023-01-01|13525856|13524581|13524581|1275|0|99.9906",
                        "three@2023-01-01|13525856|13506519|13506519|1275|18062|99.8570");
    }

    @Test
    void aChannelThatIsLeftOutIsCountedAndNotInTheDistribution() throws Exception {
        assertThat(figures("ratings, satisfaction_ratings, satisfaction_good, round(100 * satisfaction_rate, 4)"))
                .contains(
                        "some@2023-01-01|13525856|13461728|13460453|99.9905",
                        "builtin-1|13525856|13525856|13524581|99.9906");
    }

    @Test
    void theMeanScoreTakesTheWeightsOfTheRules() throws Exception {
        // 60 * 18,062 + 80 * 10,421 + 100 * 13,431,970
        assertThat(figures("score_points, round(mean_score, 4)")).contains("some@2023-01-01|1345114400|99.9214");
    }

    @Test
    void severalVersionsAddUpEachByItsOwnRules() throws Exception {
        assertThat(
                        Database.rows(
                                "select sum(good), sum(neutral), sum(satisfaction_ratings), sum(good_in_time) from store_rules.v_month"))
                .containsExactly("54080262|18062|54039296|54080262");
    }

    @Test
    void aMinuteGoesByTheRulesThatHoldWhereAndWhenItIs() throws Exception {
        Database.execute("""
                insert into store_rules.rules_in_force values
                    ('', '-infinity', 'builtin-1'),
                    ('440000000000', '-infinity', 'builtin-1'), ('440000000000', '2023-07-15', 'three@2023-01-01'),
                    ('440300000000', '-infinity', 'some@2023-01-01');
                insert into store_rules.minute_row (id, minute, region, department, channel, level_1, level_3, level_5, default_3, epoch, row_hash)
                select gen_random_uuid(), minute::timestamptz, region, '', channel, 1, 2, 4, 8, 1, ''
                from unnest(array['2023-07-14T23:59+08', '2023-07-15T00:00+08']) as minute,
                    unnest(array['440111007002', '440305000000', '510000000000', 'OTHER']) as region, unnest(array['hall', 'sms']) as channel
                """);
        assertThat(Database.rows(
                        "select to_char(minute at time zone 'Asia/Shanghai', 'DD') as day, region, channel, rules_version, good, active_good, neutral,"
                                + " round(good_rate, 4), satisfaction_ratings, satisfaction_good, round(satisfaction_rate, 4), score_points"
                                + " from store_rules.v_live_minute order by day, region, channel"))
                .containsExactly(
                        "14|440111007002|hall|builtin-1|14|6|0|0.9333|15|14|0.9333|900",
                        "14|440111007002|sms|builtin-1|14|6|0|0.9333|15|14|0.9333|900",
                        "14|440305000000|hall|some@2023-01-01|14|6|0|0.9333|15|14|0.9333|1000",
                        "14|440305000000|sms|some@2023-01-01|14|6|0|0.9333|0|0|-|0",
                        "14|510000000000|hall|builtin-1|14|6|0|0.9333|15|14|0.9333|900",
                        "14|510000000000|sms|builtin-1|14|6|0|0.9333|15|14|0.9333|900",
                        "14|OTHER|hall|builtin-1|14|6|0|0.9333|15|14|0.9333|900",
                        "14|OTHER|sms|builtin-1|14|6|0|0.9333|15|14|0.9333|900",
                        "15|440111007002|hall|three@2023-01-01|4|4|10|0.2667|15|4|0.2667|900",
                        "15|440111007002|sms|three@2023-01-01|4|4|10|0.2667|15|4|0.2667|900",
                        "15|440305000000|hall|some@2023-01-01|14|6|0|0.9333|15|14|0.9333|1000",
                        "15|440305000000|sms|some@2023-01-01|14|6|0|0.9333|0|0|-|0",
                        "15|510000000000|hall|builtin-1|14|6|0|0.9333|15|14|0.9333|900",
                        "15|510000000000|sms|builtin-1|14|6|0|0.9333|15|14|0.9333|900",
                        "15|OTHER|hall|builtin-1|14|6|0|0.9333|15|14|0.9333|900",
                        "15|OTHER|sms|builtin-1|14|6|0|0.9333|15|14|0.9333|900");
    }

    @Test
    void leavesUnaggregatedSayWhatTheirRulesMakeOfThem() throws Exception {
        String sums =
                "sum(ratings), sum(good), sum(active_good), sum(neutral), sum(satisfaction_ratings), sum(satisfaction_good) from store_rules.";
        assertThat(Database.rows("select department, " + sums + "v_hour_part group by 1 order by 1"))
                .hasSize(4)
                .isEqualTo(Database.rows("select department, " + sums + "v_month group by 1 order by 1"));
    }

    private static List<String> figures(String columns) throws Exception {
        return Database.rows("select department, " + columns
                + " from (select department, sum(ratings) as ratings, sum(good) as good, sum(active_good) as active_good, sum(bad) as bad,"
                + " sum(neutral) as neutral, sum(good) / sum(ratings) as good_rate, sum(satisfaction_ratings) as satisfaction_ratings,"
                + " sum(satisfaction_good) as satisfaction_good, sum(satisfaction_good) / sum(satisfaction_ratings) as satisfaction_rate,"
                + " sum(score_points) as score_points, sum(score_points) / sum(satisfaction_ratings) as mean_score"
                + " from store_rules.v_month group by department) as m order by department");
    }
}
