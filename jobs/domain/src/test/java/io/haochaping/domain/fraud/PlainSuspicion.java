package io.haochaping.domain.fraud;

import io.haochaping.domain.rules.FraudRules;
import io.haochaping.domain.rules.RuleBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** docs/fraud.md said once more, over the whole set of traces at once: slow, and without any of the code that it tests. */
final class PlainSuspicion {
    private final RuleBook rules;
    private final long window;
    private final TreeMap<String, Long> rows = new TreeMap<>();

    private PlainSuspicion(RuleBook rules, long window) {
        this.rules = rules;
        this.window = window;
    }

    static TreeMap<String, Long> rows(Collection<Trace> traces, RuleBook rules, long window) {
        PlainSuspicion plain = new PlainSuspicion(rules, window);
        traces.stream()
                .collect(Collectors.groupingBy(trace -> trace.kind() + "|" + trace.key() + "|" + trace.start()))
                .values()
                .forEach(plain::cell);
        return plain.rows;
    }

    private void cell(List<Trace> cell) {
        List<TracedRating> members = members(cell);
        boolean shown = false;
        for (TracedRating one : members) {
            for (String signal : signals(cell, members, one)) {
                Trace at = cell.get(0);
                rows.put(
                        String.join(
                                "|",
                                "suspect",
                                signal,
                                one.scope(),
                                one.caseNumber(),
                                one.ordinal() + "",
                                one.content() + "",
                                one.ratedAt() + "",
                                one.region(),
                                one.department(),
                                one.channel(),
                                at.kind().text(),
                                at.name()),
                        1L);
                shown = at.kind() != CellKind.CASE;
            }
        }
        if (shown) {
            Trace at = cell.get(0);
            rows.put("cell|" + at.kind().text() + "|" + at.name() + "|" + at.start(), (long) members.size());
        }
    }

    private static List<TracedRating> members(List<Trace> cell) {
        return new ArrayList<>(cell.stream()
                .filter(trace -> trace.rating() != null)
                .map(Trace::rating)
                .collect(Collectors.toMap(
                        one -> one.caseNumber() + "/" + one.ordinal() + "/" + one.content(),
                        one -> one,
                        (one, copy) -> one.hasText() ? one : copy))
                .values());
    }

    private List<String> signals(List<Trace> cell, List<TracedRating> members, TracedRating one) {
        FraudRules by = rules.at(one.region(), one.ratedAt()).fraud();
        List<String> signals = new ArrayList<>();
        boolean allBest = members.stream().noneMatch(member -> member.hasText() || member.level() < 5);
        int size = members.size();
        switch (cell.get(0).kind()) {
            case RATER, DEVICE -> {
                boolean rater = cell.get(0).kind() == CellKind.RATER;
                int most = rater ? by.rater() : by.device();
                add(signals, rater ? "many-by-rater" : "many-by-device", most > 0 && size >= most);
                add(signals, "all-best-no-text", by.allBest() > 0 && allBest && size >= by.allBest());
            }
            case ADDRESS -> add(signals, "many-by-address", by.address() > 0 && size >= by.address());
            case TERMINAL -> add(signals, "burst-at-terminal", by.burst() > 0 && run(members, one, by) >= by.burst());
            case CASE -> {
                add(signals, "tag-against-level", one.tagAgainstLevel());
                add(signals, "rated-before-accepted", isEarly(cell, one));
                add(
                        signals,
                        "two-values",
                        members.stream()
                                .anyMatch(other -> other.ordinal() == one.ordinal()
                                        && other.level() != one.level()
                                        && other.revision() == one.revision()
                                        && near(other.ratedAt(), one.ratedAt())));
            }
        }
        return signals;
    }

    private static void add(List<String> signals, String signal, boolean holds) {
        if (holds) {
            signals.add(signal);
        }
    }

    private boolean near(long one, long other) {
        return Math.abs(one - other) <= window;
    }

    private boolean isEarly(List<Trace> cell, TracedRating one) {
        List<Long> accepted = cell.stream()
                .filter(trace -> trace.rating() == null)
                .map(Trace::acceptedAt)
                .filter(at -> near(at, one.ratedAt()))
                .toList();
        return accepted.isEmpty() ? one.carriedLater() : accepted.stream().allMatch(at -> at > one.ratedAt());
    }

    /** Everybody who can be reached from the one in steps of at most the gap. */
    private static int run(List<TracedRating> members, TracedRating one, FraudRules by) {
        List<TracedRating> reached = new ArrayList<>(List.of(one));
        List<TracedRating> left = new ArrayList<>(members);
        left.remove(one);
        for (int i = 0; i < reached.size(); i++) {
            TracedRating from = reached.get(i);
            List<TracedRating> next = left.stream()
                    .filter(other -> Math.abs(other.ratedAt() - from.ratedAt()) <= by.burstSeconds() * 1_000L)
                    .toList();
            reached.addAll(next);
            left.removeAll(next);
        }
        return reached.size();
    }
}
