package io.haochaping.domain.row;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.bytes.Hash64;
import io.haochaping.domain.calendar.ShanghaiTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The key of a row in its canonical bytes: the kind, then its parts. Two rows are the same row iff these bytes are equal; the order of the
 * bytes is the order of canonical rows.
 */
public final class RowKey implements Comparable<RowKey> {
    private static final int HOUR_MILLIS = 3_600_000;
    private static final int MINUTE_MILLIS = 60_000;
    private static final long HIGH_SEED = 0x68616f6368617069L;

    private final byte[] bytes;
    /** Hashed when it is asked for: most keys that a ledger touches cancel out before. 0: not yet. */
    private long low;

    private RowKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static RowKey ofBytes(byte[] bytes) {
        return new RowKey(bytes);
    }

    /** Hour leaf of the hour that holds {@code time}. */
    public static RowKey hour(ByteWriter out, long time, Part part, Dimensions at, String rulesVersion) {
        return finish(writeHour(out, time, part, at, rulesVersion));
    }

    /** The bytes of {@link #hour} alone, to find a row without making a key. */
    public static ByteWriter writeHour(ByteWriter out, long time, Part part, Dimensions at, String rulesVersion) {
        out.clear().writeByte(RowKind.HOUR.code()).writeByte(part.code()).writeInt((int)
                Math.floorDiv(time, HOUR_MILLIS));
        return out.writeString(at.region())
                .writeString(at.department())
                .writeString(at.venue())
                .writeString(at.item())
                .writeString(at.channel())
                .writeString(at.originApp())
                .writeString(rulesVersion);
    }

    public static RowKey minute(ByteWriter out, long time, Dimensions at) {
        return finish(writeMinute(out, time, at));
    }

    /** The bytes of {@link #minute} alone. */
    public static ByteWriter writeMinute(ByteWriter out, long time, Dimensions at) {
        out.clear().writeByte(RowKind.MINUTE.code()).writeInt((int) Math.floorDiv(time, MINUTE_MILLIS));
        return out.writeString(at.region()).writeString(at.department()).writeString(at.channel());
    }

    /** @param day days since 1970-01-01 in Asia/Shanghai */
    public static RowKey tag(ByteWriter out, int day, String item, String tag) {
        return finish(out.clear()
                .writeByte(RowKind.TAG.code())
                .writeInt(day)
                .writeString(item)
                .writeString(tag));
    }

    public static RowKey equation(ByteWriter out, String topic, int partition, String kind) {
        return finish(writeEquation(out, topic, partition, kind));
    }

    /** The bytes of {@link #equation} alone. */
    public static ByteWriter writeEquation(ByteWriter out, String topic, int partition, String kind) {
        return out.clear()
                .writeByte(RowKind.EQUATION.code())
                .writeString(topic)
                .writeInt(partition)
                .writeString(kind);
    }

    public static RowKey bad(
            ByteWriter out,
            String scope,
            String caseNumber,
            int ordinal,
            int level,
            long ratedAt,
            Dimensions at,
            String tags,
            boolean realName) {
        out.clear().writeByte(RowKind.BAD.code()).writeString(scope).writeString(caseNumber);
        out.writeInt(ordinal).writeByte(level).writeLong(ratedAt);
        out.writeString(at.region()).writeString(at.department()).writeString(at.venue());
        out.writeString(at.item()).writeString(at.channel());
        return finish(out.writeString(tags).writeByte(realName ? 1 : 0));
    }

    public static RowKey flag(ByteWriter out, String flag, String subject) {
        return finish(
                out.clear().writeByte(RowKind.FLAG.code()).writeString(flag).writeString(subject));
    }

    /**
     * @param content digest of the rating's content
     * @param cellKind of the cell that gives the signal
     * @param cell its name; empty for the cell of a case
     */
    public static RowKey suspect(
            ByteWriter out,
            String signal,
            String scope,
            String caseNumber,
            int ordinal,
            long content,
            long ratedAt,
            String region,
            String department,
            String channel,
            String cellKind,
            String cell) {
        out.clear().writeByte(RowKind.SUSPECT.code()).writeString(signal);
        out.writeString(scope)
                .writeString(caseNumber)
                .writeInt(ordinal)
                .writeLong(content)
                .writeLong(ratedAt);
        out.writeString(region).writeString(department).writeString(channel);
        return finish(out.writeString(cellKind).writeString(cell));
    }

