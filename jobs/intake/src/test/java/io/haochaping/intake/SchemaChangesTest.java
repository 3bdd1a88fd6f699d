package io.haochaping.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.record.Fact;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.schemas.SingleObjectEncoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What another version of a schema may change without changing what is counted. */
class SchemaChangesTest {

    @ParameterizedTest
    @EnumSource(names = {"RATING", "CASE_EVENT", "WORK_ORDER_EVENT", "COMPLAINT_EVENT", "EXCLUSION"})
    void aFieldThatIsAddedReorderedOrLeftOutAtItsDefaultChangesNothing(RecordType type) {
        Sample sample = Sample.of(type).with("messageId", "m");
        Fact expected = new Door().fact(sample);
        for (Schema changed : List.of(added(type), reordered(type), withoutDefaulted(type))) {
            ReleasedSchema writer = ReleasedSchema.of(type, 1_000, changed, Instant.EPOCH);
            Door door = new Door(SchemaCatalog.released().with(writer), Map.of(3, writer));
            GenericRecord record = sample.in(changed);
            String topic = Door.topicOf(type);

            assertThat(Door.factOf(door.receive(topic, Sample.AT, SingleObjectEncoding.encode(record))))
                    .isEqualTo(expected);
            assertThat(Door.factOf(door.receive(topic, Sample.AT, new AvroForm(5).confluent(3, record))))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RATING", "CASE_EVENT"})
    void aSchemaThatCannotBeReadIsRefusedWhenItIsListed(RecordType type) {
        Schema strange = Schema.createRecord("Rating", null, "io.haochaping", false, List.of());
        ReleasedSchema listed = ReleasedSchema.of(type, 2, strange, Instant.EPOCH);

        assertThatThrownBy(() -> new WriterSchemas(SchemaCatalog.released(), Map.of(12, listed)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(type.id() + " version 2");
    }

    private static Schema added(RecordType type) {
        List<Schema.Field> fields = fields(type);
        fields.add(2, new Schema.Field("queue", Schema.create(Schema.Type.STRING), "Queue.", ""));
        return record(type, fields);
    }

    private static Schema reordered(RecordType type) {
        List<Schema.Field> fields = fields(type);
        Collections.reverse(fields);
        return record(type, fields);
    }

    /** Without every field that the sample leaves at its default. */
    private static Schema withoutDefaulted(RecordType type) {
        Sample sample = Sample.of(type).with("messageId", "m");
        List<Schema.Field> fields = fields(type);
        fields.removeIf(field -> field.hasDefaultValue()
                && org.apache.avro.generic.GenericData.get()
                                .compare(
                                        sample.record().get(field.name()),
                                        org.apache.avro.generic.GenericData.get()
                                                .getDefaultValue(field),
                                        field.schema())
                        == 0);
        assertThat(fields).hasSizeLessThan(type.current().getFields().size());
        return record(type, fields);
    }

    private static List<Schema.Field> fields(RecordType type) {
        List<Schema.Field> copies = new ArrayList<>();
        type.current().getFields().forEach(field -> copies.add(new Schema.Field(field, field.schema())));
        return copies;
    }

    private static Schema record(RecordType type, List<Schema.Field> fields) {
        Schema now = type.current();
        return Schema.createRecord(now.getName(), now.getDoc(), now.getNamespace(), false, fields);
    }
}
