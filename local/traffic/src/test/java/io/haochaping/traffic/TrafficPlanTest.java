package io.haochaping.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class TrafficPlanTest {
    private static final TrafficConfig SMALL = TrafficConfig.of(7, 2_000).withTickEvery(Duration.ofHours(6));
    private static final TrafficPlan PLAN = TrafficPlan.of(SMALL);

    @Test
    void aSeedDecidesEveryByte() throws Exception {
        TrafficPlan again = TrafficPlan.of(SMALL);

        assertThat(fingerprint(again)).isEqualTo(fingerprint(PLAN));
        assertThat(again.truth().rows()).isEqualTo(PLAN.truth().rows());
        assertThat(fingerprint(TrafficPlan.of(TrafficConfig.of(8, 2_000).withTickEvery(Duration.ofHours(6)))))
                .isNotEqualTo(fingerprint(PLAN));
    }

    @Test
    void theSeedOfThisTestHasItsGoldenFingerprints() throws Exception {
        assertThat(List.of(fingerprint(PLAN), fingerprint(PLAN.truth().rows())))
                .containsExactly(
                        "d2fb780b376126910bb24849db05974aa80674429a98a3afa048282d9f3aa801",
                        "d254a3a4c01c43a87948a5c2d20138efa99f4e0694f1641b4b25bd3e0f082148");
    }

    @Test
    void everyScenarioAndEveryReasonOccurs() {
        assertThat(PLAN.truth().scenarios().keySet())
                .containsAll(Repertoire.ALL.stream().map(Scenario::name).toList());
        assertThat(PLAN.truth().quarantined())
                .containsOnlyKeys(
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
    }

    @Test
    void everyFigureOccursAndEveryPart() {
        String figures = String.join(",", PLAN.truth().rows().values());
        for (String figure : List.of(
                "level_1=",
                "level_2=",
                "level_3=",
                "level_4=",
                "level_5=",
                "default_3=",
                "default_5=",
                "generated_defaults=1",
                "generated_defaults=-",
                "real_name_bad=",
                "unmatched=1",
                "unmatched=-1",
                "shared_ratings=",
                "accepted=",
                "served=",
                "completed=",
                "completed=-1",
                "shared_completed=",
                "rated_cases=1",
                "rated_cases=-1",
                "timed=",
                "calendar_seconds=",
                "calendar@",
                "working_timed=",
                "working_seconds=",
                "working@",
                "order_opened=",
                "order_contacted=",
                "order_rectified=",
                "order_replied=",
                "order_revisited=",
                "order_rerated=",
                "order_rerated_good=",
                "voids=1",
                "voids=-1",
                "complaints=",
                "complaint_accepted=",
                "complaint_completed=",
                "complaint_replied=",
                "complaint_reply_rated=",
                "complaint_reply_satisfied=",
                "complaint_timed=",
                "complaint_seconds=",
                "complaint_acceptance_due=",
                "complaint_acceptance_met=",
                "complaint_completion_due=",
                "complaint_completion_met=",
                "complaint_simple_due=",
                "complaint_simple_met=",
                "tagged=",
                "open=1",
                "voided=",
                "excluded=",
                "superseded=",
                "duplicate=",
                "quarantined=",
                "level_5=-1")) {
            assertThat(figures).contains(figure);
        }
        for (String part : List.of("|in-time", "|correction", "|dated-in-time", "|dated-correction")) {
            assertThat(PLAN.truth().rows("hour").keySet()).anyMatch(key -> key.endsWith(part));
        }
        assertThat(PLAN.truth().rows("minute")).isNotEmpty();
    }

    @Test
    void ordersThatTellTheirSeverityAreDueByIt() {
        TrafficPlan plan = TrafficPlan.of(SMALL.withSeverities());
        String figures = values(plan.truth());

        assertThat(figures)
                .contains(
                        "order_reply_due=1",
                        "order_reply_met=1",
                        "order_reply_due=-1",
                        "order_reply_unknown_severity=1",
                        "order_reply_unknown_severity=-1");
    }

    /** Of a step whose deadline differs by severity nothing is due where none is told, and of one without a calendar neither. */
    @Test
    void everyFigureOfDeadlinesOccursUnderDeadlinesAndNowhereElse() {
        TrafficPlan year = TrafficPlan.of(SMALL.between(LocalDate.of(2026, 12, 28), LocalDate.of(2026, 12, 31))
                .only("order-untouched"));
        TrafficPlan orders = TrafficPlan.of(SMALL.withOrdersInTime());
        String figures = String.join(",", List.of(values(orders.truth()), values(year.truth())));

        for (String step : List.of("contact", "rectify", "revisit")) {
            assertThat(figures).contains("order_" + step + "_due=1", "order_" + step + "_met=1");
        }
        assertThat(figures)
                .contains("order_contact_unknown_days=1", "order_reply_unknown_severity=1", "order_rectify_due=-1");
        assertThat(String.join(",", orders.truth().rows().values()))
                .doesNotContain("_unknown_severity", "order_contact_due");
    }

    private static String values(Truth truth) {
        return String.join(",", truth.rowsUnderDeadlines().values());
    }

    @Test
    void theClosingEquationHoldsInEveryPartition() {
        for (SourcePartition where : PLAN.partitions()) {
            Truth.Partition told = PLAN.truth().partitions().get(where);
            long records = PLAN.records(where).filter(record -> !record.tick()).count();

            assertThat(told.received()).as(where.toString()).isEqualTo(records);
            assertThat(told.ticks())
                    .isEqualTo(PLAN.records(where).filter(TrafficRecord::tick).count());
            assertThat(told.counted()
                            + told.duplicate()
                            + told.superseded()
                            + told.voided()
                            + told.excluded()
                            + told.quarantined())
                    .isEqualTo(told.received());
            assertThat(equation(where)).isEqualTo(told.received());
        }
    }

    private static long equation(SourcePartition where) {
        String prefix = "equation|" + where.topic() + "|" + where.partition() + "|";
        return PLAN.truth().rows("equation").entrySet().stream()
                .filter(row -> row.getKey().startsWith(prefix))
                .flatMap(row -> Arrays.stream(row.getValue().split(",")))
                .mapToLong(figure -> Long.parseLong(figure.substring(figure.indexOf('=') + 1)))
                .sum();
    }

    @Test
    void effectiveRatingsAreCountedRatingRecordsAndGeneratedDefaults() {
        long counted = PLAN.truth().rows("equation").entrySet().stream()
                .filter(row -> row.getKey().endsWith("|rating"))
                .flatMap(row -> Arrays.stream(row.getValue().split(",")))
                .filter(figure -> figure.startsWith("counted="))
                .mapToLong(figure -> Long.parseLong(figure.substring("counted=".length())))
                .sum();

        assertThat(PLAN.truth().effectiveRatings())
                .isEqualTo(counted + PLAN.truth().generatedDefaults());
        assertThat(PLAN.truth().generatedDefaults()).isPositive();
    }

    @Test
    void recordsStandInAppendOrderAndCarryTheirFirstAppend() {
        for (SourcePartition where : PLAN.partitions()) {
            long before = 0;
            int behind = 0;
            for (TrafficRecord record : PLAN.records(where).toList()) {
                behind += record.appendAt() < before ? 1 : 0;
                before = Math.max(before, record.appendAt());
                assertThat(record.topic()).isEqualTo(where.topic());
                assertThat(record.partition()).isEqualTo(where.partition());
            }
            assertThat(behind).isLessThanOrEqualTo(where.topic().equals("workorder.event") ? 20 : 0);
        }
        List<TrafficRecord> web = PLAN.partitions().stream()
                .filter(where -> where.topic().equals("rating.web"))
                .flatMap(PLAN::records)
                .filter(record -> !Long.toString(record.appendAt()).equals(header(record)))
                .toList();
        assertThat(web).hasSizeBetween(2, 30).allMatch(record -> !record.tick());
    }

    @Test
    void theLastRoundIsWholeAndOnlyIgnoredTicksAreLater() {
        for (SourcePartition where : PLAN.partitions()) {
            List<TrafficRecord> ticks =
                    PLAN.records(where).filter(TrafficRecord::tick).toList();
            assertThat(tickTime(ticks.get(ticks.size() - 1))).isEqualTo(PLAN.completeThrough());
            assertThat(ticks)
                    .filteredOn(tick -> tickTime(tick) <= tick.appendAt())
                    .allMatch(tick -> tickTime(tick) <= PLAN.completeThrough());
            assertThat(ticks).anyMatch(tick -> tickTime(tick) > PLAN.completeThrough());
        }
    }

    @Test
    void anotherOrderKeepsTheRecordsBetweenTheirTicks() throws Exception {
        TrafficPlan other = PLAN.reordered(3);

        assertThat(other.truth().rows()).isEqualTo(PLAN.truth().rows());
        assertThat(fingerprint(other)).isNotEqualTo(fingerprint(PLAN));
        for (SourcePartition where : PLAN.partitions()) {
            assertThat(effectiveAppends(other, where)).isEqualTo(effectiveAppends(PLAN, where));
        }
    }

    /** How often each (value, effective append time) occurs. */
    private static Map<String, Integer> effectiveAppends(TrafficPlan plan, SourcePartition where) {
        Map<String, Integer> appends = new HashMap<>();
        long ticked = 0;
        for (TrafficRecord record : plan.records(where).toList()) {
            if (record.tick()) {
                ticked = tickTime(record) <= record.appendAt() ? Math.max(ticked, tickTime(record)) : ticked;
            } else {
                appends.merge(
                        Arrays.hashCode(record.value()) + "@" + Math.max(ticked, record.appendAt()), 1, Integer::sum);
            }
        }
        return appends;
    }

    @Test
    void aRowCanBeTracedToTheCasesBehindIt() {
        String key = PLAN.truth().rows("hour").keySet().stream()
                .filter(row -> row.endsWith("|correction"))
                .findFirst()
                .orElseThrow();

        assertThat(PLAN.explain(key)).isNotEmpty().allMatch(line -> line.contains("BYZW2026-"));
    }

    @Test
    void everyScenarioTellsItsStoryFromAnySeed() {
        for (int seed = 100; seed < 106; seed++) {
            assertThat(TrafficPlan.of(TrafficConfig.of(
                                            seed, 3 * (int) Repertoire.each().count())
                                    .withOrdersInTime()
                                    .withSeverities()
                                    .withTickEvery(Duration.ofDays(1))
                                    .withPartitions(1 + seed % 3))
                            .truth()
                            .effectiveRatings())
                    .isPositive();
        }
    }

    @Test
    void aRunTooShortForAScenarioIsRefused() {
        TrafficConfig june = SMALL.between(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 30));

        assertThatThrownBy(() -> TrafficPlan.of(june))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs");
        assertThat(TrafficPlan.of(june.only("plain-immediate", "unrated")).size())
                .isPositive();
    }

    @Test
    void anUnknownScenarioIsRefused() {
        assertThatThrownBy(() -> SMALL.only("plain-imediate")).hasMessage("There is no scenario plain-imediate.");
    }

    @Test
    void tenThousandthsDecideHowManyOrdinaryRatingsAreBad() {
        TrafficConfig plain = SMALL.only("plain-immediate");

        assertThat(TrafficPlan.of(plain.withBadPerTenThousand(0)).truth().rows("bad"))
                .isEmpty();
        assertThat(TrafficPlan.of(plain.withBadPerTenThousand(10_000)).truth().rows("bad"))
                .hasSize(2_000);
    }

    static long tickTime(TrafficRecord tick) {
        ByteBuffer body = ByteBuffer.wrap(tick.value());
        int at = Wire.HEADER_BYTES;
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = body.get(at++);
            value |= (long) (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return (value >>> 1) ^ -(value & 1);
    }

    private static String header(TrafficRecord record) {
        byte[] header = record.headers().get(TrafficPlan.FIRST_APPEND);
        return header == null ? "" : new String(header, StandardCharsets.US_ASCII);
    }

    private static String fingerprint(TrafficPlan plan) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (SourcePartition where : plan.partitions()) {
            digest.update(Story.utf8(where.toString()));
            plan.records(where).forEach(record -> {
                digest.update(record.key() == null ? new byte[0] : record.key());
                digest.update(record.value() == null ? new byte[] {0} : record.value());
                digest.update(Story.utf8(header(record)));
            });
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String fingerprint(SortedMap<String, String> rows) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        rows.forEach((key, figures) -> digest.update(Story.utf8(key + "\t" + figures + "\n")));
        return HexFormat.of().formatHex(digest.digest());
    }
}
