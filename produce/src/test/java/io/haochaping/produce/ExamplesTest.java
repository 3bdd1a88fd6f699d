package io.haochaping.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.Step;
import io.haochaping.intake.Reason;
import io.haochaping.produce.DoorBehind.Let;
import io.haochaping.schemas.NamedVersions;
import io.haochaping.schemas.SchemaCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/produce.md, as they stand there, through the real door. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "examples", "produce");
    private static final int PARTITIONS = 2;
    private static final String DEPARTMENT = "11440106007482532T";

    @TempDir
    private Path folder;

    @Test
    void theRatingsOfTheNationalInterfaceAreAcceptedWithTheirFields() throws Exception {
        String topic = TestBroker.topic("rating.examples", PARTITIONS);
        Said said = Said.sending(
                example("national-ratings.csv"), EXAMPLES.resolve("national-ratings.yaml"), topic, "--charset", "gbk");

        assertThat(said.exitCode()).as(said.all()).isEqualTo(1);
        assertThat(said.err())
                .contains("4 records sent", "column assessTime, not-a-time", "(first: line 7)", "effectivEvalua");
        // Appended a minute after the last of them.
        long appended = millis("2026-09-09T00:01:00");
        DoorBehind door = DoorBehind.of(TestBroker.records(topic, PARTITIONS), Set.of(), record -> appended);
        assertThat(door.refused).isEmpty();
        List<Fact> facts = facts(door);
        assertThat(facts).hasSize(4).allSatisfy(fact -> {
            assertThat(fact.kind).isEqualTo(FactKind.RATING);
            assertThat(fact.dimensions.region()).isEqualTo("440106000000");
            assertThat(fact.dimensions.department()).isEqualTo(DEPARTMENT);
            assertThat(fact.flags).isEmpty();
        });
        Fact first = facts.get(0);
        assertThat(first.ownTime).isEqualTo(millis("2026-09-01T10:05:00"));
        assertThat(first.level).isEqualTo(5);
        assertThat(first.dimensions.channel()).isEqualTo("mobile");
        assertThat(first.tags).containsExactly("510", "517");
        assertThat(first.realName).isFalse();
        assertThat(facts.get(1).realName).isTrue();
        assertThat(facts.get(2).level).isEqualTo(1);
        assertThat(facts.get(2).ordinal).isEqualTo(2);
        assertThat(facts.get(2).caseNumber).isEqualTo("44010620260901000019");
        assertThat(facts.get(3).isDefault).isTrue();
        assertThat(facts.get(3).dimensions.channel()).isEqualTo("default");
    }

    @Test
    void workOrdersTellTheirSeverityToAJobThatNamesTheVersion() throws Exception {
        String topic = TestBroker.topic("workorder.event", PARTITIONS);
        Said said = Said.sending(example("work-orders.csv"), EXAMPLES.resolve("work-orders.yaml"), topic);

        assertThat(said.exitCode()).as(said.all()).isZero();
        assertThat(said.err())
                .contains("4 records sent", "a job takes them from 2026-01-01 on", "work-order-event|2|2026-01-01");
        List<ConsumerRecord<byte[], byte[]>> records = TestBroker.records(topic, PARTITIONS);
        long appended = millis("2026-09-09T00:01:00");
        DoorBehind naming = DoorBehind.of(
                SchemaCatalog.released().naming(NamedVersions.parse("work-order-event|2|2026-01-01")),
                records,
                Set.of(),
                record -> appended);
        assertThat(naming.refused).isEmpty();
        assertThat(facts(naming))
                .extracting(fact -> fact.step + " " + fact.severity)
                .containsExactly("OPENED ORDINARY", "CONTACTED NOTHING", "OPENED UNREADABLE", "RECTIFYING DIFFICULT");
        assertThat(facts(naming).get(2).flags)
                .as("no letters of ASCII: it may be anything")
                .containsExactly("unknown-severity", "not-a-code");
        DoorBehind plain = DoorBehind.of(records, Set.of(), record -> appended);
        assertThat(facts(plain)).extracting(fact -> fact.step).containsExactly(Step.CONTACTED);
        assertThat(plain.refused).hasSize(3).allSatisfy(refused -> assertThat(refused.reason())
                .isEqualTo(Reason.UNKNOWN_SCHEMA));
    }

    @Test
    void theCasesOfTheNationalInterfaceBecomeTheirStepsWithTheTimesOfTheirArrival() throws Exception {
        String topic = TestBroker.topic("case.event", PARTITIONS);
        Said said = Said.sending(
                example("national-cases.csv"),
                EXAMPLES.resolve("national-cases.yaml"),
                topic,
                "--charset",
                "gbk",
                "--historical");

        assertThat(said.exitCode()).as(said.all()).isZero();
        DoorBehind door =
                DoorBehind.of(TestBroker.records(topic, PARTITIONS), Set.of(topic), ConsumerRecord::timestamp);
        assertThat(door.refused).isEmpty();
        assertThat(door.let).extracting(Let::line).containsExactlyInAnyOrder(2L, 2L, 2L, 3L, 3L, 4L, 4L, 4L);
        List<Fact> facts = facts(door);
        assertThat(facts)
                .extracting(fact -> fact.kind)
                .containsExactly(
                        FactKind.ACCEPTED,
                        FactKind.ACCEPTED,
                        FactKind.SERVED,
                        FactKind.COMPLETED,
                        FactKind.ACCEPTED,
                        FactKind.SERVED,
                        FactKind.SERVED,
                        FactKind.COMPLETED);
        Fact completed = facts.get(3);
        assertThat(completed.ownTime).isEqualTo(millis("2026-09-01T10:00:00"));
        assertThat(completed.acceptedAt).isEqualTo(millis("2026-09-01T09:00:00"));
        assertThat(completed.appendedAt).isEqualTo(millis("2026-09-01T10:00:05"));
        assertThat(completed.dimensions.channel()).isEqualTo("online");
        assertThat(completed.dimensions.item()).isEqualTo("114401060074825320044011200100101");
        assertThat(facts.get(5).dimensions.item())
                .as("the 31 digits where the 33 are missing")
                .isEqualTo("1144010600748253200440112001001");
        assertThat(facts.get(6).ordinal).isEqualTo(2);
        assertThat(door.completeThrough()).isEqualTo(millis("2026-09-03T02:00:00"));
    }

    @Test
    void anExclusionAndItsRevocationOfTheExampleAreAcceptedAtTheDoor() throws Exception {
        String topic = TestBroker.topic("exclusion", PARTITIONS);
        Said said = Said.sending(example("exclusions.csv"), EXAMPLES.resolve("exclusions.yaml"), topic);

        assertThat(said.exitCode()).as(said.all()).isZero();
        long appended = millis("2026-09-09T00:01:00");
        DoorBehind door = DoorBehind.of(TestBroker.records(topic, PARTITIONS), Set.of(), record -> appended);
        assertThat(door.refused).isEmpty();
        assertThat(facts(door)).extracting(fact -> fact.step).containsExactly(Step.EXCLUDE, Step.REVOKE);
        assertThat(facts(door)).allSatisfy(fact -> {
            assertThat(fact.group).isEqualTo("2026-09-17");
            assertThat(fact.ordinal).isEqualTo(2);
        });
    }

    @Test
    void theRatingsAndTheCasesOfTheExamplesMeet() throws Exception {
        String ratings = Files.readString(EXAMPLES.resolve("national-ratings.yaml"));
        String cases = Files.readString(EXAMPLES.resolve("national-cases.yaml"));

        assertThat(ratings).contains("issuingSystem: {constant: gd-yizheng}");
        assertThat(cases.split("issuingSystem: \\{constant: gd-yizheng}", -1)).hasSize(4);
    }

    /** A copy beside which the command may write. */
    private Path example(String name) throws IOException {
        return Files.copy(EXAMPLES.resolve(name), folder.resolve(name));
    }

    private static List<Fact> facts(DoorBehind door) {
        return door.let.stream()
                .map(Let::fact)
                .sorted(Comparator.comparingLong(fact -> fact.ownTime))
                .toList();
    }

    private static long millis(String shanghai) {
        return OffsetDateTime.parse(shanghai + "+08:00").toInstant().toEpochMilli();
    }
}
