package io.haochaping.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHistoryTest {

    private static final Instant NOW = Instant.parse("2026-11-22T06:00:00.123Z");

    @TempDir
    Path folder;

    @Test
    void aHistoryThatWasCutOffIsTheSameAtTheNextStart() {
        DemoHistory.in(folder, 5_000, NOW);
        DemoHistory again = DemoHistory.in(folder, 200_000, NOW.plusSeconds(9_999));

        assertThat(again.exists()).isTrue();
        assertThat(again.isWritten()).isFalse();
        assertThat(again.cases()).isEqualTo(5_000);
        assertThat(again.to()).isEqualTo("2026-11-22T14:00+08:00");
    }

    @Test
    void aHistoryThatIsWrittenStaysWrittenEvenIfNoneIsAskedForLater() {
        DemoHistory.in(folder, 5_000, NOW).setWritten();
        DemoHistory again = DemoHistory.in(folder, 0, NOW);

        assertThat(again.exists()).isTrue();
        assertThat(again.isWritten()).isTrue();
    }

    @Test
    void aFolderThatBeganWithoutAHistoryNeverGetsOne() {
        DemoHistory.in(folder, 0, NOW);
        DemoHistory again = DemoHistory.in(folder, 5_000, NOW);

        assertThat(again.exists()).isFalse();
        assertThat(again.isWritten()).isTrue();
    }

    @Test
    void whatAFormerVersionLeftHalfWrittenBesideARunningJobStaysAsItIs() throws IOException {
        Files.writeString(folder.resolve("history"), "200000\n2026-11-22T14:00+08:00\n");
        DemoHistory ofAFormerVersion = DemoHistory.in(folder, 5_000, NOW);

        assertThat(ofAFormerVersion.exists()).isTrue();
        assertThat(ofAFormerVersion.isWritten()).isTrue();
    }

    @Test
    void aFileThatCannotBeReadIsToldWithTheRemedy() throws IOException {
        Files.writeString(folder.resolve("history"), "what?");

        assertThatThrownBy(() -> DemoHistory.in(folder, 5_000, NOW))
                .hasMessageContaining(folder.resolve("history") + " cannot be read; delete the data folder");
    }
}
