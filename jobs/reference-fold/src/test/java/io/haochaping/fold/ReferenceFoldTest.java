package io.haochaping.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceTopics;
import io.haochaping.intake.WriterSchemas;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SchemaCatalog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceFoldTest {
    /** 2026-10-03T09:15 in Asia/Shanghai. */
    private static final long AT = 1_790_990_100_000L;

    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    @Test
    void aRatedCaseStandsInItsRows() {
        Records records = new Records()
                .add("case.event", 0, AT, caseEvent("ACCEPTED", AT))
                .add("case.event", 0, AT + MINUTE, caseEvent("COMPLETED", AT + MINUTE))
                .add("rating.web", 0, AT + 2 * MINUTE, rating("GZ-1", 1, "5", AT + 2 * MINUTE))
                .tick(AT + 3 * MINUTE);

        ReferenceFold fold = read(records, 1);

        assertThat(text(fold.canonicalRows()))
                .containsExactly(
                        "hour|2026-10-03T09|440100000000|||item-1|web||builtin-1|in-time level_5=1",
                        "hour|2026-10-03T09|440100000000|||item-1|other||builtin-1|in-time"
                                + " accepted=1,completed=1,rated_cases=1,timed=1,calendar_seconds=60,calendar@60=1,"
                                + "working_timed=1,working@0=1,limits_read=1,day_timed=1,within_day=1",
                        "minute|2026-10-03T09:15|440100000000||other accepted=1",
                        "minute|2026-10-03T09:16|440100000000||other completed=1,rated_cases=1,timed=1,calendar_seconds=60,working_timed=1",
                        "minute|2026-10-03T09:17|440100000000||web level_5=1",
                        "equation|case.event|0|case counted=2",
                        "equation|rating.web|0|rating counted=1");
        assertThat(fold.completeThrough()).isEqualTo(AT + 3 * MINUTE);
        assertThat(fold.progress())
                .containsExactlyInAnyOrder(
                        new PartitionProgress(new TopicPartition("case.event", 0), 0, 3, 2, 1, AT + 3 * MINUTE),
                        new PartitionProgress(new TopicPartition("rating.web", 0), 0, 2, 1, 1, AT + 3 * MINUTE));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noInterleavingOfThePartitionsChangesARow(long seed) {
        Records records = traffic(seed);
        ReferenceFold one = read(records, seed);
        ReferenceFold other = read(records, seed + 1_000);

        assertThat(text(other.canonicalRows())).isEqualTo(text(one.canonicalRows()));
        assertThat(other.completeThrough()).isEqualTo(one.completeThrough());
        assertThat(other.progress()).containsExactlyInAnyOrderElementsOf(one.progress());
    }

    @Test
    void twoFoldsOverDifferentCasesAddUpToOneOverAll() {
        Records both = new Records();
        Records first = new Records();
        Records second = new Records();
        for (int partition = 0; partition < 2; partition++) {
            for (Records records : List.of(both, partition == 0 ? first : second)) {
                for (int number = 0; number < 20; number++) {
                    long at = AT + number * MINUTE;
                    records.add("rating.web", partition, at, rating("GZ-" + partition + "-" + number, 1, "5", at));
                }
            }
        }
        both.tick(AT + DAY);
        copyTicks(both, first, 0);
        copyTicks(both, second, 1);

        ReferenceFold merged = read(first, 1);
        merged.merge(read(second, 2));

        ReferenceFold whole = read(both, 3);
        assertThat(merged.completeThrough()).isEqualTo(whole.completeThrough()).isEqualTo(AT + DAY);
        assertThat(text(merged.canonicalRows())).isEqualTo(text(whole.canonicalRows()));
        assertThat(merged.progress()).containsExactlyInAnyOrderElementsOf(whole.progress());
    }

    private static void copyTicks(Records from, Records to, int partition) {
        List<RawRecord> all = from.partitions().get(new TopicPartition("rating.web", partition));
        RawRecord tick = all.get(all.size() - 1);
        to.add(tick.topic(), partition, tick.timestamp(), tick.value());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyReceivedRecordStandsInOneClassOfItsPartition(long seed) {
        ReferenceFold fold = read(traffic(seed), seed);
        Map<TopicPartition, Long> booked = new HashMap<>();
        fold.canonicalRows().forEach((row, tally) -> {
            if (row.kind() == RowKind.EQUATION) {
                List<Object> parts = row.parts();
                TopicPartition source = new TopicPartition((String) parts.get(0), (int) parts.get(1));
                for (int i = 0; i < tally.size(); i++) {
                    assertThat(tally.amount(i)).isPositive();
                    booked.merge(source, tally.amount(i), Long::sum);
                }
            }
        });
        Map<TopicPartition, Long> received = new HashMap<>();
        fold.progress().forEach(progress -> {
            received.put(progress.source(), progress.received());
            assertThat(progress.control()).isZero();
        });

        assertThat(booked).isEqualTo(received);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theRatingsInTheLeavesAreTheCountedOnesAndTheGeneratedDefaults(long seed) {
        long inLeaves = 0;
        long generated = 0;
        long counted = 0;
        for (Map.Entry<RowKey, Tally> row :
                read(traffic(seed), seed).canonicalRows().entrySet()) {
            if (row.getKey().kind() == RowKind.HOUR) {
                inLeaves += row.getValue().ratings();
                generated += row.getValue().get(Figure.GENERATED_DEFAULTS);
            } else if (row.getKey().kind() == RowKind.EQUATION
                    && row.getKey().parts().get(2).equals("rating")) {
                counted += row.getValue().get(Figure.COUNTED);
            }
        }
        assertThat(inLeaves).isEqualTo(counted + generated).isPositive();
        assertThat(generated).isPositive();
    }

    @Test
    void aMinuteRowStandsWhileItsMinuteLiesAfterTheRetention() {
        long keptFor = Limits.STANDARD.minuteRetention();
        Records before = new Records().add("rating.web", 0, AT, rating("GZ-1", 1, "5", AT));

        assertThat(minutes(read(before, 1))).as("no tick yet").isEqualTo(1);
        assertThat(minutes(read(before.tick(AT + keptFor - 1), 1))).isEqualTo(1);
        assertThat(minutes(read(before.tick(AT + keptFor), 1))).isZero();
    }

    @Test
    void completeThroughIsTheLatestRoundThatStandsInEveryPartition() {
        Records records = new Records()
                .add("rating.web", 0, AT, rating("GZ-1", 1, "5", AT))
                .add("rating.web", 1, AT, rating("GZ-2", 1, "5", AT))
                .tick(AT + MINUTE)
                .tick(AT + 2 * MINUTE);
        ReferenceFold fold = fold();
        List<RawRecord> quick = records.partitions().get(new TopicPartition("rating.web", 0));
        List<RawRecord> slow = records.partitions().get(new TopicPartition("rating.web", 1));

        quick.forEach(fold::receive);
        assertThat(fold.completeThrough()).isEqualTo(-1);
        slow.subList(0, 2).forEach(fold::receive);
        assertThat(fold.completeThrough()).isEqualTo(AT + MINUTE);
        fold.receive(slow.get(2));
        assertThat(fold.completeThrough()).isEqualTo(AT + 2 * MINUTE);
    }

    @Test
    void aPartitionWithoutARecordHasItsPlaceInTheCut() {
        ReferenceFold fold = fold();
        fold.start(new TopicPartition("rating.sms", 3), 12);

        assertThat(fold.progress())
                .containsExactly(PartitionProgress.starting(new TopicPartition("rating.sms", 3), 12));
        assertThat(fold.canonicalRows()).isEmpty();
    }

    /** Times that no clerk would write: they are flagged or unused, and stop nobody. */
    @Test
    void noNumberInARecordStopsTheFold() {
        long[] extremes = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, AT, Long.MAX_VALUE - 1, Long.MAX_VALUE};
        Records records = new Records();
        int number = 0;
        for (long one : extremes) {
            for (long other : extremes) {
                Map<String, Object> rating = ratingFields("X-" + number, 1, "1", AT);
                rating.put("acceptedAt", one);
                rating.put("completedAt", other);
                records.add("rating.web", 0, AT, Records.message(RecordType.RATING, rating));
                Map<String, Object> completion = caseFields("Y-" + number++, "COMPLETED", AT);
                completion.put("acceptedAt", one);
                completion.put("specialProcedures", List.of(span(one, other), span(other, one)));
                completion.put("revision", Integer.MIN_VALUE);
                records.add("case.event", 0, AT, Records.message(RecordType.CASE_EVENT, completion));
            }
        }
        ReferenceFold fold = read(records.tick(AT + 1), 1);

        assertThat(fold.canonicalRows().keySet())
                .allMatch(row -> !row.toString().isEmpty());
        assertThat(text(fold.canonicalRows())).contains("equation|case.event|0|case counted=64");
    }

    private static Object span(long from, long to) {
        org.apache.avro.generic.GenericRecord span =
                new org.apache.avro.generic.GenericData.Record(RecordType.CASE_EVENT
                        .current()
                        .getField("specialProcedures")
                        .schema()
                        .getElementType());
        span.put("from", from);
        span.put("to", to);
        return span;
    }

    private static ReferenceFold fold() {
        Intake intake = new Intake(
                SourceTopics.standard(Set.of()),
                new WriterSchemas(SchemaCatalog.released(), Map.of()),
                Limits.STANDARD);
        return new ReferenceFold(
                intake, RuleBook.builtIn(), Limits.STANDARD, WorkingDays.builtIn(), MonthCutOff.builtIn());
    }

    /** Reads every partition in its order, the partitions interleaved by the seed. */
    private static ReferenceFold read(Records records, long seed) {
        ReferenceFold fold = fold();
        Random random = new Random(seed);
        List<Deque<RawRecord>> logs = new ArrayList<>();
        records.partitions().forEach((source, log) -> {
            fold.start(source, 0);
            logs.add(new ArrayDeque<>(log));
        });
        while (!logs.isEmpty()) {
            int chosen = random.nextInt(logs.size());
            for (int run = 1 + random.nextInt(5); run > 0 && !logs.get(chosen).isEmpty(); run--) {
                fold.receive(logs.get(chosen).remove());
            }
            if (logs.get(chosen).isEmpty()) {
                logs.remove(chosen);
            }
        }
        return fold;
    }

    /** Some cases with every kind of record, many of them sent twice, late, refused or against one another. */
    private static Records traffic(long seed) {
        Random random = new Random(seed);
        Records records = new Records();
        long appended = AT;
        for (int i = 0; i < 1_500; i++) {
            appended += random.nextInt((int) (DAY / 6));
            long at = appended - (long) (random.nextDouble() * random.nextDouble() * 70 * DAY);
            int partition = random.nextInt(3);
            String number = "C-" + random.nextInt(40);
            int ordinal = 1 + random.nextInt(2);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    Map<String, Object> rating =
                            ratingFields(number, ordinal, Integer.toString(1 + random.nextInt(6)), at);
                    rating.put("isDefault", random.nextInt(6) == 0);
                    rating.put("tags", List.of("5" + random.nextInt(9), "5" + random.nextInt(9)));
                    if (random.nextInt(3) == 0) {
                        rating.put("completedAt", at - random.nextInt((int) DAY));
                    }
                    byte[] value = Records.message(RecordType.RATING, rating);
                    records.add("rating.web", partition, appended, value);
                    if (random.nextInt(3) == 0) {
                        records.add("rating.sms", 0, appended, value);
                    }
                }
                case 3, 4 -> {
                    String kind = List.of("ACCEPTED", "SERVED", "COMPLETED", "UNKNOWN")
                            .get(random.nextInt(4));
                    records.add(
                            "case.event",
                            partition,
                            appended,
                            Records.message(RecordType.CASE_EVENT, caseFields(number, kind, at)));
                }
                case 5 -> {
                    Map<String, Object> step = fields("caseNumber", number, at);
                    step.put("ordinal", ordinal);
                    step.put(
                            "step",
                            List.of("OPENED", "INVALID_GRANTED", "INVALID_REFUSED", "RERATED")
                                    .get(random.nextInt(4)));
                    step.put("level", "3");
                    step.put("claimId", "K-" + random.nextInt(2));
                    records.add("workorder.event", 0, appended, Records.message(RecordType.WORK_ORDER_EVENT, step));
                }
                case 6 -> {
                    Map<String, Object> decision = fields("caseNumber", number, at);
                    decision.remove("codeSystem");
                    decision.put("exclusionId", "E-" + random.nextInt(2));
                    decision.put("action", random.nextBoolean() ? "EXCLUDE" : "REVOKE");
                    decision.put("ordinal", ordinal);
                    records.add("exclusion", 0, appended, Records.message(RecordType.EXCLUSION, decision));
                }
                default -> {
                    Map<String, Object> complaint = fields("complaintNumber", number, at);
                    complaint.put("step", "RECEIVED");
                    records.add("complaint.event", 0, appended, Records.message(RecordType.COMPLAINT_EVENT, complaint));
                    records.add("rating.web", partition, appended, new byte[] {(byte) i});
                }
            }
            if (i % 100 == 99) {
                records.tick(appended);
            }
        }
        // Cases that nobody rated, so that the system does.
        for (int i = 0; i < 5; i++) {
            records.add(
                    "case.event",
                    0,
                    appended,
                    Records.message(RecordType.CASE_EVENT, caseFields("U-" + i, "COMPLETED", appended)));
        }
        return records.tick(appended);
    }

    private static byte[] rating(String number, int ordinal, String level, long at) {
        return Records.message(RecordType.RATING, ratingFields(number, ordinal, level, at));
    }

    private static Map<String, Object> ratingFields(String number, int ordinal, String level, long at) {
        Map<String, Object> fields = fields("caseNumber", number, at);
        fields.put("ordinal", ordinal);
        fields.put("level", level);
        fields.put("channel", "web");
        fields.put("ratedAt", at);
        return fields;
    }

    private static byte[] caseEvent(String kind, long at) {
        return Records.message(RecordType.CASE_EVENT, caseFields("GZ-1", kind, at));
    }

    private static Map<String, Object> caseFields(String number, String kind, long at) {
        Map<String, Object> fields = fields("caseNumber", number, at);
        fields.put("kind", kind);
        return fields;
    }

    private static Map<String, Object> fields(String identity, String number, long at) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("issuingSystem", "gd");
        fields.put(identity, number);
        fields.put("codeSystem", "platform");
        fields.put("handlingRegion", "4401");
        fields.put("item", "item-1");
        fields.put("at", at);
        return fields;
    }

    private static long minutes(ReferenceFold fold) {
        return fold.canonicalRows().keySet().stream()
                .filter(row -> row.kind() == RowKind.MINUTE)
                .count();
    }

    private static List<String> text(SortedMap<RowKey, Tally> rows) {
        return rows.entrySet().stream()
                .map(row -> row.getKey() + " " + row.getValue())
                .toList();
    }
}
