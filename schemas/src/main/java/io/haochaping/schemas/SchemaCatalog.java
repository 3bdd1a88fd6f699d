package io.haochaping.schemas;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every schema that counts, by fingerprint. Immutable; part of the decision set.
 *
 * <p>A fingerprint that is not in here is quarantined as {@code unknown-schema}, whatever a registry says.
 */
public final class SchemaCatalog {

    private static final Comparator<ReleasedSchema> ORDER =
            Comparator.comparing(ReleasedSchema::type).thenComparingInt(ReleasedSchema::version);

    private static SchemaCatalog released;

    private final List<ReleasedSchema> all;
    private final Map<Long, ReleasedSchema> byFingerprint = new HashMap<>();
    private final Map<RecordType, ReleasedSchema> current = new EnumMap<>(RecordType.class);

    SchemaCatalog(Collection<ReleasedSchema> schemas) {
        this.all = schemas.stream().sorted(ORDER).toList();
        all.forEach(this::add);
    }

    private void add(ReleasedSchema schema) {
        ReleasedSchema twin = byFingerprint.put(schema.fingerprint(), schema);
        if (twin != null) {
            throw new IllegalArgumentException(
                    ("%s version %d and %s version %d share the fingerprint %s: docs, defaults,"
                                    + " aliases and logical types do not tell two versions apart")
                            .formatted(
                                    twin.type().id(),
                                    twin.version(),
                                    schema.type().id(),
                                    schema.version(),
                                    Fingerprints.hex(schema.fingerprint())));
        }
        ReleasedSchema before = current.put(schema.type(), schema);
        if (before != null && before.version() == schema.version()) {
            throw new IllegalArgumentException("Version %d of %s stands twice"
                    .formatted(schema.version(), schema.type().id()));
        }
    }

    /**
     * What this code was released with: {@code haochaping/avro/releases.tsv} and the files it names.
     *
     * @throws IllegalStateException naming the file, where one is missing or is not what the index says
     */
    public static synchronized SchemaCatalog released() {
        // Not a static initialiser: its second failure would be a NoClassDefFoundError that hides the file's name.
        if (released == null) {
            released = ReleaseIndex.shipped().catalog();
        }
        return released;
    }

    public Optional<ReleasedSchema> byFingerprint(long fingerprint) {
        return Optional.ofNullable(byFingerprint.get(fingerprint));
    }

    /** By type, then version. */
    public Collection<ReleasedSchema> all() {
        return all;
    }

    /**
     * The highest version of a type.
     *
     * @throws IllegalArgumentException where the type has no release
     */
    public ReleasedSchema current(RecordType type) {
        ReleasedSchema newest = current.get(type);
        if (newest == null) {
            throw new IllegalArgumentException("No schema of " + type.id() + " is released");
        }
        return newest;
    }

    /** One line per schema in the order of {@link #all()}, each ended by a line feed; part of the decision-set digest. */
    public String canonicalText() {
        return all.stream().map(schema -> schema.canonicalLine() + "\n").collect(Collectors.joining());
    }

    /**
     * This catalog and one more schema.
     *
     * @throws IllegalArgumentException where its fingerprint, or its type and version, is taken
     */
    public SchemaCatalog with(ReleasedSchema extra) {
        return new SchemaCatalog(Stream.concat(all.stream(), Stream.of(extra)).toList());
    }
}