    /** @param start beginning of its ten minutes, milliseconds */
    public static RowKey cell(ByteWriter out, String cellKind, String cell, long start) {
        out.clear().writeByte(RowKind.CELL.code()).writeString(cellKind).writeString(cell);
        return finish(out.writeLong(start));
    }

    private static RowKey finish(ByteWriter out) {
        return new RowKey(out.toBytes());
    }

    public byte[] bytes() {
        return bytes;
    }

    public RowKind kind() {
        return RowKind.of(bytes[0]);
    }

    /** Lower half of the 128-bit hash by which state finds the row. */
    public long low() {
        if (low == 0) {
            low = Hash64.of(bytes, 0, bytes.length, 0);
        }
        return low;
    }

    public long high() {
        return Hash64.of(bytes, 0, bytes.length, HIGH_SEED);
    }

    /** Start of the row's bucket in milliseconds, or when the rating that it flags was given; -1 for a kind that no time makes final. */
    public long time() {
        return timeOf(bytes, 0, bytes.length);
    }

    /** {@link #time} of a key that stands among other bytes. */
    public static long timeOf(byte[] bytes, int offset, int count) {
        return switch (RowKind.of(bytes[offset])) {
            case HOUR -> (long) intAt(bytes, offset + 2) * HOUR_MILLIS;
            case MINUTE -> (long) intAt(bytes, offset + 1) * MINUTE_MILLIS;
            case TAG -> ShanghaiTime.startOfDay(intAt(bytes, offset + 1));
            case SUSPECT -> ratedAt(new ByteReader().reset(bytes, offset, count));
            case CELL -> new ByteReader().reset(bytes, offset + count - 8, 8).readLong();
            case EQUATION, BAD, FLAG -> -1;
        };
    }

    /** Of a flag: behind three texts, the ordinal and the content. */
    private static long ratedAt(ByteReader in) {
        in.readByte();
        for (int texts = 3; texts > 0; texts--) {
            in.skip(in.readCount());
        }
        in.skip(4 + 8);
        return in.readLong();
    }

    private static int intAt(byte[] bytes, int index) {
        return (bytes[index] & 0xFF) << 24
                | (bytes[index + 1] & 0xFF) << 16
                | (bytes[index + 2] & 0xFF) << 8
                | bytes[index + 3] & 0xFF;
    }

    /** The parts of the key as the store holds them: numbers boxed, texts as they are, in the order in which they stand in the key. */
    public List<Object> parts() {
        ByteReader in = new ByteReader(bytes);
        in.readByte();
        List<Object> parts = new ArrayList<>(10);
        switch (kind()) {
            case HOUR -> {
                parts.add(in.readByte());
                parts.add((long) in.readInt() * HOUR_MILLIS);
                addTexts(parts, in, 7);
            }
            case MINUTE -> {
                parts.add((long) in.readInt() * MINUTE_MILLIS);
                addTexts(parts, in, 3);
            }
            case TAG -> {
                parts.add(in.readInt());
                addTexts(parts, in, 2);
            }
            case EQUATION -> {
                parts.add(in.readText());
                parts.add(in.readInt());
                parts.add(in.readText());
            }
            case BAD -> {
                addTexts(parts, in, 2);
                parts.add(in.readInt());
                parts.add(in.readByte());
                parts.add(in.readLong());
                addTexts(parts, in, 6);
                parts.add(in.readByte() == 1);
            }
            case FLAG -> addTexts(parts, in, 2);
            case SUSPECT -> {
                addTexts(parts, in, 3);
                parts.add(in.readInt());
                parts.add(in.readLong());
                parts.add(in.readLong());
                addTexts(parts, in, 5);
            }
            case CELL -> {
                addTexts(parts, in, 2);
                parts.add(in.readLong());
            }
        }
        return parts;
    }

    private static void addTexts(List<Object> parts, ByteReader in, int count) {
        for (int i = 0; i < count; i++) {
            parts.add(in.readText());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low());
    }

    @Override
    public int compareTo(RowKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    /** The canonical text of docs/counting.md section 8. */
    @Override
    public String toString() {
        return RowText.of(this);
    }
}
