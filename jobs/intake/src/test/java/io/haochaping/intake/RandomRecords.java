package io.haochaping.intake;

import io.haochaping.schemas.RecordType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Valid records with every field at random; most of them plausible enough to be received. */
final class RandomRecords {
    private static final List<String> ANY_TEXT = List.of(
            "",
            " ",
            "C-1",
            "办件 2026",
            "\u3000ＡＢ\u00a0",
            "e\u0301",
            "😠",
            "a|b\\c",
            "0",
            "x".repeat(70),
            "\u0000",
            "ß",
            "12".repeat(70),
            "\uD834\uDD1E");
    private static final Map<String, List<String>> PLAUSIBLE = Map.ofEntries(
            Map.entry("caseNumber", List.of("C-1", "c 1", "Ｃ-1", "2026-0001")),
            Map.entry("complaintNumber", List.of("T-1", "t 1")),
            Map.entry("issuingSystem", List.of("", "gd", " gd ", "sz")),
            Map.entry("codeSystem", List.of("platform", "gbt39046", "desk-sdk")),
            Map.entry("level", List.of("1", "2", "3", "4")),
            Map.entry("channel", List.of("", "1", "2", "6", "7", "web", "weixin")),
            Map.entry("handlingRegion", List.of("", "4401", "440100000000", " 440106 ", "香港")),
            Map.entry("acceptanceRegion", List.of("", "44", "440106001")),
            Map.entry("handlingDepartment", List.of("", Sample.DEPARTMENT, "11440100007482532X")),
            Map.entry("claimId", List.of("K-1", "K-2")),
            Map.entry("exclusionId", List.of("E-1")),
            Map.entry("item", List.of("item-1", " item-2 ")));

    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    GenericRecord next(RecordType type) {
        return record(type.current());
    }

    private GenericRecord record(Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.pos(), value(field.name(), field.schema())));
        return record;
    }

    private Object value(String name, Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ENUM -> new GenericData.EnumSymbol(schema, pick(schema.getEnumSymbols()));
            case ARRAY -> list(name, schema.getElementType());
            case UNION -> value(name, pick(schema.getTypes()));
            case STRING -> text(name);
            case BYTES -> ByteBuffer.wrap(bytes(random.nextInt(40)));
            case INT -> name.equals("ordinal") || random.nextBoolean() ? (Object) random.nextInt(4) : random.nextInt();
            case LONG -> time();
            case BOOLEAN -> random.nextBoolean();
            case NULL -> null;
            case MAP -> Map.of("header", value(name, schema.getValueType()));
            default -> throw new IllegalArgumentException("no schema of ours holds a " + schema.getType());
        };
    }

    private List<Object> list(String name, Schema element) {
        List<Object> list = new ArrayList<>();
        for (int size = random.nextInt(10) == 0 ? random.nextInt(100) : random.nextInt(4); size > 0; size--) {
            list.add(value(name, element));
        }
        return list;
    }

    private String text(String name) {
        List<String> plausible = PLAUSIBLE.get(name);
        if (plausible != null && random.nextInt(20) > 0) {
            return pick(plausible);
        }
        return random.nextInt(3) == 0 ? Integer.toString(random.nextInt(300)) : pick(ANY_TEXT);
    }

    private long time() {
        return switch (random.nextInt(20)) {
            case 0 -> 0;
            case 1 -> random.nextLong();
            case 2 -> Sample.AT - Math.floorMod(random.nextLong(), 500L * 86_400_000);
            default -> Sample.AT - random.nextInt(1_000_000_000);
        };
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
