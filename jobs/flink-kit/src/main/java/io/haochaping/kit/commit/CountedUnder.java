package io.haochaping.kit.commit;

import io.haochaping.intake.DecisionSet;
import io.haochaping.kit.Decisions;
import java.util.Map;
import java.util.SortedMap;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** Holds the decisions that state was counted under against those the job is started with. */
final class CountedUnder {
    private CountedUnder() {}

    /**
     * State holds what was counted under its decisions, and a change is sent as new minus old: under others the old would not be what was counted. A larger set is taken in where
     * what it adds takes effect behind everything that was read, by whichever partition is furthest. A topic that becomes a copy never does: a copy joins by rebuild and switch.
     *
     * @return names and digests of the set that holds from now on
     * @throws SuppressRestartsException naming the decision and the remedy
     */
    static SortedMap<String, String> require(CommitBook book, Decisions decisions, DecisionSet now)
            throws SuppressRestartsException {
        for (Map.Entry<String, String> decision : book.decisions.entrySet()) {
            if (!decision.getValue().equals(now.digests().get(decision.getKey()))) {
                throw refused("the decision \"" + decision.getKey() + "\" is not the one this state was counted under");
            }
        }
        long readThrough = book.readThrough();
        for (String name : now.digests().keySet()) {
            boolean added = !book.decisions.isEmpty() && !book.decisions.containsKey(name);
            if (added && decisions.takesEffect(name) <= readThrough) {
                throw refused("the decision \"" + name + "\" takes effect before what this state has read");
            }
        }
        return now.digests();
    }

    private static SuppressRestartsException refused(String reason) {
        return new SuppressRestartsException(new IllegalStateException(
                reason + ": start the job with the former decisions, or replay into another schema and switch"));
    }
}
