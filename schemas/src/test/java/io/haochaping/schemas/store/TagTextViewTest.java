package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What tags say by the catalogue of their day. */
class TagTextViewTest {
    private static final String SCHEMA = "tag_text_view";

    @BeforeAll
    static void fill() throws Exception {
        Fixture.migrate(SCHEMA);
        Database.execute("""
                set search_path to tag_text_view;
                insert into rules_in_force values
                    ('', '-infinity', 'builtin-1'), ('', '2020-01-01', 'national@2020-01-01'), ('', '2021-01-01', 'national@2021-01-01'),
                    ('440300000000', '-infinity', 'builtin-1'), ('440300000000', '2021-01-01', 'city@2021-01-01');
                insert into tag_text values
                    ('national@2020-01-01', '101', true, '旧', 'old'), ('national@2020-01-01', '510', true, '甲', 'a'),
                    ('national@2021-01-01', '101', false, '旧', 'old'), ('national@2021-01-01', '510', true, '甲', 'a'), ('national@2021-01-01', '511', true, null, null),
                    ('city@2021-01-01', '510', false, '市', 'of the city'), ('city@2021-01-01', '590', true, '市', 'of the city');
                insert into tag_row
                select gen_random_uuid(), day::date, 'item-1', tag, n, 7, ''
                from (values ('2019-12-31', '510', 1), ('2020-12-31', '101', 2), ('2021-01-01', '101', 3), ('2021-01-01', '510', 4), ('2021-01-01', '511', 5),
                    ('2021-01-01', '590', 6), ('2020-12-31', '590', 7), ('2021-01-01', '999', 8), ('2021-01-01', '', null)) as v (day, tag, n);
                """);
    }

    @Test
    void aTagIsActiveOrRetiredOnItsDayAndOneThatNoCatalogueHasIsShownAsSuch() throws Exception {
        assertThat(
                        rows(
                                "select day, tag, tagged, tag_state, tag_zh, tag_en, rules_version from v_tag_text_day order by day, tag"))
                .containsExactly(
                        "2019-12-31|510|1|not-in-catalogue|-|-|-",
                        "2020-12-31|101|2|active|旧|old|national@2020-01-01",
                        "2020-12-31|590|7|not-in-catalogue|-|-|-",
                        "2021-01-01||0|not-in-catalogue|-|-|-",
                        "2021-01-01|101|3|retired|旧|old|national@2021-01-01",
                        "2021-01-01|510|4|active|甲|a|national@2021-01-01",
                        "2021-01-01|511|5|active|-|-|national@2021-01-01",
                        "2021-01-01|590|6|active|市|of the city|city@2021-01-01",
                        "2021-01-01|999|8|not-in-catalogue|-|-|-");
    }

    @Test
    void itHasTheTagsOfTheDaysAndNoOthers() throws Exception {
        String all = "select day, month, item, tag, settlement, restored, tagged from ";
        assertThat(rows(all + "v_tag_text_day order by 1, 4")).isEqualTo(rows(all + "v_tag_day order by 1, 4"));
    }

    /** Against the rule as it is told, looked up anew for each row. */
    @Test
    void aCatalogueThatIsReadOnceSaysOfEveryRowWhatALookupOfItsOwnSays() throws Exception {
        String schema = "tag_text_many";
        Fixture.migrate(schema);
        Database.execute("set search_path to " + schema + ";" + """
                insert into rules_in_force
                select case when r = 0 then '' else lpad(r::text, 12, '0') end, case when d = 0 then '-infinity' else '2020-01-01'::date + d * 10 + r % 3 end,
                    'v' || (r * 7 + d * 3) % 11
                from generate_series(0, 4) r, generate_series(0, 6) d where (r + d * 5) % 4 > 0;
                insert into tag_text
                select 'v' || v, t::text, (v + t) % 3 > 0, 'zh' || v || t, 'en' || v || t from generate_series(0, 10) v, generate_series(0, 12) t where (v * t + t) % 5 < 2;
                insert into tag_row
                select gen_random_uuid(), '2019-12-25'::date + d, 'item-1', t::text, d, 7, '' from generate_series(0, 90) d, generate_series(0, 13) t;
                """);
        String seen = "select day, tag, tag_state, tag_zh, tag_en, rules_version from " + schema + ".v_tag_text_day";
        String lookedUp = """
                select t.day, t.tag, coalesce(case when c.is_active then 'active' when not c.is_active then 'retired' end, 'not-in-catalogue'), c.zh, c.en, c.rules_version
                from %1$s.tag_row t
                left join lateral (
                    select x.* from %1$s.tag_text x
                    join (select distinct on (region) region, version from %1$s.rules_in_force where first_day <= t.day order by region, first_day desc) f
                        on f.version = x.rules_version
                    where x.tag = t.tag
                    order by f.region <> '', x.rules_version
                    limit 1) c on true
                """.formatted(schema);

        assertThat(Database.rows(seen + " order by day, tag"))
                .isEqualTo(Database.rows(lookedUp + " order by t.day, t.tag"))
                .hasSize(91 * 14);
        assertThat(Database.rows("select count(distinct rules_version) > 5, count(distinct tag_state) from " + schema
                        + ".v_tag_text_day"))
                .containsExactly("t|3");
    }

    private static List<String> rows(String query) throws SQLException {
        try (Connection connection = Database.dataSource().getConnection()) {
            connection.createStatement().execute("set search_path to " + SCHEMA);
            return Database.rows(connection, query);
        }
    }
}
