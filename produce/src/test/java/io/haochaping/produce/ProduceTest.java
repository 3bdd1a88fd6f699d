package io.haochaping.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.produce.say.Language;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a real broker. */
class ProduceTest {
    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static final int PARTITIONS = 3;
    private static final String MAPPING = """
            records:
              - kind: rating
                fields:
                  issuingSystem: {constant: city}
                  caseNumber: no
                  codeSystem: {constant: platform}
                  level: lv
                  ratedAt: {column: at, time: "yyyy-MM-dd HH:mm:ss"}
                  personal.text: text
            """;

    @TempDir
    private Path folder;

    private Path mapping;
    private Path file;
    private String topic;

    @BeforeEach
    void prepare() throws IOException {
        mapping = Files.writeString(folder.resolve("m.yaml"), MAPPING);
        file = folder.resolve("ratings.csv");
        topic = TestBroker.topic("rating.t" + TOPICS.incrementAndGet(), PARTITIONS);
    }

    @Test
    void aFileIsSentOnceHoweverOftenTheCommandRuns() throws Exception {
        write(500, "");

        Said first = Said.sending(file, mapping, topic, "--batch", 100);
        Said again = Said.sending(file, mapping, topic);

        assertThat(first.exitCode()).as(first.all()).isZero();
        assertThat(first.err()).contains("500 records sent to " + topic);
        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).contains("Lines up to 501 are in", "0 records sent");
        assertThat(lines()).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void aFileIsSentOnceEvenWhereTheStateFileIsLostOrOld() throws Exception {
        write(500, "");
        Path state = folder.resolve("s.json");
        Said.sending(file, mapping, topic, "--state", state, "--batch", 100);
        Files.delete(state);

        assertThat(Said.sending(file, mapping, topic, "--state", state).err()).contains("0 records sent");
        assertThat(lines()).hasSize(500);
    }

    /** Sent too early, they would lie in quarantine for good: no replay reads them otherwise. */
    @Test
    void workOrdersThatTellTheirSeverityWaitForTheDayOfTheJob() throws Exception {
        Files.writeString(mapping, """
                severity-known-from: 2999-01-01
                records:
                  - kind: workorder
                    fields:
                      issuingSystem: {constant: city}
                      caseNumber: no
                      codeSystem: {constant: platform}
                      step: {constant: OPENED}
                      at: {column: at, time: "yyyy-MM-dd HH:mm:ss"}
                      severity: {constant: difficult}
                """);
        write(3, "");

        Said early = Said.sending(file, mapping, topic);
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.err())
                .contains("from 2999-01-01 on", "unknown-schema")
                .contains("Send this file then, or take severity out of the mapping");
        assertThat(lines()).isEmpty();

        Said dry = Said.by("--file", file, "--mapping", mapping, "--dry-run");
        assertThat(dry.err()).contains("3 work orders tell their severity and would be appended before the day");

