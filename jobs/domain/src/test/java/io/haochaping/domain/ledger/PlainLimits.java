package io.haochaping.domain.ledger;

import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.CaseLimits;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.TimeLimit;
import io.haochaping.domain.rules.LimitLengths;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** docs/counting.md section 6, "Limits", in the plainest way: deadlines and days one after another instead of lengths. */
final class PlainLimits {
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final WorkingDays CALENDAR = WorkingDays.builtIn();

    interface Book {
        void add(String figure, long amount);

        void flag(String flag);
    }

    private final Fact completion;
    private final long accepted;
    private final long completed;
    private final LimitLengths lengths;
    private final Book book;
    private final List<long[]> handled;

    private PlainLimits(Fact completion, long accepted, long completed, LimitLengths lengths, Book book) {
        this.completion = completion;
        this.accepted = accepted;
        this.completed = completed;
        this.lengths = lengths;
        this.book = book;
        long[] special = completion.kind == FactKind.COMPLETED ? completion.specialSpans : new long[0];
        this.handled = isTimed() ? PlainCounting.uncovered(accepted, completed, special) : List.of();
    }

    static void count(
            Fact completion,
            Optional<Fact> acceptance,
            long accepted,
            long completed,
            LimitLengths lengths,
            Book book) {
        if (completion.limits == null) {
            return;
        }
        PlainLimits plain = new PlainLimits(completion, accepted, completed, lengths, book);
        book.add("limits_read", 1);
        if (plain.isTimed()) {
            book.add("day_timed", 1);
            book.add("within_day", plain.handledMillis() <= DAY ? 1 : 0);
        }
        CaseLimits own = completion.limits;
        CaseLimits other = acceptance.map(f -> f.limits).orElse(CaseLimits.NONE);
        Optional<TimeLimit> promised = readable(own.promised()).or(() -> readable(other.promised()));
        Optional<TimeLimit> statutory = readable(own.statutory()).or(() -> readable(other.statutory()));
        promised.ifPresent(limit -> plain.limit(limit, "promised"));
        statutory.ifPresent(limit -> plain.limit(limit, "statutory"));
        if (promised.isPresent() && statutory.isPresent()) {
            plain.compare(promised.get(), statutory.get());
        }
        boolean contradict = differ(own.promised(), other.promised()) || differ(own.statutory(), other.statutory());
        if (contradict) {
            book.flag("limits-contradict");
        }
    }

    static boolean isUnreadable(Fact record) {
        return record.limits != null && (record.limits.promised() == 1 || record.limits.statutory() == 1);
    }

    private static Optional<TimeLimit> readable(int code) {
        return code > 1 ? Optional.of(TimeLimit.of(code)) : Optional.empty();
    }

    private static boolean differ(int one, int other) {
        return one > 1 && other > 1 && one != other;
    }

    private boolean isTimed() {
        return accepted != 0 && accepted <= completed;
    }

    private long handledMillis() {
        return handled.stream().mapToLong(piece -> piece[1] - piece[0]).sum();
    }

    private void limit(TimeLimit limit, String name) {
        book.add(name, 1);
        if (!isTimed()) {
            return;
        }
        Optional<Boolean> met = met(limit);
        if (met.isEmpty()) {
            book.add(name + "_unknown_days", 1);
            book.flag("limit-beyond-calendar");
        } else {
            book.add(name + "_decided", 1);
            book.add(name + "_met", met.get() ? 1 : 0);
        }
    }

    /** Empty: the calendar does not say. */
    private Optional<Boolean> met(TimeLimit limit) {
        LocalDate first = day(accepted);
        if (handledMillis() < midnightAfter(first) - accepted) {
            return Optional.of(true);
        }
        if (limit.unit() == TimeLimit.Unit.WORKING_DAY && limit.amount() > 0) {
            return metInWorkingDays(first, limit.amount());
        }
        LocalDate last =
                switch (limit.unit()) {
                    case CALENDAR_DAY, WORKING_DAY -> first.plusDays(limit.amount());
                    case MONTH -> first.plusMonths(limit.amount());
                    case YEAR -> first.plusYears(limit.amount());
                };
        // The clock stood still while a special procedure ran: the deadline moves by as much.
        long stopped = completed - accepted - handledMillis();
        return Optional.of(completed < midnightAfter(last) + stopped);
    }

    private Optional<Boolean> metInWorkingDays(LocalDate first, int days) {
        if (!CALENDAR.knows(first)) {
            return Optional.empty();
        }
        long worked = 0;
        for (long[] piece : handled) {
            for (LocalDate day = day(piece[0]); !day.isAfter(day(piece[1] - 1)); day = day.plusDays(1)) {
                if (!CALENDAR.knows(day)) {
                    return Optional.empty();
                }
                long begins = midnightAfter(day.minusDays(1));
                if (CALENDAR.isWorkingDay(day)) {
                    worked += Math.min(begins + DAY, piece[1]) - Math.max(begins, piece[0]);
                }
            }
        }
        if (handledMillis() == completed - accepted) {
            int before = 0;
            for (LocalDate day = first.plusDays(1); day.isBefore(day(completed)); day = day.plusDays(1)) {
                before += CALENDAR.isWorkingDay(day) ? 1 : 0;
            }
            return Optional.of(before < days);
        }
        long ofFirst = CALENDAR.isWorkingDay(first) ? midnightAfter(first) - accepted : 0;
        return Optional.of(worked < ofFirst + days * DAY);
    }

    private void compare(TimeLimit promised, TimeLimit statutory) {
        boolean sameUnit = promised.unit() == statutory.unit();
        book.add("lengths_compared", 1);
        book.add("lengths_mixed", sameUnit ? 0 : 1);
        book.add("promised_length", length(promised));
        book.add("statutory_length", length(statutory));
        if (sameUnit && promised.amount() > statutory.amount()) {
            book.flag("promised-beyond-statutory");
        }
    }

    private long length(TimeLimit limit) {
        long naturalDays =
                switch (limit.unit()) {
                    case CALENDAR_DAY -> limit.amount();
                    case WORKING_DAY -> 0;
                    case MONTH -> (long) limit.amount() * lengths.monthDays();
                    case YEAR -> (long) limit.amount() * lengths.yearDays();
                };
        return limit.unit() == TimeLimit.Unit.WORKING_DAY
                ? 7L * limit.amount()
                : naturalDays * lengths.workingDaysPerWeek();
    }

    private static LocalDate day(long time) {
        return Instant.ofEpochMilli(time).atOffset(SHANGHAI).toLocalDate();
    }

    private static long midnightAfter(LocalDate day) {
        return day.plusDays(1).atStartOfDay().toInstant(SHANGHAI).toEpochMilli();
    }
}
