package io.haochaping.traffic;

import java.time.LocalDate;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** A limit of a case, and the moment at which it runs out, counted day by day. */
record TimeLimit(int amount, String unit) {
    static final String NATURAL_DAYS = "CALENDAR_DAY";
    static final String WORKING_DAYS = "WORKING_DAY";
    static final String MONTHS = "MONTH";
    static final String YEARS = "YEAR";

    Draft in(Draft draft, String field) {
        GenericRecord limit = draft.part(field);
        limit.put("amount", amount);
        limit.put(
                "unit",
                new GenericData.EnumSymbol(limit.getSchema().getField("unit").schema(), unit));
        return draft.with(field, limit);
    }

    boolean asksTheCalendar() {
        return unit.equals(WORKING_DAYS) && amount > 0;
    }

    /** First millisecond that is too late for a case accepted then; empty where the days run into an unknown year. */
    OptionalLong runsOut(long acceptedAt) {
        LocalDate day = Run.day(acceptedAt);
        if (asksTheCalendar()) {
            for (int left = amount; left > 0; ) {
                day = day.plusDays(1);
                if (!WorkingDays.known(day)) {
                    return OptionalLong.empty();
                }
                left -= WorkingDays.working(day) ? 1 : 0;
            }
        } else {
            day = switch (unit) {
                case MONTHS -> day.plusMonths(amount);
                case YEARS -> day.plusYears(amount);
                default -> day.plusDays(amount);
            };
        }
        return OptionalLong.of(WorkingDays.startOf(day.plusDays(1)));
    }

    /** In sevenths of a working day: five working days to seven natural ones, 30 to a month, 365 to a year. */
    long sevenths() {
        return amount
                * switch (unit) {
                    case WORKING_DAYS -> 7L;
                    case MONTHS -> 30 * 5L;
                    case YEARS -> 365 * 5L;
                    default -> 5L;
                };
    }
}
