package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A month closes when the rules of the row say so; the head of the fixture is complete through noon of 5 November. */
class CutOffViewsTest {
    private static final String SCHEMA = "cut_off_views";

    @BeforeAll
    static void fill() throws Exception {
        Fixture.fill(SCHEMA);
        Database.execute("""
                set search_path to cut_off_views;
                insert into rules_version (version, good_from, is_ternary, left_out, mean_weights, mean_decimals, mean_rounding, rules, cut_off_days)
                values
                    ('early@2026-01-01', 3, false, '{}', '{0,25,50,75,100}', 2, 'HALF_UP', '', 3),
                    ('late@2026-01-01', 3, false, '{}', '{0,25,50,75,100}', 2, 'HALF_UP', '', 40),
                    ('unknown@2026-01-01', 3, false, '{}', '{0,25,50,75,100}', 2, 'HALF_UP', '', 60);
                insert into working_day_cutoff values
                    (3, '2026-09-01', '2026-10-11T00:00+08'), (3, '2026-10-01', '2026-11-05T00:00+08'),
                    (40, '2026-09-01', '2026-12-02T00:00+08'), (40, '2026-10-01', '2026-12-26T00:00+08');
                insert into hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part,
                    level_5, completed, limits_read, complaints, accepted, epoch, row_hash)
                select gen_random_uuid(), hour::timestamptz, '33', version, '', '', 'hall', '', version, 0, 4, 3, 3, 2, 1, 7, ''
                from unnest(array['2026-09-15T09:00+08', '2026-10-15T09:00+08']) as hour,
                    unnest(array['early@2026-01-01', 'late@2026-01-01', 'unknown@2026-01-01', 'nobody@2026-01-01']) as version
                """);
    }

    @Test
    void everyViewOfMonthsSettlesARowByItsOwnRules() throws Exception {
        for (String view : List.of("v_month", "v_complaint_month", "v_on_time_month", "v_service_time_month")) {
            assertThat(rows("select distinct department, month, settlement from " + view
                            + " where region = '33' order by 1, 2"))
                    .as(view)
                    .containsExactly(
                            "early@2026-01-01|2026-09-01|settled",
                            "early@2026-01-01|2026-10-01|settled",
                            "late@2026-01-01|2026-09-01|provisional",
                            "late@2026-01-01|2026-10-01|provisional",
                            "nobody@2026-01-01|2026-09-01|settled",
                            "nobody@2026-01-01|2026-10-01|provisional",
                            "unknown@2026-01-01|2026-09-01|provisional",
                            "unknown@2026-01-01|2026-10-01|provisional");
        }
    }

    /** What is final for one of its rows alone is not final. */
    @Test
    void aTotalOverRulesIsSettledWithTheLastOfThem() throws Exception {
        assertThat(rows("select distinct month, settlement from v_month_department_channel"
                        + " where department in ('early@2026-01-01', 'late@2026-01-01') order by 1, 2"))
                .contains("2026-09-01|provisional", "2026-09-01|settled");
        assertThat(rows("select min(settlement) from v_hour where month = '2026-09-01' and region = '33'"))
                .containsExactly("provisional");
    }

    @Test
    void theCutOffsOfEveryVersionCanBeAskedFor() throws Exception {
        assertThat(
                        rows(
                                "select rules_version, month, settlement from v_rules_cutoff where month = '2026-10-01' order by 1"))
                .containsExactly(
                        "builtin-1|2026-10-01|provisional",
                        "early@2026-01-01|2026-10-01|settled",
                        "late@2026-01-01|2026-10-01|provisional");
        assertThat(rows("select rules_version, cut_off_days from v_rules order by 1"))
                .containsExactly("builtin-1|10", "early@2026-01-01|3", "late@2026-01-01|40", "unknown@2026-01-01|60");
    }

    private static List<String> rows(String query) throws SQLException {
        try (Connection connection = Database.dataSource().getConnection()) {
            connection.createStatement().execute("set search_path to " + SCHEMA);
            return Database.rows(connection, query);
        }
    }
}
