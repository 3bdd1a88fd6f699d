package io.haochaping.produce.mapping;

import io.haochaping.produce.input.Fault;
import io.haochaping.produce.input.Row;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.avro.generic.GenericRecord;

/** What a mapping file says: how the lines of a city's own file become records. Names and spellings only; what a level or a channel means, the door decides. */
public final class Mapping {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private final String digest;
    private final List<String> header;
    private final Set<String> nothing;
    private final FieldMapping firstAppend;
    private final LocalDate laterVersionFrom;
    private final List<RecordMapping> records;

    /**
     * @param digest SHA-256 of the file, hexadecimal
     * @param header names of the columns where the file has no header line; empty: it has one
     * @param firstAppend null: the record's own time is its first append time
     * @param laterVersionFrom the day from which a job takes records of a later version; null: none is of one
     */
    Mapping(
            String digest,
            List<String> header,
            Set<String> nothing,
            FieldMapping firstAppend,
            LocalDate laterVersionFrom,
            List<RecordMapping> records) {
        this.digest = digest;
        this.header = List.copyOf(header);
        this.nothing = Set.copyOf(nothing);
        this.firstAppend = firstAppend;
        this.laterVersionFrom = laterVersionFrom;
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
                made.add(mapped(record, value.get(), appended));
            }
        }
        return made;
    }

    private static MappedRecord mapped(RecordMapping mapping, GenericRecord value, Object appended) {
        RecordKind kind = mapping.kind();
        long ownTime = (long) value.get(kind.ownTime());
        return new MappedRecord(
                kind,
                value.get(kind.number()).toString(),
                ownTime,
                appended == null ? ownTime : (long) appended,
                mapping.isOfLaterVersion(value),
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

    /** The day from which a job takes what fills a field of a later version; empty: every record is of the version that counts anyway. */
    public Optional<LocalDate> laterVersionFrom() {
        return Optional.ofNullable(laterVersionFrom);
    }

    /** The first instant of that day, milliseconds; {@link Long#MIN_VALUE}: there is none. */
    public long laterVersionFromMillis() {
        return laterVersionFrom == null
                ? Long.MIN_VALUE
                : laterVersionFrom.atStartOfDay(SHANGHAI).toInstant().toEpochMilli();
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
