package io.haochaping.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.produce.DoorBehind.Let;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A historical export becomes a copy: every record with its own first append time, ticks behind them, each line once. */
class HistoryTest {
    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static final int PARTITIONS = 3;
    private static final long BEGIN = millis("2024-05-01T00:00:00+08:00");
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final String MAPPING = """
            first-append: {column: got, time: epoch-millis}
            records:
              - kind: rating
                fields:
                  issuingSystem: {constant: city}
                  caseNumber: no
                  codeSystem: {constant: platform}
                  level: {constant: "5"}
                  channel: {constant: web}
                  ratedAt: {column: at, time: epoch-millis}
            """;

    @TempDir
    private Path folder;

    private Path mapping;
    private String topic;
    /** First append time by line, of the file that was written last. */
    private final Map<Long, Long> appends = new HashMap<>();

    @BeforeEach
    void prepare() throws IOException {
        mapping = Files.writeString(folder.resolve("m.yaml"), MAPPING);
        topic = TestBroker.topic("rating.history" + TOPICS.incrementAndGet(), PARTITIONS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 30, 3_000})
    void everyRecordKeepsItsOwnFirstAppendTimeHoweverTheFileIsSorted(int disorderHours) throws Exception {
        Path file = write("a.csv", 600, 0, disorderHours);

        Said said = Said.sending(file, mapping, topic, "--historical", "--batch", 50);

        assertThat(said.exitCode()).as(said.all()).isZero();
        DoorBehind door = door();
        assertThat(door.refused).isEmpty();
        assertThat(door.let).hasSize(600);
        for (Let let : door.let) {
            assertThat(let.fact().appendedAt).as("line " + let.line()).isEqualTo(appends.get(let.line()));
        }
        assertThat(door.completeThrough()).isEqualTo(latest());
        if (disorderHours == 0) {
            assertThat(door.ticks).as("25 days and the end").hasSize(25 * PARTITIONS);
        } else if (disorderHours > 600) {
            assertThat(said.err()).contains("not in the order of their first append times");
        }
    }

    @Test
    void theTicksOfACopyLieBeforeWhatWasAppendedLater() throws Exception {
        Said.sending(write("a.csv", 600, 0, 0), mapping, topic, "--historical");

        long behindFirstTick = 0;
        boolean[] ticked = new boolean[PARTITIONS];
        for (ConsumerRecord<byte[], byte[]> record : TestBroker.records(topic, PARTITIONS)) {
            ticked[record.partition()] |= record.key() == null;
            behindFirstTick += record.key() != null && ticked[record.partition()] ? 1 : 0;
        }
        assertThat(behindFirstTick).as("all but the 24 of the first day").isEqualTo(576);
    }

    @Test
    void aSecondRunAddsNeitherRecordsNorTicks() throws Exception {
        Path file = write("a.csv", 300, 0, 10);
        Said.sending(file, mapping, topic, "--historical");
        int before = TestBroker.records(topic, PARTITIONS).size();
        Files.delete(folder.resolve("a.csv." + topic + ".state.json"));

        Said said = Said.sending(file, mapping, topic, "--historical");

        assertThat(said.exitCode()).isZero();
        assertThat(said.err()).contains("0 records sent", "complete through");
        assertThat(TestBroker.records(topic, PARTITIONS)).hasSize(before);
    }

    @Test
    void severalFilesBecomeOneCopyWhoseTicksComeWithTheLast() throws Exception {
        Path late = write("feb.csv", 300, 1_000, 0);
        Said first = Said.sending(late, mapping, topic, "--historical", "--more-follows");
        assertThat(first.exitCode()).isZero();
        assertThat(first.err()).contains("no ticks yet");
        assertThat(door().ticks).isEmpty();

        Path early = write("jan.csv", 300, 0, 0);
        Said second = Said.sending(early, mapping, topic, "--historical");

        assertThat(second.exitCode()).as(second.all()).isZero();
        DoorBehind door = door();
        assertThat(door.let).hasSize(600);
        assertThat(door.completeThrough())
                .as("the end of the copy, not of its last file")
                .isEqualTo(BEGIN + (1_000 + 299) * HOUR);
    }

