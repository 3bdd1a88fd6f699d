package io.haochaping.intake;

import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** The writer schemas that count, by fingerprint and by registry id, each with its reader. Readers hold buffers: one set per thread. */
public final class WriterSchemas {
    record Writer(ReleasedSchema schema, long knownFrom, SentReader reader) {}

    private final Map<Long, Writer> byFingerprint = new HashMap<>();
    private final Map<Integer, Writer> byId = new HashMap<>();
    private final AvroCursor cursor = new AvroCursor();

    /**
     * @param registered schemas of the registry ids that the decision set lists, already fetched, each known from when its id is listed
     * @throws IllegalArgumentException where a schema cannot be read into the current one of its type: every record of it would be refused as undecodable
     */
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

    private Writer writer(ReleasedSchema schema) {
        SchemaCompatibilityType read = SchemaCompatibility.checkReaderWriterCompatibility(
                        schema.type().current(), schema.schema())
                .getType();
        if (read != SchemaCompatibilityType.COMPATIBLE) {
            throw new IllegalArgumentException("a schema listed as "
                    + schema.type().id() + " version " + schema.version() + " cannot be read into the current one");
        }
        return new Writer(schema, schema.knownFrom().toEpochMilli(), readerOf(schema));
    }

    private SentReader readerOf(ReleasedSchema schema) {
        if (isFirstRelease(schema, RecordType.RATING)) {
            return new HandReaders.RatingV1(cursor);
        }
        if (isFirstRelease(schema, RecordType.CASE_EVENT)) {
            return new HandReaders.CaseEventV1(cursor);
        }
        return new ResolvingReader(schema, cursor);
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
