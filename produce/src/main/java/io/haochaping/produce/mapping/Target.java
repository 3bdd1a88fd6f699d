package io.haochaping.produce.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A field that a mapping can fill, by its name in the schema; of a record inside a record, both names joined with a dot ({@code promised.amount}, {@code personal.text}).
 *
 * @param symbols what it may hold where it is a {@link Kind#SYMBOL}
 * @param required the schema has no value of its own for it
 */
record Target(String name, Kind kind, List<String> symbols, boolean required) {
    enum Kind {
        TEXT,
        WHOLE_NUMBER,
        TIME,
        TRUTH,
        SYMBOL,
        TEXTS,
        /** One end of each of several spans. */
        TIMES
    }

    private static final String UNKNOWN = "UNKNOWN";
    private static final String PERSONAL = "personal";

    /** Every field of a schema, in its order. Personal data can be filled in clear only: what is sealed, its sender sealed. */
    static Map<String, Target> of(Schema schema) {
        Map<String, Target> targets = new LinkedHashMap<>();
        for (Schema.Field field : schema.getFields()) {
            for (Target target : of(field.name(), field.schema(), !field.hasDefaultValue())) {
                targets.put(target.name(), target);
            }
        }
        return targets;
    }

    private static List<Target> of(String name, Schema schema, boolean required) {
        return switch (schema.getType()) {
            case UNION -> of(name, firstBranch(schema).orElse(schema), required);
            case RECORD -> inner(name, schema, Kind.TIME);
            case ARRAY ->
                schema.getElementType().getType() == Schema.Type.RECORD
                        ? inner(name, schema.getElementType(), Kind.TIMES)
                        : List.of(new Target(name, Kind.TEXTS, List.of(), required));
            case ENUM ->
                List.of(new Target(
                        name,
                        Kind.SYMBOL,
                        schema.getEnumSymbols().stream()
                                .filter(symbol -> !symbol.equals(UNKNOWN))
                                .toList(),
                        required));
            case INT -> List.of(new Target(name, Kind.WHOLE_NUMBER, List.of(), required));
            case LONG -> List.of(new Target(name, Kind.TIME, List.of(), required));
            case BOOLEAN -> List.of(new Target(name, Kind.TRUTH, List.of(), required));
            default -> List.of(new Target(name, Kind.TEXT, List.of(), required));
        };
    }

    /** @param ofTimes what a time inside becomes: one of many where the record is an element of a list */
    private static List<Target> inner(String name, Schema record, Kind ofTimes) {
        List<Target> targets = new ArrayList<>();
        for (Schema.Field field : record.getFields()) {
            for (Target target : of(name + "." + field.name(), field.schema(), false)) {
                boolean isTime = target.kind() == Kind.TIME;
                targets.add(isTime ? new Target(target.name(), ofTimes, List.of(), false) : target);
            }
        }
        return targets;
    }

    static Optional<Schema> firstBranch(Schema union) {
        for (Schema branch : union.getTypes()) {
            if (branch.getType() != Schema.Type.NULL) {
                return Optional.of(branch);
            }
        }
        return Optional.empty();
    }

    boolean isPersonal() {
        return name.startsWith(PERSONAL + ".");
    }

    /** True for a field whose text is a number or code of some system, not words of a person. */
    boolean isCode() {
        return kind == Kind.TEXT && !isPersonal() && !name.equals("reason") && !name.equals("author");
    }

    boolean isList() {
        return kind == Kind.TEXTS || kind == Kind.TIMES;
    }
}
