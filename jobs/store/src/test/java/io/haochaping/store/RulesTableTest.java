package io.haochaping.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.rules.Band;
import io.haochaping.domain.rules.ChannelTree;
import io.haochaping.domain.rules.ChannelTree.Node;
import io.haochaping.domain.rules.LimitLengths;
import io.haochaping.domain.rules.OfficeHours;
import io.haochaping.domain.rules.PeerGroup;
import io.haochaping.domain.rules.Profile;
import io.haochaping.domain.rules.ProfileBook;
import io.haochaping.domain.rules.Publication;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.rules.TagText;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the views are told of each version. */
class RulesTableTest {
    private static final String SHOWN =
            "select version, cut_off_days, office_from, office_until from $.rules_version order by 1";

    private final Database database = Database.ofItsOwn();

    @Test
    void aVersionBringsItsCutOffAndItsOfficeHours() throws Exception {
        RulesTable.add(database.address(), book(new Publication(3), new OfficeHours(8, 18)));

        assertThat(database.rows(SHOWN)).containsExactly("builtin-1|-|9|17", "city@2026-01-01|3|8|18");
    }

    /** Older jobs know it, and write nothing else. */
    @Test
    void whatIsStandardIsWrittenAsOlderJobsDo() throws Exception {
        RulesTable.add(database.address(), book(Publication.STANDARD, OfficeHours.STANDARD));

        assertThat(database.rows(SHOWN)).containsExactly("builtin-1|-|9|17", "city@2026-01-01|-|9|17");
    }

    /** They decide no figure, so a version that stands takes them in, and gives them up. */
    @Test
    void whatIsSaidAboutFiguresIsWrittenAnew() throws Exception {
        String said = "select minimum_sample, small_cell, band_zh, band_en, band_thresholds, band_belongs, office_from"
                + " from $.rules_version where version like 'city@%'";
        List<Band> bands = List.of(
                new Band("非常高", "very high", new BigDecimal("90"), false),
                new Band("高", "high", new BigDecimal("80.5"), true));
        RulesTable.add(database.address(), book(Publication.STANDARD, OfficeHours.STANDARD));
        assertThat(database.rows(said)).containsExactly("-|-|{}|{}|{}|{}|9");

        RuleBook other = book(new Publication(10, 30, 5, bands), new OfficeHours(8, 18));
        RulesTable.add(database.address(), other);
        assertThat(database.rows(said))
                .as("a job that has not committed says nothing")
                .containsExactly("-|-|{}|{}|{}|{}|9");
        RulesTable.publish(database.address(), other);
        assertThat(database.rows(said))
                .as("the hours decide what is shown, and stand")
                .containsExactly("30|5|{非常高,高}|{\"very high\",high}|{90,80.5}|{f,t}|9");

        RulesTable.publish(database.address(), book(Publication.STANDARD, OfficeHours.STANDARD));
        assertThat(database.rows(said)).containsExactly("-|-|{}|{}|{}|{}|9");
    }

    @Test
    void whoIsRankedWithWhomIsWrittenAnewAndInTheOrderOfTheLists() throws Exception {
        String said = "select g.rules_version, g.number, g.zh, g.en, g.kind, m.unit, m.place from $.peer_group g"
                + " left join $.peer_member m using (rules_version, number) order by 1, 2, 7";
        RuleBook ranking = ranking(
                new PeerGroup("部门", "departments", PeerGroup.Kind.DEPARTMENT, List.of("tax", "civil")),
                new PeerGroup("大厅", "halls", PeerGroup.Kind.VENUE, List.of()));
        RulesTable.add(database.address(), ranking);
        assertThat(database.rows(said))
                .as("a job that has not committed says nothing")
                .isEmpty();
        RulesTable.publish(database.address(), ranking);
        assertThat(database.rows(said))
                .containsExactly(
                        "city@2026-01-01|1|部门|departments|department|tax|1",
                        "city@2026-01-01|1|部门|departments|department|civil|2",
                        "city@2026-01-01|2|大厅|halls|venue|-|-");

        database.execute(
                "insert into $.peer_group values ('earlier@2020-01-01', 1, '部门', 'departments', 'department')");
        RulesTable.publish(
                database.address(),
                ranking(new PeerGroup("市", "cities", PeerGroup.Kind.REGION, List.of("440100000000"))));
        assertThat(database.rows(said))
                .as("a version that the job does not know stands")
                .containsExactly(
                        "city@2026-01-01|1|市|cities|region|440100000000|1",
                        "earlier@2020-01-01|1|部门|departments|department|-|-");
    }

    private static RuleBook ranking(PeerGroup... groups) {
        return book(
                new Publication(10, 0, 0, List.of(), List.of(groups), ChannelTree.NONE, List.of()),
                OfficeHours.STANDARD);
    }

    @Test
    void aChannelTreeIsWrittenWithItsPathsAndTagsWithWhatTheySay() throws Exception {
        RuleBook telling = book(
                new Publication(
                        10,
                        0,
                        0,
                        List.of(),
                        List.of(),
                        new ChannelTree(List.of(
                                new Node("hall", "大厅", "hall", Optional.empty(), Set.of("hall"), Set.of()),
                                new Node("app", "应用", "app", Optional.of("hall"), Set.of(), Set.of("yss")))),
                        List.of(
                                new TagText("510", true, Optional.of("甲"), Optional.of("a")),
                                new TagText("101", false, Optional.empty(), Optional.empty()))),
                OfficeHours.STANDARD);
        RulesTable.add(database.address(), telling);
        RulesTable.publish(database.address(), telling);

        assertThat(database.rows("select * from $.channel_node order by number"))
                .containsExactly(
                        "city@2026-01-01|hall|1|大厅|hall|-|{hall}|{}|{hall}",
                        "city@2026-01-01|app|2|应用|app|hall|{}|{yss}|{app,hall}");
        assertThat(database.rows("select * from $.tag_text order by tag"))
                .containsExactly("city@2026-01-01|101|f|-|-", "city@2026-01-01|510|t|甲|a");

        RulesTable.publish(database.address(), book(Publication.STANDARD, OfficeHours.STANDARD));
        assertThat(database.rows("select id from $.channel_node union all select tag from $.tag_text"))
                .isEmpty();
    }

    /** Or every deployment under the shipped profiles would have to rebuild. */
    @Test
    void theyStandInNoDecision() {
        List<PeerGroup> peers = List.of(new PeerGroup("部门", "departments", PeerGroup.Kind.DEPARTMENT, List.of("tax")));
        assertThat(book(new Publication(10, 30, 5, List.of(), peers, ChannelTree.NONE, List.of()), OfficeHours.STANDARD)
                        .decisions())
                .isEqualTo(book(Publication.STANDARD, OfficeHours.STANDARD).decisions());
    }

    private static RuleBook book(Publication publication, OfficeHours hours) {
        LocalDate from = LocalDate.parse("2026-01-01");
        Rules rules =
                new Rules(Profile.versionName("city", from), 0, 3, 3).with(publication, hours, LimitLengths.STANDARD);
        return new ProfileBook(
                List.of(new Profile("city", List.of(new Profile.Version(from, new TreeSet<>(), rules)))),
                RegionTable.builtIn());
    }
}
