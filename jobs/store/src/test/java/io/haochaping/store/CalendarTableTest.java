package io.haochaping.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.WorkingDays;
import org.junit.jupiter.api.Test;

/** The calendar of the job as the views see it. */
class CalendarTableTest {
    private final Database database = Database.ofItsOwn();

    @Test
    void everyKnownDayStandsOnceAndWhatStandsIsNotChanged() throws Exception {
        CalendarTable.add(database.address(), WorkingDays.builtIn());
        database.execute("update $.calendar_day set worked = true where day = '2026-10-01'");
        CalendarTable.add(database.address(), WorkingDays.builtIn());

        assertThat(database.rows("select min(day), max(day), count(*) from $.calendar_day"))
                .containsExactly("2019-01-01|2026-12-31|2922");
        assertThat(database.rows("select day, worked from $.calendar_day where day in"
                        + " ('2026-10-01', '2026-10-07', '2026-10-08', '2026-10-10', '2026-10-17') order by day"))
                .containsExactly("2026-10-01|t", "2026-10-07|f", "2026-10-08|t", "2026-10-10|t", "2026-10-17|f");
    }
}
