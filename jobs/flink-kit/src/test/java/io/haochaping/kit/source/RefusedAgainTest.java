package io.haochaping.kit.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.rules.Limits;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import io.haochaping.store.QuarantineEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

/** What somebody else refused under other limits is none of this job's business. */
class RefusedAgainTest {
    private static final long AT = 1_790_000_000_000L;
    private static final long DAY = 86_400_000L;
    private static final Decisions DECISIONS =
            Decisions.builtIn(SourceTopics.standard(Set.of("exclusion")), Limits.STANDARD);

    @Test
    void onlyWhatTheDoorStillRefusesIsTaken() throws Exception {
        QuarantineEntry undecodable = entry("rating.web", AT, AT, new byte[] {1}, 1);
        QuarantineEntry nothing = entry("rating.web", AT, AT, null, -1);
        QuarantineEntry tooLarge = entry("rating.web", AT, AT, new byte[9], 2 << 20);
        QuarantineEntry countedHere = entry("exclusion", AT + 400 * DAY, AT, exclusion(AT), 0, header(AT + DAY));
        QuarantineEntry beyondHorizon = entry("exclusion", AT + 400 * DAY, AT, exclusion(AT), 0, header(AT + 63 * DAY));
        QuarantineEntry lateByItsTick =
                entry("exclusion", AT + 400 * DAY, AT + 63 * DAY, exclusion(AT), 0, header(AT + DAY));
        QuarantineEntry withoutHeader = entry("exclusion", AT, AT, exclusion(AT), 0, Map.of());

        List<QuarantineEntry> taken = new ArrayList<>();
        new RefusedAgain(DECISIONS, taker -> {
                    for (QuarantineEntry entry : List.of(
                            undecodable, nothing, tooLarge, countedHere, beyondHorizon, lateByItsTick, withoutHeader)) {
                        taker.take(entry);
                    }
                })
                .forEach(taken::add);

        assertThat(taken).containsExactly(undecodable, nothing, tooLarge, beyondHorizon, lateByItsTick, withoutHeader);
    }

    private static Map<String, byte[]> header(long firstAppend) {
        return Map.of(RawRecord.FIRST_APPEND, Long.toString(firstAppend).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] exclusion(long at) {
        var schema = RecordType.EXCLUSION.current();
        GenericRecord record = new GenericRecordBuilder(schema)
                .set("issuingSystem", "gd")
                .set("caseNumber", "A1")
                .set("ordinal", 1)
                .set("exclusionId", "X1")
                .set(
                        "action",
                        new org.apache.avro.generic.GenericData.EnumSymbol(
                                schema.getField("action").schema(), "EXCLUDE"))
                .set("at", at)
                .build();
        return SingleObjectEncoding.encode(record);
    }

    private static QuarantineEntry entry(
            String topic, long appendedAt, long effective, byte[] value, int length, Map<String, byte[]> headers) {
        return entry(topic, appendedAt, effective, value, value.length, new TreeMap<>(headers));
    }

    private static QuarantineEntry entry(String topic, long appendedAt, long effective, byte[] value, int length) {
        return entry(topic, appendedAt, effective, value, length, new TreeMap<>());
    }

    private static QuarantineEntry entry(
            String topic, long appendedAt, long effective, byte[] value, int length, TreeMap<String, byte[]> headers) {
        return new QuarantineEntry(
                topic, 0, 7, appendedAt, effective, "reason", "原因", "reason", null, value, length, "", headers, "");
    }
}
