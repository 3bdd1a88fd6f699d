package io.haochaping.domain.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MonthCutOffTest {
    private static final MonthCutOff CUT_OFF = MonthCutOff.builtIn();

    @ParameterizedTest
    @CsvSource({
        "2023, 7, 2023-08-15T00:00+08:00",
        "2018, 12, 2019-01-16T00:00+08:00",
        "2026, 9, 2026-10-21T00:00+08:00",
        "2025, 12, 2026-01-16T00:00+08:00",
        "2026, 11, 2026-12-15T00:00+08:00",
    })
    void aMonthClosesAtTheEndOfTheTenthWorkingDayAfterIt(int year, int month, OffsetDateTime closed) {
        assertThat(CUT_OFF.cutOffMillis(year * 12 + month - 1))
                .isEqualTo(closed.toInstant().toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({"2026, 12", "2027, 1", "2018, 11", "0, 1", "9999, 12"})
    void aMonthThatTheCalendarCannotCloseIsOpen(int year, int month) {
        assertThat(CUT_OFF.cutOffMillis(year * 12 + month - 1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anyIntIsAMonth() {
        assertThat(CUT_OFF.cutOffMillis(Integer.MIN_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(CUT_OFF.cutOffMillis(Integer.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theNumberOfWorkingDaysIsARule() {
        MonthCutOff fifth = new MonthCutOff(WorkingDays.builtIn(), 5);

        assertThat(fifth.cutOffMillis(2023 * 12 + 6))
                .isEqualTo(OffsetDateTime.parse("2023-08-08T00:00+08:00")
                        .toInstant()
                        .toEpochMilli());
        assertThatThrownBy(() -> new MonthCutOff(WorkingDays.builtIn(), 0)).hasMessageContaining("0");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theMonthOfAnInstantIsThatOfShanghai(long seed) {
        Random random = new Random(seed);
        long from = Instant.parse("1992-01-01T00:00:00Z").toEpochMilli();
        long to = Instant.parse("2400-01-01T00:00:00Z").toEpochMilli();
        for (int i = 0; i < 20_000; i++) {
            long millis = random.nextLong(from, to);
            ZonedDateTime local = Instant.ofEpochMilli(millis).atZone(ZoneId.of("Asia/Shanghai"));

            assertThat(MonthCutOff.monthIndexOf(millis))
                    .as("seed %d, %d", seed, millis)
                    .isEqualTo(local.getYear() * 12 + local.getMonthValue() - 1);
        }
    }

    @Test
    void aMonthBeginsAtMidnightInShanghai() {
        long midnight =
                OffsetDateTime.parse("2024-03-01T00:00+08:00").toInstant().toEpochMilli();

        assertThat(MonthCutOff.monthIndexOf(midnight - 1)).isEqualTo(2024 * 12 + 1);
        assertThat(MonthCutOff.monthIndexOf(midnight)).isEqualTo(2024 * 12 + 2);
    }
}
