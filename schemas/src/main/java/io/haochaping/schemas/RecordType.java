package io.haochaping.schemas;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** The kinds of record that cross the border of the system. */
public enum RecordType {
    RATING("rating"),
    CASE_EVENT("case-event"),
    WORK_ORDER_EVENT("work-order-event"),
    COMPLAINT_EVENT("complaint-event"),
    EXCLUSION("exclusion"),
    TICK("tick"),
    BAD_REVIEW("bad-review"),
    ALERT("alert"),
    QUARANTINED("quarantined");

    private final String id;
    private volatile Schema current;

    RecordType(String id) {
        this.id = id;
    }

    /** Stands in the release index, the decision set and the golden directories: never rename one. */
    public String id() {
        return id;
    }

    /** The name without a folder, for example {@code rating.avsc}; the folder is the version's. */
    public String fileName() {
        return id + ".avsc";
    }

    /** The newest version that counts without being named: what this code writes where nothing else is asked for, and what it reads every other version into. */
    public Schema current() {
        Schema known = current;
        if (known == null) {
            known = SchemaCatalog.released().current(this).schema();
            current = known;
        }
        return known;
    }

    /** The newest released version, though it may count only where a decision set names it (docs/decisions/0101). */
    public Schema newest() {
        return SchemaCatalog.released().newest(this).schema();
    }

    /** @throws IllegalArgumentException naming the known ids, where there is no such type */
    public static RecordType of(String id) {
        return Arrays.stream(values())
                .filter(type -> type.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No record type \"" + id + "\"; known are "
                        + Arrays.stream(values()).map(RecordType::id).collect(Collectors.joining(", "))));
    }
}
