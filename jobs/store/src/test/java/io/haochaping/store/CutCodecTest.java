package io.haochaping.store;

import static io.haochaping.store.CutDraft.cut;
import static io.haochaping.store.Rows.tally;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutCodecTest {
    @Test
    void aCutComesBackAsItWasWritten() {
        assertThat(CutCodec.read(CutCodec.write(sample()))).isEqualTo(sample());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyCutComesBackAsItWasWritten(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            Cut cut = randomCut(random);
            assertThat(CutCodec.read(CutCodec.write(cut))).isEqualTo(cut);
        }
    }

    /** Written by the first version. This file is in savepoints out there: it is never made anew. */
    @Test
    void theFormOfVersionOneIsReadForEver() throws IOException {
        assertThat(CutCodec.read(golden())).isEqualTo(sample());
    }

    @Test
    void theFormOfVersionOneIsStillTheOneThatIsWritten() throws IOException {
        assertThat(CutCodec.write(sample())).isEqualTo(golden());
    }

    @Test
    void anUnknownFormIsRefusedWithTheRemedy() throws IOException {
        byte[] future = golden();
        future[0] = 9;
        assertThatThrownBy(() -> CutCodec.read(future))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("form 9")
                .hasMessageContaining("start the job with the version that wrote it");
    }

    @Test
    void bytesLeftOverAreRefused() throws IOException {
        byte[] golden = golden();
        byte[] longer = java.util.Arrays.copyOf(golden, golden.length + 1);
        assertThatThrownBy(() -> CutCodec.read(longer)).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] golden() throws IOException {
        try (InputStream file = CutCodecTest.class.getResourceAsStream("/golden/cut/v1.bin")) {
            return file.readAllBytes();
        }
    }

    static Cut sample() {
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
                        "rating.web", 0, 7, 1, 2, "undecodable", "无法解码", "cannot be decoded", null, null, -1, "", ""))
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
                        "rating.web/0/7"))
                .gap("rating.web", 0, 9, 8)
                .draw();
    }

    private static Cut randomCut(Random random) {
        CutDraft draft = cut("run/" + random.nextInt())
                .lastEpoch(random.nextLong() >>> 1)
                .through(random.nextLong());
        for (int i = random.nextInt(5); i > 0; i--) {
            draft.read("topic-" + i, random.nextInt(99), random.nextInt(99), random.nextLong() >>> 1)
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
                    "t", i, random.nextInt(9), random.nextLong(), 0, "r", "z", "e", value, null, value.length, "", ""));
        }
        return random.nextBoolean() ? draft.restating().draw() : draft.draw();
    }
}
