package io.haochaping.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

class EncodingsTest {

    private final GenericRecord tick = tick(64);

    @Test
    void aSingleObjectMessageNamesItsSchemaByFingerprint() {
        byte[] message = SingleObjectEncoding.encode(tick);

        assertThat(SingleObjectEncoding.matches(message)).isTrue();
        assertThat(ConfluentEncoding.matches(message)).isFalse();
        assertThat(SingleObjectEncoding.fingerprint(message))
                .isEqualTo(FirstRelease.of(RecordType.TICK).fingerprint());
        // Header, fingerprint 4054699bc14f5cbf little endian, 64 as a zigzag varint, an empty array.
        assertThat(message)
                .containsExactly(0xC3, 0x01, 0xBF, 0x5C, 0x4F, 0xC1, 0x9B, 0x69, 0x54, 0x40, 0x80, 0x01, 0x00);
    }

    @Test
    void aConfluentMessageNamesItsSchemaByRegistryId() {
        byte[] message = ConfluentEncoding.encode(0x01020304, tick);

        assertThat(ConfluentEncoding.matches(message)).isTrue();
        assertThat(SingleObjectEncoding.matches(message)).isFalse();
        assertThat(ConfluentEncoding.schemaId(message)).isEqualTo(0x01020304);
        assertThat(message).containsExactly(0x00, 0x01, 0x02, 0x03, 0x04, 0x80, 0x01, 0x00);
    }

    @Test
    void whatIsTooShortForAHeaderMatchesNothing() {
        byte[] cut = new byte[] {(byte) 0xC3, 1, 2, 3, 4, 5, 6, 7, 8};

        assertThat(SingleObjectEncoding.matches(cut)).isFalse();
        assertThat(SingleObjectEncoding.matches(null)).isFalse();
        assertThat(ConfluentEncoding.matches(new byte[4])).isFalse();
        assertThat(ConfluentEncoding.matches(null)).isFalse();
        assertThatThrownBy(() -> SingleObjectEncoding.fingerprint(cut)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConfluentEncoding.schemaId(cut)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEncoderThatIsUsedAgainWritesTheSameAsANewOne() {
        RecordEncoder encoder = SingleObjectEncoding.encoder(FirstRelease.schema(RecordType.TICK));

        for (long at : new long[] {1, Long.MAX_VALUE, -1, 0}) {
            assertThat(encoder.encode(tick(at))).isEqualTo(SingleObjectEncoding.encode(tick(at)));
        }
    }

    @Test
    void aRecordThatFailedHalfWayLeavesNothingInTheNextOne() {
        RecordEncoder encoder = SingleObjectEncoding.encoder(FirstRelease.schema(RecordType.TICK));
        GenericRecord broken = tick(7);
        broken.put("round", List.of("not a partition"));

        assertThatThrownBy(() -> encoder.encode(broken)).isInstanceOf(RuntimeException.class);
        assertThat(encoder.encode(tick)).isEqualTo(SingleObjectEncoding.encode(tick));
    }

    @Test
    void anEncoderRefusesRecordsOfAnotherSchema() {
        RecordEncoder encoder = SingleObjectEncoding.encoder(FirstRelease.schema(RecordType.RATING));

        assertThatThrownBy(() -> encoder.encode(tick))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("io.haochaping.Rating")
                .hasMessageContaining("io.haochaping.Tick");
    }

    @Test
    void anEncoderTakesRecordsOfAnEqualSchemaThatWasParsedElsewhere() {
        GenericRecord elsewhere = new GenericData.Record(
                SchemaDraft.of(FirstRelease.schema(RecordType.TICK)).schema());
        elsewhere.put("at", 64L);
        elsewhere.put("round", List.of());

        assertThat(SingleObjectEncoding.encoder(FirstRelease.schema(RecordType.TICK))
                        .encode(elsewhere))
                .isEqualTo(SingleObjectEncoding.encode(tick));
    }

    private static GenericRecord tick(long at) {
        return new GenericRecordBuilder(FirstRelease.schema(RecordType.TICK))
                .set("at", at)
                .set("round", List.of())
                .build();
    }
}
