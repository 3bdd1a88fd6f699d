package io.haochaping.intake;

import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** The writer schemas that count, by fingerprint and by registry id, each with its reader. Readers hold buffers: one set per thread. */
public final class WriterSchemas {
    /**
     * @param reader into the version that counts everywhere
     * @param later readers into the versions that the decision set names, by when they count
     */
    record Writer(ReleasedSchema schema, long knownFrom, SentReader reader, NavigableMap<Long, SentReader> later) {
        /** A record is read into what was known of its type when it was appended, whatever is named since (law 5). */
        SentReader readerAt(long appendedAt) {
            if (later.isEmpty()) {
                return reader;
            }
            Map.Entry<Long, SentReader> named = later.floorEntry(appendedAt);
            return named == null ? reader : named.getValue();
        }
    }

    private final Map<Long, Writer> byFingerprint = new HashMap<>();
    private final Map<Integer, Writer> byId = new HashMap<>();
    private final List<ReleasedSchema> named;
    private final AvroCursor cursor = new AvroCursor();

    /**
     * @param registered schemas of the registry ids that the decision set lists, already fetched, each known from when its id is listed
     * @throws IllegalArgumentException where a schema cannot be read into the current one of its type, or into one that is named: every record of it would be refused as undecodable
     */
    public WriterSchemas(SchemaCatalog catalog, Map<Integer, ReleasedSchema> registered) {
        named = catalog.all().stream().filter(WriterSchemas::isNamed).toList();
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

    private static boolean isNamed(ReleasedSchema schema) {
        return schema.counts()
                && SchemaCatalog.released()
                        .byFingerprint(schema.fingerprint())
                        .filter(released -> !released.counts())
                        .isPresent();
    }

    private Writer writer(ReleasedSchema schema) {
        requireReadable(schema, schema.type().current(), "the current one");
        NavigableMap<Long, SentReader> later = new TreeMap<>();
        for (ReleasedSchema version : named) {
            if (version.type() == schema.type()) {
                requireReadable(schema, version.schema(), "version " + version.version());
                later.put(version.knownFrom().toEpochMilli(), new ResolvingReader(schema, version.schema(), cursor));
            }
        }
        return new Writer(schema, schema.knownFrom().toEpochMilli(), readerOf(schema), later);
    }

    private static void requireReadable(ReleasedSchema schema, Schema into, String what) {
        SchemaCompatibilityType read = SchemaCompatibility.checkReaderWriterCompatibility(into, schema.schema())
                .getType();
        if (read != SchemaCompatibilityType.COMPATIBLE) {
            throw new IllegalArgumentException("a schema listed as "
                    + schema.type().id() + " version " + schema.version() + " cannot be read into " + what);
        }
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
