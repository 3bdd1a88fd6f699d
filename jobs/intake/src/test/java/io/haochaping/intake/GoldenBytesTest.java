package io.haochaping.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.record.TimeLimit;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SchemaCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The messages that the schemas promise to read for ever, through the door. */
class GoldenBytesTest {
    private static final long LATER = 1_792_000_000_000L;

    private final Door door = new Door(
            SchemaCatalog.released(), Map.of(70_001, SchemaCatalog.released().current(RecordType.RATING)));

    @Test
    void aFullRecordOfEveryKindIsReceived() throws IOException {
        Fact rating = fact("rating/full.bin");
        assertThat(rating.kind).isEqualTo(FactKind.RATING);
        assertThat(rating.level).isEqualTo(1);
        assertThat(rating.ordinal).isEqualTo(2);
        assertThat(rating.ownTime).isEqualTo(1_790_990_130_123L);
        assertThat(rating.completedAt).isEqualTo(1_790_989_800_000L);
        assertThat(rating.tags).containsExactly("108", "109");
        assertThat(rating.revision).isEqualTo(300);
        assertThat(rating.caseNumber).isEqualTo("440100-2026-0001234");
        assertThat(rating.dimensions.channel()).isEqualTo("hall");
        assertThat(rating.isDefault && rating.realName).isTrue();

        Fact completion = fact("case-event/full.bin");
        assertThat(completion.kind).isEqualTo(FactKind.COMPLETED);
        assertThat(completion.key).isEqualTo(rating.key);
        assertThat(completion.specialSpans)
                .containsExactly(1_790_611_200_000L, 1_790_740_800_000L, 1_790_730_000_000L, 1_790_784_000_000L);
        assertThat(TimeLimit.of(completion.limits.promised())).isEqualTo(new TimeLimit(5, TimeLimit.Unit.WORKING_DAY));
        assertThat(TimeLimit.of(completion.limits.statutory()))
                .isEqualTo(new TimeLimit(20, TimeLimit.Unit.CALENDAR_DAY));

        assertThat(fact("work-order-event/full.bin").step).isEqualTo(Step.INVALID_GRANTED);
        assertThat(fact("complaint-event/full.bin").step).isEqualTo(Step.COMPLAINT_REPLY_RATED);
        assertThat(fact("exclusion/full.bin").step).isEqualTo(Step.EXCLUDE);
    }

    @Test
    void theEncodingAndTheSealOfPersonalDataChangeNothing() throws IOException {
        assertThat(fact("rating/full.confluent.bin")).isEqualTo(fact("rating/full.bin"));
        assertThat(fact("rating/sealed.confluent.bin")).isEqualTo(fact("rating/sealed.bin"));
        assertThat(fact("rating/sealed.bin").kind).isEqualTo(FactKind.RATING);
        assertThat(fact("case-event/sealed.bin").kind).isEqualTo(FactKind.COMPLETED);
    }

    @Test
    void aMinimalRecordNamesNoScope() throws IOException {
        for (String type : new String[] {"rating", "case-event", "work-order-event", "complaint-event", "exclusion"}) {
            assertThat(Door.reasonOf(decode(type + "/minimal.bin"))).isEqualTo(Reason.NO_IDENTITY);
        }
    }

    @Test
    void aTickNamesEveryPartitionOfItsRound() throws IOException {
        Decoded.Ticked tick = (Decoded.Ticked) decode("tick/full.bin");

        assertThat(tick.valid()).isTrue();
        assertThat(tick.time()).isEqualTo(1_790_990_160_000L);
        assertThat(tick.round()).hasSize(212).doesNotHaveDuplicates();
    }

    private Fact fact(String file) throws IOException {
        return Door.factOf(decode(file));
    }

    private Decoded decode(String file) throws IOException {
        try (InputStream golden = getClass().getResourceAsStream("/haochaping/golden/v1/" + file)) {
            String topic = Door.topicOf(RecordType.of(file.substring(0, file.indexOf('/'))));
            return door.receive(topic, LATER, golden.readAllBytes());
        }
    }
}
