package io.haochaping.produce.mapping;

import io.haochaping.produce.input.Fault;
import io.haochaping.produce.input.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.avro.generic.GenericRecord;

/** What a mapping file says: how the lines of a city's own file become records. Names and spellings only; what a level or a channel means, the door decides. */
public final class Mapping {
    private final String digest;
    private final List<String> header;
    private final Set<String> nothing;
    private final FieldMapping firstAppend;
    private final List<RecordMapping> records;

    /**
     * @param digest SHA-256 of the file, hexadecimal
     * @param header names of the columns where the file has no header line; empty: it has one
     * @param firstAppend null: the record's own time is its first append time
     */
    Mapping(
            String digest,
            List<String> header,
            Set<String> nothing,
            FieldMapping firstAppend,
            List<RecordMapping> records) {
        this.digest = digest;
        this.header = List.copyOf(header);
        this.nothing = Set.copyOf(nothing);
        this.firstAppend = firstAppend;
        this.records = List.copyOf(records);
    }

    /**
     * Every record of a line, all or none: a line that is refused can be mended and sent again.
     *
     * @return empty where the line makes none
     */
    public List<MappedRecord> map(Row row) throws Fault {
        List<MappedRecord> made = new ArrayList<>(records.size());
        Object appended = firstAppend == null ? null : firstAppend.value(row, nothing);
        for (RecordMapping record : records) {
            Optional<GenericRecord> value = record.make(row, nothing);
            if (value.isPresent()) {
                made.add(mapped(record.kind(), value.get(), appended));
            }
        }
        return made;
    }

    private static MappedRecord mapped(RecordKind kind, GenericRecord value, Object appended) {
        long ownTime = (long) value.get(kind.ownTime());
        return new MappedRecord(
                kind,
                value.get(kind.number()).toString(),
                ownTime,
                appended == null ? ownTime : (long) appended,
                value);
    }

    public String digest() {
        return digest;
    }

    public List<String> header() {
        return header;
    }

    /** True where a column says when a record was first appended. */
    public boolean hasFirstAppend() {
        return firstAppend != null;
    }

    public SortedSet<RecordKind> kinds() {
        SortedSet<RecordKind> kinds = new TreeSet<>();
        records.forEach(record -> kinds.add(record.kind()));
        return kinds;
    }

    /** Every column that is asked for. */
    public SortedSet<String> columns() {
        SortedSet<String> columns = new TreeSet<>();
        for (RecordMapping record : records) {
            record.fields().forEach(field -> columns.addAll(field.columns()));
            if (record.condition() != null) {
                columns.add(record.condition().column());
            }
        }
        if (firstAppend != null) {
            columns.addAll(firstAppend.columns());
        }
        return columns;
    }
}
