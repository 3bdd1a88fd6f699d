package io.haochaping.domain.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.code.CodeSystems.Declared;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CodeSystemsTest {
    private static final long LONG_AGO = 0;
    /** Table C of the domain: 0 is best; channels come by name. */
    private static final CodeSystem RISING = system("city", 0, 4);
    /** The same digits the other way round. */
    private static final CodeSystem FALLING = system("city", 4, 0);

    @Test
    void aSystemThatNobodyDeclaredIsNotGuessed() {
        for (String code : new String[] {null, "", "PLATFORM", "platform ", "A", "city"}) {
            assertThat(CodeSystems.builtIn().named(code, Long.MAX_VALUE))
                    .as("%s", code)
                    .isNull();
        }
    }

    @Test
    void whatIsBuiltInIsKnownSinceEverAndNoDecisionOfItsOwn() {
        CodeSystems systems = CodeSystems.of(List.of(declared("national", "2019-01-01", CodeSystem.PLATFORM)));

        for (CodeSystem builtIn : CodeSystem.BUILT_IN) {
            Declared found = systems.named(builtIn.code(), LONG_AGO);
            assertThat(found.system()).isSameAs(builtIn);
            assertThat(found.since()).isEmpty();
        }
        assertThat(systems.decisions()).isEmpty();
    }

    @Test
    void aDeclaredSystemIsKnownFromMidnightOfItsDayInShanghai() {
        CodeSystems systems = CodeSystems.of(List.of(declared("city", "2026-05-01", RISING)));

        assertThat(systems.named("city", midnight("2026-05-01") - 1)).isNull();
        assertThat(systems.named("city", midnight("2026-05-01")).system()).isEqualTo(RISING);
        assertThat(systems.decisions()).containsExactly(Map.entry("code-system city@2026-05-01", "city levels=0..4"));
        assertThat(systems.takesEffect("code-system city@2026-05-01")).isEqualTo(midnight("2026-05-01"));
    }

    @Test
    void aNewMeaningHoldsFromItsDayAndTheOldOneUntilThen() {
        CodeSystems systems = CodeSystems.of(
                List.of(declared("city", "2027-01-01", FALLING), declared("city", "2026-05-01", RISING)));

        assertThat(levelOf("0", systems, midnight("2027-01-01") - 1)).isEqualTo(5);
        assertThat(levelOf("0", systems, midnight("2027-01-01"))).isEqualTo(1);
        assertThat(systems.named("city", midnight("2027-01-01")).since()).isEqualTo("2027-01-01");
        assertThat(systems.decisions()).containsOnlyKeys("code-system city@2026-05-01", "code-system city@2027-01-01");
    }

    /** A later day does not help: at that time the first file still means something else. */
    @Test
    void twoProfilesThatMeanTwoThingsByOneNameAreRefusedWithBothPlaces() {
        Stream.of("2026-05-01", "2027-01-01", "2025-01-01").forEach(day -> assertThatThrownBy(() -> CodeSystems.of(
                        List.of(declared("city", "2026-05-01", RISING), declared("other", day, FALLING))))
                .as(day)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("city means two things from")
                .hasMessageContaining("in city.yaml, line 1")
                .hasMessageContaining("in other.yaml, line 1"));
    }

    @Test
    void twoProfilesMayMeanTheSame() {
        CodeSystems systems = CodeSystems.of(
                List.of(declared("city", "2026-05-01", RISING), declared("other", "2026-07-01", RISING)));

        assertThat(levelOf("0", systems, midnight("2026-06-01"))).isEqualTo(5);
        assertThat(levelOf("0", systems, midnight("2026-08-01"))).isEqualTo(5);
    }

    @Test
    void aBuiltInNameMeansWhatItAlwaysDid() {
        assertThatThrownBy(() -> CodeSystems.of(List.of(declared("city", "2026-05-01", system("platform", 1, 5)))))
                .hasMessageContaining("the code system platform of city.yaml, line 1")
                .hasMessageContaining("is not the built-in one (platform levels=5..1 channels=web,mobile,qr");
    }

    @Test
    void aSystemHasFiveLevelsOfOneDigit() {
        assertThatThrownBy(() -> system("city", 1, 6)).hasMessageContaining("no five levels");
        assertThatThrownBy(() -> system("city", -1, 3)).hasMessageContaining("no five levels");
    }

    @Test
    void aChannelOfTwoDigitsIsANumberToo() {
        CodeSystem system = new CodeSystem(
                "city",
                1,
                5,
                List.of(Channel.values()).subList(0, 10),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>());

        assertThat(system.channel("10")).isEqualTo(Channel.values()[9]);
        for (String raw : new String[] {"0", "01", "11", "100", "1 ", "-1", "１"}) {
            assertThat(system.channel(raw)).as(raw).isEqualTo(Channel.OTHER);
        }
    }

    private static int levelOf(String raw, CodeSystems systems, long appendedAt) {
        return systems.named("city", appendedAt).system().level(raw);
    }

    private static CodeSystem system(String code, int best, int worst) {
        return new CodeSystem(code, best, worst, List.of(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }

    private static Declared declared(String owner, String day, CodeSystem system) {
        return new Declared(owner, owner + ".yaml, line 1", system, LocalDate.parse(day));
    }

    private static long midnight(String day) {
        return ShanghaiTime.startOfDay(LocalDate.parse(day).toEpochDay());
    }
}
