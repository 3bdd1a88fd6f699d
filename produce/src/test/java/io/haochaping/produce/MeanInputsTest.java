package io.haochaping.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.produce.say.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs as they come on a bad day: a sentence each in both languages, no stack trace, and every line is sent or in the error file. */
class MeanInputsTest {
    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static final int PARTITIONS = 2;
    private static final Charset GBK = Charset.forName("GBK");
    private static final String HEADER = "no,lv,at,text\n";
    private static final String GOOD = "X-%d,5,2026-11-01 10:00:00,很好\n";
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

    /** One mean file: what it is, its bytes, how the command is asked, and what has to come of it. */
    private record Mean(
            String name, byte[] bytes, List<String> options, int exitCode, List<Long> sent, String sentence) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Mean> files() {
        String good = GOOD.formatted(1) + GOOD.formatted(2);
        return Stream.of(
                new Mean(
                        "broken bytes in one line",
                        bytes(HEADER + good, new byte[] {'X', (byte) 0xFF, '\n'}, GOOD.formatted(3)),
                        List.of(),
                        1,
                        List.of(2L, 3L, 5L),
                        "broken-encoding"),
                new Mean(
                        "GBK read as UTF-8",
                        ("编号,lv,at,text\n" + good).getBytes(GBK),
                        List.of(),
                        2,
                        List.of(),
                        "--charset"),
                new Mean(
                        "a quote that never closes",
                        utf8(HEADER + good + "X-3,5,\"2026\n" + GOOD.formatted(4)),
                        List.of(),
                        1,
                        List.of(2L, 3L, 5L),
                        "unclosed-quote"),
                new Mean(
                        "text behind a closing quote",
                        utf8(HEADER + good + "X-3,5,\"2026\"x,\n" + GOOD.formatted(4)),
                        List.of(),
                        1,
                        List.of(2L, 3L, 5L),
                        "stray-quote"),
                new Mean(
                        "a column too few and one too many",
                        utf8(HEADER + "X-1,5\n" + good + "X,5,2026-11-01 10:00:00,a,b\n"),
                        List.of(),
                        1,
                        List.of(3L, 4L),
                        "column-count"),
                new Mean(
                        "two files joined, each with its mark and header",
                        utf8("\uFEFF" + HEADER + good + "\uFEFF" + HEADER + GOOD.formatted(3)),
                        List.of(),
                        1,
                        List.of(2L, 3L, 5L),
                        "bom-inside"),
                new Mean("nothing at all", new byte[0], List.of(), 1, List.of(), "is empty: 0 bytes"),
                new Mean("only a mark", utf8("\uFEFF"), List.of(), 1, List.of(), "is empty"),
                new Mean("only a header", utf8(HEADER), List.of(), 0, List.of(), "0 records sent"),
                new Mean(
                        "UTF-16",
                        (HEADER + good).getBytes(StandardCharsets.UTF_16),
                        List.of(),
                        2,
                        List.of(),
                        "is UTF-16"),
                new Mean("a spreadsheet", new byte[] {0x50, 0x4B, 3, 4, 9, 9}, List.of(), 2, List.of(), "spreadsheet"),
                new Mean(
                        "a header with the mapped column twice",
                        utf8("no,lv,at,text,lv\n"),
                        List.of(),
                        2,
                        List.of(),
                        "names the column lv twice"),
                new Mean(
                        "a header without a mapped column",
                        utf8("no,lvl,at,text\n"),
                        List.of(),
                        2,
                        List.of(),
                        "has no column lv that the mapping names (lv → lvl ?)"),
                new Mean(
                        "a number that a spreadsheet rounded",
                        utf8(HEADER + "4.4E+17,5,2026-11-01 10:00:00,\n" + good),
                        List.of(),
                        1,
                        List.of(3L, 4L),
                        "rounded-by-spreadsheet"),
                new Mean(
                        "a text of two mebibytes",
                        utf8(HEADER + "X-1,5,2026-11-01 10:00:00," + "长".repeat(700_000) + "\n" + good),
                        List.of(),
                        1,
                        List.of(3L, 4L),
                        "too-large"),
                new Mean(
                        "no line feed in six mebibytes",
                        utf8(HEADER + "x".repeat(6 << 20)),
                        List.of(),
                        1,
                        List.of(),
                        "too-long"),
                new Mean(
                        "binary under the name of JSON lines",
                        new byte[] {0, 1, 2, (byte) 0xFE, '\n', '{', '\n'},
                        List.of("--format", "jsonl"),
                        1,
                        List.of(),
                        "not-json"),
                new Mean(
                        "CSV under the name of Avro",
                        utf8(HEADER + good),
                        List.of("--format", "avro"),
                        2,
                        List.of(),
                        "is no Avro container file"),
                new Mean(
                        "old Macintosh line ends",
                        utf8((HEADER + good).replace('\n', '\r')),
                        List.of(),
                        2,
                        List.of(),
                        "carriage return"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aMeanFileGetsASentenceAndLosesNothing(Mean mean) throws Exception {
        Path file = Files.write(folder.resolve("in.csv"), mean.bytes());
        String topic = topic();
        Said said = Said.sending(file, mapping(), topic, mean.options().toArray());

        assertThat(said.exitCode()).as(said.all()).isEqualTo(mean.exitCode());
        assertThat(said.all()).contains(mean.sentence());
        tellsNoTrace(said);
        List<Long> sent = TestBroker.records(topic, PARTITIONS).stream()
                .map(TestBroker::line)
                .sorted()
                .toList();
        assertThat(sent).isEqualTo(mean.sent());
        Path errors = folder.resolve("in.csv.errors.csv");
        if (mean.exitCode() == 1 && mean.bytes().length > 3) {
            assertThat(Files.readString(errors)).contains(mean.sentence());
        } else {
            assertThat(errors).doesNotExist();
        }
    }

    @Test
    void wrongUseIsToldWithTheRemedy() throws Exception {
        Path file = Files.writeString(folder.resolve("ratings.csv"), HEADER + GOOD.formatted(1));
        Path mapping = mapping();
        String topic = topic();
        Map<List<Object>, String> wrong = Map.ofEntries(
                Map.entry(
                        sending(folder.resolve("rating.csv"), mapping, topic),
                        "there is no such file; did you mean ratings.csv?"),
                Map.entry(sending(folder, mapping, topic), "is a directory"),
                Map.entry(sending(file, folder.resolve("none.yaml"), topic), "there is no such mapping file"),
                Map.entry(sending(file, mapping, topic + "x"), "did you mean " + topic + "?"),
                Map.entry(sending(file, mapping, "a b"), "is no name of a topic"),
                Map.entry(List.of("--file", file), "--mapping is missing"),
                Map.entry(with(sending(file, mapping, topic), "--histrical"), "did you mean --historical?"),
                Map.entry(with(sending(file, mapping, topic), "--charset", "latin1"), "utf-8, gbk or gb18030"),
                Map.entry(with(sending(file, mapping, topic), "--format", "xlsx"), "csv, jsonl, avro"),
                Map.entry(with(sending(file, mapping, topic), "--delimiter", "||"), "--delimiter is one sign"),
                Map.entry(with(sending(file, mapping, topic), "--batch", "0"), "--batch takes a whole number"),
                Map.entry(with(sending(file, mapping, topic), "--topic", "x"), "--topic is given twice"),
                Map.entry(with(sending(file, mapping, topic), "--errors", file), "is read by this command"),
                Map.entry(with(sending(file, mapping, topic), "--errors", mapping), "is read by this command"),
                Map.entry(with(sending(file, mapping, topic), "--state", mapping), "is read by this command"),
                Map.entry(
                        with(
                                sending(file, mapping, topic),
                                "--errors",
                                folder.resolve("x"),
                                "--state",
                                folder.resolve("x")),
                        "name the same file"),
                Map.entry(with(sending(file, mapping, topic), "--more-follows"), "need --historical"),
                Map.entry(with(sending(file, mapping, topic), "--show"), "--show needs a value"));
        for (Map.Entry<List<Object>, String> use : wrong.entrySet()) {
            Said said = Said.by(use.getKey().toArray());
            assertThat(said.exitCode()).as(said.all()).isEqualTo(2);
            assertThat(said.err()).contains(use.getValue());
            tellsNoTrace(said);
            Said chinese = Said.in(Language.CHINESE, use.getKey().toArray());
            assertThat(chinese.err()).containsPattern("\\p{IsHan}").isNotEqualTo(said.err());
        }
        assertThat(TestBroker.records(topic, PARTITIONS)).isEmpty();
    }

    @Test
    void aFileThatIsNoErrorOrStateFileOfOursIsNeverOverwritten() throws Exception {
        Path file = Files.writeString(folder.resolve("ratings.csv"), HEADER + GOOD.formatted(1));
        Path precious = Files.writeString(folder.resolve("precious.txt"), "years of work");

        assertThat(Said.sending(file, mapping(), topic(), "--errors", precious).err())
                .contains("is no error file of this command");
        assertThat(Said.sending(file, mapping(), topic(), "--state", precious).err())
                .contains("is no state file of this command");
        assertThat(precious).hasContent("years of work");
    }

    @Test
    void aTopicThatIsNotSetAsASourceIsRefusedWithTheCommandThatMendsIt() throws Exception {
        Path file = Files.writeString(folder.resolve("ratings.csv"), HEADER + GOOD.formatted(1));
        TestBroker.get().createTopic("rating.wrong", 1, Map.of("retention.ms", "86400000"));

        Said said = Said.sending(file, mapping(), "rating.wrong");

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err())
                .contains(
                        "message.timestamp.type=CreateTime",
                        "--add-config message.timestamp.type=LogAppendTime,retention.ms=-1");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsToldWithinItsTime() throws Exception {
        Path file = Files.writeString(folder.resolve("ratings.csv"), HEADER + GOOD.formatted(1));
        Path properties =
                Files.writeString(folder.resolve("p"), "default.api.timeout.ms=2000\nrequest.timeout.ms=1000\n");

        Said said = Said.by(
                "--file",
                file,
                "--mapping",
                mapping(),
                "--topic",
                "rating.x",
                "--bootstrap-servers",
                "127.0.0.1:1",
                "--properties",
                properties);

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("Kafka does not answer at 127.0.0.1:1");
        tellsNoTrace(said);
        assertThat(Said.by(
                                "--file",
                                file,
                                "--mapping",
                                mapping(),
                                "--topic",
                                "rating.x",
                                "--bootstrap-servers",
                                "nonsense")
                        .err())
                .contains("--bootstrap-servers takes host:port");
    }

    @Test
    void aFullDiskUnderTheErrorFileStopsTheRunAndTheNextOneGoesOn() throws Exception {
        String rows = GOOD.formatted(1) + "X-2,,2026-11-01 10:00:00,\n" + GOOD.formatted(3);
        Path file = Files.writeString(folder.resolve("ratings.csv"), HEADER + rows);
        String topic = topic();

        Said full = Said.sending(file, mapping(), topic, "--errors", "/dev/full");
        assertThat(full.exitCode()).isEqualTo(1);
        assertThat(full.err()).contains("/dev/full cannot be written (No space left on device)");
        tellsNoTrace(full);
        assertThat(TestBroker.records(topic, PARTITIONS))
                .as("what is not noted is not sent")
                .isEmpty();

        Said next = Said.sending(file, mapping(), topic);
        assertThat(next.exitCode()).isEqualTo(1);
        assertThat(TestBroker.records(topic, PARTITIONS))
                .extracting(TestBroker::line)
                .containsExactlyInAnyOrder(2L, 4L);
    }

    @Test
    void aTopicWithSmallBatchesTakesWhatFitsAndTheRestIsRefusedByLine() throws Exception {
        String text = HEADER + GOOD.formatted(1) + "X-2,5,2026-11-01 10:00:00," + "x".repeat(6_000) + "\n"
                + GOOD.formatted(3);
        Path file = Files.writeString(folder.resolve("ratings.csv"), text);
        String topic = topic();
        try (Admin admin = TestBroker.get().admin()) {
            var resource = new org.apache.kafka.common.config.ConfigResource(
                    org.apache.kafka.common.config.ConfigResource.Type.TOPIC, topic);
            var small = new org.apache.kafka.clients.admin.AlterConfigOp(
                    new org.apache.kafka.clients.admin.ConfigEntry("max.message.bytes", "4000"),
                    org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(small)))
                    .all()
                    .get();
        }

        assertThat(Said.sending(file, mapping(), topic).exitCode()).isEqualTo(1);
        assertThat(TestBroker.records(topic, PARTITIONS))
                .extracting(TestBroker::line)
                .containsExactlyInAnyOrder(2L, 4L);
    }

    private static void tellsNoTrace(Said said) {
        assertThat(said.all())
                .doesNotContain("\tat ", "Exception", "mistake in this command")
                .isNotBlank();
    }

    private static List<Object> sending(Path file, Path mapping, String topic) {
        return List.of(
                "--file", file, "--mapping", mapping, "--topic", topic, "--bootstrap-servers", TestBroker.servers());
    }

    private static List<Object> with(List<Object> arguments, Object... more) {
        List<Object> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return all;
    }

    private Path mapping() throws IOException {
        return Files.writeString(folder.resolve("m.yaml"), MAPPING);
    }

    private static String topic() {
        return TestBroker.topic("rating.mean" + TOPICS.incrementAndGet(), PARTITIONS);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String before, byte[] middle, String after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(utf8(before));
        bytes.writeBytes(middle);
        bytes.writeBytes(utf8(after));
        return bytes.toByteArray();
    }
}
