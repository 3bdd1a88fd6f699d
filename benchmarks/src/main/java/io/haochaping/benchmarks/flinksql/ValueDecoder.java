package io.haochaping.benchmarks.flinksql;

import io.haochaping.benchmarks.ValueReader;
import io.haochaping.domain.record.Fact;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;

/** A value to the asked columns, without a detour. */
final class ValueDecoder implements DeserializationSchema<RowData> {
    private static final long serialVersionUID = 1L;
    /** More codes than there are items, departments and regions; beyond it a text is made anew each time. */
    private static final int MOST_TEXTS = 200_000;

    private final String topic;
    private final long appendedAt;
    private final String[] columns;
    private final TypeInformation<RowData> type;
    private transient ValueReader values;
    private transient Map<String, StringData> texts;

    ValueDecoder(String topic, long appendedAt, String[] columns, TypeInformation<RowData> type) {
        this.topic = topic;
        this.appendedAt = appendedAt;
        this.columns = columns.clone();
        this.type = type;
    }

    @Override
    public void open(InitializationContext context) {
        values = new ValueReader(topic, appendedAt);
        texts = new HashMap<>();
    }

    @Override
    public RowData deserialize(byte[] message) {
        Fact fact = values.read(message);
        if (fact == null) {
            return null;
        }
        GenericRowData row = new GenericRowData(columns.length);
        for (int i = 0; i < columns.length; i++) {
            row.setField(i, field(fact, columns[i]));
        }
        return row;
    }

    private Object field(Fact fact, String column) {
        return switch (column) {
            case "case_high" -> fact.key.high();
            case "case_low" -> fact.key.low();
            case "kind" -> fact.kind.code();
            case "ordinal" -> fact.ordinal;
            case "revision" -> fact.revision;
            // Compared as an unsigned number; SQL has signed ones alone.
            case "content" -> fact.content ^ Long.MIN_VALUE;
            case "own_time" -> fact.ownTime;
            case "level" -> fact.level;
            case "region" -> text(fact.dimensions.region());
            case "department" -> text(fact.dimensions.department());
            case "venue" -> text(fact.dimensions.venue());
            case "item" -> text(fact.dimensions.item());
            case "channel" -> text(fact.dimensions.channel());
            case "origin_app" -> text(fact.dimensions.originApp());
            default -> throw new IllegalStateException("a record has no column " + column);
        };
    }

    private StringData text(String code) {
        StringData known = texts.get(code);
        if (known == null) {
            known = StringData.fromString(code);
            if (texts.size() < MOST_TEXTS) {
                texts.put(code, known);
            }
        }
        return known;
    }

    @Override
    public boolean isEndOfStream(RowData next) {
        return false;
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return type;
    }
}
