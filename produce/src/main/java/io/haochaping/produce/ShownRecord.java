package io.haochaping.produce;

import io.haochaping.produce.mapping.MappedRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** A record as a person reads it: fields that say nothing left out, times in Asia/Shanghai, personal data by its length only. */
final class ShownRecord {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(ZoneId.of("Asia/Shanghai"));
    private static final String PERSONAL = "personal";

    private ShownRecord() {}

    static Map<String, String> fields(MappedRecord record) {
        Map<String, String> fields = new LinkedHashMap<>();
        add("", record.value(), fields);
        return fields;
    }

    private static void add(String prefix, GenericRecord record, Map<String, String> fields) {
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            boolean isDefault = field.hasDefaultValue()
                    && GenericData.get().compare(value, GenericData.get().getDefaultValue(field), field.schema()) == 0;
            if (!isDefault) {
                add(prefix + field.name(), value, field.schema(), fields);
            }
        }
    }

    private static void add(String name, Object value, Schema schema, Map<String, String> fields) {
        if (value instanceof GenericRecord inner) {
            add(name + ".", inner, fields);
        } else if (name.startsWith(PERSONAL)) {
            String text = value.toString();
            fields.put(name, "*** (" + text.codePointCount(0, text.length()) + ")");
        } else if (value instanceof Collection<?> elements) {
            fields.put(name, elements.stream().map(ShownRecord::element).collect(Collectors.joining(", ")));
        } else {
            fields.put(name, value instanceof Long millis ? time(millis) : value.toString());
        }
    }

    private static String element(Object element) {
        if (!(element instanceof GenericRecord span)) {
            return element.toString();
        }
        return span.getSchema().getFields().stream()
                .map(field -> time((long) span.get(field.pos())))
                .collect(Collectors.joining(" – "));
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }
}
