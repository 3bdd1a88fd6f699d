package io.haochaping.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.stack.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own, killed without warning over and over: every line is in the topic once. */
class KillITCase {
    private static final int PARTITIONS = 3;
    private static final int ROWS = 8_000;
    /** One for each of what can have become of the state file. */
    private static final int KILLS = 3;

    private static final int RIVALS = 3;
    private static final long BEGIN =
            OffsetDateTime.parse("2024-05-01T00:00:00+08:00").toInstant().toEpochMilli();
    private static final String MAPPING = """
            records:
              - kind: rating
                fields:
                  issuingSystem: {constant: city}
                  caseNumber: no
                  codeSystem: {constant: platform}
                  level: lv
                  channel: {constant: web}
                  ratedAt: {column: at, time: epoch-millis}
            """;

    @TempDir
    private Path folder;

    @Test
    void aLiveFeedThatIsKilledOverAndOverHasEveryLineOnce() throws Exception {
        String topic = TestBroker.topic("rating.killed", PARTITIONS);
        killAndGoOn(topic, Instant.now().toEpochMilli(), 0, List.of());

        everyLineIsThereOnce(topic);
    }

    @Test
    void aCopyThatIsKilledOverAndOverHasEveryLineAndEveryTickOnceAndInItsPlace() throws Exception {
        String topic = TestBroker.topic("rating.killed-history", PARTITIONS);
        long step = Duration.ofMinutes(10).toMillis();
        killAndGoOn(topic, BEGIN, step, List.of("--historical"));

        List<ConsumerRecord<byte[], byte[]>> records = TestBroker.records(topic, PARTITIONS);
        everyLineIsThereOnce(topic);
        DoorBehind door = DoorBehind.of(records, Set.of(topic), ConsumerRecord::timestamp);
        assertThat(door.let)
                .allSatisfy(let -> assertThat(let.fact().appendedAt).isEqualTo(BEGIN + (let.line() - 2) * step));
        assertThat(door.ticks)
                .as("a round for each day but the first, and one at the end")
                .hasSize((int) (ROWS * step / Duration.ofDays(1).toMillis() + 1) * PARTITIONS);
        assertThat(door.completeThrough()).isEqualTo(BEGIN + (ROWS - 1) * step);
    }

    @Test
    void asSoonAsOneRunBeginsAnEarlierOneThatStillLivesCanWriteNoMore() throws Exception {
        String topic = TestBroker.topic("rating.two-runs", PARTITIONS);
        Path file = write(Instant.now().toEpochMilli(), 0);
        List<Process> runs = new ArrayList<>();
        for (int i = 0; i < RIVALS; i++) {
            long before = written(topic);
            // Small transactions: the one before is always about to commit another while the next looks what is there.
            runs.add(start(
                    file, topic, 10, List.of("--errors", folder.resolve("e" + i).toString())));
            Process run = runs.get(i);
            Await.until(
                    "a run has written",
                    Duration.ofSeconds(180),
                    () -> !run.isAlive() || written(topic) > before + 100);
        }
        List<Integer> exitCodes = new ArrayList<>();
        for (Process run : runs) {
            assertThat(run.waitFor(300, TimeUnit.SECONDS)).isTrue();
            exitCodes.add(run.exitValue());
        }

        assertThat(exitCodes).contains(0);
        everyLineIsThereOnce(topic);
    }

    @Test
    void aRunThatIsAskedToEndStopsBehindATransactionAndTheNextOneGoesOn() throws Exception {
        String topic = TestBroker.topic("rating.stopped", PARTITIONS);
        Path file = write(Instant.now().toEpochMilli(), 0);
        Process run = start(file, topic, List.of());
        Await.until("the run has written", Duration.ofSeconds(180), () -> !run.isAlive() || written(topic) > 500);

        run.destroy();
        assertThat(run.waitFor(300, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readString(folder.resolve("log"))).contains("Stopped:", "Run the command again to go on.");
        List<Long> first = lines(topic);
        assertThat(first.equals(expected().subList(0, first.size())))
                .as("whole transactions in their order")
                .isTrue();
        assertThat(start(file, topic, List.of()).waitFor(300, TimeUnit.SECONDS)).isTrue();
        everyLineIsThereOnce(topic);
    }

    private static List<Long> lines(String topic) {
        return TestBroker.records(topic, PARTITIONS).stream()
                .filter(record -> record.key() != null)
                .map(TestBroker::line)
                .sorted()
                .toList();
    }

    /** Kills behind a number of records that differs each time; the state file is as the kill left it, an older one, or lost. */
    private void killAndGoOn(String topic, long begin, long step, List<String> more) throws Exception {
        Random random = new Random(11);
        Path file = write(begin, step);
        Path state = folder.resolve("in.csv." + topic + ".state.json");
        Path older = folder.resolve("older");
        int killed = 0;
        for (int round = 0; round < KILLS; round++) {
            long before = written(topic);
            int until = 1 + random.nextInt(ROWS / KILLS);
            Process run = start(file, topic, more);
            Await.until(
                    "some records more, or the end",
                    Duration.ofSeconds(180),
                    () -> !run.isAlive() || written(topic) > before + until);
            killed += run.isAlive() ? 1 : 0;
            run.destroyForcibly().waitFor();
            changeState(round, state, older);
        }
        assertThat(killed).as("kills in mid-stream").isGreaterThan(KILLS / 2);
        Process last = start(file, topic, more);
        assertThat(last.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
    }

    private static void changeState(int round, Path state, Path older) throws IOException {
        if (!Files.exists(state)) {
            return;
        }
        switch (round % 3) {
            case 0 -> Files.copy(state, older, StandardCopyOption.REPLACE_EXISTING);
            case 1 -> Files.copy(older, state, StandardCopyOption.REPLACE_EXISTING);
            default -> Files.delete(state);
        }
    }

    private Process start(Path file, String topic, List<String> more) throws IOException {
        return start(file, topic, 100, more);
    }

    private Process start(Path file, String topic, int batch, List<String> more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Produce.class.getName(),
                "--file",
                file.toString(),
                "--mapping",
                folder.resolve("m.yaml").toString(),
                "--topic",
                topic,
                "--bootstrap-servers",
                TestBroker.servers(),
                "--batch",
                Integer.toString(batch)));
        command.addAll(more);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    /** Records that have been appended, decided or not. */
    private static long written(String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> questions = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            questions.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        try (Admin admin = TestBroker.get().admin()) {
            return admin
                    .listOffsets(questions, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .all()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(answer -> answer.offset())
                    .sum();
        }
    }

    private Path write(long begin, long step) throws IOException {
        Files.writeString(folder.resolve("m.yaml"), MAPPING);
        StringBuilder text = new StringBuilder("no,lv,at\n");
        for (int i = 0; i < ROWS; i++) {
            text.append("X-").append(i).append(",5,").append(begin + i * step).append('\n');
        }
        return Files.writeString(folder.resolve("in.csv"), text.toString());
    }

    /** By numbers, so that a failure can be read. */
    private static void everyLineIsThereOnce(String topic) {
        List<Long> lines = lines(topic);
        assertThat(lines.stream().distinct().count()).as("different lines").isEqualTo(ROWS);
        assertThat(lines.size()).as("records").isEqualTo(ROWS);
        assertThat(lines.equals(expected())).as("lines 2 to %d", ROWS + 1).isTrue();
    }

    private static List<Long> expected() {
        return LongStream.range(2, ROWS + 2).boxed().toList();
    }
}
