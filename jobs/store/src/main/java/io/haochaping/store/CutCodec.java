package io.haochaping.store;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bytes of cuts and of their parts, for state and wire.
 *
 * <p>A cut is a head and as many further parts as its rows and refused records need: one array holds 2 GiB at most, and a restatement of a large store has more. A head begins with the
 * version of its form. Form 1 was one array with everything in it.
 */
public final class CutCodec {
    private static final int WHOLE = 1;
    private static final int IN_PARTS = 2;

    /** A part is closed once it has so many bytes; the record that passes the mark is still in it. */
    private static final int PART_BYTES = 4 << 20;

    private CutCodec() {}

    /** The head, then the other parts in order. */
    public static List<byte[]> write(Cut cut) {
        return write(cut, PART_BYTES);
    }

    static List<byte[]> write(Cut cut, int partBytes) {
        Parts parts = new Parts(partBytes);
        cut.rows().forEach(parts::add);
        cut.quarantine().forEach(parts::add);
        List<byte[]> following = parts.close();
        ByteWriter out = new ByteWriter(1 << 12);
        out.writeByte(IN_PARTS).writeUnsigned(following.size());
        writeHead(cut, out);
        List<byte[]> all = new ArrayList<>(following.size() + 1);
        all.add(out.toBytes());
        all.addAll(following);
        return all;
    }

    /** Fills parts: rows first, then refused records. */
    private static final class Parts {
        private final int limit;
        private final List<byte[]> closed = new ArrayList<>();
        private final ByteWriter content = new ByteWriter(1 << 12);
        private int rows;
        private int refused;

        private Parts(int limit) {
            this.limit = limit;
        }

        private void add(RowUpdate row) {
            write(row, content);
            rows++;
            closeIfFull();
        }

        private void add(QuarantineEntry entry) {
            write(entry, content);
            refused++;
            closeIfFull();
        }

        private void closeIfFull() {
            if (content.length() >= limit) {
                closePart();
            }
        }

        private void closePart() {
            ByteWriter part = new ByteWriter(content.length() + 16);
            part.writeUnsigned(rows).writeUnsigned(refused).writeBytes(content.array(), 0, content.length());
            closed.add(part.toBytes());
            content.clear();
            rows = 0;
            refused = 0;
        }

        private List<byte[]> close() {
            if (rows + refused > 0) {
                closePart();
            }
            return closed;
        }
    }

    private static void writeHead(Cut cut, ByteWriter out) {
        out.writeString(cut.name()).writeString(cut.predecessor()).writeString(cut.lineage());
        out.writeUnsigned(cut.lastEpoch()).writeSigned(cut.completeThrough());
        out.writeUnsigned(cut.decisions().size());
        cut.decisions().forEach((name, digest) -> out.writeString(name).writeString(digest));
        out.writeString(cut.decisionSetDigest()).writeString(cut.codeVersion()).writeByte(cut.restatement() ? 1 : 0);
        Totals totals = cut.totals();
        out.writeSigned(totals.ratings()).writeSigned(totals.counted()).writeSigned(totals.generated());
        out.writeSigned(totals.received()).writeSigned(totals.classified());
        out.writeUnsigned(cut.partitions().size());
        cut.partitions().forEach(progress -> write(progress, out));
        out.writeUnsigned(cut.gaps().size());
        cut.gaps().forEach(gap -> out.writeString(gap.topic())
                .writeUnsigned(gap.partition())
                .writeSigned(gap.received())
                .writeSigned(gap.classified()));
    }

    /** Cuts in the order in which they were written, each a head with its parts behind it. */
    public static List<Cut> readAll(Iterable<byte[]> parts) {
        List<Cut> cuts = new ArrayList<>();
        for (Iterator<byte[]> left = parts.iterator(); left.hasNext(); ) {
            cuts.add(read(left.next(), left));
        }
        return cuts;
    }

    private static Cut read(byte[] head, Iterator<byte[]> following) {
        ByteReader in = new ByteReader(head);
        int form = in.readByte();
        if (form != WHOLE && form != IN_PARTS) {
            throw new IllegalStateException(
                    "a cut in state has the form " + form
                            + ", which this version does not read: start the job with the version that wrote it, or a newer one");
        }
        int parts = form == IN_PARTS ? in.readCount() : 0;
        String name = text(in);
        String predecessor = text(in);
        String lineage = text(in);
        long lastEpoch = in.readUnsigned();
        long completeThrough = in.readSigned();
        SortedMap<String, String> decisions = new TreeMap<>();
        for (int left = in.readCount(); left > 0; left--) {
            decisions.put(text(in), text(in));
        }
        String digest = text(in);
        String codeVersion = text(in);
        boolean restatement = in.readByte() == 1;
        Totals totals = new Totals(in.readSigned(), in.readSigned(), in.readSigned(), in.readSigned(), in.readSigned());
        List<PartitionProgress> partitions = new ArrayList<>();
        for (int left = in.readCount(); left > 0; left--) {
            partitions.add(form == WHOLE ? readProgressOfFormOne(in) : readProgress(in));
        }
        List<RowUpdate> rows = new ArrayList<>();
        List<QuarantineEntry> quarantine = new ArrayList<>();
        if (form == WHOLE) {
            readRows(in, in.readCount(), rows);
            for (int left = in.readCount(); left > 0; left--) {
                quarantine.add(readQuarantineOfFormOne(in));
            }
        }
        List<Cut.EquationGap> gaps = new ArrayList<>();
        for (int left = in.readCount(); left > 0; left--) {
            gaps.add(new Cut.EquationGap(text(in), in.readCount(), in.readSigned(), in.readSigned()));
        }
        requireEnd(in);
        for (int part = 0; part < parts; part++) {
            if (!following.hasNext()) {
                throw new IllegalStateException(
                        "the cut " + name + " in state has " + part + " of its " + parts + " parts");
            }
            readPart(new ByteReader(following.next()), rows, quarantine);
        }
        return new Cut(
                name,
                predecessor,
                lineage,
                lastEpoch,
                completeThrough,
                decisions,
                digest,
                codeVersion,
                restatement,
                totals,
                partitions,
                rows,
                quarantine,
                gaps);
    }

