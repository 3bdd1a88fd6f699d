package io.haochaping.domain.fraud;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.bytes.Symbols;
import io.haochaping.domain.record.CaseKey;

/**
 * One rating in one cell, or one acceptance in the cell of its case.
 *
 * @param key 128 bits that find the cell
 * @param name what a reader may know of the cell: key id and pseudonym, or the code of a terminal; empty for a case
 * @param start beginning of the cell's ten minutes, milliseconds; 0 for a case
 * @param rating null for an acceptance
 * @param acceptedAt 0 for a rating
 */
public record Trace(CaseKey key, CellKind kind, String name, long start, TracedRating rating, long acceptedAt) {
    /** Width of a cell. */
    public static final long CELL_MILLIS = 600_000;

    /** The cell of ten minutes that a rating of this time lies in. */
    public static long cellStart(long ratedAt) {
        return Math.floorDiv(ratedAt, CELL_MILLIS) * CELL_MILLIS;
    }

    public void write(ByteWriter out) {
        out.writeLong(key.high()).writeLong(key.low()).writeByte(kind.code());
        out.writeString(name).writeUnsigned(start).writeUnsigned(acceptedAt);
        if (acceptedAt == 0) {
            rating.write(out);
        }
    }

    public static Trace read(ByteReader in, Symbols symbols) {
        CaseKey key = new CaseKey(in.readLong(), in.readLong());
        CellKind kind = CellKind.of(in.readByte());
        String name = in.readString(symbols);
        long start = in.readUnsigned();
        long acceptedAt = in.readUnsigned();
        return new Trace(key, kind, name, start, acceptedAt == 0 ? TracedRating.read(in, symbols) : null, acceptedAt);
    }
}
