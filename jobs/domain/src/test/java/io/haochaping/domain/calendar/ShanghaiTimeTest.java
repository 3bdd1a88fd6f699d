package io.haochaping.domain.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShanghaiTimeTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @Test
    void anInstantIsWrittenAsDayHourAndMinuteOfShanghai() {
        long millis = Instant.parse("2026-10-03T01:15:59.999Z").toEpochMilli();

        assertThat(ShanghaiTime.dayText(millis)).isEqualTo("2026-10-03");
        assertThat(ShanghaiTime.hourText(millis)).isEqualTo("2026-10-03T09");
        assertThat(ShanghaiTime.minuteText(millis)).isEqualTo("2026-10-03T09:15");
    }

    /** The arithmetic of the whole package rests on this. */
    @Test
    void shanghaiIsEightHoursAheadWithoutATransitionFrom2000To2100() {
        Instant from = Instant.parse("2000-01-01T00:00:00Z");
        Instant to = Instant.parse("2101-01-01T00:00:00Z");

        assertThat(SHANGHAI.getRules().getOffset(from)).isEqualTo(ZoneOffset.ofHours(8));
        assertThat(SHANGHAI.getRules().nextTransition(from)).isNull();
        for (Instant at = from; at.isBefore(to); at = at.plus(1, ChronoUnit.DAYS)) {
            assertThat(SHANGHAI.getRules().getOffset(at)).isEqualTo(ZoneOffset.ofHours(8));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everythingAgreesWithTheTimeZoneOfThePlatform(long seed) {
        Random random = new Random(seed);
        long from = Instant.parse("1992-01-01T00:00:00Z").toEpochMilli();
        long to = Instant.parse("9999-12-31T16:00:00Z").toEpochMilli();
        for (int i = 0; i < 10_000; i++) {
            long millis = random.nextLong(from, to);
            ZonedDateTime local = Instant.ofEpochMilli(millis).atZone(SHANGHAI);
            String at = "seed " + seed + ", " + millis;

            assertThat(ShanghaiTime.dayIndex(millis))
                    .as(at)
                    .isEqualTo(local.toLocalDate().toEpochDay());
            assertThat(ShanghaiTime.hourStart(millis)).as(at).isEqualTo(truncated(local, ChronoUnit.HOURS));
            assertThat(ShanghaiTime.minuteStart(millis)).as(at).isEqualTo(truncated(local, ChronoUnit.MINUTES));
            assertThat(ShanghaiTime.startOfDay(ShanghaiTime.dayIndex(millis)))
                    .as(at)
                    .isEqualTo(truncated(local, ChronoUnit.DAYS));
            assertThat(ShanghaiTime.dayText(millis))
                    .as(at)
                    .isEqualTo(local.toLocalDate().toString());
            assertThat(ShanghaiTime.hourText(millis))
                    .as(at)
                    .isEqualTo(local.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH")));
            assertThat(ShanghaiTime.minuteText(millis))
                    .as(at)
                    .isEqualTo(local.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-03T00:00:00, 7, 2026-10-10T23:59:59",
        "2026-10-03T23:59:59, 7, 2026-10-10T23:59:59",
        "2026-12-28T12:00:00, 7, 2027-01-04T23:59:59",
        "2026-10-03T12:00:00, 0, 2026-10-03T23:59:59",
    })
    void aDayEndsOneSecondBeforeTheNext(LocalDateTime at, int days, LocalDateTime end) {
        assertThat(ShanghaiTime.endOfDayAfter(millis(at), days)).isEqualTo(millis(end));
    }

    @Test
    void everyDayHasItsMonth() {
        for (LocalDate day = LocalDate.of(-401, 1, 1); day.getYear() < 2_801; day = day.plusDays(1)) {
            assertThat(ShanghaiTime.monthIndexOfDay(day.toEpochDay()))
                    .isEqualTo(day.getYear() * 12 + day.getMonthValue() - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 253_402_300_800_000L, -62_198_755_200_000L})
    void aNonsensicalTimeIsWrittenAndStopsNobody(long millis) {
        assertThat(ShanghaiTime.minuteText(millis)).contains("T").contains(":");
    }

    @Test
    void aYearBeyondFourDigitsCarriesItsSign() {
        assertThat(ShanghaiTime.hourText(millis(LocalDateTime.of(10_000, 1, 1, 4, 0))))
                .isEqualTo("+10000-01-01T04");
        assertThat(ShanghaiTime.dayText(millis(LocalDateTime.of(-1, 12, 31, 4, 0))))
                .isEqualTo("-0001-12-31");
        assertThat(ShanghaiTime.dayText(millis(LocalDateTime.of(476, 9, 4, 4, 0))))
                .isEqualTo("0476-09-04");
    }

    private static long truncated(ZonedDateTime local, ChronoUnit unit) {
        return local.truncatedTo(unit).toInstant().toEpochMilli();
    }

    private static long millis(LocalDateTime local) {
        return local.toInstant(ZoneOffset.ofHours(8)).toEpochMilli();
    }
}
