package io.haochaping.schemas;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The registry ids that a decision set lists. Immutable. An id that is not listed is quarantined as
 * {@code unknown-schema}; the registry is never asked about it.
 */
public final class RegistryIds {

    private final Map<Integer, Listed> byId = new TreeMap<>();

    /**
     * One id and what it stands for.
     *
     * @param knownFrom from which effective append time the id counts
     * @param fingerprint of the schema that the registry must answer with. Never left out: whatever the registry answered
     *     would be taken, and a replay would depend on the registry (docs/decisions/0005)
     */
    public record Listed(int id, RecordType type, Instant knownFrom, long fingerprint) {

        public Listed {
            if (id < 0) {
                throw new IllegalArgumentException("A registry id is 0 or more, not " + id);
            }
        }

        /** {@code registry|7|rating|0123456789abcdef|2026-01-01T00:00:00Z}. */
        private String canonicalLine() {
            return String.join(
                    "|",
                    "registry",
                    Integer.toString(id),
                    type.id(),
                    Fingerprints.hex(fingerprint),
                    knownFrom.toString());
        }

        private static Listed parse(String line) {
            String[] parts = line.split("\\|", -1);
            if (parts.length != 5 || !parts[0].equals("registry")) {
                throw new IllegalArgumentException("Expected registry|id|type|fingerprint|knownFrom, got: " + line);
            }
            return new Listed(
                    Integer.parseInt(parts[1]),
                    RecordType.of(parts[2]),
                    Instant.parse(parts[4]),
                    Fingerprints.parse(parts[3]));
        }
    }

    private RegistryIds(Collection<Listed> listed) {
        for (Listed entry : listed) {
            if (byId.put(entry.id(), entry) != null) {
                throw new IllegalArgumentException("Registry id " + entry.id() + " is listed twice");
            }
        }
    }

    /** Where no registry is configured. */
    public static RegistryIds none() {
        return new RegistryIds(List.of());
    }

    /** @throws IllegalArgumentException where an id is listed twice */
    public static RegistryIds of(Collection<Listed> listed) {
        return new RegistryIds(listed);
    }

    /** Reads {@link #canonicalText()} back. */
    public static RegistryIds parse(String canonicalText) {
        return new RegistryIds(canonicalText
                .lines()
                .filter(line -> !line.isBlank())
                .map(Listed::parse)
                .toList());
    }

    public Optional<Listed> byId(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** By id. */
    public Collection<Listed> all() {
        return List.copyOf(byId.values());
    }

    /** One line per id in ascending order, each ended by a line feed; part of the decision-set digest. */
    public String canonicalText() {
        return byId.values().stream().map(entry -> entry.canonicalLine() + "\n").collect(Collectors.joining());
    }
}
