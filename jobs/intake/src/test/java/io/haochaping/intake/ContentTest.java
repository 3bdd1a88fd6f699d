package io.haochaping.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.record.Fact;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.schemas.SingleObjectEncoding;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentTest {
    /** docs/counting.md section 3. */
    private static final Set<String> NO_CONTENT = Set.of(
            "issuingSystem",
            "caseNumber",
            "complaintNumber",
            "ordinal",
            "messageId",
            "sentAt",
            "dataSource",
            "personal");

    private final WriterSchemas schemas = new WriterSchemas(SchemaCatalog.released(), Map.of());
    private final Door door = new Door();

    @Test
    void anotherSpellingOfTheNumberIsTheSameRecord() {
        Fact plain = door.fact(Sample.rating().with("caseNumber", "GZ-1A"));
        Fact spelled = door.fact(Sample.rating()
                .with("caseNumber", " ｇｚ-1\u3000a")
                .with("messageId", "2")
                .with("dataSource", "hub"));

        assertThat(spelled.key).isEqualTo(plain.key);
        assertThat(spelled.isCopyOf(plain)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"RATING", "CASE_EVENT", "WORK_ORDER_EVENT", "COMPLAINT_EVENT", "EXCLUSION"})
    void everyBusinessFieldIsContentAndNoOther(RecordType type) {
        Sample base = Sample.of(type);
        Map<Long, String> seen = new HashMap<>();
        seen.put(content(base), "nothing changed");
        for (Schema.Field field : type.current().getFields()) {
            for (Object value : others(field.schema(), base.record().get(field.pos()))) {
                long content = content(base.with(field.name(), value));
                if (NO_CONTENT.contains(field.name())) {
                    assertThat(content).as(field.name()).isEqualTo(content(base));
                } else {
                    String what = field.name() + " = " + value;
                    assertThat(seen.put(content, what))
                            .as(what + " shares its digest")
                            .isNull();
                }
            }
        }
    }

    @Test
    void theSameFieldsInAnotherTypeAreAnotherContent() {
        Set<Long> contents = new java.util.HashSet<>();
        for (RecordType type : List.of(RecordType.WORK_ORDER_EVENT, RecordType.COMPLAINT_EVENT)) {
            contents.add(content(Sample.of(type)));
        }
        assertThat(contents).hasSize(2);
    }

    /** A digest that changed would make every record that is sent again after an upgrade a new one. */
    @Test
    void theDigestOfAReleasedRecordNeverChanges() {
        assertThat(Long.toHexString(content(Sample.rating()))).isEqualTo("a00953322083a4bd");
        assertThat(Long.toHexString(content(Sample.caseEvent("COMPLETED")))).isEqualTo("3043ad07523e867d");
    }

    /** Values that the field could also have, each another content. */
    private static List<Object> others(Schema schema, Object now) {
        List<Object> others = new ArrayList<>();
        switch (schema.getType()) {
            case STRING -> others.addAll(List.of("another", "another ", "7"));
            case INT -> others.addAll(List.of(7, -7, Integer.MAX_VALUE));
            case LONG -> others.addAll(List.of(1L, -1L, Long.MAX_VALUE));
            case BOOLEAN -> others.add(!(boolean) now);
            case ENUM ->
                schema.getEnumSymbols().stream()
                        .filter(symbol -> !symbol.equals(now.toString()))
                        .forEach(others::add);
            case ARRAY -> others.addAll(lists(schema.getElementType()));
            case RECORD -> others.addAll(records(schema));
            case BYTES -> others.add(ByteBuffer.wrap(new byte[] {1, 2}));
            case UNION -> {
                schema.getTypes().forEach(branch -> others.addAll(others(branch, now)));
                if (schema.getTypes().stream().anyMatch(branch -> branch.getType() == Schema.Type.LONG)) {
                    others.add(0L);
                }
            }
            default -> {}
        }
        return others;
    }

    private static List<Object> lists(Schema element) {
        if (element.getType() == Schema.Type.STRING) {
            return List.of(
                    List.of(""), List.of("a"), List.of("a", "b"), List.of("b", "a"), List.of("ab"), List.of("a", "a"));
        }
        List<Object> lists = new ArrayList<>();
        records(element).forEach(record -> lists.add(List.of(record)));
        return lists;
    }

    /** Records that differ from one another in one field each. */
    private static List<Object> records(Schema schema) {
        List<Object> records = new ArrayList<>();
        records.add(plain(schema));
        for (Schema.Field field : schema.getFields()) {
            Object now = plain(schema).get(field.pos());
            for (Object value : others(field.schema(), now)) {
                GenericRecord changed = plain(schema);
                boolean isSymbol = field.schema().getType() == Schema.Type.ENUM;
                changed.put(field.pos(), isSymbol ? new GenericData.EnumSymbol(field.schema(), value) : value);
                records.add(changed);
            }
        }
        return records;
    }

    private static GenericRecord plain(Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(
                    field.pos(),
                    switch (field.schema().getType()) {
                        case STRING -> "";
                        case INT -> 0;
                        case LONG -> 5L;
                        case BYTES -> ByteBuffer.wrap(new byte[0]);
                        case ENUM ->
                            new GenericData.EnumSymbol(
                                    field.schema(),
                                    field.schema().getEnumSymbols().get(0));
                        default -> throw new IllegalArgumentException(field.toString());
                    });
        }
        return record;
    }

    private long content(Sample sample) {
        Sent sent = new Sent();
        byte[] message = sample.bytes();
        schemas.byFingerprint(SingleObjectEncoding.fingerprint(message))
                .reader()
                .read(message, SingleObjectEncoding.BODY_OFFSET, sent);
        return sent.content(new io.haochaping.domain.bytes.ByteWriter(64));
    }
}
