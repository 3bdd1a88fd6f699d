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
        StoreMigrations.migrate(Database.dataSource(), SCHEMA);
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

    private static List<String> figures(String columns) throws Exception {
        return Database.rows("select department, " + columns
                + " from (select department, sum(ratings) as ratings, sum(good) as good, sum(active_good) as active_good, sum(bad) as bad,"
                + " sum(neutral) as neutral, sum(good) / sum(ratings) as good_rate, sum(satisfaction_ratings) as satisfaction_ratings,"
                + " sum(satisfaction_good) as satisfaction_good, sum(satisfaction_good) / sum(satisfaction_ratings) as satisfaction_rate,"
                + " sum(score_points) as score_points, sum(score_points) / sum(satisfaction_ratings) as mean_score"
                + " from store_rules.v_month group by department) as m order by department");
    }
}
