package io.haochaping.produce;

import io.haochaping.produce.input.Fault;
import io.haochaping.produce.input.InputFile;
import io.haochaping.produce.input.Line;
import io.haochaping.produce.input.Reason;
import io.haochaping.produce.input.Rows;
import io.haochaping.produce.mapping.MappedRecord;
import io.haochaping.produce.mapping.Mapping;
import io.haochaping.produce.say.Refusal;
import io.haochaping.schemas.RecordEncoder;
import io.haochaping.schemas.SingleObjectEncoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** Goes through a file line by line and says of each what becomes of it. Two passes over the same bytes say the same. */
public final class MappedLines implements AutoCloseable {
    /** Where a line goes. Raw text may hold personal data. */
    public interface Sink {
        void mapped(long line, List<Encoded> records) throws Refusal;

        void refused(long line, String raw, Reason reason, String column) throws Refusal;
    }

    /** A record as it will stand in the topic. */
    public record Encoded(MappedRecord record, byte[] value) {}

    /** What a topic takes; a line with a record that is too large for it is refused as a whole. */
    @FunctionalInterface
    public interface Room {
        boolean takes(MappedRecord record, byte[] value);
    }

    private final Rows rows;
    private final Mapping mapping;
    private final boolean historical;
    private final long now;
    private final Room room;
    private final Map<Schema, RecordEncoder> encoders = new IdentityHashMap<>();

    /** @param now by this machine's clock, taken once for all passes of a run; milliseconds */
    public MappedLines(InputFile file, Mapping mapping, boolean historical, long now, Room room)
            throws IOException, Refusal {
        this.rows = file.open(mapping.columns());
        this.mapping = mapping;
        this.historical = historical;
        this.now = now;
        this.room = room;
    }

    /** False at the end. */
    public boolean next(Sink sink) throws IOException, Refusal {
        Optional<Line> next = rows.next();
        if (next.isEmpty()) {
            return false;
        }
        Line line = next.get();
        if (line instanceof Line.Unreadable unreadable) {
            sink.refused(line.number(), line.raw(), unreadable.reason(), "");
            return true;
        }
        List<Encoded> records;
        try {
            records = encode(mapping.map(((Line.Readable) line).row()));
        } catch (Fault fault) {
            sink.refused(line.number(), line.raw(), fault.reason(), fault.column());
            return true;
        }
        sink.mapped(line.number(), records);
        return true;
    }

    private List<Encoded> encode(List<MappedRecord> records) throws Fault {
        List<Encoded> encoded = new ArrayList<>(records.size());
        for (MappedRecord record : records) {
            if (historical && (record.firstAppend() < 0 || record.firstAppend() > now)) {
                // One line of the year 2062 would let the ticks behind it settle everything up to then.
                throw new Fault(Reason.UNUSABLE_APPEND_TIME, "");
            }
            byte[] value = encoders.computeIfAbsent(record.value().getSchema(), SingleObjectEncoding::encoder)
                    .encode(record.value());
            if (!room.takes(record, value)) {
                throw new Fault(Reason.TOO_LARGE, "");
            }
            encoded.add(new Encoded(record, value));
        }
        return encoded;
    }

    /** Columns of the file that the mapping does not ask for; empty where the file does not say its columns. */
    List<String> unused() {
        return rows.columns().orElse(List.of()).stream()
                .filter(column -> !mapping.columns().contains(column))
                .toList();
    }

    long bytesRead() {
        return rows.bytesRead();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