    private static void readPart(ByteReader in, List<RowUpdate> rows, List<QuarantineEntry> quarantine) {
        int rowCount = in.readCount();
        int refusedCount = in.readCount();
        readRows(in, rowCount, rows);
        readRefused(in, refusedCount, quarantine);
        requireEnd(in);
    }

    private static void readRows(ByteReader in, int count, List<RowUpdate> rows) {
        for (int left = count; left > 0; left--) {
            rows.add(readRow(in));
        }
    }

    private static void readRefused(ByteReader in, int count, List<QuarantineEntry> quarantine) {
        for (int left = count; left > 0; left--) {
            quarantine.add(readQuarantine(in));
        }
    }

    private static void requireEnd(ByteReader in) {
        if (in.hasMore()) {
            throw new IllegalStateException("a cut in state has more bytes than its form names");
        }
    }

    public static void write(PartitionProgress progress, ByteWriter out) {
        out.writeString(progress.source().topic())
                .writeUnsigned(progress.source().partition())
                .writeUnsigned(progress.startOffset())
                .writeUnsigned(progress.endOffset())
                .writeUnsigned(progress.received())
                .writeUnsigned(progress.ticks())
                .writeSigned(progress.lastTick())
                .writeSigned(progress.readThrough());
    }

    public static PartitionProgress readProgress(ByteReader in) {
        PartitionProgress read = readProgressOfFormOne(in);
        return new PartitionProgress(
                read.source(),
                read.startOffset(),
                read.endOffset(),
                read.received(),
                read.ticks(),
                read.lastTick(),
                in.readSigned());
    }

    /** As it was written before it said how far in time a partition was read. */
    public static PartitionProgress readProgressOfFormOne(ByteReader in) {
        return new PartitionProgress(
                new TopicPartition(text(in), in.readCount()),
                in.readUnsigned(),
                in.readUnsigned(),
                in.readUnsigned(),
                in.readUnsigned(),
                in.readSigned());
    }

    public static void write(RowUpdate row, ByteWriter out) {
        out.writeEncoded(row.key().bytes());
        row.after().write(out);
        row.before().write(out);
    }

    public static RowUpdate readRow(ByteReader in) {
        return new RowUpdate(RowKey.ofBytes(in.readBytes(in.readCount())), Tally.read(in), Tally.read(in));
    }

    public static void write(QuarantineEntry entry, ByteWriter out) {
        out.writeString(entry.topic()).writeUnsigned(entry.partition()).writeUnsigned(entry.offset());
        out.writeSigned(entry.appendedAt()).writeSigned(entry.effectiveAppendedAt());
        out.writeString(entry.reason()).writeString(entry.messageZh()).writeString(entry.messageEn());
        writeNullable(entry.key(), out);
        writeNullable(entry.value(), out);
        out.writeSigned(entry.valueLength()).writeString(entry.valueSha256()).writeString(entry.redriveOf());
        out.writeUnsigned(entry.headers().size());
        entry.headers().forEach((name, value) -> {
            out.writeString(name);
            writeNullable(value, out);
        });
    }

    public static QuarantineEntry readQuarantine(ByteReader in) {
        QuarantineEntry read = readQuarantineOfFormOne(in);
        SortedMap<String, byte[]> headers = new TreeMap<>();
        for (int left = in.readCount(); left > 0; left--) {
            headers.put(text(in), readNullable(in));
        }
        return read.withHeaders(headers);
    }

    /** As it was written before headers were kept. */
    public static QuarantineEntry readQuarantineOfFormOne(ByteReader in) {
        return new QuarantineEntry(
                text(in),
                in.readCount(),
                in.readUnsigned(),
                in.readSigned(),
                in.readSigned(),
                text(in),
                text(in),
                text(in),
                readNullable(in),
                readNullable(in),
                (int) in.readSigned(),
                text(in),
                new TreeMap<>(),
                text(in));
    }

    private static void writeNullable(byte[] bytes, ByteWriter out) {
        out.writeByte(bytes == null ? 0 : 1);
        if (bytes != null) {
            out.writeEncoded(bytes);
        }
    }

    private static byte[] readNullable(ByteReader in) {
        return in.readByte() == 0 ? null : in.readBytes(in.readCount());
    }

    private static String text(ByteReader in) {
        return in.readText();
    }
}
