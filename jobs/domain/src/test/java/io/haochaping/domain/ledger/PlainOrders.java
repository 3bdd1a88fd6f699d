package io.haochaping.domain.ledger;

import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.record.ToldSeverity;
import io.haochaping.domain.rules.OrderDeadline;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** docs/counting.md section 6, "Work orders", in the plainest way: day by day, from the steps that took their places. */
final class PlainOrders {
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);
    private static final WorkingDays CALENDAR = WorkingDays.builtIn();
    private static final Map<Step, String> NAMES = Map.of(
            Step.CONTACTED, "order_contact",
            Step.RECTIFIED, "order_rectify",
            Step.REPLIED, "order_reply",
            Step.REVISITED, "order_revisit");

    interface Book {
        void add(long time, boolean dated, Fact at, String figure);
    }

    private PlainOrders() {}

    /**
     * @param steps of work orders that took their places
     * @param claims that decide
     */
    static void count(Collection<Fact> steps, Collection<Fact> claims, List<OrderDeadline> deadlines, Book book) {
        Map<String, List<Fact>> orders = steps.stream()
                .filter(f -> claims.stream()
                        .noneMatch(claim -> claim.step == Step.INVALID_GRANTED && claim.ordinal == f.ordinal))
                .collect(
                        Collectors.groupingBy(f -> f.ordinal + " " + f.group, LinkedHashMap::new, Collectors.toList()));
        for (List<Fact> order : orders.values()) {
            NAMES.forEach((step, name) -> {
                List<OrderDeadline> said =
                        deadlines.stream().filter(d -> d.step() == step).toList();
                if (!said.isEmpty()) {
                    count(order, step, name, said, book);
                }
            });
        }
    }

    private static void count(List<Fact> order, Step step, String name, List<OrderDeadline> said, Book book) {
        Optional<OrderDeadline> own = ofItsSeverity(order, said);
        Optional<Fact> begun = step(order, own.orElse(said.get(0)).after());
        if (begun.isEmpty()) {
            return;
        }
        Fact begin = begun.get();
        if (own.isEmpty()) {
            book.add(begin.ownTime, false, begin, name + "_unknown_severity");
            return;
        }
        Optional<Long> due = due(order, own.get());
        if (due.isEmpty()) {
            book.add(begin.ownTime, false, begin, name + "_unknown_days");
        } else {
            long end = due.get();
            book.add(end, true, begin, name + "_due");
            step(order, step).filter(f -> f.ownTime <= end).ifPresent(f -> book.add(end, true, begin, name + "_met"));
        }
    }

    /** The last word that was said in time: each but the first must come before the end of what held until then. */
    private static Optional<OrderDeadline> ofItsSeverity(List<Fact> order, List<OrderDeadline> said) {
        if (said.size() == 1 && said.get(0).severity() == OrderDeadline.Severity.ANY) {
            return Optional.of(said.get(0));
        }
        List<Fact> words = order.stream()
                .filter(f -> f.step != Step.RERATED && f.severity != ToldSeverity.NOTHING)
                .sorted(Comparator.<Fact>comparingLong(f -> f.ownTime)
                        .thenComparing((one, other) -> Long.compareUnsigned(one.content, other.content)))
                .toList();
        Optional<OrderDeadline> held = Optional.empty();
        for (Fact word : words) {
            Optional<Long> end = held.flatMap(d -> due(order, d));
            if (end.isPresent() && end.get() < word.ownTime) {
                return held;
            }
            held = said.stream()
                    .filter(d -> d.severity().name().equals(word.severity.name()))
                    .findFirst()
                    .or(() -> said.stream()
                            .filter(d -> d.severity() == OrderDeadline.Severity.ANY)
                            .filter(d -> word.severity != ToldSeverity.UNREADABLE)
                            .findFirst());
        }
        return held;
    }

    private static Optional<Long> due(List<Fact> order, OrderDeadline deadline) {
        Optional<Fact> begin = step(order, deadline.after());
        Optional<Long> plain = begin.flatMap(f -> lastMilli(f, deadline.days(), deadline.working()));
        boolean extended = deadline.extensionDays() > 0
                && plain.isPresent()
                && step(order, Step.EXTENDED)
                        .filter(f -> f.ownTime <= plain.get())
                        .isPresent();
        return extended
                ? lastMilli(begin.get(), deadline.days() + deadline.extensionDays(), deadline.working())
                : plain;
    }

    private static Optional<Fact> step(Collection<Fact> order, Step step) {
        return order.stream().filter(f -> f.step == step).findFirst();
    }

    private static Optional<Long> lastMilli(Fact begin, int days, boolean working) {
        LocalDate day = Instant.ofEpochMilli(begin.ownTime).atOffset(SHANGHAI).toLocalDate();
        for (int left = days; left > 0; ) {
            day = day.plusDays(1);
            if (working && !CALENDAR.knows(day)) {
                return Optional.empty();
            }
            left -= !working || CALENDAR.isWorkingDay(day) ? 1 : 0;
        }
        return Optional.of(day.plusDays(1).atStartOfDay().toInstant(SHANGHAI).toEpochMilli() - 1);
    }
}
