package io.haochaping.schemas;

import java.util.List;
import org.apache.avro.Schema;

/** Version 1 of every type: what a test may spell out, because later releases leave it as it is. */
final class FirstRelease {

    private FirstRelease() {}

    static SchemaCatalog catalog() {
        List<ReleasedSchema> first = SchemaCatalog.released().all().stream()
                .filter(released -> released.version() == 1)
                .toList();
        return new SchemaCatalog(first);
    }

    static ReleasedSchema of(RecordType type) {
        return catalog().current(type);
    }

    static Schema schema(RecordType type) {
        return of(type).schema();
    }
}
