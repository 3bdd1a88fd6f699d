package io.haochaping.domain.rules;

import io.haochaping.domain.code.CodeSystems;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which rules hold where and when. What it answers is a pure function of the arguments; one instance per thread. */
public interface RuleBook {
    /** The decision under which the rules that hold where no profile does stand in every decision set. */
    String BUILT_IN_DECISION = "rules";

    /**
     * @param region owner region, as in the row
     * @param time the record's own time, or the case's anchor for what concerns the whole case
     */
    Rules at(String region, long time);

    /** Every version of the book, the built-in one first. */
    Collection<Rules> versions();

    /**
     * Deadlines of a complaint.
     *
     * @param time when it was received
     */
    default ComplaintRules complaintsAt(String region, long time) {
        return at(region, time).complaints();
    }

    /** What a record may declare its codes to mean. */
    default CodeSystems codeSystems() {
        return CodeSystems.builtIn();
    }

    /** The most days after a completion at which any rules of the book rate by default. */
    default int longestDefaultDays() {
        return versions().stream().mapToInt(Rules::defaultAfterDays).max().orElse(0);
    }

    /** Months behind that of its beginning in which a deadline of a work order may fall by any rules of the book; -1: there is none. */
    default int longestOrderMonths() {
        return versions().stream()
                .mapToInt(version -> version.orderDeadlines().longestMonths())
                .max()
                .orElse(-1);
    }

    /** Working days behind a record's own time up to which the calendar decides a deadline of a complaint or a work order, by any rules of the book. */
    default int longestWorkingDays() {
        return versions().stream()
                .mapToInt(version -> Math.max(
                        version.complaints().longestDays(),
                        version.orderDeadlines().longestWorkingDays()))
                .max()
                .orElse(0);
    }

    /** Stable text of each version by the name of its decision, so that a book with one more contains the smaller. */
    default SortedMap<String, String> decisions() {
        SortedMap<String, String> decisions = new TreeMap<>();
        decisions.put(BUILT_IN_DECISION, canonicalText());
        return decisions;
    }

    /** From when a decision of the book changes what is counted, by own times and anchors, a code system by append times; {@link Long#MIN_VALUE}: always. */
    default long takesEffect(String decision) {
        return Long.MIN_VALUE;
    }

    /** Versions that let a month close twice, each told of one region. */
    default List<CutOffChange> cutOffChangesWithinMonths() {
        return List.of();
    }

    /** Which version holds where and from when. */
    default List<InForce> inForce() {
        return InForce.always(versions().iterator().next().version());
    }

    /** Stable text of the rules that hold where no profile does. */
    default String canonicalText() {
        return versions().iterator().next().canonicalText();
    }

    /** The one built-in set: a default of level 3 after 7 natural days (Guangdong's 2019 trial), levels 3 to 5 good. */
    static RuleBook builtIn() {
        return single(new Rules("builtin-1", 7, 3, 3));
    }

    static RuleBook single(Rules rules) {
        return new RuleBook() {
            @Override
            public Rules at(String region, long time) {
                return rules;
            }

            @Override
            public Collection<Rules> versions() {
                return List.of(rules);
            }
        };
    }
}
