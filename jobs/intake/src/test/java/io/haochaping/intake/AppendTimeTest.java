package io.haochaping.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.TallyAccumulator;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When a record counts as appended: by the broker, by the header of a copied topic, by the ticks before it. */
class AppendTimeTest {
    private static final long AT = Sample.AT;

    private final Map<RowKey, TallyAccumulator> rows = new TreeMap<>();
    private final Door door = new Door();
    private final SourceReading reading =
            new SourceReading(door.intake, (row, change) -> rows.computeIfAbsent(row, r -> new TallyAccumulator())
                    .add(change, 1));
    private long offset;

    @Test
    void aRecordAfterATickWasAppendedAtItsTimeOrLater() {
        tick(AT + 500, AT + 600);

        assertThat(Door.factOf(read(AT)).appendedAt).isEqualTo(AT + 500);
        assertThat(Door.factOf(read(AT + 700)).appendedAt).isEqualTo(AT + 700);
    }

    @Test
    void aTickOfATimeAfterItsOwnAppendTimeChangesNothing() {
        tick(AT + 601, AT + 600);

        assertThat(Door.factOf(read(AT)).appendedAt).isEqualTo(AT);
        assertThat(only().lastTick()).isEqualTo(PartitionProgress.NO_TICK);
        assertThat(only().ticks()).isEqualTo(1);

        tick(AT + 600, AT + 600);
        assertThat(only().lastTick()).isEqualTo(AT + 600);
    }

    @Test
    void aRepeatedOrEarlierTickTakesNothingBack() {
        tick(AT + 500, AT + 600);
        tick(AT + 500, AT + 601);
        tick(AT + 300, AT + 602);

        assertThat(Door.factOf(read(AT)).appendedAt).isEqualTo(AT + 500);
        assertThat(only()).isEqualTo(new PartitionProgress(new TopicPartition("rating.web", 0), 0, 4, 1, 3, AT + 500));
    }

    @Test
    void aTickDecidesWhetherARecordIsTooLate() {
        tick(AT + 62 * 86_400_000L + 1, AT + 90 * 86_400_000L);

        assertThat(Door.reasonOf(read(AT))).isEqualTo(Reason.BEYOND_HORIZON);
        assertThat(text()).containsExactly("equation|rating.web|0|unread quarantined=1");
    }

    @Test
    void aTickSpeaksOfItsOwnPartitionOnly() {
        tick(AT + 500, AT + 600);
        RawRecord elsewhere =
                new RawRecord("rating.web", 1, 0, AT, null, Sample.rating().bytes(), null, null);

        assertThat(Door.factOf(reading.read(elsewhere)).appendedAt).isEqualTo(AT);
    }

    @Test
    void aSchemaCountsFromTheInstantItIsKnownFrom() {
        ReleasedSchema known =
                ReleasedSchema.of(RecordType.RATING, 1, RecordType.RATING.current(), Instant.ofEpochMilli(AT + 1_000));
        Door registry = new Door(SchemaCatalog.released(), Map.of(9, known));
        byte[] value = io.haochaping.schemas.ConfluentEncoding.encode(
                9, Sample.rating().record());

        assertThat(Door.reasonOf(registry.receive("rating.web", AT + 999, value)))
                .isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(Door.reasonOf(registry.receive("rating.web", AT + 1_000, value)))
                .isNull();
        Decoded afterTick = registry.intake.decode(Door.raw("rating.web", AT, value, null), AT + 1_000);
        assertThat(Door.reasonOf(afterTick)).isNull();
    }

    @Test
    void onACopiedTopicTheHeaderCounts() {
        Decoded copy = decode(Door.COPIED, AT + 999_999_999_999L, Long.toString(AT + 7));

        assertThat(Door.factOf(copy).appendedAt).isEqualTo(AT + 7);
    }

    @Test
    void onACopiedTopicARecordWithoutAReadableHeaderIsRefused() {
        for (String header : List.of("", "x", "1e12", "-1", " 1790990100000", "1".repeat(16), "１７９０")) {
            assertThat(Door.reasonOf(decode(Door.COPIED, AT, header)))
                    .as(header)
                    .isEqualTo(Reason.UNUSABLE_TIME);
        }
        assertThat(Door.reasonOf(decode(Door.COPIED, AT, null))).isEqualTo(Reason.UNUSABLE_TIME);
    }

