package io.haochaping.intake;

import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import java.util.HashMap;
import java.util.Map;

/** The writer schemas that count, by fingerprint and by registry id, each with its reader. Readers hold buffers: one set per thread. */
public final class WriterSchemas {
    record Writer(ReleasedSchema schema, long knownFrom, SentReader reader) {}

    private final Map<Long, Writer> byFingerprint = new HashMap<>();
    private final Map<Integer, Writer> byId = new HashMap<>();

    /** @param registered schemas of the registry ids that the decision set lists, already fetched */
    public WriterSchemas(SchemaCatalog catalog, Map<Integer, ReleasedSchema> registered) {
        for (ReleasedSchema schema : catalog.all()) {
            byFingerprint.put(schema.fingerprint(), writer(schema));
        }
        registered.forEach((id, schema) -> byId.put(id, writer(schema)));
    }

    Writer byFingerprint(long fingerprint) {
        return byFingerprint.get(fingerprint);
    }

    Writer byId(int id) {
        return byId.get(id);
    }

    private static Writer writer(ReleasedSchema schema) {
        return new Writer(schema, schema.knownFrom().toEpochMilli(), readerOf(schema));
    }

    private static SentReader readerOf(ReleasedSchema schema) {
        if (isFirstRelease(schema, RecordType.RATING)) {
            return new HandReaders.RatingV1();
        }
        if (isFirstRelease(schema, RecordType.CASE_EVENT)) {
            return new HandReaders.CaseEventV1();
        }
        return new ResolvingReader(schema);
    }

    /** By fingerprint, never by version number alone: a hand decoder fits one schema to the byte. */
    private static boolean isFirstRelease(ReleasedSchema schema, RecordType type) {
        return schema.type() == type
                && SchemaCatalog.released().all().stream()
                        .anyMatch(released -> released.type() == type
                                && released.version() == 1
                                && released.fingerprint() == schema.fingerprint());
    }
}
