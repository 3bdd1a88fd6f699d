package io.haochaping.domain.fraud;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.bytes.Symbols;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Takes traces in, each in its cell, and tells which flags come and go. What is flagged is a pure function of the set of traces: any order, any repetition and any split
 * of the cells give the same rows (docs/fraud.md). Flags change no figure. One instance per thread.
 */
public final class FraudCells {
    private static final Tally ONE = Tally.of(Figure.RECORDS, 1);
    private static final Tally NO_MORE = Tally.of(Figure.RECORDS, -1);

    private final Judge judge;
    private final long horizon;
    private final Symbols symbols = new Symbols(16_384);
    private final ByteReader reader = new ByteReader();
    private final ByteWriter writer = new ByteWriter(1024);
    private final ByteWriter keys = new ByteWriter(256);

    public FraudCells(RuleBook rules, Limits limits) {
        this.judge = new Judge(rules, limits.horizon());
        this.horizon = limits.horizon();
    }

    /**
     * @param changes takes what the trace changed: +1 per flag that comes, −1 per flag that goes, and the size of a cell that has flags
     * @return false where the cell was like that already
     */
    public boolean receive(ByteTable cells, Trace trace, BiConsumer<RowKey, Tally> changes) {
        long high = trace.key().high();
        long low = trace.key().low();
        boolean known = cells.read(high, low, reader);
        if (known && Cell.isFullFor(reader, trace, horizon)) {
            return false;
        }
        Cell before = known && cells.read(high, low, reader)
                ? Cell.read(reader, symbols, horizon)
                : new Cell(trace.kind(), trace.name(), trace.start(), horizon);
        Cell after = before.copy();
        if (!after.add(trace)) {
            return false;
        }
        after.write(writer.clear());
        cells.put(high, low, writer.array(), 0, writer.length());
        tell(before, judge.signals(before), after, judge.signals(after), changes);
        return true;
    }

    /** Both cells are sorted alike, so one walk meets what is in both at once. */
    private void tell(Cell before, int[] had, Cell after, int[] has, BiConsumer<RowKey, Tally> changes) {
        int old = 0;
        int fresh = 0;
        while (old < had.length || fresh < has.length) {
            int order = old == had.length
                    ? 1
                    : fresh == has.length ? -1 : after.order(before.ratings.get(old), after.ratings.get(fresh));
            int gone = order <= 0 ? had[old] : 0;
            int come = order >= 0 ? has[fresh] : 0;
            if (gone != come) {
                flags(after, order <= 0 ? before.ratings.get(old) : after.ratings.get(fresh), gone, come, changes);
            }
            old += order <= 0 ? 1 : 0;
            fresh += order >= 0 ? 1 : 0;
        }
        long size = isShown(after, has) ? has.length : 0;
        long sizeBefore = isShown(before, had) ? had.length : 0;
        if (size != sizeBefore) {
            RowKey row = RowKey.cell(keys, after.kind.text(), after.name, after.start);
            changes.accept(row, Tally.of(Figure.RECORDS, size - sizeBefore));
        }
    }

    private static boolean isShown(Cell cell, int[] signals) {
        int all = 0;
        for (int of : signals) {
            all |= of;
        }
        return cell.kind != CellKind.CASE && all != 0;
    }

    private void flags(Cell cell, TracedRating rating, int gone, int come, BiConsumer<RowKey, Tally> changes) {
        for (Signal signal : Signal.values()) {
            if (((gone ^ come) & signal.bit()) != 0) {
                RowKey row = RowKey.suspect(
                        keys,
                        signal.text(),
                        rating.scope(),
                        rating.caseNumber(),
                        rating.ordinal(),
                        rating.content(),
                        rating.ratedAt(),
                        rating.region(),
                        rating.department(),
                        rating.channel(),
                        cell.kind.text(),
                        cell.name);
                changes.accept(row, (come & signal.bit()) != 0 ? ONE : NO_MORE);
            }
        }
    }

    /**
     * Forgets the cells that nothing can change any more; the flags that they gave stand. A cell of ten minutes: once everything appended up to its end + H has been
     * read. The cell of a case: up to its last record + 2 H, because a record speaks of another at most H away from it.
     *
     * @param readThrough everything appended up to here has been read, milliseconds
     * @return how many
     */
    public int purge(ByteTable cells, long readThrough) {
        List<long[]> old = new ArrayList<>();
        cells.forEach((high, low, bytes, offset, count) -> {
            if (Cell.isOver(reader.reset(bytes, offset, count), readThrough)) {
                old.add(new long[] {high, low});
            }
        });
        old.forEach(key -> cells.remove(key[0], key[1]));
        return old.size();
    }
}
