package io.haochaping.schemas;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The versions of records that a decision set names, each with the day from which it counts. What is released as {@code where-named} counts nowhere else: a deployment that does not
 * name it has the decision set of before, to the bit (docs/decisions/0101). Immutable.
 */
public final class NamedVersions {
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);

    private final Map<String, Named> byName = new TreeMap<>();

    /** @param day counts for what is (effectively) appended from its midnight on, Asia/Shanghai */
    public record Named(RecordType type, int version, LocalDate day) {
        Instant knownFrom() {
            return day.atStartOfDay().toInstant(SHANGHAI);
        }

        private String canonicalLine() {
            return type.id() + "|" + version + "|" + day;
        }

        private static Named parse(String line) {
            String[] parts = line.split("\\|", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("Expected type|version|day, got: " + line);
            }
            return new Named(RecordType.of(parts[0]), Integer.parseInt(parts[1]), LocalDate.parse(parts[2]));
        }
    }

    private NamedVersions(Collection<Named> named) {
        for (Named one : named) {
            if (byName.put(one.type().id() + "|" + one.version(), one) != null) {
                throw new IllegalArgumentException("Version " + one.version() + " of "
                        + one.type().id() + " is named twice; it counts from one day on");
            }
        }
    }

    /** Where every record is of a version that counts anyway. */
    public static NamedVersions none() {
        return new NamedVersions(List.of());
    }

    /**
     * Reads lines such as {@code work-order-event|2|2027-01-01}, {@link #canonicalText()} among them.
     *
     * @throws RuntimeException naming what cannot be meant
     */
    public static NamedVersions parse(String text) {
        return new NamedVersions(
                text.lines().filter(line -> !line.isBlank()).map(Named::parse).toList());
    }

    /** By type and version. */
    public Collection<Named> all() {
        return List.copyOf(byName.values());
    }

    /** One line per version, each ended by a line feed. */
    public String canonicalText() {
        return byName.values().stream().map(one -> one.canonicalLine() + "\n").collect(Collectors.joining());
    }
}
