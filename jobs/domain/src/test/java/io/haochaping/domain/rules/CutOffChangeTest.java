package io.haochaping.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.code.RegionTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CutOffChangeTest {
    private static final String GUANGDONG = "440000000000";
    private static final String GUANGZHOU = "440100000000";
    private static final String BAIYUN = "440111000000";
    private static final String SHENZHEN = "440300000000";
    private static final List<String> REGIONS =
            List.of(InForce.EVERYWHERE, GUANGDONG, GUANGZHOU, BAIYUN, "440111007002", SHENZHEN);

    /** Of half a year in which the region table changes nothing. */
    private static final LocalDate FIRST = LocalDate.parse("2027-01-01");

    private static final int MONTHS = 6;

    @Test
    void aVersionThatBeginsWithinAMonthIsNamedWithWhatHeldBefore() {
        assertThat(changes(profile("city", version("2027-01-01", 10, SHENZHEN), version("2027-03-15", 5, SHENZHEN))))
                .containsExactly("city@2027-03-15 in 440300000000: 10 of city@2027-01-01, then 5 of city@2027-03-15");
    }

    @Test
    void whatWasInForceBeforeMayBeOfAnotherProfileOrBuiltIn() {
        Profile national = profile("national", version("2021-01-01", 7));

        assertThat(changes(national, profile("city", version("2027-03-15", 7, SHENZHEN))))
                .isEmpty();
        assertThat(changes(national, profile("city", version("2027-03-15", 10, SHENZHEN))))
                .containsExactly(
                        "city@2027-03-15 in 440300000000: 7 of national@2021-01-01, then 10 of city@2027-03-15");
        assertThat(changes(profile("national", version("2021-01-15", 7))))
                .containsExactly("national@2021-01-15 in : 10 of builtin-1, then 7 of national@2021-01-15");
    }

    @Test
    void aVersionThatLeavesARegionToOthersIsNamedUnlessTheOneThatTakesItIs() {
        Profile city =
                profile("city", version("2027-01-01", 5, SHENZHEN, GUANGZHOU), version("2027-03-15", 5, GUANGZHOU));

        assertThat(changes(city))
                .containsExactly("city@2027-03-15 in 440300000000: 5 of city@2027-01-01, then 10 of builtin-1");
        assertThat(changes(city, profile("shenzhen", version("2027-03-15", 10, SHENZHEN))))
                .containsExactly(
                        "shenzhen@2027-03-15 in 440300000000: 5 of city@2027-01-01, then 10 of shenzhen@2027-03-15");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theDaysAreThoseOnWhichAPlainLookAtEveryDayFindsTwoCutOffsInOneMonth(long seed) {
        Random random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 100; i++) {
            ProfileBook book = anyBook(random, () -> 1 + random.nextInt(28));
            SortedSet<LocalDate> named = new TreeSet<>();
            book.cutOffChangesWithinMonths().forEach(change -> named.add(change.from()));

            assertThat(named).as("%s", book.decisions()).isEqualTo(plainlyFound(book));
            found += named.size();
        }
        assertThat(found).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void versionsThatBeginOnAFirstAreNeverNamed(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            ProfileBook book = anyBook(random, () -> 1);

            assertThat(book.cutOffChangesWithinMonths())
                    .as("%s", book.decisions())
                    .isEmpty();
        }
    }

    private static SortedSet<LocalDate> plainlyFound(RuleBook book) {
        SortedSet<LocalDate> days = new TreeSet<>();
        for (LocalDate day = FIRST; day.isBefore(FIRST.plusMonths(MONTHS)); day = day.plusDays(1)) {
            for (String region : REGIONS) {
                if (day.getDayOfMonth() != 1 && cutOff(book, region, day) != cutOff(book, region, day.minusDays(1))) {
                    days.add(day);
                }
            }
        }
        return days;
    }

    private static int cutOff(RuleBook book, String region, LocalDate day) {
        return book.at(region, ShanghaiTime.startOfDay(day.toEpochDay()))
                .publication()
                .cutOffDays();
    }

    /** Three profiles, none claiming what another may, each with a version a month or fewer. */
    private static ProfileBook anyBook(Random random, IntSupplier dayOfMonth) {
        List<List<String>> owned = List.of(List.of(), List.of(GUANGDONG, SHENZHEN), List.of(BAIYUN, GUANGZHOU));
        List<Profile> profiles = new ArrayList<>();
        for (List<String> regions : owned) {
            List<Profile.Version> versions = new ArrayList<>();
            for (int month = 0; month < MONTHS; month++) {
                LocalDate from = FIRST.plusMonths(month).withDayOfMonth(dayOfMonth.getAsInt());
                // The second one comes and goes: a version that names none would hold everywhere.
                String[] named = regions.stream().limit(1 + random.nextInt(2)).toArray(String[]::new);
                if (random.nextBoolean()) {
                    versions.add(version(from.toString(), random.nextBoolean() ? 10 : 5, named));
                }
            }
            profiles.add(profile("p" + profiles.size(), versions.toArray(Profile.Version[]::new)));
        }
        return new ProfileBook(profiles, RegionTable.builtIn());
    }

    private static Stream<String> changes(Profile... profiles) {
        return new ProfileBook(List.of(profiles), RegionTable.builtIn())
                .cutOffChangesWithinMonths().stream()
                        .map(change -> change.profile() + "@" + change.from() + " in " + change.region() + ": "
                                + said(change.before()) + ", then " + said(change.now()));
    }

    private static String said(Rules rules) {
        return rules.publication().cutOffDays() + " of " + rules.version();
    }

    private static Profile profile(String id, Profile.Version... versions) {
        return new Profile(
                id,
                Stream.of(versions)
                        .map(v -> new Profile.Version(
                                v.from(),
                                v.regions(),
                                closing(
                                        Profile.versionName(id, v.from()),
                                        v.rules().publication())))
                        .toList());
    }

    private static Profile.Version version(String from, int days, String... regions) {
        return new Profile.Version(
                LocalDate.parse(from), new TreeSet<>(Set.of(regions)), closing("", new Publication(days)));
    }

    private static Rules closing(String version, Publication publication) {
        return new Rules(version, 0, 3, 3).with(publication, OfficeHours.STANDARD, LimitLengths.STANDARD);
    }
}
