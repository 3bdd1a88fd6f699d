package io.haochaping.domain.fraud;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.bytes.Symbols;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What has come to one cell: distinct ratings and, in the cell of a case, distinct times of acceptance, both sorted. A function of the set of traces alone: which
 * came first, and how often, cannot be seen.
 */
final class Cell {
    /**
     * More ratings of one era are not held: of a value that everybody sends ("unknown") a cell would hold a city. The first in their order are, whenever they come.
     *
     * <p>A cell of ten minutes is one era. That of a case has an era every H: ratings that come behind a sweep lie more than H behind whatever was swept, so never in its era, and a
     * full cell keeps the same ratings whenever it is swept.
     */
    static final int MOST_RATINGS = 400;

    static final int MOST_ACCEPTANCES = 16;

    private static final int FORM = 1;
    private static final long HOUR_MILLIS = 3_600_000;

    final CellKind kind;
    final String name;
    final long start;
    final long horizon;
    final List<TracedRating> ratings = new ArrayList<>();
    final List<Long> acceptances = new ArrayList<>();

    /** @param horizon H, milliseconds */
    Cell(CellKind kind, String name, long start, long horizon) {
        this.kind = kind;
        this.name = name;
        this.start = start;
        this.horizon = horizon;
    }

    /** A cell with the same in it. */
    Cell copy() {
        Cell copy = new Cell(kind, name, start, horizon);
        copy.ratings.addAll(ratings);
        copy.acceptances.addAll(acceptances);
        return copy;
    }

    /** False where the cell was like that already. */
    boolean add(Trace trace) {
        return trace.rating() == null ? addAcceptance(trace.acceptedAt()) : addRating(trace.rating());
    }

    private boolean addRating(TracedRating rating) {
        int found = Collections.binarySearch(ratings, rating, this::order);
        if (found >= 0) {
            TracedRating known = ratings.get(found);
            ratings.set(found, known.withTextOf(rating));
            return known != ratings.get(found);
        }
        return insert(ratings, -found - 1, rating, TracedRating::ratedAt, MOST_RATINGS);
    }

    private boolean addAcceptance(long time) {
        int found = Collections.binarySearch(acceptances, time);
        return found < 0 && insert(acceptances, -found - 1, time, accepted -> accepted, MOST_ACCEPTANCES);
    }

    /** The order of the ratings: era by era. */
    int order(TracedRating one, TracedRating other) {
        int byEra = Long.compare(era(kind, one.ratedAt(), horizon), era(kind, other.ratedAt(), horizon));
        return byEra != 0 ? byEra : one.compareTo(other);
    }

    private static long era(CellKind kind, long time, long horizon) {
        return kind == CellKind.CASE ? Math.floorDiv(time, horizon) : 0;
    }

    private <T> boolean insert(List<T> sorted, int at, T element, ToLongFunction<T> time, int most) {
        long era = era(kind, time.applyAsLong(element), horizon);
        int first = at;
        while (first > 0 && era(kind, time.applyAsLong(sorted.get(first - 1)), horizon) == era) {
            first--;
        }
        int last = first + most;
        if (at >= last) {
            return false;
        }
        sorted.add(at, element);
        if (sorted.size() > last && era(kind, time.applyAsLong(sorted.get(last)), horizon) == era) {
            sorted.remove(last);
        }
        return true;
    }

    /** Nothing that is appended behind this can change a flag that it gives, milliseconds. */
    private long over() {
        return kind == CellKind.CASE ? lastTime() + 2 * horizon : start + Trace.CELL_MILLIS + horizon;
    }

    /** The latest own time of what is in it. */
    private long lastTime() {
        long last = acceptances.isEmpty() ? Long.MIN_VALUE : acceptances.get(acceptances.size() - 1);
        for (TracedRating rating : ratings) {
            last = Math.max(last, rating.ratedAt());
        }
        return last;
    }

    /** Whether a cell as written is over: told from its first bytes, for a sweep looks at every cell there is. */
    static boolean isOver(ByteReader in, long readThrough) {
        return in.readInt() * HOUR_MILLIS <= readThrough;
    }

    /** Whether a cell as written lets nothing of the rating in: told from its first bytes, for most of what everybody sends comes to a cell that is full. */
    static boolean isFullFor(ByteReader in, Trace trace, long horizon) {
        in.readInt();
        requireForm(in);
        in.readByte();
        for (int left = in.readCount(); left > 0; left--) {
            long full = in.readSigned();
            long greatest = in.readLong();
            if (trace.rating() != null
                    && full == era(trace.kind(), trace.rating().ratedAt(), horizon)
                    && Long.compareUnsigned(trace.rating().content(), greatest) > 0) {
                return true;
            }
        }
        return false;
    }

    void write(ByteWriter out) {
        out.writeInt((int) (Math.floorDiv(over(), HOUR_MILLIS) + 1))
                .writeByte(FORM)
                .writeByte(kind.code());
        writeFullEras(out);
        out.writeString(name).writeUnsigned(start);
        out.writeUnsigned(ratings.size());
        ratings.forEach(rating -> rating.write(out));
        out.writeUnsigned(acceptances.size());
        acceptances.forEach(out::writeUnsigned);
    }

    /** Of each era that is full: which, and the content of its last rating. */
    private void writeFullEras(ByteWriter out) {
        List<TracedRating> lasts = new ArrayList<>(1);
        int inEra = 0;
        for (int i = 0; i < ratings.size(); i++) {
            long era = era(kind, ratings.get(i).ratedAt(), horizon);
            inEra = i > 0 && era(kind, ratings.get(i - 1).ratedAt(), horizon) == era ? inEra + 1 : 1;
            if (inEra == MOST_RATINGS) {
                lasts.add(ratings.get(i));
            }
        }
        out.writeUnsigned(lasts.size());
        lasts.forEach(
                last -> out.writeSigned(era(kind, last.ratedAt(), horizon)).writeLong(last.content()));
    }

    private static void requireForm(ByteReader in) {
        int form = in.readByte();
        if (form != FORM) {
            throw new IllegalStateException("a cell of form " + form + " was written by a later version");
        }
    }

    static Cell read(ByteReader in, Symbols symbols, long horizon) {
        in.readInt();
        requireForm(in);
        CellKind kind = CellKind.of(in.readByte());
        for (int left = in.readCount(); left > 0; left--) {
            in.readSigned();
            in.readLong();
        }
        Cell cell = new Cell(kind, in.readString(symbols), in.readUnsigned(), horizon);
        for (int left = in.readCount(); left > 0; left--) {
            cell.ratings.add(TracedRating.read(in, symbols));
        }
        for (int left = in.readCount(); left > 0; left--) {
            cell.acceptances.add(in.readUnsigned());
        }
        return cell;
    }
}
