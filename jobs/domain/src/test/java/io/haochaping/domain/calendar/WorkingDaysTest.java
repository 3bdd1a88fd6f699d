package io.haochaping.domain.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkingDaysTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final WorkingDays CALENDAR = WorkingDays.builtIn();

    @Test
    void aMakeUpSaturdayIsWorkedAndAHolidayIsNot() {
        assertThat(CALENDAR.isWorkingDay(LocalDate.parse("2026-02-14"))).isTrue();
        assertThat(CALENDAR.isWorkingDay(LocalDate.parse("2026-02-16"))).isFalse();
        assertThat(CALENDAR.isWorkingDay(LocalDate.parse("2026-02-24"))).isTrue();
        assertThat(CALENDAR.isWorkingDay(LocalDate.parse("2026-03-01"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2019, 250",
        "2020, 249",
        "2021, 250",
        "2022, 249",
        "2023, 249",
        "2024, 251",
        "2025, 248",
        "2026, 248",
    })
    void everyYearHasItsPublishedNumberOfWorkingDays(int year, long workingDays) {
        LocalDate first = LocalDate.of(year, 1, 1);

        assertThat(first.datesUntil(first.plusYears(1)).filter(CALENDAR::isWorkingDay))
                .hasSize((int) workingDays);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-13, 2026-02-14, 2026-02-25, 2026-02-27, 2026-03-05, 2026-03-12",
        "2026-09-30, 2026-10-08, 2026-10-10, 2026-10-13, 2026-10-20, 2026-10-27",
        "2026-04-30, 2026-05-06, 2026-05-08, 2026-05-11, 2026-05-18, 2026-05-25",
        "2025-12-31, 2026-01-04, 2026-01-06, 2026-01-08, 2026-01-15, 2026-01-22",
        "2023-07-31, 2023-08-01, 2023-08-03, 2023-08-07, 2023-08-14, 2023-08-21",
    })
    void deadlinesFallOnTheGoldenDays(
            LocalDate start, LocalDate one, LocalDate three, LocalDate five, LocalDate ten, LocalDate fifteen) {
        assertThat(CALENDAR.plus(start, 1)).contains(one);
        assertThat(CALENDAR.plus(start, 3)).contains(three);
        assertThat(CALENDAR.plus(start, 5)).contains(five);
        assertThat(CALENDAR.plus(start, 10)).contains(ten);
        assertThat(CALENDAR.plus(start, 15)).contains(fifteen);
    }

    @ParameterizedTest
    @CsvSource({"2019-05-02, false", "2019-05-05, true", "2020-01-31, false", "2020-02-01, false", "2020-02-03, true"})
    void amendmentsDuringAYearHaveTakenEffect(LocalDate day, boolean worked) {
        assertThat(CALENDAR.isWorkingDay(day)).isEqualTo(worked);
    }

    @Test
    void anUnknownYearIsAStateAndNotAGuess() {
        LocalDate unknown = LocalDate.parse("2027-01-04");

        assertThat(CALENDAR.knows(LocalDate.parse("2018-12-31"))).isFalse();
        assertThat(CALENDAR.knows(LocalDate.parse("2019-01-01"))).isTrue();
        assertThat(CALENDAR.knows(LocalDate.parse("2026-12-31"))).isTrue();
        assertThat(CALENDAR.knows(unknown)).isFalse();
        assertThatThrownBy(() -> CALENDAR.isWorkingDay(unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2027-01-04");
    }

    @Test
    void aDeadlineThatReachesAnUnknownYearHasNoDay() {
        assertThat(CALENDAR.plus(LocalDate.parse("2026-12-30"), 1)).contains(LocalDate.parse("2026-12-31"));
        assertThat(CALENDAR.plus(LocalDate.parse("2026-12-30"), 2)).isEmpty();
        assertThat(CALENDAR.plus(LocalDate.parse("2026-12-31"), 1)).isEmpty();
        assertThat(CALENDAR.plus(LocalDate.parse("2030-01-01"), 1)).isEmpty();
        assertThat(CALENDAR.plus(LocalDate.parse("2018-12-30"), 1)).isEmpty();
    }

    @Test
    void theStartDayIsNotCountedSoItNeedNotBeKnown() {
        assertThat(CALENDAR.plus(LocalDate.parse("2018-12-31"), 1)).contains(LocalDate.parse("2019-01-02"));
        assertThat(CALENDAR.plus(LocalDate.parse("2030-01-01"), 0)).contains(LocalDate.parse("2030-01-01"));
    }

    @Test
    void nobodyCountsWorkingDaysBackward() {
        assertThatThrownBy(() -> CALENDAR.plus(LocalDate.parse("2026-01-05"), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void aWeekendInsideASpanIsNotWorkingTime() {
        long friday = millis("2023-07-14T18:00:00");
        long monday = millis("2023-07-17T06:00:00");

        assertThat(CALENDAR.workingMillis(friday, monday)).hasValue(12 * ShanghaiTime.MILLIS_PER_HOUR);
    }

    @Test
    void workingTimeOfASpanThatTouchesAnUnknownDayIsUnknown() {
        long newYear = millis("2027-01-01T00:00:00");

        assertThat(CALENDAR.workingMillis(newYear - 1, newYear)).hasValue(1);
        assertThat(CALENDAR.workingMillis(newYear - 1, newYear + 1)).isEmpty();
        assertThat(CALENDAR.workingMillis(newYear, newYear + 1)).isEmpty();
        assertThat(CALENDAR.workingMillis(millis("2018-12-31T23:59:59"), newYear))
                .isEmpty();
        assertThat(CALENDAR.workingMillis(newYear, newYear)).hasValue(0);
    }

    @Test
    void aSpanThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> CALENDAR.workingMillis(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void workingTimeIsTheSumOverItsDays(long seed) {
        Random random = new Random(seed);
        long earliest = millis("2018-12-20T00:00:00");
        long latest = millis("2027-01-12T00:00:00");
        for (int i = 0; i < 200; i++) {
            long from = random.nextLong(earliest, latest);
            long to = from + random.nextLong(40 * ShanghaiTime.MILLIS_PER_DAY);

            assertThat(CALENDAR.workingMillis(from, to))
                    .as("seed %d, %d to %d", seed, from, to)
                    .isEqualTo(dayByDay(from, to));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theNthWorkingDayIsFoundByWalking(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            LocalDate start = LocalDate.parse("2018-12-25").plusDays(random.nextInt(3_000));
            int workingDays = 1 + random.nextInt(30);

            assertThat(CALENDAR.plus(start, workingDays))
                    .as("seed %d, %s + %d", seed, start, workingDays)
                    .isEqualTo(walked(start, workingDays));
        }
    }

    @Test
    void theDigestOfTheShippedDaysIsFrozen() {
        assertThat(CALENDAR.digest()).isEqualTo("e5e58622512f91ccc8e203120753f52d9ab07e158570cd1c90bf9b2d762419bf");
    }

    @Test
    void theDigestDependsOnTheDaysAndNotOnHowAFileWritesThem() {
        String plain = "year\t2023\noff\t2023-01-02\t2023-01-03\n";
        String other =
                "# the same\nyear\t2023\tsome notice\noff\t2023-01-01\t2023-01-02\toff\noff\t2023-01-03\t2023-01-03\n";

        assertThat(WorkingDays.parse(other).digest())
                .isEqualTo(WorkingDays.parse(plain).digest());
        assertThat(WorkingDays.parse("year\t2023\n").digest())
                .isNotEqualTo(WorkingDays.parse(plain).digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "year\t2023\nyear\t2025",
                "off\t2023-01-02\t2023-01-02",
                "year\t2023\noff\t2023-12-31\t2024-01-01",
                "year\t2023\noff\t2023-01-03\t2023-01-02",
                "year\t2023\nwork\t2023-01-02",
                "year\t2023\noff\t2023-01-07\t2023-01-08\nwork\t2023-01-08",
                "year\t2023\noff\t2023-02-30\t2023-03-01",
                "year\t2023\noff\t2023-02-28",
                "year\t2023\nholiday\t2023-02-28",
            })
    void aFileThatContradictsItselfIsRefusedByItsLine(String text) {
        long line = text.lines().count();

        assertThatThrownBy(() -> WorkingDays.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Calendar line " + line);
    }

    @Test
    void aFileWithoutYearsIsRefused() {
        assertThatThrownBy(() -> WorkingDays.parse("# nothing\n")).hasMessageContaining("no year");
    }

    private static OptionalLong dayByDay(long from, long to) {
        long sum = 0;
        for (long at = from; at < to; ) {
            LocalDate day = Instant.ofEpochMilli(at).atZone(SHANGHAI).toLocalDate();
            long next = Math.min(
                    to, day.plusDays(1).atStartOfDay(SHANGHAI).toInstant().toEpochMilli());
            if (!CALENDAR.knows(day)) {
                return OptionalLong.empty();
            }
            sum += CALENDAR.isWorkingDay(day) ? next - at : 0;
            at = next;
        }
        return OptionalLong.of(sum);
    }

    private static Optional<LocalDate> walked(LocalDate start, int workingDays) {
        LocalDate day = start;
        for (int left = workingDays; left > 0; ) {
            day = day.plusDays(1);
            if (!CALENDAR.knows(day)) {
                return Optional.empty();
            }
            left -= CALENDAR.isWorkingDay(day) ? 1 : 0;
        }
        return Optional.of(day);
    }

    private static long millis(String local) {
        return LocalDateTime.parse(local).atZone(SHANGHAI).toInstant().toEpochMilli();
    }
}
