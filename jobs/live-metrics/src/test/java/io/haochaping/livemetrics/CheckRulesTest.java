package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.code.CodeSystem;
import io.haochaping.domain.code.CodeSystems;
import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.Profile;
import io.haochaping.domain.rules.ProfileBook;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.Registry;
import io.haochaping.schemas.NamedVersions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class CheckRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-26T01:00:00Z");
    private static final SortedMap<String, String> COUNTED =
            under(() -> book("2021-05-01")).decisionSet().digests();

    @Test
    void aVersionThatBeginsTomorrowMayJoin() {
        assertThat(CheckRules.refusals(under(() -> book("2021-05-01", "2026-11-27")), COUNTED, NOW))
                .isEmpty();
    }

    @Test
    void aVersionThatBeganTodayIsRefusedWithItsTimeAndTheWayOut() {
        assertThat(CheckRules.refusals(under(() -> book("2021-05-01", "2026-11-26")), COUNTED, NOW))
                .singleElement()
                .asString()
                .contains("\"rules city@2026-11-26\" takes effect before what is processed (2026-11-25T15:55:00Z)")
                .contains("use rebuild")
                .contains("请推迟至十分钟之后");
    }

    @Test
    void aVersionThatBeginsWithinTheNextTenMinutesIsRefused() {
        Instant shortlyBefore = Instant.parse("2026-11-26T15:46:00Z");

        assertThat(CheckRules.refusals(under(() -> book("2021-05-01", "2026-11-27")), COUNTED, shortlyBefore))
                .hasSize(1);
    }

    @Test
    void aVersionThatIsMissingOrChangedIsNamed() {
        assertThat(CheckRules.refusals(under(() -> book("2026-12-01")), COUNTED, NOW))
                .singleElement()
                .asString()
                .startsWith("\"rules city@2021-05-01\" is not what the figures were counted under");
    }

    /** By append time, as a schema: what the job will have read by then, with ten minutes to spare. */
    @Test
    void aCodeSystemJoinsFromADayThatIsAheadAndNoOther() {
        assertThat(CheckRules.refusals(under(() -> knowing("2026-11-27")), COUNTED, NOW))
                .isEmpty();
        assertThat(CheckRules.refusals(under(() -> knowing("2026-11-26")), COUNTED, NOW))
                .singleElement()
                .asString()
                .contains("\"code-system x@2026-11-26\" takes effect before what is processed (2026-11-25T16:00:00Z)")
                .contains("use rebuild");
    }

    @Test
    void aCodeSystemThatIsGoneOrMeansSomethingElseIsNamed() {
        SortedMap<String, String> counted =
                under(() -> knowing("2026-11-27")).decisionSet().digests();

        assertThat(CheckRules.refusals(under(() -> book("2021-05-01")), counted, NOW))
                .singleElement()
                .asString()
                .startsWith("\"code-system x@2026-11-27\" is not what the figures were counted under");
    }

    @Test
    void aLaterVersionOfARecordJoinsFromADayThatIsAheadAndNoOther() {
        assertThat(CheckRules.refusals(naming("2026-11-27"), COUNTED, NOW)).isEmpty();
        assertThat(CheckRules.refusals(naming("2026-11-26"), COUNTED, NOW))
                .singleElement()
                .asString()
                .contains("\"schema work-order-event 2\" takes effect before what is processed (2026-11-25T16:00:00Z)")
                .contains("use rebuild");
    }

    @Test
    void aVersionOfARecordThatIsGoneOrCountsFromAnotherDayIsNamed() {
        SortedMap<String, String> counted = naming("2026-11-27").decisionSet().digests();

        for (Decisions other : List.of(under(() -> book("2021-05-01")), naming("2026-11-28"))) {
            assertThat(CheckRules.refusals(other, counted, NOW))
                    .singleElement()
                    .asString()
                    .startsWith("\"schema work-order-event 2\" is not what the figures were counted under");
        }
    }

    private static Decisions naming(String day) {
        return under(() -> book("2021-05-01")).naming(NamedVersions.parse("work-order-event|2|" + day));
    }

    @Test
    void anEmptyStoreTakesAnything() {
        assertThat(CheckRules.refusals(under(() -> book("2019-01-01")), new TreeMap<>(), NOW))
                .isEmpty();
    }

    private static Decisions under(Decisions.RuleSource rules) {
        return new Decisions(SourceTopics.standard(Set.of()), Limits.STANDARD, rules, Registry.NONE);
    }

    private static RuleBook knowing(String knownFrom) {
        LocalDate from = LocalDate.parse("2021-05-01");
        Profile.Version version =
                new Profile.Version(from, new TreeSet<>(), new Rules(Profile.versionName("city", from), 0, 3, 3));
        CodeSystem system = new CodeSystem("x", 0, 4, List.of(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        CodeSystems.Declared declared =
                new CodeSystems.Declared("city", "city.yaml", system, LocalDate.parse(knownFrom));
        return new ProfileBook(
                List.of(new Profile("city", List.of(version), List.of(declared))), RegionTable.builtIn());
    }

    private static RuleBook book(String... firstDays) {
        List<Profile.Version> versions = new ArrayList<>();
        for (String day : firstDays) {
            LocalDate from = LocalDate.parse(day);
            versions.add(
                    new Profile.Version(from, new TreeSet<>(), new Rules(Profile.versionName("city", from), 0, 3, 3)));
        }
        return new ProfileBook(List.of(new Profile("city", versions)), RegionTable.builtIn());
    }
}
