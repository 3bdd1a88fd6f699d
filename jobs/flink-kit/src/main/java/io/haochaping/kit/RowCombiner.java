package io.haochaping.kit;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import io.haochaping.kit.wire.RowDelta;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Adds up changes of rows before they are shuffled; what is taken back and given again cancels here. Must be flushed before every barrier and at the end of input. */
public final class RowCombiner {
    /** Enough for minutes, equation and the busy items; leaves of rare items gain nothing from waiting longer. */
    private static final int MOST_ROWS = 16_384;

    private final Map<RowKey, TallyAccumulator> sums = new HashMap<>(MOST_ROWS * 2);
    private final Consumer<RowDelta> out;

    public RowCombiner(Consumer<RowDelta> out) {
        this.out = out;
    }

    public void add(RowKey row, TallyAccumulator change) {
        sum(row).add(change);
        flushIfFull();
    }

    public void add(RowKey row, Tally change) {
        sum(row).add(change, 1);
        flushIfFull();
    }

    private TallyAccumulator sum(RowKey row) {
        return sums.computeIfAbsent(row, r -> new TallyAccumulator());
    }

    private void flushIfFull() {
        if (sums.size() >= MOST_ROWS) {
            flush();
        }
    }

    public void flush() {
        sums.forEach((row, sum) -> {
            if (!sum.isZero()) {
                out.accept(new RowDelta(row, sum.toTally()));
            }
        });
        sums.clear();
    }
}
