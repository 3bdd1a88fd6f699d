package io.haochaping.dashboard.cut;

import io.haochaping.dashboard.figures.Cells;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The leaves of one hour, one by one: so of the next cut only those need to be read that it wrote. Immutable. */
final class HeldLeaves {
    /** Some 50 MB. A busy hour of a province has less than half of it; an hour that has more is read by department. */
    static final int MOST = 200_000;

    private final Map<UUID, Leaf> leaves;

    /** @param cell by {@link io.haochaping.dashboard.figures.CodeBook#key} */
    record Leaf(long cell, Tally figures) {}

    /**
     * What a cut made of it.
     *
     * @param change by cell, to be added to what the cells were
     */
    record Step(HeldLeaves after, Cells change) {}

    private HeldLeaves(Map<UUID, Leaf> leaves) {
        this.leaves = leaves;
    }

    /** @param leaves is not changed any more */
    static HeldLeaves of(Map<UUID, Leaf> leaves) {
        return new HeldLeaves(leaves);
    }

    int size() {
        return leaves.size();
    }

    Cells cells() {
        Map<Long, TallyAccumulator> sums = new HashMap<>();
        leaves.values().forEach(leaf -> sum(sums, leaf.cell()).add(leaf.figures(), 1));
        return Cells.of(new TreeMap<>(sums));
    }

    /** @param written leaves as they are now, in place of what they were; none of them is gone */
    Step with(Map<UUID, Leaf> written) {
        Map<Long, TallyAccumulator> change = new HashMap<>();
        written.forEach((id, now) -> {
            Leaf before = leaves.get(id);
            if (before != null) {
                sum(change, before.cell()).add(before.figures(), -1);
            }
            sum(change, now.cell()).add(now.figures(), 1);
        });
        Map<UUID, Leaf> after = new HashMap<>(leaves);
        after.putAll(written);
        return new Step(new HeldLeaves(after), Cells.of(new TreeMap<>(change)));
    }

    private static TallyAccumulator sum(Map<Long, TallyAccumulator> sums, long cell) {
        return sums.computeIfAbsent(cell, first -> new TallyAccumulator());
    }
}
