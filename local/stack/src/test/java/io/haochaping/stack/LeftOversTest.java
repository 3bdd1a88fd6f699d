package io.haochaping.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOversTest {

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void aProcessWhoseRunIsGoneIsStopped() throws Exception {
        Process server = serverOf(folder);
        record("server", server.pid(), pidOfAnEndedProcess(), 0);

        assertThat(LeftOvers.stopIn(folder, "TERM")).containsExactly(server.pid());
        assertThat(server.isAlive()).isFalse();
        assertThat(LeftOvers.stopIn(folder, "TERM")).isEmpty();
    }

    @Test
    void aProcessWhoseRunLivesIsLeftAlone() throws IOException {
        Process server = serverOf(folder);
        LeftOvers.record(folder, "server", server.pid());

        assertThat(LeftOvers.stopIn(folder, "TERM")).isEmpty();
        assertThat(server.isAlive()).isTrue();
    }

    @Test
    void aRunThatIsGoneIsNotTakenForAnotherProcessWithItsPid() throws IOException {
        Process server = serverOf(folder);
        record("server", server.pid(), ProcessHandle.current().pid(), 12_345);

        assertThat(LeftOvers.stopIn(folder, "TERM")).containsExactly(server.pid());
    }

    @Test
    void aPidThatByNowBelongsToSomethingElseIsLeftAlone() throws Exception {
        Process other = serverOf(folder.resolveSibling(folder.getFileName() + "-other"));
        record("server", other.pid(), pidOfAnEndedProcess(), 0);
        Files.writeString(folder.resolve("broken.pid"), "not a pid");

        assertThat(LeftOvers.stopIn(folder, "TERM")).isEmpty();
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void aFolderThatIsNotThereHoldsNothing() {
        assertThat(LeftOvers.stopIn(folder.resolve("none"), "TERM")).isEmpty();
    }

    private Process serverOf(Path data) throws IOException {
        Process process = new ProcessBuilder("/bin/sh", "-c", "sleep 300 & wait", data + "/server").start();
        started.add(process);
        return process;
    }

    private void record(String name, long pid, long parent, long parentStart) throws IOException {
        Files.writeString(folder.resolve(name + ".pid"), pid + " " + parent + " " + parentStart + "\n");
    }

    private static long pidOfAnEndedProcess() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        return ended.pid();
    }
}
