package io.haochaping.domain.ledger;

import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.rules.ComplaintRules;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** docs/counting.md section 6, "Complaints", in the plainest way, from the steps that took their places. */
final class PlainComplaints {
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);
    private static final long L = Duration.ofDays(400).toMillis();
    private static final WorkingDays CALENDAR = WorkingDays.builtIn();

    interface Book {
        void add(long time, boolean dated, Fact at, String figure, long amount);
    }

    private PlainComplaints() {}

    /** @param terms that hold for a receipt */
    static void count(List<Fact> winners, Predicate<Fact> isGood, Function<Fact, ComplaintRules> terms, Book book) {
        Optional<Fact> received = step(winners, Step.COMPLAINT_RECEIVED);
        Optional<Fact> accepted = step(winners, Step.COMPLAINT_ACCEPTED);
        Optional<Fact> completed = step(winners, Step.COMPLAINT_COMPLETED);
        accepted.ifPresent(f -> book.add(f.ownTime, false, f, "complaint_accepted", 1));
        completed.ifPresent(f -> book.add(f.ownTime, false, f, "complaint_completed", 1));
        step(winners, Step.COMPLAINT_REPLIED).ifPresent(f -> book.add(f.ownTime, false, f, "complaint_replied", 1));
        step(winners, Step.COMPLAINT_REPLY_RATED).filter(f -> f.level > 0).ifPresent(f -> {
            book.add(f.ownTime, false, f, "complaint_reply_rated", 1);
            if (isGood.test(f)) {
                book.add(f.ownTime, false, f, "complaint_reply_satisfied", 1);
            }
        });
        if (received.isEmpty()) {
            return;
        }
        Fact begin = received.get();
        completed.filter(f -> f.ownTime >= begin.ownTime).ifPresent(f -> {
            book.add(f.ownTime, false, f, "complaint_timed", 1);
            book.add(f.ownTime, false, f, "complaint_seconds", Math.floorDiv(f.ownTime - begin.ownTime, 1000L));
        });
        List<Fact> sayers = Stream.of(received, accepted, completed)
                .flatMap(Optional::stream)
                .toList();
        boolean simple = sayers.stream().anyMatch(f -> f.complaint.simple());
        long acceptance = due(
                begin,
                sayers.stream().map(f -> f.complaint.acceptanceDueAt()).toList(),
                terms.apply(begin).acceptDays());
        long completion = due(
                begin,
                sayers.stream().map(f -> f.complaint.completionDueAt()).toList(),
                simple ? terms.apply(begin).simpleDays() : terms.apply(begin).completeDays());
        deadline(begin, acceptance, accepted, "complaint_acceptance_due", "complaint_acceptance_met", book);
        deadline(begin, completion, completed, "complaint_completion_due", "complaint_completion_met", book);
        if (simple) {
            deadline(begin, completion, completed, "complaint_simple_due", "complaint_simple_met", book);
        }
    }

    private static void deadline(Fact begin, long due, Optional<Fact> step, String ofDue, String inTime, Book book) {
        if (due != 0) {
            book.add(due, true, begin, ofDue, 1);
            step.filter(f -> f.ownTime <= due).ifPresent(f -> book.add(due, true, begin, inTime, 1));
        }
    }

    private static Optional<Fact> step(Collection<Fact> winners, Step step) {
        return winners.stream()
                .filter(f -> f.step == step && f.complaint != null)
                .findFirst();
    }

    private static long due(Fact begin, List<Long> carried, int workingDays) {
        for (long due : carried) {
            if (due >= begin.ownTime && due - begin.ownTime <= L) {
                return due;
            }
        }
        LocalDate day = Instant.ofEpochMilli(begin.ownTime).atOffset(SHANGHAI).toLocalDate();
        for (int left = workingDays; left > 0; ) {
            day = day.plusDays(1);
            if (!CALENDAR.knows(day)) {
                return 0;
            }
            left -= CALENDAR.isWorkingDay(day) ? 1 : 0;
        }
        return day.plusDays(1).atStartOfDay().toInstant(SHANGHAI).toEpochMilli() - 1;
    }
}
