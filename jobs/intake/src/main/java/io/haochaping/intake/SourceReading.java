package io.haochaping.intake;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads records partition by partition: keeps the books of what was received and the last tick of each partition, so that the same records in the same partitions are decided
 * alike whoever reads them.
 */
public final class SourceReading {
    /** Takes what reading itself adds to rows: refused records in the equation, flags that belong to the copy and not to the record. */
    @FunctionalInterface
    public interface RowSink {
        void add(RowKey row, Tally change);
    }

    private static final Tally ONE_QUARANTINED = Tally.of(Figure.QUARANTINED, 1);
    private static final Tally ONE_RECORD = Tally.of(Figure.RECORDS, 1);

    private final Intake intake;
    private final RowSink rows;
    private final Map<TopicPartition, Book> books = new HashMap<>();
    private final Map<TopicPartition, Long> firstOffsets = new HashMap<>();
    private final ByteWriter keys = new ByteWriter(128);
    private Book last;

    public SourceReading(Intake intake, RowSink rows) {
        this.intake = intake;
        this.rows = rows;
    }

    /** Continues a partition from where it stood; of two views of one partition the further holds. */
    public void resume(PartitionProgress progress) {
        Book known = books.get(progress.source());
        Book book = new Book(known == null ? progress : known.progress().furtherOf(progress));
        book.touched = known != null && known.touched;
        books.put(progress.source(), book);
        last = null;
    }

    /**
     * Says from where partitions are read that are not known yet; one that is not named begins at offset 0.
     *
     * @param tell true where {@link #takeMoved} shall name each of them once, even if it has no record
     */
    public void begin(Map<TopicPartition, Long> offsets, boolean tell) {
        firstOffsets.putAll(offsets);
        if (tell) {
            offsets.forEach((source, offset) -> books.computeIfAbsent(source, this::begun).touched = true);
        }
    }

    private Book begun(TopicPartition source) {
        return new Book(PartitionProgress.starting(source, firstOffsets.getOrDefault(source, 0L)));
    }

    /** Decodes the next record of its partition. */
    public Decoded read(RawRecord raw) {
        Book book = bookOf(raw);
        if (raw.offset() < book.endOffset) {
            throw new IllegalStateException("offset " + raw.offset() + " of " + book.source
                    + " comes behind offset " + (book.endOffset - 1)
                    + ": a record would be received twice; restart the job from its last checkpoint");
        }
        Decoded decoded = intake.decode(raw, book.lastTick);
        book.endOffset = raw.offset() + 1;
        book.touched = true;
        book.readThrough = Math.max(book.readThrough, appendedAt(decoded));
        if (decoded instanceof Decoded.Ticked tick) {
            book.ticks++;
            book.lastTick = tick.valid() ? Math.max(book.lastTick, tick.time()) : book.lastTick;
            return decoded;
        }
        book.received++;
        if (decoded instanceof Decoded.Refused) {
            rows.add(RowKey.equation(keys, raw.topic(), raw.partition(), "unread"), ONE_QUARANTINED);
        }
        if (intake.hasStrayAppendHeader(raw)) {
            rows.add(RowKey.flag(keys, "stray-append-header", raw.topic()), ONE_RECORD);
        }
        return decoded;
    }

    /** Effective append time; of a tick its T where it is valid. */
    private static long appendedAt(Decoded decoded) {
        if (decoded instanceof Decoded.Received received) {
            return received.fact().appendedAt;
        }
        if (decoded instanceof Decoded.Refused refused) {
            return refused.effectiveAppendedAt();
        }
        return decoded instanceof Decoded.Ticked tick && tick.valid() ? tick.time() : PartitionProgress.NO_TICK;
    }

    /** Whether the partition was read before, or was there when the reading began. */
    public boolean knows(TopicPartition source) {
        return books.containsKey(source) || firstOffsets.containsKey(source);
    }

    /** Progress of every partition that was read since the last call. */
    public List<PartitionProgress> takeMoved() {
        List<PartitionProgress> moved = new ArrayList<>();
        for (Book book : books.values()) {
            if (book.touched) {
                moved.add(book.progress());
                book.touched = false;
            }
        }
        return moved;
    }

    public Collection<PartitionProgress> progress() {
        return books.values().stream().map(Book::progress).toList();
    }

    private Book bookOf(RawRecord raw) {
        if (last != null
                && last.source.partition() == raw.partition()
                && last.source.topic().equals(raw.topic())) {
            return last;
        }
        TopicPartition source = new TopicPartition(raw.topic(), raw.partition());
        last = books.computeIfAbsent(source, this::begun);
        return last;
    }

    private static final class Book {
        private final TopicPartition source;
        private final long startOffset;
        private long endOffset;
        private long received;
        private long ticks;
        private long lastTick;
        private long readThrough;
        private boolean touched;

        Book(PartitionProgress from) {
            source = from.source();
            startOffset = from.startOffset();
            endOffset = from.endOffset();
            received = from.received();
            ticks = from.ticks();
            lastTick = from.lastTick();
            readThrough = from.readThrough();
        }

        PartitionProgress progress() {
            return new PartitionProgress(source, startOffset, endOffset, received, ticks, lastTick, readThrough);
        }
    }
}
