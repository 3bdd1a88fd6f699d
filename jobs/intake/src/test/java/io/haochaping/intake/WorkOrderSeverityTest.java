package io.haochaping.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.record.ToldSeverity;
import io.haochaping.schemas.NamedVersions;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.schemas.SingleObjectEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** The second version of the work-order event: what it says where a decision set names it, and that it is unknown where none does. */
class WorkOrderSeverityTest {
    /** The day of every sample: its own time is 09:15. */
    private static final SchemaCatalog NAMING = naming("2026-10-03");

    private static final long MIDNIGHT = Instant.parse("2026-10-02T16:00:00Z").toEpochMilli();
    private static final Schema SECOND = RecordType.WORK_ORDER_EVENT.newest();
    private static final int LISTED = 7;

    private final Sample opened = Sample.workOrder("OPENED");
    private final Door unnamed = new Door();
    private final Door named = new Door(NAMING, Map.of());

    @Test
    void usageExample() {
        Fact fact = Door.factOf(receive(named, Sample.AT, told("difficult")));

        assertThat(fact.step).isEqualTo(Step.OPENED);
        assertThat(fact.severity).isEqualTo(ToldSeverity.DIFFICULT);
        assertThat(fact.flags).isEmpty();
        assertThat(Door.factOf(receive(named, Sample.AT, told(" ordinary\u3000"))).severity)
                .isEqualTo(ToldSeverity.ORDINARY);
    }

    @Test
    void withoutANameItIsASchemaThatNobodyKnows() {
        assertThat(Door.reasonOf(receive(unnamed, Sample.AT, told("difficult"))))
                .isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(Door.reasonOf(receive(unnamed, Sample.AT, told(null)))).isEqualTo(Reason.UNKNOWN_SCHEMA);
    }

    @Test
    void itCountsFromTheMidnightOfItsDayByTheEffectiveAppendTime() {
        byte[] value = SingleObjectEncoding.encode(at(MIDNIGHT));

        assertThat(Door.reasonOf(named.receive("workorder.event", MIDNIGHT - 1, value)))
                .isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(Door.factOf(named.receive("workorder.event", MIDNIGHT, value)).severity)
                .isEqualTo(ToldSeverity.DIFFICULT);
        assertThat(Door.factOf(named.intake.decode(Door.raw("workorder.event", MIDNIGHT - 1, value, null), MIDNIGHT))
                        .severity)
                .as("the last tick before it says that it is midnight")
                .isEqualTo(ToldSeverity.DIFFICULT);
    }

    @Test
    void aRecordThatTellsNoSeverityIsACopyOfItselfInTheFirstVersion() {
        Fact first = unnamed.fact(opened);

        assertThat(named.fact(opened)).isEqualTo(first);
        assertThat(Door.factOf(receive(named, Sample.AT, told(null)))).isEqualTo(first);
        assertThat(Door.factOf(receive(named, Sample.AT, told("")))).isEqualTo(first);
    }

    @Test
    void aSeverityIsContentAsItWasSent() {
        List<Long> contents = new ArrayList<>();
        for (String code : new String[] {null, "ordinary", "difficult", "difficult ", "urgent"}) {
            contents.add(Door.factOf(receive(named, Sample.AT, told(code))).content);
        }
        assertThat(contents).doesNotHaveDuplicates();
    }

    @Test
    void aCodeWithoutAMeaningIsFlaggedAndWhatIsNoCodeIsNotRepeated() {
        Fact urgent = Door.factOf(receive(named, Sample.AT, told("urgent")));
        Fact sentence = Door.factOf(receive(named, Sample.AT, told("窗口电话 13800138000")));

        assertThat(urgent.severity).isEqualTo(ToldSeverity.UNREADABLE);
        assertThat(urgent.flags).containsExactly("unknown-severity", "urgent");
        assertThat(sentence.flags).containsExactly("unknown-severity", "not-a-code");
    }

    /** A registry id says which bytes can be read; what is read of them is said by the versions that are named. */
    @Test
    void underARegistryIdTheSeverityIsReadFromTheDayThatTheVersionIsNamed() {
        ReleasedSchema listed = ReleasedSchema.of(RecordType.WORK_ORDER_EVENT, 1, SECOND, Instant.EPOCH);
        byte[] value = new AvroForm(5).confluent(LISTED, at(MIDNIGHT));
        Door without = new Door(SchemaCatalog.released(), Map.of(LISTED, listed));
        Door with = new Door(NAMING, Map.of(LISTED, listed));

        Fact before = Door.factOf(without.receive("workorder.event", MIDNIGHT, value));
        assertThat(before.severity).isEqualTo(ToldSeverity.NOTHING);
        Fact early = Door.factOf(with.receive("workorder.event", MIDNIGHT - 1, value));
        assertThat(early.severity).isEqualTo(ToldSeverity.NOTHING);
        assertThat(early.content).isEqualTo(before.content);
        assertThat(Door.factOf(with.receive("workorder.event", MIDNIGHT, value)).severity)
                .isEqualTo(ToldSeverity.DIFFICULT);
    }

    @Test
    void aListedSchemaInWhichSeverityIsANumberIsReadUntilTheVersionIsNamed() {
        List<Schema.Field> fields = new ArrayList<>();
        RecordType.WORK_ORDER_EVENT
                .current()
                .getFields()
                .forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("severity", Schema.create(Schema.Type.INT), "A number.", 0));
        Schema own = Schema.createRecord("WorkOrderEvent", "d", "io.haochaping", false, fields);
        ReleasedSchema listed = ReleasedSchema.of(RecordType.WORK_ORDER_EVENT, 1, own, Instant.EPOCH);
        byte[] value = new AvroForm(5).confluent(LISTED, opened.in(own));

        assertThat(Door.factOf(new Door(SchemaCatalog.released(), Map.of(LISTED, listed))
                        .receive("workorder.event", Sample.AT, value)))
                .isEqualTo(unnamed.fact(opened));
        assertThatThrownBy(() -> new WriterSchemas(NAMING, Map.of(LISTED, listed)))
                .hasMessageContaining("cannot be read into version 2");
    }

    @Test
    void theGoldenRecordOfTheSecondVersionIsReceived() throws IOException {
        try (InputStream golden = getClass().getResourceAsStream("/haochaping/golden/v2/work-order-event/full.bin")) {
            byte[] value = golden.readAllBytes();

            Fact fact = Door.factOf(named.receive("workorder.event", 1_792_000_000_000L, value));
            assertThat(fact.step).isEqualTo(Step.INVALID_GRANTED);
            assertThat(fact.group).isEqualTo("K-3");
            assertThat(fact.severity).isEqualTo(ToldSeverity.DIFFICULT);
            assertThat(Door.reasonOf(unnamed.receive("workorder.event", 1_792_000_000_000L, value)))
                    .isEqualTo(Reason.UNKNOWN_SCHEMA);
        }
    }

    private static SchemaCatalog naming(String day) {
        return SchemaCatalog.released().naming(NamedVersions.parse("work-order-event|2|" + day));
    }

    private static Decoded receive(Door door, long appended, GenericRecord record) {
        return door.receive("workorder.event", appended, SingleObjectEncoding.encode(record));
    }

    private GenericRecord told(String severity) {
        GenericRecord record = opened.in(SECOND);
        record.put("severity", severity);
        return record;
    }

    private GenericRecord at(long time) {
        GenericRecord record = told("difficult");
        record.put("at", time);
        return record;
    }
}
