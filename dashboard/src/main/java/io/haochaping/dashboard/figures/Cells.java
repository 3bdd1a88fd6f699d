package io.haochaping.dashboard.figures;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.IntConsumer;

/**
 * The figures of an hour, a day or a month by department, venue, channel and region. Immutable, and packed into three arrays: a year of a province is some
 * millions of cells of about 40 bytes, which as objects would be ten times that.
 */
public final class Cells {
    public static final Cells NONE = new Cells(new long[0], new int[0], new byte[0]);

    /** Ascending. */
    private final long[] keys;
    /** Where the written tally of each cell ends; it begins where the one before ends. */
    private final int[] ends;

    private final byte[] tallies;

    private Cells(long[] keys, int[] ends, byte[] tallies) {
        this.keys = keys;
        this.ends = ends;
        this.tallies = tallies;
    }

    /** Cells by {@link CodeBook#key}; a sum of zero is no cell. */
    public static Cells of(SortedMap<Long, TallyAccumulator> sums) {
        Builder builder = new Builder(sums.size());
        for (Map.Entry<Long, TallyAccumulator> sum : sums.entrySet()) {
            builder.add(sum.getKey(), sum.getValue().toTally());
        }
        return builder.build();
    }

    public int size() {
        return keys.length;
    }

    /** About what it takes in memory. */
    public long bytes() {
        return 12L * keys.length + tallies.length;
    }

    /** Added cell by cell: the group of tallies, lifted to cells. */
    public Cells plus(Cells other) {
        return plus(other, 1);
    }

    public Cells minus(Cells other) {
        return plus(other, -1);
    }

    private Cells plus(Cells other, int sign) {
        Builder merged = new Builder(Math.max(keys.length, other.keys.length));
        Sum sum = new Sum();
        int mine = 0;
        int theirs = 0;
        while (mine < keys.length || theirs < other.keys.length) {
            boolean hasMine = mine < keys.length && (theirs == other.keys.length || keys[mine] <= other.keys[theirs]);
            boolean hasTheirs = theirs < other.keys.length && (mine == keys.length || other.keys[theirs] <= keys[mine]);
            if (hasMine && !hasTheirs) {
                merged.copy(this, mine++);
                continue;
            }
            if (hasMine) {
                addTo(sum, mine++, 1);
            }
            long key = other.keys[theirs];
            other.addTo(sum, theirs++, sign);
            merged.add(key, sum.take());
        }
        return merged.build();
    }

    /** These cells, but those of some departments as they are in the replacement. */
    public Cells withDepartments(Set<Integer> departments, Cells replacement) {
        Builder others = new Builder(keys.length);
        for (int i = 0; i < keys.length; i++) {
            if (!departments.contains(CellKey.department(keys[i]))) {
                others.copy(this, i);
            }
        }
        return others.build().plus(replacement);
    }

    public Tally sum(Selection selection) {
        return sum(selection, new Sum());
    }

    Tally sum(Selection selection, Sum sum) {
        forEach(selection, cell -> addTo(sum, cell, 1));
        return sum.take();
    }

    /** The selected cells added up by a dimension, in the order of its numbers. */
    public List<Group> groups(Dimension dimension, Selection selection) {
        LongList order = new LongList(selection.isEverything() ? keys.length : 16);
        forEach(selection, cell -> order.add((long) dimension.of(keys[cell]) << 32 | cell));
        long[] sorted = order.sorted();
        List<Group> groups = new ArrayList<>();
        Sum sum = new Sum();
        for (int i = 0; i < sorted.length; i++) {
            addTo(sum, (int) sorted[i], 1);
            int number = (int) (sorted[i] >>> 32);
            if (i + 1 == sorted.length || (int) (sorted[i + 1] >>> 32) != number) {
                groups.add(new Group(number, sum.take()));
            }
        }
        return groups;
    }

    private void forEach(Selection selection, IntConsumer cell) {
        if (selection.departments() == null) {
            forEach(selection, 0, keys.length, cell);
            return;
        }
        for (int department : selection.departments()) {
            forEach(selection, from(CellKey.first(department)), from(CellKey.first(department + 1)), cell);
        }
    }

    private void forEach(Selection selection, int from, int to, IntConsumer cell) {
        for (int i = from; i < to; i++) {
            if (selection.holds(keys[i])) {
                cell.accept(i);
            }
        }
    }

    private int from(long key) {
        int at = Arrays.binarySearch(keys, key);
        return at < 0 ? -at - 1 : at;
    }

    private void addTo(Sum sum, int cell, int sign) {
        int from = begin(cell);
        sum.add(new ByteReader().reset(tallies, from, ends[cell] - from), sign);
    }

    private int begin(int cell) {
        return cell == 0 ? 0 : ends[cell - 1];
    }

    /**
     * One row of a table.
     *
     * @param number of the code, by {@link CodeBook#of}
     */
    public record Group(int number, Tally tally) {}

    /** Takes cells in the order of their keys. */
    private static final class Builder {
        private final ByteWriter tallies = new ByteWriter(1 << 12);
        private long[] keys;
        private int[] ends;
        private int size;

        Builder(int expected) {
            keys = new long[Math.max(expected, 8)];
            ends = new int[keys.length];
        }

        void add(long key, Tally tally) {
            if (!tally.isZero()) {
                tally.write(tallies);
                end(key);
            }
        }

        void copy(Cells from, int cell) {
            int begin = from.begin(cell);
            tallies.writeBytes(from.tallies, begin, from.ends[cell] - begin);
            end(from.keys[cell]);
        }

        private void end(long key) {
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, size * 2);
                ends = Arrays.copyOf(ends, size * 2);
            }
            keys[size] = key;
            ends[size++] = tallies.length();
        }

        Cells build() {
            return size == 0
                    ? NONE
                    : new Cells(Arrays.copyOf(keys, size), Arrays.copyOf(ends, size), tallies.toBytes());
        }
    }
}
