package io.haochaping.domain.rules;

import io.haochaping.domain.record.Step;
import io.haochaping.domain.record.ToldSeverity;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is due of a work order. Warnings ahead of a deadline are no figure and do not stand here.
 *
 * @param all by step, then severity; of each pair at most one
 */
public record OrderDeadlines(List<OrderDeadline> all) {
    public static final OrderDeadlines NONE = new OrderDeadlines(List.of());

    public OrderDeadlines {
        all = all.stream()
                .sorted(Comparator.comparing(OrderDeadline::step).thenComparing(OrderDeadline::severity))
                .toList();
        Set<String> seen = new HashSet<>();
        for (OrderDeadline deadline : all) {
            if (!seen.add(deadline.step() + " " + deadline.severity())) {
                throw new IllegalArgumentException(
                        "two deadlines for " + deadline.step() + " of " + deadline.severity());
            }
        }
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Those of one step: one where it is the same for every order, several or one of a severity where it is not. */
    public List<OrderDeadline> of(Step step) {
        return all.stream().filter(deadline -> deadline.step() == step).toList();
    }

    /** Of the deadlines of one step the one of an order of the severity: its own, else that of any; null where the severity is not known, or has none. */
    public static OrderDeadline of(List<OrderDeadline> deadlines, ToldSeverity severity) {
        OrderDeadline.Severity own =
                switch (severity) {
                    case ORDINARY -> OrderDeadline.Severity.ORDINARY;
                    case DIFFICULT -> OrderDeadline.Severity.DIFFICULT;
                    case NOTHING, UNREADABLE -> null;
                };
        OrderDeadline ofAny = null;
        for (OrderDeadline deadline : deadlines) {
            if (deadline.severity() == own) {
                return deadline;
            }
            ofAny = deadline.severity() == OrderDeadline.Severity.ANY && own != null ? deadline : ofAny;
        }
        return ofAny;
    }

    /** Months behind that of its beginning in which any of them may fall; -1: there is none. */
    public int longestMonths() {
        return all.stream().mapToInt(OrderDeadline::longestMonths).max().orElse(-1);
    }

    /** Working days that the longest of them may take, an extension included. */
    public int longestWorkingDays() {
        return all.stream()
                .filter(OrderDeadline::working)
                .mapToInt(deadline -> deadline.days() + deadline.extensionDays())
                .max()
                .orElse(0);
    }

    String canonicalText() {
        return all.stream().map(OrderDeadline::canonicalText).collect(Collectors.joining(","));
    }
}
