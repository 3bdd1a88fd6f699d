package io.haochaping.explain;

import io.haochaping.domain.ledger.Cause;
import io.haochaping.domain.ledger.Contribution;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.RuleBook;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Adds up what records contribute to the rows that are asked about, and keeps the first lines of them. */
final class Lines {
    private static final Comparator<Line> ORDER = Comparator.comparing(Line::place)
            .thenComparing(Line::cause)
            .thenComparing(l -> l.reason().english());

    private final Target target;
    private final Metric metric;
    private final int most;
    private final RuleBook rules;
    private final SortedMap<String, Long> sums = new TreeMap<>();
    private final TreeSet<Line> contributing = new TreeSet<>(ORDER);
    private final TreeSet<Line> aside = new TreeSet<>(ORDER);
    private long found;
    private long foundAside;

    /**
     * @param most lines kept of those that contribute, and as many of those that stand aside
     * @param rules a book of its own
     */
    Lines(Target target, Metric metric, int most, RuleBook rules) {
        this.target = target;
        this.metric = metric;
        this.most = most;
        this.rules = rules;
        metric.measures().keySet().forEach(measure -> sums.put(measure, 0L));
    }

    private record GroupKey(Place record, Cause cause, Place other) {}

    private static final class Group {
        private final SortedMap<String, Long> amounts = new TreeMap<>();
        private CaseAccount.Told first;
        private boolean everNotZero;
    }

    /** Takes what the ledger told of one case. */
    void take(List<CaseAccount.Told> told) {
        Map<GroupKey, Group> groups = new LinkedHashMap<>();
        for (CaseAccount.Told one : told) {
            Contribution what = one.what();
            if (!target.holds(what.row())) {
                continue;
            }
            SortedMap<String, Long> amounts = new TreeMap<>();
            metric.add(amounts, what.figure(), what.amount(), rulesOf(what.row()));
            if (amounts.isEmpty()) {
                continue;
            }
            Place other = one.other() == null ? null : one.other().place();
            Group group =
                    groups.computeIfAbsent(new GroupKey(one.record().place(), what.cause(), other), any -> new Group());
            group.first = group.first == null ? one : group.first;
            group.everNotZero |= what.amount() != 0;
            amounts.forEach((measure, amount) -> group.amounts.merge(measure, amount, Math::addExact));
        }
        groups.forEach((key, group) -> take(key, group, groups));
    }

    private void take(GroupKey key, Group group, Map<GroupKey, Group> groups) {
        boolean zero = group.amounts.values().stream().allMatch(amount -> amount == 0);
        if (zero && group.everNotZero) {
            // Counted before the cut-off and counted now: it changes nothing here.
            return;
        }
        boolean takenBack = group.amounts.values().stream().anyMatch(amount -> amount < 0)
                && group.first.what().beforeCutOff();
        Sentence reason = takenBack ? takenBack(key, group, groups) : Reasons.of(group.first);
        add(new Line(key.record(), group.amounts, codeOf(key.cause()), reason, key.other()));
    }

    /** What stood in time and stands no longer is told with the reason of now, where the ledger gave one. */
    private static Sentence takenBack(GroupKey key, Group group, Map<GroupKey, Group> groups) {
        return groups.entrySet().stream()
                .filter(now -> now.getKey().record().equals(key.record()))
                .filter(now -> !now.getValue().everNotZero)
                .findFirst()
                .map(now -> Reasons.stoodInTime(Reasons.of(now.getValue().first)))
                .orElseGet(() -> Reasons.stoodInTime(group.first));
    }

    /** Takes a line that reading itself gave: a refused record, a flag of the copy. */
    synchronized void take(Place place, Scan.Booked booked, String cause, Sentence reason) {
        if (!target.holds(booked.row())) {
            return;
        }
        SortedMap<String, Long> amounts = new TreeMap<>();
        for (int i = 0; i < booked.change().size(); i++) {
            metric.add(amounts, booked.change().number(i), booked.change().amount(i), RowRules.PLAIN);
        }
        if (!amounts.isEmpty()) {
            add(new Line(place, amounts, cause, reason, null));
        }
    }

    private RowRules rulesOf(RowKey row) {
        return metric.isRuled() ? RowRules.of(rules, row) : RowRules.PLAIN;
    }

    private void add(Line line) {
        line.amounts().forEach((measure, amount) -> sums.merge(measure, amount, Math::addExact));
        boolean idle = line.standsAside();
        if (idle) {
            foundAside++;
        } else {
            found++;
        }
        TreeSet<Line> lines = idle ? aside : contributing;
        lines.add(line);
        if (lines.size() > most) {
            lines.pollLast();
        }
    }

    static String codeOf(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** By measure; one that came to 0 among all figures of a row is left out, as the store leaves it out. */
    SortedMap<String, Long> sums() {
        SortedMap<String, Long> all = new TreeMap<>(sums);
        if (metric.measures().isEmpty()) {
            all.values().removeIf(sum -> sum == 0);
        }
        return all;
    }

    List<Line> contributing() {
        return new ArrayList<>(contributing);
    }

    List<Line> aside() {
        return new ArrayList<>(aside);
    }

    long found() {
        return found;
    }

    long foundAside() {
        return foundAside;
    }
}
