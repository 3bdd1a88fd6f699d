package io.haochaping.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.code.RegionCode;
import io.haochaping.domain.code.RegionTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Looked up by digits, the list says what the book says, for every region and the days around every change. */
final class InForceTest {
    private static final RegionTable REGIONS = RegionTable.builtIn();

    private final ProfileBook book = new ProfileBook(
            List.of(
                    profile("national", "2020-11-19"),
                    profile("guangdong", "2019-09-01", "440000000000"),
                    profile("dongguan", "2021-01-01", "441900000000"),
                    // A district of the island that no table knows, and a town.
                    profile("pudong", "2021-05-01", "310115000000"),
                    profile("town", "2022-03-01", "440111007000")),
            REGIONS);

    @Test
    void everyRegionAndWhatLiesInItIsFoundByDigits() {
        TreeSet<String> regions = new TreeSet<>(REGIONS.codes());
        regions.addAll(List.of(
                "440111007000", "440111007002", "310115001002", "999999000000", "441900003000", "", "somewhere"));
        REGIONS.codes().stream()
                .filter(code -> RegionCode.level(code) == 3)
                .forEach(county -> regions.add(county.substring(0, 6) + "001000"));
        List<InForce> lines = book.inForce();
        for (String region : regions) {
            for (LocalDate day = LocalDate.of(2019, 1, 1);
                    day.isBefore(LocalDate.of(2026, 1, 1));
                    day = day.plusDays(13)) {
                long noon = ShanghaiTime.startOfDay(day.toEpochDay()) + ShanghaiTime.MILLIS_PER_HOUR * 12;
                assertThat(find(lines, region, day))
                        .as("%s on %s", region, day)
                        .isEqualTo(book.at(region, noon).version());
            }
        }
    }

    @Test
    void whereOneProfileHoldsEverywhereThereAreTwoLines() {
        assertThat(new ProfileBook(List.of(profile("national", "2020-11-19")), REGIONS).inForce())
                .containsExactly(
                        new InForce("", LocalDate.MIN, "builtin-1"),
                        new InForce("", LocalDate.of(2020, 11, 19), "national@2020-11-19"));
        assertThat(RuleBook.builtIn().inForce()).containsExactly(new InForce("", LocalDate.MIN, "builtin-1"));
    }

    @Test
    void aBookThatHasOneVersionMoreHoldsTheLinesOfTheSmaller() {
        List<Profile> profiles = new ArrayList<>(List.of(profile("national", "2020-11-19")));
        List<InForce> before = new ProfileBook(profiles, REGIONS).inForce();
        profiles.add(profile("guangdong", "2027-01-01", "440000000000"));

        assertThat(new ProfileBook(profiles, REGIONS).inForce())
                .containsAll(before)
                .hasSizeGreaterThan(before.size());
    }

    /** As the view of minutes does it. */
    private static String find(List<InForce> lines, String region, LocalDate day) {
        List<String> chain = new ArrayList<>(List.of(region, InForce.EVERYWHERE));
        for (int level = 1; level < RegionCode.level(region); level++) {
            chain.add(RegionCode.prefixOf(region, level));
        }
        return lines.stream()
                .filter(line ->
                        chain.contains(line.region()) && !line.firstDay().isAfter(day))
                .max(Comparator.comparing((InForce line) ->
                                line.region().replaceAll("0+$", "").length())
                        .thenComparing(InForce::firstDay))
                .orElseThrow()
                .version();
    }

    private static Profile profile(String id, String from, String... regions) {
        LocalDate day = LocalDate.parse(from);
        Rules rules = new Rules(Profile.versionName(id, day), 7, 3, 3);
        return new Profile(id, List.of(new Profile.Version(day, new TreeSet<>(Set.of(regions)), rules)));
    }
}
