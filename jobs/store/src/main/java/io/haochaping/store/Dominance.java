package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToLongFunction;

/** Whether a job has seen everything that the store's head has seen, under every decision that the head was made under. */
public final class Dominance {
    private Dominance() {}

    /**
     * A decision that the head was not made under must take effect behind everything the head has read: what readers have seen is not counted again under it. Where the head does not
     * say how far it has read, the job's own reading bounds it, for a job that has caught up has read at least as far.
     *
     * @param takesEffect from when a decision of the job changes what is counted, by its name, milliseconds
     * @return true where the offsets have caught up; throws where they never can
     */
    public static boolean holds(
            List<PartitionProgress> mine,
            SortedMap<String, String> decisions,
            ToLongFunction<String> takesEffect,
            Head head)
            throws NeverDominates {
        Map<TopicPartition, PartitionProgress> bySource = new HashMap<>();
        mine.forEach(progress -> bySource.put(progress.source(), progress));
        boolean caughtUp = true;
        for (PartitionProgress theirs : head.partitions()) {
            PartitionProgress own = bySource.get(theirs.source());
            if (own == null && theirs.endOffset() > theirs.startOffset()) {
                throw new NeverDominates("the store's head has read partition " + theirs.source()
                        + ", and this job does not read it: add it to the topics of the job");
            }
            if (own != null && own.startOffset() > theirs.startOffset()) {
                throw new NeverDominates("this job reads " + theirs.source() + " from offset " + own.startOffset()
                        + ", but the store's head begins at " + theirs.startOffset() + ": the first missing offset is "
                        + theirs.startOffset() + "; restore the topic, or rebuild into another schema");
            }
            caughtUp &= own == null || own.endOffset() >= theirs.endOffset();
        }
        for (Map.Entry<String, String> decision : head.decisions().entrySet()) {
            if (!decision.getValue().equals(decisions.get(decision.getKey()))) {
                throw new NeverDominates("the store's head was made under the decision \"" + decision.getKey()
                        + "\" with digest " + decision.getValue() + ", and this job has "
                        + decisions.getOrDefault(decision.getKey(), "none")
                        + ": start the job with that decision, or rebuild into another schema");
            }
        }
        if (head.readThrough() != Head.UNKNOWN) {
            requireAddedLater(decisions, takesEffect, head, head.readThrough());
        } else if (caughtUp) {
            requireAddedLater(decisions, takesEffect, head, readThrough(mine));
        }
        return caughtUp;
    }

    private static void requireAddedLater(
            SortedMap<String, String> decisions, ToLongFunction<String> takesEffect, Head head, long readThrough)
            throws NeverDominates {
        for (String name : decisions.keySet()) {
            boolean added = !head.decisions().isEmpty() && !head.decisions().containsKey(name);
            if (added && takesEffect.applyAsLong(name) <= readThrough) {
                throw new NeverDominates("the decision \"" + name + "\" takes effect before what the store's head has"
                        + " read under a set without it: start the job with the former decisions, or rebuild into"
                        + " another schema and switch");
            }
        }
    }

    private static long readThrough(List<PartitionProgress> mine) {
        return mine.stream().mapToLong(PartitionProgress::readThrough).max().orElse(PartitionProgress.NO_TICK);
    }

    /** A job that lacks a partition, an offset or a decision of the store's head. Its message says which, and the remedy. */
    public static final class NeverDominates extends Exception {
        private static final long serialVersionUID = 1L;

        NeverDominates(String message) {
            super(message);
        }
    }
}
