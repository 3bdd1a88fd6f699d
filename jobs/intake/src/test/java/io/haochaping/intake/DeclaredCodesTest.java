package io.haochaping.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.code.Channel;
import io.haochaping.domain.code.CodeSystem;
import io.haochaping.domain.code.CodeSystems.Declared;
import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.rules.Profile;
import io.haochaping.domain.rules.ProfileBook;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The door under rules files that declare code systems; every sample is appended at its own time, 2026-10-03T09:15. */
final class DeclaredCodesTest {
    private static final String BEFORE = "2026-10-03";
    private static final String BEHIND = "2026-10-04";

    @ParameterizedTest
    @CsvSource({
        "0, 4, '5 4 3 2 1 - -'",
        "4, 0, '1 2 3 4 5 - -'",
        "1, 5, '- 5 4 3 2 1 -'",
        "5, 1, '- 1 2 3 4 5 -'",
    })
    void theSameDigitsMeanWhatTheSystemSays(int best, int worst, String levels) {
        Door door = knowing(system(best, worst), BEFORE);
        String[] expected = levels.split(" ");
        for (int digit = 0; digit < expected.length; digit++) {
            Sample rated = rating().with("level", String.valueOf(digit));
            if (expected[digit].equals("-")) {
                assertThat(door.reason(rated)).as("%d", digit).isEqualTo(Reason.UNKNOWN_LEVEL);
            } else {
                assertThat(door.fact(rated).level).as("%d", digit).isEqualTo(Integer.parseInt(expected[digit]));
            }
        }
    }

    @Test
    void theNumbersOfChannelsAreThoseOfTheSystem() {
        Door door = knowing(system(5, 1), BEFORE);

        assertThat(door.fact(rating().with("channel", "1")).dimensions.channel())
                .isEqualTo("hotline");
        assertThat(door.fact(rating().with("channel", "2")).dimensions.channel())
                .isEqualTo("paper");
        assertThat(door.fact(rating().with("channel", "kiosk")).dimensions.channel())
                .isEqualTo("kiosk");
        assertThat(door.fact(rating().with("channel", "3")).flags).containsExactly("unknown-channel", "city-1:3");
    }

    @Test
    void aSystemCountsFromTheAppendTimeFromWhichItIsKnown() {
        assertThat(knowing(system(5, 1), BEFORE).reason(rating())).isNull();
        assertThat(knowing(system(5, 1), BEHIND).reason(rating())).isEqualTo(Reason.UNDECLARED_CODE_SYSTEM);
        assertThat(new Door().reason(rating())).isEqualTo(Reason.UNDECLARED_CODE_SYSTEM);
        Sample rerated =
                Sample.workOrder("RERATED").with("codeSystem", "city-1").with("level", "4");
        assertThat(knowing(system(5, 1), BEFORE).reason(rerated)).isNull();
        assertThat(knowing(system(5, 1), BEHIND).reason(rerated)).isEqualTo(Reason.UNDECLARED_CODE_SYSTEM);
    }

    @Test
    void itsFirstInstantIsMidnightInShanghai() {
        Door door = knowing(system(5, 1), BEHIND);
        long midnight = ShanghaiTime.startOfDay(LocalDate.parse(BEHIND).toEpochDay());

        assertThat(Door.reasonOf(door.receive(rating(), midnight - 1))).isEqualTo(Reason.UNDECLARED_CODE_SYSTEM);
        assertThat(Door.reasonOf(door.receive(rating(), midnight))).isNull();
    }

    /** The tick before it says that it was appended later than its own stamp tells. */
    @Test
    void theTickBeforeARecordDecidesToo() {
        Door door = knowing(system(5, 1), BEHIND);
        long midnight = ShanghaiTime.startOfDay(LocalDate.parse(BEHIND).toEpochDay());
        RawRecord raw = Door.raw("rating.web", midnight - 1, rating().bytes(), null);

        assertThat(Door.reasonOf(door.intake.decode(raw, midnight - 1))).isEqualTo(Reason.UNDECLARED_CODE_SYSTEM);
        assertThat(Door.reasonOf(door.intake.decode(raw, midnight))).isNull();
    }

