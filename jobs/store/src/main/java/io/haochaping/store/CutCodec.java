package io.haochaping.store;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bytes of cuts and of their parts, for state and wire. A cut begins with the version of its form. */
public final class CutCodec {
    private static final int VERSION = 1;

    private CutCodec() {}

    public static byte[] write(Cut cut) {
        ByteWriter out = new ByteWriter(1 << 16);
        out.writeByte(VERSION)
                .writeString(cut.name())
                .writeString(cut.predecessor())
                .writeString(cut.lineage());
        out.writeUnsigned(cut.lastEpoch()).writeSigned(cut.completeThrough());
        out.writeUnsigned(cut.decisions().size());
        cut.decisions().forEach((name, digest) -> out.writeString(name).writeString(digest));
        out.writeString(cut.decisionSetDigest()).writeString(cut.codeVersion()).writeByte(cut.restatement() ? 1 : 0);
        Totals totals = cut.totals();
        out.writeSigned(totals.ratings()).writeSigned(totals.counted()).writeSigned(totals.generated());
        out.writeSigned(totals.received()).writeSigned(totals.classified());
        out.writeUnsigned(cut.partitions().size());
        cut.partitions().forEach(progress -> write(progress, out));
        out.writeUnsigned(cut.rows().size());
        cut.rows().forEach(row -> write(row, out));
        out.writeUnsigned(cut.quarantine().size());
        cut.quarantine().forEach(entry -> write(entry, out));
        out.writeUnsigned(cut.gaps().size());
        cut.gaps().forEach(gap -> out.writeString(gap.topic())
                .writeUnsigned(gap.partition())
                .writeSigned(gap.received())
                .writeSigned(gap.classified()));
        return out.toBytes();
    }

    public static Cut read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalStateException(
                    "a cut in state has the form " + version
                            + ", which this version does not read: start the job with the version that wrote it, or a newer one");
        }
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
            partitions.add(readProgress(in));
        }
        List<RowUpdate> rows = new ArrayList<>();
        for (int left = in.readCount(); left > 0; left--) {
            rows.add(readRow(in));
        }
        List<QuarantineEntry> quarantine = new ArrayList<>();
        for (int left = in.readCount(); left > 0; left--) {
            quarantine.add(readQuarantine(in));
        }
        List<Cut.EquationGap> gaps = new ArrayList<>();
        for (int left = in.readCount(); left > 0; left--) {
            gaps.add(new Cut.EquationGap(text(in), in.readCount(), in.readSigned(), in.readSigned()));
        }
        if (in.hasMore()) {
            throw new IllegalStateException("a cut in state has more bytes than its form names");
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

    public static void write(PartitionProgress progress, ByteWriter out) {
        out.writeString(progress.source().topic())
                .writeUnsigned(progress.source().partition())
                .writeUnsigned(progress.startOffset())
                .writeUnsigned(progress.endOffset())
                .writeUnsigned(progress.received())
                .writeUnsigned(progress.ticks())
                .writeSigned(progress.lastTick());
    }

    public static PartitionProgress readProgress(ByteReader in) {
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
    }

    public static QuarantineEntry readQuarantine(ByteReader in) {
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
