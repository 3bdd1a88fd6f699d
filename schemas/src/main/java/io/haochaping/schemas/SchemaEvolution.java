package io.haochaping.schemas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * Which changes a new version may make.
 *
 * <p>Stricter than Avro's own check. Avro lets a field be renamed where both names have defaults, an enum symbol vanish
 * where the enum has a default, a default or a logical type change: all of these read old records without an error and
 * count them differently.
 */
final class SchemaEvolution {

    private static final String KEEP_TYPE =
            "Keep its type, and carry the new form in a new field beside it that has a default";

    private final List<String> violations = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private SchemaEvolution() {}

    /** What the later schema does to a released one that it must not; each entry names the field and the remedy. */
    static List<String> violations(ReleasedSchema released, Schema later) {
        String name = released.type().id() + " v" + released.version();
        SchemaEvolution evolution = new SchemaEvolution();
        evolution.compare(released.schema().getName(), released.schema(), later);
        Set<String> found = new LinkedHashSet<>(evolution.violations);
        found.addAll(unreadable(later, released.schema(), "the new schema", name));
        found.addAll(unreadable(released.schema(), later, name, "the new schema"));
        return found.stream()
                .map(violation -> "Breaks " + name + ": " + violation)
                .toList();
    }

    /** Why the reader cannot read what the writer wrote, by Avro's rules; empty where it can. */
    static List<String> unreadable(Schema reader, Schema writer, String readerName, String writerName) {
        var answer = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        if (answer.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) {
            return List.of();
        }
        return answer.getIncompatibilities().stream()
                .map(finding -> "%s cannot read %s: %s at %s (%s)"
                        .formatted(
                                readerName,
                                writerName,
                                finding.getType(),
                                place(reader, finding),
                                finding.getMessage()))
                .toList();
    }

    /** Avro says {@code /fields/3/type}; a person needs the name. Inside a union the pointer is not followed further. */
    private static String place(Schema reader, Incompatibility finding) {
        List<String> names = new ArrayList<>(List.of(reader.getName()));
        Schema at = reader;
        boolean fieldNext = false;
        for (String token : finding.getLocation().split("/")) {
            if (fieldNext && at.getType() == Schema.Type.RECORD) {
                Schema.Field field = at.getFields().get(Integer.parseInt(token));
                names.add(field.name());
                at = field.schema();
            }
            fieldNext = token.equals("fields");
        }
        return String.join(".", names);
    }

    private void compare(String path, Schema released, Schema later) {
        if (released.getType() != later.getType()) {
            refuse(path, "has the type %s instead of %s".formatted(later.getType(), released.getType()), KEEP_TYPE);
            return;
        }
        if (!Objects.equals(released.getProp("logicalType"), later.getProp("logicalType"))) {
            refuse(
                    path,
                    "has the logical type %s instead of %s"
                            .formatted(later.getProp("logicalType"), released.getProp("logicalType")),
                    KEEP_TYPE);
        }
        switch (released.getType()) {
            case RECORD -> compareRecord(path, released, later);
            case ENUM -> compareEnum(path, released, later);
            case UNION -> compareUnion(path, released, later);
            case ARRAY -> compare(path + "[]", released.getElementType(), later.getElementType());
            case MAP -> compare(path + "{}", released.getValueType(), later.getValueType());
            case FIXED -> compareName(path, released, later);
            default -> {
                // A primitive type is its name.
            }
        }
    }

    private void compareName(String path, Schema released, Schema later) {
        if (!released.getFullName().equals(later.getFullName())) {
            refuse(
                    path,
                    "is named %s instead of %s".formatted(later.getFullName(), released.getFullName()),
                    "Keep the name");
        }
    }

    private void compareRecord(String path, Schema released, Schema later) {
        compareName(path, released, later);
        if (!seen.add(released.getFullName())) {
            return;
        }
        for (Schema.Field field : released.getFields()) {
            Schema.Field kept = later.getField(field.name());
            String place = path + "." + field.name();
            if (kept == null) {
                refuse(
                        place,
                        "is gone (removed or renamed)",
                        "Put it back under its name; where it is no longer used, say so in its doc");
            } else {
                compareDefault(place, field, kept);
                compare(place, field.schema(), kept.schema());
            }
        }
        for (Schema.Field field : later.getFields()) {
            if (released.getField(field.name()) == null && !field.hasDefaultValue()) {
                refuse(
                        path + "." + field.name(),
                        "is new and has no default",
                        "Give it a default that means \"not sent\": records written before have no value for it");
            }
        }
    }

    /** A default decides what an older record says, and whether a field is content: it is as good as data. */
    private void compareDefault(String place, Schema.Field released, Schema.Field later) {
        if (released.hasDefaultValue() != later.hasDefaultValue()
                || !Objects.deepEquals(released.defaultVal(), later.defaultVal())) {
            refuse(place, "has another default", "Keep the default; another meaning needs another field");
        }
    }

    private void compareEnum(String path, Schema released, Schema later) {
        compareName(path, released, later);
        Set<String> missing = new LinkedHashSet<>(released.getEnumSymbols());
        later.getEnumSymbols().forEach(missing::remove);
        if (!missing.isEmpty()) {
            refuse(
                    path,
                    "has lost the symbol " + String.join(", ", missing),
                    "Put it back: records that carry it would silently read as " + later.getEnumDefault());
        }
        if (!Objects.equals(released.getEnumDefault(), later.getEnumDefault())) {
            refuse(
                    path,
                    "has the enum default %s instead of %s"
                            .formatted(later.getEnumDefault(), released.getEnumDefault()),
                    "Keep the enum default");
        }
    }

    private void compareUnion(String path, Schema released, Schema later) {
        if (!branches(released).equals(branches(later))) {
            refuse(
                    path,
                    "has the union branches %s instead of %s".formatted(branches(later), branches(released)),
                    KEEP_TYPE);
            return;
        }
        for (int branch = 0; branch < released.getTypes().size(); branch++) {
            compare(path, released.getTypes().get(branch), later.getTypes().get(branch));
        }
    }

    private static String branches(Schema union) {
        return union.getTypes().stream().map(Schema::getFullName).collect(Collectors.joining(", ", "[", "]"));
    }

    private void refuse(String place, String finding, String remedy) {
        violations.add("%s %s. %s.".formatted(place, finding, remedy));
    }
}
