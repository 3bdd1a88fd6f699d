package io.haochaping.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TruthArithmeticTest {
    private static final Dimensions IN = new Dimensions("440111000000", "D", "hall|1", "item\\1", "hall", "");

    @Test
    void tenWorkingDaysAfterTheMonthItIsCutOff() {
        assertThat(cutOffDay(2026, 5)).isEqualTo("2026-06-12");
        assertThat(cutOffDay(2026, 6)).isEqualTo("2026-07-14");
        assertThat(cutOffDay(2026, 7)).isEqualTo("2026-08-14");
        assertThat(cutOffDay(2026, 8)).isEqualTo("2026-09-14");
        assertThat(cutOffDay(2026, 9)).isEqualTo("2026-10-20");
        assertThat(cutOffDay(2026, 1)).isEqualTo("2026-02-13");
        assertThat(WorkingDays.cutOff(YearMonth.of(2026, 12))).isEmpty();
        assertThat(WorkingDays.cutOff(YearMonth.of(2025, 12))).isNotEmpty();
        assertThat(WorkingDays.cutOff(YearMonth.of(2025, 11))).isEmpty();
    }

    private static String cutOffDay(int year, int month) {
        OptionalLong cutOff = WorkingDays.cutOff(YearMonth.of(year, month));
        return Run.day(cutOff.orElseThrow() - 1).toString();
    }

    @Test
    void theYear2026Has248WorkingDays() {
        assertThat(LocalDate.of(2026, 1, 1).datesUntil(LocalDate.of(2027, 1, 1)).filter(WorkingDays::working))
                .hasSize(248);
    }

    @Test
    void bucketsAreAtMost128thOfTheirValueWide() {
        assertThat(TruthBuilder.bucket(0)).isZero();
        assertThat(TruthBuilder.bucket(127)).isEqualTo(127);
        assertThat(TruthBuilder.bucket(128)).isEqualTo(128);
        assertThat(TruthBuilder.bucket(255)).isEqualTo(255);
        assertThat(TruthBuilder.bucket(256)).isEqualTo(256);
        assertThat(TruthBuilder.bucket(257)).isEqualTo(256);
        assertThat(TruthBuilder.bucket(3_600)).isEqualTo(737);
        assertThat(TruthBuilder.bucket(86_400)).isEqualTo(1320);
        assertThat(TruthBuilder.bucket(31_536_000)).isEqualTo(2416);
    }

    @Test
    void theDefaultIsDueAtTheEndOfTheSeventhDay() {
        assertThat(Run.defaultDueAt(at("2026-07-24T16:30:00"))).isEqualTo(at("2026-07-31T23:59:59"));
        assertThat(Run.defaultDueAt(at("2026-07-24T00:00:00"))).isEqualTo(at("2026-07-31T23:59:59"));
    }

    @Test
    void whatStandsAtTheCutOffIsInTimeAndTheRestIsCorrection() {
        long ratedAt = at("2026-06-30T10:15:20");
        long cutOff = at("2026-07-15T00:00:00");
        assertThat(rows("level_1", ratedAt, new Life(cutOff - 1, Life.FOR_EVER)))
                .containsExactly("in-time level_1=1");
        assertThat(rows("level_1", ratedAt, new Life(cutOff, Life.FOR_EVER))).containsExactly("correction level_1=1");
        assertThat(rows("level_1", ratedAt, new Life(ratedAt, cutOff)))
                .containsExactly("correction level_1=-1", "in-time level_1=1");
        assertThat(rows("level_1", ratedAt, new Life(ratedAt, cutOff - 1))).isEmpty();
        assertThat(rows("level_1", ratedAt, new Life(cutOff, cutOff + 5))).isEmpty();
        assertThat(rows("level_1", ratedAt, new Life(5, 5))).isEmpty();
    }

    private static List<String> rows(String figure, long at, Life life) {
        TruthBuilder truth = new TruthBuilder(at("2026-09-01T00:00:00"));
        truth.add(figure, 1, at, IN, life);
        String key = "hour|2026-06-30T10|440111000000|D|hall\\|1|item\\\\1|hall||builtin-1|";
        return truth.build(Map.of()).rows().entrySet().stream()
                .map(row -> row.getKey().replace(key, "") + " " + row.getValue())
                .toList();
    }

    @Test
    void workingTimeLeavesWholeDaysOut() {
        TruthBuilder truth = new TruthBuilder(at("2026-09-01T00:00:00"));
        long friday = at("2026-07-03T16:00:00");
        long monday = at("2026-07-06T09:00:00");

        truth.took(new long[][] {{friday, monday + 999}}, monday + 999, IN, new Life(monday, Life.FOR_EVER));

        // Friday 16–24 and Monday 0–9 are 17 hours = 61,200 s; the weekend adds 48 hours = 172,800 s of calendar time.
        assertThat(truth.build(Map.of()).rows().values())
                .containsExactly(
                        "timed=1,calendar_seconds=234000,calendar@1508=1,working_timed=1,working_seconds=61200,working@1263=1,day_timed=1");
    }

    @Test
    void aMinuteExistsForThreeDays() {
        TruthBuilder truth = new TruthBuilder(at("2026-09-04T00:00:00"));
        Life life = new Life(0, Life.FOR_EVER);
        truth.add("accepted", 1, at("2026-09-01T00:00:30"), IN, life);
        truth.add("accepted", 1, at("2026-09-01T00:01:30"), IN, life);
        truth.add("shared_ratings", 1, at("2026-09-01T00:01:30"), IN, life);
        truth.addDated("default_3", at("2026-09-03T23:59:59"), IN, life);

        assertThat(truth.build(Map.of()).rows("minute"))
                .containsExactly(Map.entry("minute|2026-09-01T00:01|440111000000|D|hall", "accepted=1"));
    }

    @Test
    void madeUpCreditCodesHaveTheirCheckDigit() {
        assertThat(SocialCreditCode.check("11370900004341048")).isEqualTo('Y');
        assertThat(SocialCreditCode.check("11320000MB151840X")).isEqualTo('J');
        assertThat(SocialCreditCode.check("11330800MB0R57773")).isEqualTo('W');
        assertThat(SocialCreditCode.check("91350100M000100Y4")).isEqualTo('3');
        assertThat(SocialCreditCode.of("440111", 748_253)).hasSize(18).startsWith("1144011100748253");
    }

    @Test
    void theWorldIsTheDistrictOfTheReport() {
        World world = new World();

        assertThat(world.departments)
                .hasSize(38)
                .extracting(World.Department::code)
                .doesNotHaveDuplicates();
        assertThat(world.halls).hasSize(8);
        assertThat(world.townCentres).hasSize(24).allMatch(centre -> centre.region()
                .matches("440111\\d{6}"));
        assertThat(world.items).doesNotHaveDuplicates().allMatch(item -> item.length() <= 64);
    }

    static long at(String local) {
        return LocalDateTime.parse(local).atZone(WorkingDays.ZONE).toInstant().toEpochMilli();
    }

    @Test
    void timesAreThoseOfShanghai() {
        assertThat(at("2026-07-01T00:00:00"))
                .isEqualTo(Instant.parse("2026-06-30T16:00:00Z").toEpochMilli());
    }
}
