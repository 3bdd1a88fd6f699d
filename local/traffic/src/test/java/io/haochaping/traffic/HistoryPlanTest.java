package io.haochaping.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class HistoryPlanTest {
    private static final String TOPIC = "rating.history";
    private static final long NOON = at("2026-11-22T12:00:00+08:00");
    private static final GenericDatumReader<GenericRecord> RATINGS = new GenericDatumReader<>(Wire.schema("rating"));

    private record Line(int partition, byte[] key, byte[] value, long appendAt) {}

    @Test
    void itSaysBeforehandHowManyRecordsOfEachClassThereAre() throws IOException {
        List<Line> lines = new ArrayList<>();
        HistoryPlan.Totals totals = plan(30_000, NOON).writeTo(into(lines), TOPIC);

        Map<String, GenericRecord> first = new HashMap<>();
        long whole = 0;
        long broken = 0;
        long duplicates = 0;
        Set<List<Byte>> seen = new HashSet<>();
        for (Line line : records(lines)) {
            GenericRecord rating = rating(line);
            if (rating == null) {
                broken++;
            } else if (!seen.add(bytes(line.value()))) {
                duplicates++;
            } else {
                whole++;
                first.putIfAbsent(rating.get("caseNumber").toString(), rating);
            }
        }
        long defaults = first.values().stream()
                .filter(rating -> (Boolean) rating.get("isDefault"))
                .count();
        assertThat(broken).isEqualTo(totals.quarantined()).isPositive();
        assertThat(duplicates).isEqualTo(totals.duplicates()).isPositive();
        assertThat(defaults).isEqualTo(totals.defaults()).isPositive();
        assertThat((long) first.size()).isEqualTo(totals.ratings() + totals.defaults());
        assertThat(whole - first.size()).isEqualTo(totals.superseded()).isPositive();
        assertThat(totals.received()).isEqualTo(records(lines).size());
    }

    @Test
    void nothingInItCountsInAMonthThatItDoesNotHoldWhole() throws IOException {
        long from = at("2026-10-01T00:00:00+08:00");
        long early = at("2026-10-01T01:00:00+08:00");
        List<Line> lines = new ArrayList<>();
        // So many, because few rate in the first hour of a Sunday, and only theirs can have been completed the month
        // before. The first tick stands behind the first day.
        assertThatThrownBy(() -> plan(300_000, NOON)
                        .writeTo(
                                (partition, key, value, appendAt) -> {
                                    if (key == null) {
                                        throw new IllegalStateException("the first day is over");
                                    }
                                    if (appendAt < early || lines.size() < 2_000) {
                                        lines.add(new Line(partition, key, value, appendAt));
                                    }
                                },
                                TOPIC))
                .hasMessage("the first day is over");

        assertThat(plan(1, NOON).from()).isEqualTo(from);
        assertThat(lines).hasSizeGreaterThanOrEqualTo(2_000);
        for (Line line : lines) {
            GenericRecord rating = rating(line);
            if (rating != null) {
                long ratedAt = (Long) rating.get("ratedAt");
                long completedAt = (Long) rating.get("completedAt");
                assertThat(completedAt).isBetween(from, ratedAt);
                assertThat((Long) rating.get("acceptedAt")).isLessThan(completedAt);
                assertThat(ratedAt).isLessThan(NOON);
                assertThat(line.appendAt()).isBetween(ratedAt, NOON - 1);
            }
        }
    }

    @Test
    void itGoesBackToTheNewestMonthThatIsSettled() {
        // October is settled with the end of the 13th of November.
        assertThat(HistoryPlan.newestSettled(at("2026-11-13T23:59:59+08:00")))
                .isEqualTo(at("2026-09-01T00:00:00+08:00"));
        assertThat(HistoryPlan.newestSettled(at("2026-11-14T00:00:00+08:00")))
                .isEqualTo(at("2026-10-01T00:00:00+08:00"));
        // Nobody knows the working days of 2031 yet.
        assertThat(HistoryPlan.newestSettled(at("2031-03-25T12:00:00+08:00")))
                .isEqualTo(at("2031-01-01T00:00:00+08:00"));
        assertThat(HistoryPlan.newestSettled(at("2031-03-26T12:00:00+08:00")))
                .isEqualTo(at("2031-02-01T00:00:00+08:00"));
    }

    @Test
    void everyDayEndsWithARoundOfTicksAndNothingBehindItWasAppendedBefore() {
        List<Line> lines = new ArrayList<>();
        HistoryPlan.Totals totals = plan(30_000, NOON).writeTo(into(lines), TOPIC);

        long[] last = {0, 0, 0};
        int ticks = 0;
        for (Line line : lines) {
            assertThat(line.appendAt()).isGreaterThanOrEqualTo(last[line.partition()]);
            if (line.key() == null) {
                ticks++;
                last[line.partition()] = line.appendAt();
            }
        }
        // 31 days of October, 21 of November and the end.
        assertThat(ticks).isEqualTo(3 * (31 + 21 + 1));
        assertThat(totals.ticks()).isEqualTo(ticks);
    }

    @Test
    void everyPartitionEndsWithATickOfItsOwnTopic() throws IOException {
        List<Line> lines = new ArrayList<>();
        plan(300, NOON).writeTo(into(lines), TOPIC);

        for (int partition = 0; partition < 3; partition++) {
            int wanted = partition;
            Line last = lines.stream()
                    .filter(line -> line.partition() == wanted)
                    .reduce((former, latter) -> latter)
                    .orElseThrow();
            GenericRecord tick = decode(new GenericDatumReader<>(Wire.schema("tick")), last.value());
            assertThat(tick.get("at")).isEqualTo(NOON);
            assertThat(last.appendAt()).isEqualTo(NOON);
            assertThat(tick.get("round").toString())
                    .contains("rating.history")
                    .contains("3")
                    .doesNotContain("rating.web");
        }
    }

    @Test
    void theSameArgumentsGiveTheSameRecordsSoThatACutOffCopyCanGoOn() {
        List<Line> once = new ArrayList<>();
        List<Line> again = new ArrayList<>();
        plan(2_000, NOON).writeTo(into(once), TOPIC);
        plan(2_000, NOON).writeTo(into(again), TOPIC);

        assertThat(again).usingRecursiveComparison().isEqualTo(once);
    }

    @Test
    void peopleComeByDayAndMoreOnWeekdays() throws IOException {
        Map<LocalDate, Integer> days = new HashMap<>();
        int night = 0;
        List<Line> lines = new ArrayList<>();
        plan(20_000, NOON).writeTo(into(lines), TOPIC);
        for (Line line : records(lines)) {
            GenericRecord rating = rating(line);
            if (rating != null) {
                long ratedAt = (Long) rating.get("ratedAt");
                days.merge(Run.day(ratedAt), 1, Integer::sum);
                night += (ratedAt - WorkingDays.startOf(Run.day(ratedAt))) / Span.HOUR < 6 ? 1 : 0;
            }
        }

        assertThat(days).hasSize(31 + 22);
        assertThat(days.get(LocalDate.of(2026, 11, 18))).isGreaterThan(3 * days.get(LocalDate.of(2026, 11, 15)));
        assertThat(night).isBetween(100, 1_500);
    }

    @Test
    void wrongUseIsRefusedWithASentence() {
        assertThatThrownBy(() -> ProduceHistory.Request.of("--bootstrap", "b", "--topic", "t"))
                .hasMessage("--to is needed.");
        assertThatThrownBy(() -> ProduceHistory.Request.of("--bootstrap", "b", "--topic", "t", "--to", "yesterday"))
                .hasMessage("--to must be a time such as 2026-11-22T14:00:00+08:00, not yesterday.");
        assertThatThrownBy(() -> ProduceHistory.Request.of("--topics", "t")).hasMessage("Unknown option --topics.");
        assertThat(ProduceHistory.run("--cases")).isEqualTo(2);
        assertThat(ProduceHistory.run("--help")).isZero();
    }

    private static HistoryPlan plan(long cases, long to) {
        return new HistoryPlan(4, cases, to, 3);
    }

    private static HistoryPlan.Sink into(List<Line> lines) {
        return (partition, key, value, appendAt) -> lines.add(new Line(partition, key, value, appendAt));
    }

    private static List<Line> records(List<Line> lines) {
        return lines.stream().filter(line -> line.key() != null).toList();
    }

    private static long at(String time) {
        return OffsetDateTime.parse(time).toInstant().toEpochMilli();
    }

    private static List<Byte> bytes(byte[] value) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : value) {
            bytes.add(b);
        }
        return bytes;
    }

    /** Null where bytes are missing. */
    private static GenericRecord rating(Line line) throws IOException {
        try {
            return decode(RATINGS, line.value());
        } catch (java.io.EOFException broken) {
            return null;
        }
    }

    private static GenericRecord decode(GenericDatumReader<GenericRecord> reader, byte[] value) throws IOException {
        byte[] header = Wire.header(reader.getSchema());
        assertThat(Arrays.copyOf(value, header.length)).isEqualTo(header);
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(value, header.length, value.length - header.length, null);
        GenericRecord record = reader.read(null, decoder);
        assertThat(decoder.isEnd()).isTrue();
        return record;
    }
}
