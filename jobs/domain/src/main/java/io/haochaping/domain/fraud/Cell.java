package io.haochaping.domain.fraud;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.bytes.Symbols;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What has come to one cell: distinct ratings and, in the cell of a case, distinct times of acceptance, both sorted. A function of the set of traces alone: which
 * came first, and how often, cannot be seen.
 */
final class Cell {
    /** More ratings are not held: of a value that everybody sends ("unknown") a cell would hold a city. The first in their order are, whenever they come. */
    static final int MOST_RATINGS = 400;

    static final int MOST_ACCEPTANCES = 16;

    private static final int FORM = 1;

    final CellKind kind;
    final String name;
    final long start;
    final List<TracedRating> ratings = new ArrayList<>();
    final List<Long> acceptances = new ArrayList<>();

    Cell(CellKind kind, String name, long start) {
        this.kind = kind;
        this.name = name;
        this.start = start;
    }

    /** A cell with the same in it. */
    Cell copy() {
        Cell copy = new Cell(kind, name, start);
        copy.ratings.addAll(ratings);
        copy.acceptances.addAll(acceptances);
        return copy;
    }

    /** False where the cell was like that already. */
    boolean add(Trace trace) {
        return trace.rating() == null ? addAcceptance(trace.acceptedAt()) : addRating(trace.rating());
    }

    private boolean addRating(TracedRating rating) {
        int found = Collections.binarySearch(ratings, rating);
        if (found >= 0) {
            TracedRating known = ratings.get(found);
            ratings.set(found, known.withTextOf(rating));
            return known != ratings.get(found);
        }
        return insert(ratings, -found - 1, rating, MOST_RATINGS);
    }

    private boolean addAcceptance(long time) {
        int found = Collections.binarySearch(acceptances, time);
        return found < 0 && insert(acceptances, -found - 1, time, MOST_ACCEPTANCES);
    }

    private static <T> boolean insert(List<T> sorted, int at, T element, int most) {
        if (at >= most) {
            return false;
        }
        sorted.add(at, element);
        if (sorted.size() > most) {
            sorted.remove(most);
        }
        return true;
    }

    /** The latest own time of what is in it. */
    long lastTime() {
        long last = acceptances.isEmpty() ? Long.MIN_VALUE : acceptances.get(acceptances.size() - 1);
        for (TracedRating rating : ratings) {
            last = Math.max(last, rating.ratedAt());
        }
        return last;
    }

    void write(ByteWriter out) {
        out.writeByte(FORM).writeByte(kind.code()).writeString(name).writeUnsigned(start);
        out.writeUnsigned(ratings.size());
        ratings.forEach(rating -> rating.write(out));
        out.writeUnsigned(acceptances.size());
        acceptances.forEach(out::writeUnsigned);
    }

    static Cell read(ByteReader in, Symbols symbols) {
        int form = in.readByte();
        if (form != FORM) {
            throw new IllegalStateException("a cell of form " + form + " was written by a later version");
        }
        Cell cell = new Cell(CellKind.of(in.readByte()), in.readString(symbols), in.readUnsigned());
        for (int left = in.readCount(); left > 0; left--) {
            cell.ratings.add(TracedRating.read(in, symbols));
        }
        for (int left = in.readCount(); left > 0; left--) {
            cell.acceptances.add(in.readUnsigned());
        }
        return cell;
    }
}
