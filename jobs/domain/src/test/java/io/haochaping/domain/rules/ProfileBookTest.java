package io.haochaping.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.code.RegionTable;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ProfileBookTest {
    private static final String GUANGDONG = "440000000000";
    private static final String GUANGZHOU = "440100000000";
    private static final String BAIYUN = "440111000000";
    private static final String SHENZHEN = "440300000000";
    private static final String CHENGDU_COUNTY = "510104000000";

    private final RuleBook book = new ProfileBook(
            List.of(
                    profile("national", version("2020-11-19", 0)),
                    profile("guangdong", version("2019-09-01", 7, GUANGDONG), version("2021-01-01", 0, GUANGDONG)),
                    profile("shenzhen", version("2021-05-01", 0, SHENZHEN)),
                    profile("sichuan", version("2020-01-01", 0, "510000000000"))),
            RegionTable.builtIn());

    @Test
    void theNearestRegionThatAProfileNamesDecides() {
        assertThat(versionAt(GUANGDONG, "2022-01-01")).isEqualTo("guangdong@2021-01-01");
        assertThat(versionAt(GUANGZHOU, "2022-01-01")).isEqualTo("guangdong@2021-01-01");
        assertThat(versionAt(BAIYUN, "2022-01-01")).isEqualTo("guangdong@2021-01-01");
        assertThat(versionAt("440111007002", "2022-01-01")).isEqualTo("guangdong@2021-01-01");
        assertThat(versionAt(SHENZHEN, "2022-01-01")).isEqualTo("shenzhen@2021-05-01");
        assertThat(versionAt("440305000000", "2022-01-01")).isEqualTo("shenzhen@2021-05-01");
    }

    @Test
    void whatNoProfileNamesFallsToTheOneThatHoldsEverywhere() {
        assertThat(versionAt("330100000000", "2022-01-01")).isEqualTo("national@2020-11-19");
        assertThat(versionAt("", "2022-01-01")).isEqualTo("national@2020-11-19");
        assertThat(versionAt("somewhere", "2022-01-01")).isEqualTo("national@2020-11-19");
    }

    @Test
    void aVersionHoldsFromMidnightInShanghai() {
        long midnight = ShanghaiTime.startOfDay(LocalDate.parse("2021-01-01").toEpochDay());

        assertThat(book.at(GUANGZHOU, midnight - 1).version()).isEqualTo("guangdong@2019-09-01");
        assertThat(book.at(GUANGZHOU, midnight).version()).isEqualTo("guangdong@2021-01-01");
    }

    @Test
    void beforeItsFirstVersionAProfileLeavesTheRegionToTheOneAround() {
        assertThat(versionAt(SHENZHEN, "2021-04-30")).isEqualTo("guangdong@2021-01-01");
        assertThat(versionAt(GUANGZHOU, "2019-08-31")).isEqualTo("builtin-1");
        assertThat(versionAt("330100000000", "2019-08-31")).isEqualTo("builtin-1");
    }

    @Test
    void aCodeThatTheTableDoesNotKnowLiesWhereItsDigitsSay() {
        assertThat(RegionTable.builtIn().isKnown(CHENGDU_COUNTY)).isFalse();
        assertThat(versionAt(CHENGDU_COUNTY, "2022-01-01")).isEqualTo("sichuan@2020-01-01");
    }

    @Test
    void anAbolishedRegionLiesInWhatTookItsPlace() {
        RuleBook jining = new ProfileBook(
                List.of(profile("yanzhou", version("2020-01-01", 0, "370812000000"))), RegionTable.builtIn());

        assertThat(jining.at("370882000000", millis("2022-01-01")).version()).isEqualTo("yanzhou@2020-01-01");
    }

    @Test
    void oneVersionMoreIsOneDecisionMoreAndTheOthersStay() {
        RuleBook larger = new ProfileBook(
                List.of(profile(
                        "guangdong",
                        version("2019-09-01", 7, GUANGDONG),
                        version("2021-01-01", 0, GUANGDONG),
                        version("2027-01-01", 5, GUANGDONG))),
                RegionTable.builtIn());

        assertThat(larger.decisions())
                .containsEntry("rules", RuleBook.builtIn().canonicalText())
                .containsEntry("rules guangdong@2021-01-01", book.decisions().get("rules guangdong@2021-01-01"))
                .containsKey("rules guangdong@2027-01-01");
        assertThat(larger.takesEffect("rules guangdong@2027-01-01")).isEqualTo(millis("2027-01-01"));
        assertThat(larger.takesEffect("rules")).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aChangeOfRegionsIsAnotherDecision() {
        RuleBook wider = new ProfileBook(
                List.of(profile("shenzhen", version("2021-05-01", 0, SHENZHEN, GUANGZHOU))), RegionTable.builtIn());

        assertThat(wider.decisions().get("rules shenzhen@2021-05-01"))
                .isNotEqualTo(book.decisions().get("rules shenzhen@2021-05-01"));
    }

    @Test
    void theBuiltInRulesReadAsTheyAlwaysDid() {
        assertThat(RuleBook.builtIn().decisions()).containsOnlyKeys("rules");
        assertThat(RuleBook.builtIn().canonicalText()).isEqualTo("builtin-1 default=7d@3 good>=3");
    }

    @Test
    void twoProfilesForOneRegionAreRefused() {
        Profile one = profile("one", version("2020-01-01", 0, GUANGZHOU));
        Profile other = profile("other", version("2023-01-01", 0, GUANGZHOU));

        assertThatThrownBy(() -> new ProfileBook(List.of(one, other), RegionTable.builtIn()))
                .hasMessage("the profiles one and other both hold in 440100000000 on 2023-01-01");
    }

    private String versionAt(String region, String day) {
        return book.at(region, millis(day)).version();
    }

    private static long millis(String day) {
        return ShanghaiTime.startOfDay(LocalDate.parse(day).toEpochDay());
    }

    private static Profile profile(String id, Profile.Version... versions) {
        List<Profile.Version> named = List.of(versions).stream()
                .map(v -> new Profile.Version(
                        v.from(),
                        v.regions(),
                        new Rules(Profile.versionName(id, v.from()), v.rules().defaultAfterDays(), 3, 3)))
                .toList();
        return new Profile(id, named);
    }

    private static Profile.Version version(String from, int defaultDays, String... regions) {
        return new Profile.Version(
                LocalDate.parse(from), new TreeSet<>(Set.of(regions)), new Rules("", defaultDays, 3, 3));
    }
}