    @Test
    void onACopiedTopicATickIsHeldAgainstItsHeader() {
        byte[] tick = Sample.tick(AT, "rating.web", 1).bytes();

        assertThat(ticked(Door.raw(Door.COPIED, AT + 5_000, tick, Long.toString(AT)))
                        .valid())
                .isTrue();
        assertThat(ticked(Door.raw(Door.COPIED, AT + 5_000, tick, Long.toString(AT - 1)))
                        .valid())
                .isFalse();
        assertThat(ticked(Door.raw(Door.COPIED, AT + 5_000, tick, null)).valid())
                .isFalse();
    }

    @Test
    void theHeaderIsIgnoredAndFlaggedOnAnyOtherTopic() {
        RawRecord stray = Door.raw("rating.web", AT, Sample.rating().bytes(), Long.toString(AT + 9));

        assertThat(Door.factOf(reading.read(stray)).appendedAt).isEqualTo(AT);
        assertThat(text()).containsExactly("flag|stray-append-header|rating.web records=1");
        assertThat(door.intake.hasStrayAppendHeader(Door.raw(Door.COPIED, AT, null, "1")))
                .isFalse();
    }

    @Test
    void aTickIsNoReceivedRecord() {
        tick(AT, AT);
        read(AT);
        reading.read(new RawRecord("rating.web", 0, offset++, AT, null, null, null, null));

        assertThat(only().received()).isEqualTo(2);
        assertThat(only().ticks()).isEqualTo(1);
    }

    @Test
    void anOffsetThatWasReadAlreadyStopsTheReading() {
        read(AT);

        assertThatThrownBy(() -> reading.read(Door.raw("rating.web", AT, null, null)))
                .hasMessageContaining("offset 0 of rating.web-0 comes behind offset 0");
    }

    @Test
    void aTickWithoutARoundChangesNothing() {
        byte[] empty = Sample.tick(AT, "rating.web", 1).with("round", List.of()).bytes();

        assertThat(ticked(Door.raw("rating.web", AT, empty, null))).isEqualTo(new Decoded.Ticked(false, AT, List.of()));
    }

    @Test
    void onlyPartitionsThatWereReadSinceHaveMoved() {
        read(AT);
        assertThat(reading.takeMoved()).hasSize(1);
        assertThat(reading.takeMoved()).isEmpty();
        read(AT);
        reading.resume(PartitionProgress.starting(new TopicPartition("rating.web", 0), 0));
        assertThat(reading.takeMoved()).singleElement().isEqualTo(only());
        assertThat(only().received()).as("of two views the further one holds").isEqualTo(2);
    }

    @Test
    void offsetsThatHoldNoRecordAreControl() {
        reading.resume(PartitionProgress.starting(new TopicPartition("rating.web", 0), 10));
        offset = 13;
        read(AT);
        offset = 15;
        read(AT);

        assertThat(only().control()).isEqualTo(4);
    }

    private Decoded read(long appended) {
        return reading.read(new RawRecord(
                "rating.web", 0, offset++, appended, null, Sample.rating().bytes(), null, null));
    }

    private void tick(long time, long appended) {
        byte[] value = Sample.tick(time, "rating.web", 1).bytes();
        reading.read(new RawRecord("rating.web", 0, offset++, appended, null, value, null, null));
    }

    private Decoded decode(String topic, long timestamp, String header) {
        return door.intake.decode(Door.raw(topic, timestamp, Sample.rating().bytes(), header), -1);
    }

    private Decoded.Ticked ticked(RawRecord raw) {
        return (Decoded.Ticked) door.intake.decode(raw, -1);
    }

    private PartitionProgress only() {
        assertThat(reading.progress()).hasSize(1);
        return reading.progress().iterator().next();
    }

    private List<String> text() {
        return rows.entrySet().stream()
                .map(row -> row.getKey() + " " + row.getValue().toTally())
                .toList();
    }
}
