package io.haochaping.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class VolumePlanTest {
    private static final VolumeConfig CONFIG = VolumeConfig.of(4, 20_000, 4);

    @Test
    void itsRecordsAreThoseOfTheSchemas() {
        Reading reading = new Reading();

        VolumeTotals totals = VolumePlan.of(CONFIG).writeTo(reading);

        assertThat(totals.cases()).isEqualTo(20_000);
        assertThat(reading.whole).isEqualTo(totals.ratings() + totals.caseEvents() + totals.duplicates());
        assertThat(reading.broken).isEqualTo(totals.quarantined()).isBetween(1L, 20L);
        assertThat(reading.ticks).isEqualTo(totals.ticks()).isEqualTo(12L * 4 * 745);
        assertThat(totals.received()).isEqualTo(reading.whole + reading.broken);
        assertThat(totals.duplicates()).isBetween(540L, 780L);
        assertThat(totals.ratings()).isBetween(24_300L, 25_300L);
        assertThat(totals.caseEvents()).isBetween(39_950L, 40_000L);
        assertThat(totals.superseded()).isBetween(45L, 140L);
        assertThat(totals.defaults()).isBetween(1_800L, 2_250L);
    }

    @Test
    void whoRatedChangesNothingElse() {
        Reading reading = new Reading();

        VolumeTotals with = VolumePlan.of(CONFIG.withRaters()).writeTo(reading);

        VolumeTotals without = VolumePlan.of(CONFIG).writeTo((topic, partition, key, value, appendAt) -> {});
        assertThat(reading.whole).isEqualTo(with.ratings() + with.caseEvents() + with.duplicates());
        assertThat(with.bytes()).isGreaterThan(without.bytes() + 40 * with.ratings());
        assertThat(with.ratings()).isEqualTo(without.ratings());
        assertThat(with.superseded()).isEqualTo(without.superseded());
        assertThat(with.duplicates()).isEqualTo(without.duplicates());
    }

    @Test
    void aCaseKeepsItsPartitionNumber() {
        Map<String, Integer> partitions = new HashMap<>();
        Set<String> wanderers = new HashSet<>();

        VolumePlan.of(CONFIG).stretch(3, (topic, partition, key, value, appendAt) -> {
            Integer before = partitions.putIfAbsent(Arrays.toString(key), partition);
            if (before != null && before != partition) {
                wanderers.add(Arrays.toString(key));
            }
        });

        assertThat(partitions).isNotEmpty();
        assertThat(partitions.values()).contains(0, 1, 2, 3);
        assertThat(wanderers).isEmpty();
    }

    @Test
    void stretchesAddUpToTheWhole() {
        VolumePlan plan = VolumePlan.of(CONFIG);
        VolumePlan.Sink nowhere = (topic, partition, key, value, appendAt) -> {};

        VolumeTotals sum = plan.ticks(CONFIG.ticks(), nowhere);
        for (int round = CONFIG.ticks() - 1; round >= 0; round--) {
            sum = sum.plus(plan.stretch(round, 1, 2, nowhere))
                    .plus(plan.stretch(round, 0, 2, nowhere))
                    .plus(plan.ticks(round, nowhere));
        }

        assertThat(sum).isEqualTo(plan.writeTo(nowhere));
    }

    @Test
    void furtherRatingsAreOfCasesThatThePlanHasNoRecordOf() {
        VolumePlan plan = VolumePlan.of(CONFIG);
        Map<String, Integer> topics = new HashMap<>();
        Set<String> cases = new HashSet<>();
        Reading reading = new Reading();
        VolumePlan.Further further = plan.further((topic, partition, key, value, appendAt) -> {
            reading.take(topic, partition, key, value, appendAt);
            topics.merge(topic, 1, Integer::sum);
            cases.add(new String(key));
        });

        for (int i = 0; i < 10_000; i++) {
            further.rate(i % 100 == 0, CONFIG.cases() + i);
        }

        assertThat(cases).hasSize(10_000).noneMatch(key -> Long.parseLong(key.substring(2)) < CONFIG.cases());
        assertThat(reading.levels).isEqualTo(Map.of("1", 100L, "5", 9_900L));
        assertThat(topics.get("rating.web")).isBetween(3_900, 4_400);
        assertThat(topics).doesNotContainKey(Topics.CASE).hasSizeGreaterThan(4);
    }

    @Test
    void channelsAndLevelsHaveThePublishedShares() {
        Map<String, Long> topics = new HashMap<>();

        VolumePlan.of(CONFIG).writeTo((topic, partition, key, value, appendAt) -> {
            if (key != null) {
                topics.merge(topic, 1L, Long::sum);
            }
        });

        assertThat(topics.keySet()).containsExactlyInAnyOrderElementsOf(VolumePlan.topics());
        assertThat(topics.get("rating.web")).isBetween(10_000L, 10_900L);
        assertThat(topics.get("rating.hall")).isBetween(8_700L, 9_900L);
        assertThat(topics.get("rating.sms")).isBetween(60L, 170L);
    }

    /** Reads every value with the schema its header names, to the last byte. */
    private static final class Reading implements VolumePlan.Sink {
        private final Schema rating = Wire.schema("rating");
        private final Schema event = Wire.schema("case-event");
        private final Schema tick = Wire.schema("tick");
        private final byte[] ratingHeader = Wire.header(rating);
        private final byte[] eventHeader = Wire.header(event);
        private final Map<String, Long> levels = new HashMap<>();
        private long whole;
        private long broken;
        private long ticks;

        @Override
        public void take(String topic, int partition, byte[] key, byte[] value, long appendAt) {
            if (key == null) {
                read(tick, value);
                ticks++;
                return;
            }
            boolean isEvent = topic.equals(Topics.CASE);
            assertThat(Arrays.copyOf(value, Wire.HEADER_BYTES)).isEqualTo(isEvent ? eventHeader : ratingHeader);
            GenericRecord record = read(isEvent ? event : rating, value);
            if (record == null) {
                broken++;
                return;
            }
            whole++;
            if (!isEvent) {
                levels.merge(record.get("level").toString(), 1L, Long::sum);
            }
            assertThat(record.get("caseNumber").toString()).isEqualTo(new String(key));
            assertThat((Long) record.get(isEvent ? "at" : "ratedAt")).isBetween(appendAt - 6 * Span.DAY, appendAt);
            assertThat(record.get("handlingRegion").toString()).matches("44\\d{10}");
            assertThat(record.get("item").toString()).hasSize(31);
        }

        private static GenericRecord read(Schema schema, byte[] value) {
            BinaryDecoder decoder = DecoderFactory.get()
                    .binaryDecoder(value, Wire.HEADER_BYTES, value.length - Wire.HEADER_BYTES, null);
            try {
                GenericRecord record = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
                assertThat(decoder.isEnd()).isTrue();
                return record;
            } catch (EOFException e) {
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
