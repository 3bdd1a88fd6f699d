package io.haochaping.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a contender in a JVM of its own and passes on what it says. */
final class ContenderRun {
    private final Contender contender;
    private final Path folder;
    private final String heap;
    private final Optional<Path> recording;

    ContenderRun(Contender contender, Path folder, String heap, Optional<Path> recording) {
        this.contender = contender;
        this.folder = folder;
        this.heap = heap;
        this.recording = recording;
    }

    /** @param elapsed from the start of the process to its last committed row */
    record Result(Finish finish, Duration elapsed) {}

    Result run(Assignment assignment) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path file = folder.resolve("assignment.properties");
        assignment.write(file);
        Path log = log(folder);
        long startedAt = System.currentTimeMillis();
        Process process =
                new ProcessBuilder(command(file)).redirectError(log.toFile()).start();
        Thread end = new Thread(process::destroyForcibly, "end-contender");
        Runtime.getRuntime().addShutdownHook(end);
        Optional<Finish> finish = follow(process, startedAt);
        int exit = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        if (exit != 0 || finish.isEmpty()) {
            throw new IllegalStateException(
                    contender.label() + " ended with exit code " + exit + ":\n" + ChildJvm.tail(log));
        }
        Finish said = finish.get();
        return new Result(said, Duration.ofMillis(said.committedAt() - startedAt));
    }

    /** What a contender with this folder says beside its progress. */
    static Path log(Path folder) {
        return folder.resolve("contender.log");
    }

    private Optional<Finish> follow(Process process, long startedAt) throws IOException {
        Optional<Finish> finish = Optional.empty();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                Optional<Finish> last = Finish.of(line);
                if (last.isPresent()) {
                    finish = last;
                } else {
                    Progress.say("  %s, %d s: %s"
                            .formatted(contender.label(), (System.currentTimeMillis() - startedAt) / 1000, line));
                }
            }
        }
        return finish;
    }

    private List<String> command(Path assignment) throws IOException {
        List<String> flags = new ArrayList<>(List.of("-Xmx" + heap, "-XX:+UseG1GC", ChildJvm.LOGGING));
        recording.ifPresent(
                file -> flags.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + file));
        List<String> arguments = new ArrayList<>(List.of(assignment.toString()));
        arguments.addAll(contender.settings());
        return ChildJvm.command(folder.resolve("class-path.args"), flags, contender.mainClass(), arguments);
    }
}
