package io.haochaping.store;

import static io.haochaping.store.CutDraft.cut;
import static io.haochaping.store.Rows.tally;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutCodecTest {
    @Test
    void aCutComesBackAsItWasWritten() {
        assertThat(CutCodec.readAll(CutCodec.write(sample()))).containsExactly(sample());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void cutsComeBackAsTheyWereWrittenHoweverSmallTheirPartsAre(long seed) {
        Random random = new Random(seed);
        List<Cut> cuts = new ArrayList<>();
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Cut cut = randomCut(random);
            cuts.add(cut);
            parts.addAll(CutCodec.write(cut, 1 + random.nextInt(2_000)));
        }
        assertThat(CutCodec.readAll(parts)).isEqualTo(cuts);
    }

    @Test
    void aPartIsClosedOnceItIsFull() {
        // A head, and behind it a part for each of the six rows and the two refused records.
        assertThat(CutCodec.write(sample(), 1)).hasSize(9);
        assertThat(CutCodec.write(sample())).hasSize(2);
        assertThat(CutCodec.write(cut("run-a/1").draw())).hasSize(1);
    }

    @Test
    void aCutThatLacksAPartIsRefused() {
        List<byte[]> parts = CutCodec.write(sample(), 1);
        assertThatThrownBy(() -> CutCodec.readAll(parts.subList(0, 4)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("run-a/7")
                .hasMessageContaining("3 of its 8 parts");
    }

    /** Written by the first version. This file is in savepoints out there: it is never made anew. */
    @Test
    void theFormOfVersionOneIsReadForEver() throws IOException {
        assertThat(CutCodec.readAll(List.of(golden("v1.bin")))).containsExactly(sampleOfVersionOne());
    }

    @Test
    void theFormOfVersionTwoIsReadForEverAndStillTheOneThatIsWritten() throws IOException {
        List<byte[]> golden = List.of(golden("v2-head.bin"), golden("v2-part.bin"));
        assertThat(CutCodec.readAll(golden)).containsExactly(sample());
        assertThat(CutCodec.write(sample()).toArray(new byte[0][])).isDeepEqualTo(golden.toArray(new byte[0][]));
    }

    @Test
    void anUnknownFormIsRefusedWithTheRemedy() throws IOException {
        byte[] future = golden("v1.bin");
        future[0] = 9;
        assertThatThrownBy(() -> CutCodec.readAll(List.of(future)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("form 9")
                .hasMessageContaining("start the job with the version that wrote it");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void bytesLeftOverAreRefused(int part) {
        List<byte[]> parts = CutCodec.write(sample());
        byte[] whole = parts.get(part);
        parts.set(part, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> CutCodec.readAll(parts)).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream file = CutCodecTest.class.getResourceAsStream("/golden/cut/" + name)) {
            assertThat(file).as("golden file %s", name).isNotNull();
            return file.readAllBytes();
        }
    }

    /** Writes the files of a new form; never run over released ones. */
    public static void main(String[] folder) throws IOException {
        List<byte[]> parts = CutCodec.write(sample());
        Files.write(Path.of(folder[0], "v2-head.bin"), parts.get(0));
        Files.write(Path.of(folder[0], "v2-part.bin"), parts.get(1));
    }

    /** With what version two added: headers, and how far in time a partition was read. */
    static Cut sample() {
        TreeMap<String, byte[]> headers =
                new TreeMap<>(Map.of("haochaping-first-append", new byte[] {'1'}, "跟踪", new byte[0]));
        headers.put("empty", null);
        return draft(headers)
                .read(new PartitionProgress(new TopicPartition("exclusion", 2), 0, 9, 8, 1, 40, 1L << 41))
                .draw();
    }

    private static Cut sampleOfVersionOne() {
        return draft(new TreeMap<>()).draw();
    }

    private static CutDraft draft(TreeMap<String, byte[]> headers) {
        return cut("run-a/7")
                .after("run-a/6")
                .lastEpoch(41)
                .through(Rows.NINE)
                .restating()
                .totals(new Totals(3, 2, 1, 9, -8))
                .decided("rules", "r1")
                .decided("schemas", "s1")
                .read("rating.web", 0, 5, 300)
                .read("case.event", 11, 0, 1L << 40)
                .row(
                        Rows.hour(Rows.NINE, "department|1"),
                        tally(Figure.LEVEL_5, 2, Figure.CALENDAR_BUCKETS + 60, -1, Figure.WORKING_SECONDS, 1L << 50),
                        tally(Figure.LEVEL_5, 1))
                .row(Rows.minute(Rows.NINE, "部门", "web"), tally(), tally(Figure.ACCEPTED, 1))
                .row(Rows.tag(20_000, "108"), tally(Figure.TAGGED, 1))
                .row(Rows.equation("rating.web", 0), tally(Figure.COUNTED, 7, Figure.QUARANTINED, 1))
                .row(Rows.bad("gd", "A\0-1", 1, Rows.NINE + 1), tally(Figure.OPEN, 1))
                .row(Rows.flag("unknown-channel", "9"), tally(Figure.RECORDS, 1))
                .refused(new QuarantineEntry(
                        "rating.web",
                        0,
                        7,
                        1,
                        2,
                        "undecodable",
                        "无法解码",
                        "cannot be decoded",
                        null,
                        null,
                        -1,
                        "",
                        new TreeMap<>(),
                        ""))
                .refused(new QuarantineEntry(
                        "rating.web",
                        0,
                        8,
                        -1,
                        2,
                        "unknown-level",
                        "未知",
                        "unknown",
                        "key".getBytes(StandardCharsets.UTF_8),
                        new byte[] {0, -1, 2},
                        3,
                        "ab",
                        headers,
                        "rating.web/0/7"))
                .gap("rating.web", 0, 9, 8);
    }

    private static Cut randomCut(Random random) {
        CutDraft draft = cut("run/" + random.nextInt())
                .lastEpoch(random.nextLong() >>> 1)
                .through(random.nextLong());
        for (int i = random.nextInt(5); i > 0; i--) {
            draft.read(new PartitionProgress(
                            new TopicPartition("topic-" + i, random.nextInt(99)),
                            random.nextInt(99),
                            random.nextLong() >>> 1,
                            random.nextInt(9),
                            random.nextInt(9),
                            random.nextLong(),
                            random.nextLong()))
                    .decided("d" + random.nextInt(9), "digest" + random.nextInt())
                    .gap("t", i, random.nextLong(), random.nextLong());
        }
        for (int i = random.nextInt(50); i > 0; i--) {
            RowKey key = Rows.randomKey(random);
            draft.row(key, Rows.randomTally(random, key.kind()), Rows.randomTally(random, key.kind()));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            byte[] value = new byte[random.nextInt(300)];
            random.nextBytes(value);
            draft.refused(new QuarantineEntry(
                    "t",
                    i,
                    random.nextInt(9),
                    random.nextLong(),
                    0,
                    "r",
                    "z",
                    "e",
                    value,
                    null,
                    value.length,
                    "",
                    new TreeMap<>(),
                    ""));
        }
        return random.nextBoolean() ? draft.restating().draw() : draft.draw();
    }
}
