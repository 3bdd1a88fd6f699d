package io.haochaping.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.schemas.ConfluentEncoding;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.schemas.SingleObjectEncoding;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private static final long DAY = 86_400_000L;
    private static final long HORIZON = 62 * DAY;
    private static final long TOLERANCE = 5 * 60_000L;
    private static final long AT = Sample.AT;
    private static final int LISTED = 7;

    private final ReleasedSchema rating = released(RecordType.RATING);
    private final Door door = new Door(SchemaCatalog.released(), Map.of(LISTED, rating));

    @Test
    void aRecordWithNothingWrongIsReceived() {
        assertThat(Door.factOf(door.receive(Sample.rating())).level).isEqualTo(5);
    }

    @Test
    void everySampleIsReceived() {
        for (RecordType type : List.of(RecordType.values()).subList(0, 5)) {
            assertThat(door.receive(Sample.of(type))).as(type.id()).isInstanceOf(Decoded.Received.class);
        }
    }

    @Test
    void aValueIsTooLargeFromTheFirstByteOverOneMebibyte() {
        Sample sample = Sample.rating();
        int rest = sample.with("moderation", "x".repeat(900_000)).bytes().length - 900_000;
        Sample largest = sample.with("moderation", "x".repeat((1 << 20) - rest));

        assertThat(largest.bytes()).hasSize(1 << 20);
        assertThat(door.reason(largest)).isNull();
        assertThat(door.reason(sample.with("moderation", "x".repeat((1 << 20) - rest + 1))))
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(reason("rating.web", AT, new byte[(1 << 20) + 1])).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void whatIsNoWholeRecordIsUndecodable() {
        byte[] whole = Sample.rating().bytes();

        assertThat(reason("rating.web", AT, null)).isEqualTo(Reason.UNDECODABLE);
        assertThat(reason("rating.web", AT, new byte[0])).isEqualTo(Reason.UNDECODABLE);
        assertThat(reason("rating.web", AT, "{\"level\":5}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(Reason.UNDECODABLE);
        assertThat(reason("rating.web", AT, Arrays.copyOf(whole, whole.length - 1)))
                .isEqualTo(Reason.UNDECODABLE);
        assertThat(reason("rating.web", AT, Arrays.copyOf(whole, whole.length + 1)))
                .isEqualTo(Reason.UNDECODABLE);
    }

    @Test
    void aRegistryIdCountsOnlyWhereItIsListed() {
        byte[] listed = ConfluentEncoding.encode(LISTED, Sample.rating().record());
        byte[] unlisted = ConfluentEncoding.encode(LISTED + 1, Sample.rating().record());

        assertThat(Door.factOf(door.receive("rating.web", AT, listed))).isEqualTo(door.fact(Sample.rating()));
        assertThat(reason("rating.web", AT, unlisted)).isEqualTo(Reason.UNKNOWN_SCHEMA);
    }

    @Test
    void aFingerprintThatIsNotListedIsAnUnknownSchema() {
        byte[] value = Sample.rating().bytes();
        value[5] ^= 1;

        assertThat(SingleObjectEncoding.matches(value)).isTrue();
        assertThat(reason("rating.web", AT, value)).isEqualTo(Reason.UNKNOWN_SCHEMA);
    }

    @Test
    void everyKindBelongsOnItsOwnTopicAlone() {
        for (RecordType type : List.of(RecordType.values()).subList(0, 5)) {
            for (RecordType other : List.of(RecordType.values()).subList(0, 5)) {
                Reason reason = reason(Door.topicOf(other), AT, Sample.of(type).bytes());
                assertThat(reason).isEqualTo(type == other ? null : Reason.WRONG_TOPIC);
            }
        }
        for (RecordType ours : List.of(RecordType.BAD_REVIEW, RecordType.ALERT, RecordType.QUARANTINED)) {
            byte[] value = new AvroForm(3).singleObject(new RandomRecords(3).next(ours));
            assertThat(reason("rating.web", AT, value)).as(ours.id()).isEqualTo(Reason.WRONG_TOPIC);
        }
    }

    @Test
    void aKindThatIsUnknownIsRefused() {
        assertThat(door.reason(Sample.caseEvent("UNKNOWN"))).isEqualTo(Reason.UNKNOWN_KIND);
        assertThat(door.reason(Sample.workOrder("UNKNOWN"))).isEqualTo(Reason.UNKNOWN_KIND);
        assertThat(door.reason(Sample.complaint("UNKNOWN"))).isEqualTo(Reason.UNKNOWN_KIND);
        assertThat(door.reason(Sample.exclusion("UNKNOWN"))).isEqualTo(Reason.UNKNOWN_KIND);
    }

    @Test
    void everyKindOfTheCurrentSchemasHasAFact() {
        Map<RecordType, String> fields = Map.of(
                RecordType.CASE_EVENT, "kind",
                RecordType.WORK_ORDER_EVENT, "step",
                RecordType.COMPLAINT_EVENT, "step",
                RecordType.EXCLUSION, "action");
        fields.forEach((type, field) -> {
            for (String symbol : type.current().getField(field).schema().getEnumSymbols()) {
                Sample sample = Sample.of(type).with(field, symbol);
                sample = type == RecordType.WORK_ORDER_EVENT
                        ? sample.with("claimId", "K-1").with("level", "4")
                        : sample;
                assertThat(door.reason(sample))
                        .as("%s %s", type.id(), symbol)
                        .isEqualTo(symbol.equals("UNKNOWN") ? Reason.UNKNOWN_KIND : null);
            }
        });
    }

    @Test
    void onlyWhereALevelIsReadMustItsCodeSystemBeDeclared() {
        UnaryOperator<Sample> undeclared = sample -> sample.with("codeSystem", "city-2009");

        assertThat(door.reason(undeclared.apply(Sample.rating()))).isEqualTo(Reason.UNDECLARED_CODE_SYSTEM);
        assertThat(door.reason(undeclared.apply(Sample.workOrder("RERATED")))).isEqualTo(Reason.UNDECLARED_CODE_SYSTEM);
        assertThat(door.reason(undeclared.apply(Sample.workOrder("OPENED")))).isNull();
        assertThat(door.reason(undeclared.apply(Sample.caseEvent("SERVED")))).isNull();
        assertThat(door.reason(undeclared.apply(Sample.complaint("REPLY_RATED"))))
                .isNull();
    }

    @Test
    void aLevelIsNeverGuessed() {
        for (String level : List.of("", "0", "6", " 5", "05", "good", "５")) {
            assertThat(door.reason(Sample.rating().with("level", level))).isEqualTo(Reason.UNKNOWN_LEVEL);
            assertThat(door.reason(Sample.workOrder("RERATED").with("level", level)))
                    .isEqualTo(Reason.UNKNOWN_LEVEL);
        }
        assertThat(door.reason(Sample.complaint("REPLY_RATED").with("level", "6")))
                .isNull();
    }

    @Test
    void withoutACaseAServiceOrADecisionThereIsNoIdentity() {
        Sample noScope = Sample.rating().with("issuingSystem", "\u3000").with("handlingRegion", "\u00a0");
        assertThat(door.reason(noScope)).isEqualTo(Reason.NO_IDENTITY);
        assertThat(door.reason(noScope.with("handlingRegion", "44"))).isNull();
        assertThat(door.reason(Sample.rating().with("caseNumber", " \u3000\t"))).isEqualTo(Reason.NO_IDENTITY);
        assertThat(door.reason(Sample.rating().with("caseNumber", "1".repeat(129))))
                .isEqualTo(Reason.NO_IDENTITY);
        assertThat(door.reason(Sample.rating().with("caseNumber", "1".repeat(128))))
                .isNull();
        assertThat(door.reason(Sample.rating().with("ordinal", 0))).isEqualTo(Reason.NO_IDENTITY);
        assertThat(door.reason(Sample.exclusion("REVOKE").with("exclusionId", "")))
                .isEqualTo(Reason.NO_IDENTITY);
        for (String step : List.of("INVALID_REQUESTED", "INVALID_GRANTED", "INVALID_REFUSED")) {
            assertThat(door.reason(Sample.workOrder(step))).isEqualTo(Reason.NO_IDENTITY);
            assertThat(door.reason(Sample.workOrder(step).with("claimId", " "))).isEqualTo(Reason.NO_IDENTITY);
            assertThat(door.reason(Sample.workOrder(step).with("claimId", "K-1")))
                    .isNull();
        }
        assertThat(door.reason(Sample.workOrder("OPENED"))).isNull();
    }

    @Test
    void aTimeIsUsableBetween1970AndTheYear10000() {
        long year10000 = java.time.Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli() + 1;
        assertThat(door.reason(Sample.rating().at(0))).isEqualTo(Reason.UNUSABLE_TIME);
        assertThat(door.reason(Sample.rating().at(1))).isEqualTo(Reason.BEYOND_HORIZON);
        assertThat(door.reason(Sample.rating().at(Long.MIN_VALUE))).isEqualTo(Reason.UNUSABLE_TIME);
        assertThat(door.reason(Sample.rating().at(Long.MAX_VALUE))).isEqualTo(Reason.UNUSABLE_TIME);
        assertThat(door.reason(Sample.rating().at(year10000))).isEqualTo(Reason.UNUSABLE_TIME);
        assertThat(door.reason(Sample.rating().at(year10000 - 1))).isEqualTo(Reason.FROM_FUTURE);
    }

    @Test
    void theHorizonAndTheToleranceBelongToWhatIsReceived() {
        assertThat(reason(Sample.rating(), AT + HORIZON)).isNull();
        assertThat(reason(Sample.rating(), AT + HORIZON + 1)).isEqualTo(Reason.BEYOND_HORIZON);
        assertThat(reason(Sample.rating(), AT - TOLERANCE)).isNull();
        assertThat(reason(Sample.rating(), AT - TOLERANCE - 1)).isEqualTo(Reason.FROM_FUTURE);
    }

    /** Each record has the fault of its name and every later one that can stand beside it. */
    @Test
    void theFirstReasonHolds() {
        Sample late = Sample.workOrder("RERATED").at(AT - HORIZON - 1);
        Sample timeless = late.at(-1);
        Sample nobody = timeless.with("caseNumber", "");
        Sample levelless = nobody.with("level", "9");
        Sample undeclared = levelless.with("codeSystem", "?");
        Sample unknown = undeclared.with("step", "UNKNOWN");
        Map<Reason, Sample> faults = new LinkedHashMap<>();
        faults.put(Reason.BEYOND_HORIZON, late.with("level", "1"));
        faults.put(Reason.UNUSABLE_TIME, timeless.with("level", "1"));
        faults.put(Reason.NO_IDENTITY, nobody.with("level", "1"));
        faults.put(Reason.UNKNOWN_LEVEL, levelless);
        faults.put(Reason.UNDECLARED_CODE_SYSTEM, undeclared);
        faults.put(Reason.UNKNOWN_KIND, unknown);
        faults.forEach((reason, sample) -> assertThat(door.reason(sample)).isEqualTo(reason));

        byte[] value = unknown.bytes();
        assertThat(reason("exclusion", AT, value)).isEqualTo(Reason.WRONG_TOPIC);
        assertThat(reason("exclusion", 0, value)).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(reason("exclusion", AT, Arrays.copyOf(value, value.length + 1)))
                .isEqualTo(Reason.UNDECODABLE);
        assertThat(reason("exclusion", AT, Arrays.copyOf(value, (1 << 20) + 1))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void everyReasonHasACodeOfItsOwnAndSaysItInTwoLanguages() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::code))
                .containsExactly(
                        "too-large",
                        "undecodable",
                        "unknown-schema",
                        "wrong-topic",
                        "unknown-kind",
                        "undeclared-code-system",
                        "unknown-level",
                        "no-identity",
                        "unusable-time",
                        "beyond-horizon",
                        "from-future");
        assertThat(Reason.values())
                .allMatch(reason ->
                        !reason.sentence().isBlank() && !reason.chinese().isBlank());
    }

    private Reason reason(Sample sample, long appended) {
        return Door.reasonOf(door.receive(sample, appended));
    }

    private Reason reason(String topic, long appended, byte[] value) {
        return Door.reasonOf(door.receive(topic, appended, value));
    }

    private static ReleasedSchema released(RecordType type) {
        return SchemaCatalog.released().current(type);
    }
}
