package io.haochaping.kit.wire;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import io.haochaping.store.CutCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** What the committer is told, on the wire: a byte that says what it is, then its parts. */
public final class CommitItemSerializer extends FlatSerializer<CommitItem> {
    private static final long serialVersionUID = 1L;
    private static final int ROW = 1;
    private static final int IMAGE_ROW = 2;
    private static final int IMAGE_END = 3;
    private static final int PROGRESS = 4;
    private static final int ROUND = 5;
    private static final int REFUSED = 6;

    @Override
    protected void write(CommitItem item, ByteWriter target) {
        if (item instanceof CommitItem.Row row) {
            CutCodec.write(row.update(), target.writeByte(ROW));
        } else if (item instanceof CommitItem.ImageRow row) {
            target.writeByte(IMAGE_ROW).writeEncoded(row.key().bytes());
            row.figures().write(target);
        } else if (item instanceof CommitItem.ImageEnd end) {
            target.writeByte(IMAGE_END).writeUnsigned(end.subtask()).writeUnsigned(end.parallelism());
        } else if (item instanceof CommitItem.Progress progress) {
            CutCodec.write(progress.partition(), target.writeByte(PROGRESS));
        } else if (item instanceof CommitItem.Round round) {
            target.writeByte(ROUND)
                    .writeSigned(round.time())
                    .writeUnsigned(round.partitions().size());
            round.partitions()
                    .forEach(source -> target.writeString(source.topic()).writeUnsigned(source.partition()));
        } else if (item instanceof CommitItem.Refused refused) {
            CutCodec.write(refused.entry(), target.writeByte(REFUSED));
        }
    }

    @Override
    protected CommitItem read(ByteReader source) {
        int what = source.readByte();
        return switch (what) {
            case ROW -> new CommitItem.Row(CutCodec.readRow(source));
            case IMAGE_ROW ->
                new CommitItem.ImageRow(RowKey.ofBytes(source.readBytes(source.readCount())), Tally.read(source));
            case IMAGE_END -> new CommitItem.ImageEnd(source.readCount(), source.readCount());
            case PROGRESS -> new CommitItem.Progress(CutCodec.readProgress(source));
            case ROUND -> readRound(source);
            case REFUSED -> new CommitItem.Refused(CutCodec.readQuarantine(source));
            default -> throw new IllegalStateException("no commit item begins with " + what);
        };
    }

    private static CommitItem readRound(ByteReader source) {
        long time = source.readSigned();
        int count = source.readCount();
        List<TopicPartition> partitions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            partitions.add(new TopicPartition(source.readText(), source.readCount()));
        }
        return new CommitItem.Round(time, partitions);
    }

    @Override
    public CommitItemSerializer duplicate() {
        return new CommitItemSerializer();
    }

    @Override
    public TypeSerializerSnapshot<CommitItem> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a savepoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<CommitItem> {
        public Snapshot() {
            super(CommitItemSerializer::new);
        }
    }
}
