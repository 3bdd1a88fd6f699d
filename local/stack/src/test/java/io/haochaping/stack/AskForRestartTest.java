package io.haochaping.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskForRestartTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void withoutARunItSaysWhereToLookForOne() {
        assertThat(ask("--data", folder.toString())).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no run of live-metrics has " + folder);
        assertThat(new RestartRequest(folder).pending()).isEmpty();
    }

    @Test
    void withoutAFolderItIsWrongUse() {
        assertThat(ask()).isEqualTo(2);
    }

    @Test
    void itReturnsWhenTheRunHasAnswered() {
        DataFolder run = DataFolder.lock(folder, Language.ENGLISH);
        CompletableFuture<Integer> asking = CompletableFuture.supplyAsync(() -> ask("--data", folder.toString()));
        RestartRequest seen = new RestartRequest(run.path());
        Await.until("the request", Duration.ofSeconds(20), () -> seen.pending().isPresent());
        assertThat(asking).isNotDone();

        seen.answer(seen.pending().orElseThrow());

        assertThat(asking.join()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("the job counts on, under the new rules too");
        assertThat(seen.pending()).isEmpty();
        assertThat(run.isLocked()).isTrue();
    }

    private int ask(String... args) {
        return new AskForRestart(
                        Language.ENGLISH,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(args));
    }
}