    /** Otherwise the copy that arrives first would say what the level is. */
    @Test
    void copiesThatAreReadByTwoMeaningsAreNoCopiesOfEachOther() {
        Door door = under(
                new Declared("city", "city.yaml", system(5, 1), LocalDate.parse(BEFORE)),
                new Declared("city", "city.yaml", system(1, 5), LocalDate.parse(BEHIND)));
        long midnight = ShanghaiTime.startOfDay(LocalDate.parse(BEHIND).toEpochDay());

        Fact one = Door.factOf(door.receive(rating(), midnight - 2));
        Fact copy = Door.factOf(door.receive(rating(), midnight - 1));
        Fact other = Door.factOf(door.receive(rating(), midnight));

        assertThat(one.level).isEqualTo(5);
        assertThat(other.level).isEqualTo(1);
        assertThat(one.isCopyOf(copy)).isTrue();
        assertThat(one.isCopyOf(other)).isFalse();
    }

    /** No event is refused for it, but the numbers of its channels are read once it is known, and its flags stand. */
    @Test
    void anEventFromBeforeItsSystemWasKnownIsNoCopyOfOneBehind() {
        Door door = knowing(system(5, 1), BEHIND);
        long midnight = ShanghaiTime.startOfDay(LocalDate.parse(BEHIND).toEpochDay());
        Sample opened = Sample.workOrder("OPENED").with("codeSystem", "city-1").with("channel", "1");

        Fact one = Door.factOf(door.receive(opened, midnight - 1));
        Fact other = Door.factOf(door.receive(opened, midnight));

        assertThat(one.dimensions.channel()).isEqualTo("other");
        assertThat(other.dimensions.channel()).isEqualTo("hotline");
        assertThat(one.isCopyOf(other)).isFalse();
    }

    @Test
    void kindsApplicantsAndWidthsThatTheSystemDoesNotHaveAreCountedAndFlagged() {
        Door door = knowing(system(5, 1), BEFORE);
        Sample event = Sample.caseEvent("ACCEPTED").with("codeSystem", "city-1");

        assertThat(door.fact(event.with("caseKind", "1").with("applicant", "person")).flags)
                .isEmpty();
        assertThat(door.fact(event.with("caseKind", "3").with("applicant", "8").with("handlingRegion", "440100000"))
                        .flags)
                .containsExactly(
                        "unknown-case-kind", "city-1:3", "unknown-applicant", "city-1:8", "region-width", "city-1:9");
        assertThat(door.fact(event.with("handlingRegion", "440100000"))
                        .dimensions
                        .region())
                .as("it is read all the same")
                .isEqualTo("440100000000");
    }

    /** What a rater wrote into the wrong field is no subject of a flag. */
    @Test
    void whatIsNoCodeIsNotRepeated() {
        Sample event = Sample.caseEvent("ACCEPTED").with("codeSystem", "city-1").with("caseKind", "13800138000");

        assertThat(knowing(system(5, 1), BEFORE).fact(event).flags)
                .containsExactly("unknown-case-kind", "city-1:not-a-code");
    }

    @Test
    void theBuiltInSystemsAreReadAsEver() {
        Door door = knowing(system(5, 1), BEFORE);
        Sample event = Sample.caseEvent("ACCEPTED").with("caseKind", "77").with("applicant", "77");

        assertThat(door.fact(event).flags).isEmpty();
        assertThat(door.fact(Sample.rating())).isEqualTo(new Door().fact(Sample.rating()));
    }

    private static Sample rating() {
        return Sample.rating().with("codeSystem", "city-1");
    }

    private static CodeSystem system(int best, int worst) {
        return new CodeSystem(
                "city-1",
                best,
                worst,
                List.of(Channel.HOTLINE, Channel.PAPER),
                new TreeSet<>(List.of("1", "immediate", "2", "promised")),
                new TreeSet<>(List.of("1", "person")),
                new TreeSet<>(List.of(6, 12)));
    }

    private static Door knowing(CodeSystem system, String from) {
        return under(new Declared("city", "city.yaml", system, LocalDate.parse(from)));
    }

    private static Door under(Declared... declared) {
        Profile city = new Profile("city", List.of(), List.of(declared));
        return Door.under(new ProfileBook(List.of(city), RegionTable.builtIn()));
    }
}
