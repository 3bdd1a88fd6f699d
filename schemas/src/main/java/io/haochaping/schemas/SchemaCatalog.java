package io.haochaping.schemas;

import java.util.ArrayList;
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
    private final Map<RecordType, ReleasedSchema> newest = new EnumMap<>(RecordType.class);

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
        ReleasedSchema before = newest.put(schema.type(), schema);
        if (before != null && before.version() == schema.version()) {
            throw new IllegalArgumentException("Version %d of %s stands twice"
                    .formatted(schema.version(), schema.type().id()));
        }
        if (schema.counts()) {
            current.put(schema.type(), schema);
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
     * The highest version of a type that counts.
     *
     * @throws IllegalArgumentException where the type has none
     */
    public ReleasedSchema current(RecordType type) {
        return required(current.get(type), type);
    }

    /**
     * The highest version of a type, though it may count nowhere.
     *
     * @throws IllegalArgumentException where the type has none
     */
    public ReleasedSchema newest(RecordType type) {
        return required(newest.get(type), type);
    }

    private static ReleasedSchema required(ReleasedSchema found, RecordType type) {
        if (found == null) {
            throw new IllegalArgumentException("No schema of " + type.id() + " is released");
        }
        return found;
    }

    /** One line per schema that counts, in the order of {@link #all()}, each ended by a line feed; part of the decision-set digest. */
    public String canonicalText() {
        return all.stream()
                .filter(ReleasedSchema::counts)
                .map(schema -> schema.canonicalLine() + "\n")
                .collect(Collectors.joining());
    }

    /**
     * This catalog, in which these versions count, too.
     *
     * @throws IllegalArgumentException where there is no such release, or it counts without being named
     */
    public SchemaCatalog naming(NamedVersions named) {
        List<ReleasedSchema> schemas = new ArrayList<>(all);
        for (NamedVersions.Named one : named.all()) {
            ReleasedSchema release = all.stream()
                    .filter(schema -> schema.type() == one.type() && schema.version() == one.version())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There is no version " + one.version() + " of "
                            + one.type().id()));
            if (release.counts()) {
                throw new IllegalArgumentException("Version " + one.version() + " of "
                        + one.type().id() + " counts without being named: leave it out");
            }
            schemas.remove(release);
            schemas.add(release.knownFrom(one.knownFrom()));
        }
        return new SchemaCatalog(schemas);
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