    @Test
    void aFileThatIsOlderThanTheTicksOfTheCopyIsRefusedBeforeAnythingIsSent() throws Exception {
        Said.sending(write("feb.csv", 100, 1_000, 0), mapping, topic, "--historical");
        int before = TestBroker.records(topic, PARTITIONS).size();

        Said said = Said.sending(write("jan.csv", 100, 950, 0), mapping, topic, "--historical");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("100 records (first: line 2) were first appended before", "--more-follows");
        assertThat(TestBroker.records(topic, PARTITIONS)).hasSize(before);
    }

    @Test
    void aCopyCanBeSaidToBeCompleteLongerThanItsLastRecord() throws Exception {
        Path file = write("a.csv", 10, 0, 0);
        String end = "2024-06-01T00:00:00";

        assertThat(Said.sending(file, mapping, topic, "--historical", "--complete-through", "2024-05-01T00:00:00")
                        .err())
                .contains("--complete-through lies before 2024-05-01T09:00:00+08:00");
        assertThat(Said.sending(file, mapping, topic, "--historical", "--complete-through", "2224-05-01T00:00:00")
                        .err())
                .contains("--complete-through lies in the future");
        assertThat(door().let).isEmpty();
        Said.sending(file, mapping, topic, "--historical", "--complete-through", end);

        assertThat(door().completeThrough()).isEqualTo(millis(end + "+08:00"));
    }

    @Test
    void oneLineFromTheFutureDoesNotMakeTheCopyCompleteUntilThen() throws Exception {
        Path file = write("a.csv", 10, 0, 0);
        Files.writeString(file, Files.readString(file) + "X-99,1714500000000,4102444800000\n");

        Said said = Said.sending(file, mapping, topic, "--historical");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("unusable-append-time");
        assertThat(door().completeThrough()).isEqualTo(BEGIN + 9 * HOUR);
    }

    @Test
    void historyAndLiveFeedsAreKeptApart() throws Exception {
        Path file = write("a.csv", 10, 0, 0);
        String live = TestBroker.topic("rating.live" + TOPICS.incrementAndGet(), PARTITIONS);
        Said.sending(file, mapping, live);
        Said.sending(file, mapping, topic, "--historical");
        Path other = write("b.csv", 11, 0, 0);

        assertThat(Said.sending(other, mapping, live, "--historical").err()).contains("is no copy");
        assertThat(Said.sending(other, mapping, topic).err()).contains("holds a copy");
        assertThat(Said.sending(file, mapping, live, "--historical").exitCode()).isEqualTo(2);
    }

    @Test
    void theCommandSaysWhatTheOperatorDoesNext() throws Exception {
        Said said = Said.sending(write("a.csv", 10, 0, 0), mapping, topic, "--historical");

        assertThat(said.err())
                .contains("kafka.copied-topics", "rebuild", "switch", "complete through 2024-05-01T09:00:00+08:00");
    }

    @Test
    void recordsThatCameTooLateAreToldAndKeepTheirTimes() throws Exception {
        Path file = folder.resolve("late.csv");
        Files.writeString(
                file,
                "no,at,got\nX-1," + BEGIN + "," + (BEGIN + Duration.ofDays(63).toMillis()) + "\n");

        assertThat(Said.sending(file, mapping, topic, "--historical").err()).contains("beyond-horizon");
        assertThat(door().refused).singleElement().satisfies(one -> assertThat(one.reason())
                .hasToString("BEYOND_HORIZON"));
    }

    private DoorBehind door() {
        return DoorBehind.of(TestBroker.records(topic, PARTITIONS), Set.of(topic), ConsumerRecord::timestamp);
    }

    /** One record an hour, each appended at once or up to some hours later. */
    private Path write(String name, int rows, int firstHour, int disorderHours) throws IOException {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder("no,at,got\n");
        appends.clear();
        for (int i = 0; i < rows; i++) {
            long at = BEGIN + (firstHour + i) * HOUR;
            long got = Math.min(
                    at + (disorderHours == 0 ? 0 : random.nextInt(disorderHours) * HOUR / 3),
                    Instant.now().toEpochMilli());
            text.append(name)
                    .append("-")
                    .append(i)
                    .append(",")
                    .append(at)
                    .append(",")
                    .append(got)
                    .append('\n');
            appends.put(i + 2L, got);
        }
        return Files.writeString(folder.resolve(name), text.toString());
    }

    private long latest() {
        return List.copyOf(appends.values()).stream().max(Long::compare).orElseThrow();
    }

    private static long millis(String time) {
        return OffsetDateTime.parse(time).toInstant().toEpochMilli();
    }
}
