package io.haochaping.fold;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.domain.tally.RowCodec;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What the rows of a fold add up to. Rows that have just changed are objects; when they are many, all of them are laid down as bytes. A month of a province has tens of millions of rows, of which few change at a
 * time: an object takes some 370 bytes, and a garbage collector walks them all.
 */
final class RowSums {
    private static final int MOST_OBJECTS = 1 << 18;

    /**
     * A table grows by copying itself, and is let go whole where another takes it over: one of everything would be twice in memory. So many, because an array of more than half a region (4 MiB in a heap of 16 GiB)
     * has regions of its own in G1, which are not moved and whose rest is lost: with 64 tables fifty million cases did not go into 17 GiB.
     */
    static final int TABLES = 1 << 10;

    private final int mostObjects;
    private final Map<RowKey, TallyAccumulator> changing = new HashMap<>();
    private final ByteTable[] laidDown = new ByteTable[TABLES];
    private final RowCodec codec = new RowCodec();

    RowSums() {
        this(MOST_OBJECTS);
    }

    RowSums(int mostObjects) {
        this.mostObjects = mostObjects;
        Arrays.setAll(laidDown, table -> new ByteTable());
    }

    /** Adds to the sum of the row. */
    void add(RowKey row, Tally change) {
        changing(row).add(change, 1);
    }

    void add(RowKey row, TallyAccumulator change) {
        changing(row).add(change);
    }

    private TallyAccumulator changing(RowKey row) {
        TallyAccumulator sum = changing.get(row);
        if (sum == null) {
            if (changing.size() >= mostObjects) {
                layDown();
            }
            sum = new TallyAccumulator();
            changing.put(row, sum);
        }
        return sum;
    }

    private void layDown() {
        changing.forEach(this::layDown);
        changing.clear();
    }

    private void layDown(RowKey row, TallyAccumulator change) {
        ByteTable table = laidDown[tableOf(row)];
        codec.write(table, row, change.add(codec.read(table, row), 1).toTally());
    }

    private static int tableOf(RowKey row) {
        return (int) row.high() & TABLES - 1;
    }

    /** Takes over the sums of another, which is used up: a table goes over at a time, for both whole would be twice the rows of a month in memory. */
    void takeOver(RowSums other) {
        other.layDown();
        layDown();
        for (int i = 0; i < TABLES; i++) {
            ByteTable table = laidDown[i];
            other.codec.forEach(
                    other.laidDown[i], (row, sum) -> codec.write(table, row, sum.plus(codec.read(table, row))));
            other.laidDown[i] = new ByteTable();
        }
    }

    /** Rows that are not zero. */
    int size() {
        layDown();
        return Arrays.stream(laidDown).mapToInt(ByteTable::size).sum();
    }

    /** Every row that is not zero, in no order that means anything. */
    void forEach(BiConsumer<RowKey, Tally> reader) {
        layDown();
        for (ByteTable table : laidDown) {
            codec.forEach(table, reader);
        }
    }
}