        Said copy = Said.sending(file, mapping, topic, "--historical");
        assertThat(copy.exitCode()).as(copy.all()).isZero();
        assertThat(copy.err()).contains("3 work orders tell their severity and were first appended before the day");
    }

    @Test
    void theSameFileUnderAnotherNameIsTheSameFile() throws Exception {
        write(50, "");
        Said.sending(file, mapping, topic);
        Path copy = Files.copy(file, folder.resolve("copy.csv"));

        assertThat(Said.sending(copy, mapping, topic).err()).contains("0 records sent");
    }

    @Test
    void aTopicThatWasMadeAnewIsFilledAnew() throws Exception {
        write(50, "");
        Said.sending(file, mapping, topic);
        try (var admin = TestBroker.get().admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
        io.haochaping.stack.Await.until("the topic can be made anew", java.time.Duration.ofSeconds(30), () -> {
            TestBroker.get().createSourceTopic(topic, PARTITIONS);
            return true;
        });
        // The broker answers questions about topics from metadata that come after the creation.
        try (var admin = TestBroker.get().admin()) {
            io.haochaping.stack.Await.until(
                    "the broker to tell of it",
                    java.time.Duration.ofSeconds(30),
                    () -> admin.listTopics().names().get().contains(topic)
                            && admin.describeTopics(List.of(topic))
                                    .allTopicNames()
                                    .get()
                                    .containsKey(topic));
        }

        assertThat(Said.sending(file, mapping, topic).err()).contains("50 records sent");
        assertThat(lines()).hasSize(50);
    }

    @Test
    void recordsLieInThePartitionOfTheirKeyAsThoseOfOtherSenders() throws Exception {
        write(100, "");
        Said.sending(file, mapping, topic);

        for (ConsumerRecord<byte[], byte[]> record : TestBroker.records(topic, PARTITIONS)) {
            int expected = org.apache.kafka.common.utils.Utils.toPositive(
                            org.apache.kafka.common.utils.Utils.murmur2(record.key()))
                    % PARTITIONS;
            assertThat(record.partition()).isEqualTo(expected);
            assertThat(TestBroker.header(record, "haochaping-first-append")).isNull();
        }
    }

    @Test
    void refusedLinesStandInAFileOfTheirOwnerWithReasonAndTextAndTheRestGoesOn() throws Exception {
        write(3, "X-4,5,yesterday,\"secret\ntext\"\nX-5,,2026-11-01 10:00:00,\nX-6,5,2026-11-01 10:00:00,\n");

        Said said = Said.sending(file, mapping, topic);

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err())
                .contains("4 records sent", "refused: 1 lines, column at, not-a-time", "(first: line 5)")
                .doesNotContain("secret", "yesterday", "X-4");
        Path errors = folder.resolve("ratings.csv.errors.csv");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(errors)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(errors))
                .contains(
                        "5,\"at\",not-a-time,\"not a time in any of the forms of the mapping\",\"不符合",
                        "\"X-4,5,yesterday,\"\"secret\ntext\"\"\"",
                        "7,\"lv\",missing-value");
        assertThat(lines()).containsExactlyInAnyOrder(2L, 3L, 4L, 8L);
    }

    @Test
    void theErrorFileIsWholeAfterEveryRun() throws Exception {
        write(3, "X-4,5,yesterday,\n");
        Said.sending(file, mapping, topic);
        Path errors = folder.resolve("ratings.csv.errors.csv");
        String once = Files.readString(errors);

        Said again = Said.sending(file, mapping, topic);

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(Files.readString(errors)).isEqualTo(once);
    }

    @Test
    void aFileThatChangedAfterItsLinesWereSentIsRefused() throws Exception {
        write(10, "");
        Said.sending(file, mapping, topic);
        write(11, "");

        Said said = Said.sending(file, mapping, topic);

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("has changed since its lines up to 11 were sent");
        assertThat(lines()).hasSize(10);
    }

    @Test
    void aMappingThatChangedAfterLinesWereSentIsRefusedWhateverBecameOfTheStateFile() throws Exception {
        write(10, "");
        Said.sending(file, mapping, topic);
        Files.writeString(mapping, MAPPING.replace("constant: city", "constant: town"));
        String sentence = "another mapping file made";

        assertThat(Said.sending(file, mapping, topic).err()).contains(sentence);
        Files.delete(folder.resolve("ratings.csv." + topic + ".state.json"));
        assertThat(Said.sending(file, mapping, topic).err()).contains(sentence);
        assertThat(lines()).hasSize(10);
    }

    @Test
    void aLiveFeedIsWarnedOfRowsThatAreTooLate() throws Exception {
        Files.writeString(file, "no,lv,at,text\nX-1,5,2020-01-01 00:00:00,\nX-2,5,2120-01-01 00:00:00,\n");

        Said said = Said.sending(file, mapping, topic);

        assertThat(said.exitCode()).isZero();
        assertThat(said.err()).contains("beyond-horizon", "--historical", "from-future");
        assertThat(lines()).hasSize(2);
    }

    @Test
    void aDryRunShowsWhatWouldBeSentWithoutABrokerAndWithoutPersonalData() throws Exception {
        write(3, "X-4,5,yesterday,secret\n");

        Said said = Said.by("--file", file, "--mapping", mapping, "--dry-run", "--show", 2);

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out())
                .contains("2: rating", "caseNumber = X-0", "ratedAt = ", "personal.text = *** (6)", "3: rating")
                .doesNotContain("words", "4: rating", "secret");
        assertThat(said.err()).contains("nothing was sent", "not-a-time");
        assertThat(Files.list(folder)).as("no error and no state file").hasSize(2);
    }

    @Test
    void aMachineGetsOneObjectPerLine() throws Exception {
        write(3, "X-4,5,yesterday,secret\n");

        Said said = Said.sending(file, mapping, topic, "--json");

        assertThat(said.err()).isEmpty();
        assertThat(said.out().lines()).allMatch(line -> line.startsWith("{\"event\":") && line.endsWith("}"));
        assertThat(said.out())
                .contains(
                        "{\"event\":\"done\",\"lines\":4,\"records\":{\"rating\":3},\"leftOut\":0,\"refused\":1,",
                        "{\"reason\":\"not-a-time\",\"column\":\"at\",\"lines\":1,\"firstLine\":5}",
                        "\"sent\":3");
    }

    @Test
    void aChineseTerminalIsAnsweredInChinese() throws Exception {
        write(3, "");

        assertThat(Said.in(Language.CHINESE, "--file", file, "--mapping", mapping, "--dry-run")
                        .err())
                .contains("试运行：3 行，未发送任何记录。");
    }

    @Test
    void aSecretOfThePropertiesIsNeverPrinted() throws Exception {
        write(3, "");
        Path properties = Files.writeString(
                folder.resolve("client.properties"),
                "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=org.nowhere.Module required password=\"geheim\";\n");

        Said said = Said.sending(file, mapping, topic, "--properties", properties);

        assertThat(said.exitCode()).isPositive();
        assertThat(said.all()).doesNotContain("geheim", "\tat ").contains("--properties");
    }

    @Test
    void whatExactnessRestsOnCannotBeChangedByProperties() throws Exception {
        write(3, "");
        Path properties = Files.writeString(folder.resolve("client.properties"), "acks=1\nclient.rack=a\n");

        Said said = Said.sending(file, mapping, topic, "--properties", properties);

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).contains("sets acks").doesNotContain("client.rack");
    }

    private void write(int rows, String more) throws IOException {
        String now = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
                .withZone(ZoneId.of("Asia/Shanghai"))
                .format(Instant.now());
        StringBuilder text = new StringBuilder("no,lv,at,text\n");
        for (int i = 0; i < rows; i++) {
            text.append("X-")
                    .append(i)
                    .append(",5,")
                    .append(now)
                    .append(",words")
                    .append(i % 10)
                    .append('\n');
        }
        Path next = Files.writeString(folder.resolve("next"), text + more, StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Long> lines() {
        return TestBroker.records(topic, PARTITIONS).stream()
                .map(TestBroker::line)
                .toList();
    }
}
