package io.haochaping.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CommitWatchTest {
    private static final String INSERTED = "C\0\0\0\17INSERT 0 1\0";
    private static final String COMMITTED = "C\0\0\0\13COMMIT\0";
    private static final String READY = "Z\0\0\0\5I";

    private final CommitWatch watch = new CommitWatch();

    @Test
    void aCommitBehindAnInsertIsTold() {
        assertThat(see(INSERTED + "Z\0\0\0\5T")).isFalse();
        assertThat(see(COMMITTED + READY)).isTrue();
    }

    @Test
    void aCommitThatWroteNothingIsNot() {
        assertThat(see(COMMITTED + READY)).isFalse();
        assertThat(see(INSERTED + COMMITTED + READY)).isTrue();
        assertThat(see(COMMITTED + READY)).isFalse();
    }

    @Test
    void messagesMayComeInPieces() {
        String all = INSERTED + COMMITTED;
        for (int cut = 1; cut < all.length(); cut++) {
            CommitWatch fresh = new CommitWatch();
            boolean first = see(fresh, all.substring(0, cut));
            assertThat(first).as("cut at " + cut).isFalse();
            assertThat(see(fresh, all.substring(cut))).as("cut at " + cut).isTrue();
        }
        for (int i = 0; i < all.length() - 1; i++) {
            assertThat(see(all.substring(i, i + 1))).isFalse();
        }
        assertThat(see(all.substring(all.length() - 1))).isTrue();
    }

    private boolean see(String piece) {
        return see(watch, piece);
    }

    private static boolean see(CommitWatch watch, String piece) {
        byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
        return watch.committedWrites(bytes, bytes.length);
    }
}
