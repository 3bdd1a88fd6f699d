package io.haochaping.dashboard.explain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** One run of the explain command. Closing it ends the process, whatever it is at; closing it again does nothing. */
public final class Explanation implements AutoCloseable {
    /** Of some hundred bytes a record; a run that says more is broken. */
    private static final int MOST_BYTES = 64 << 20;

    private static final long BEAT_MILLIS = 1_000;

    /** How far a run has come, and what is to be minded about its cut. Other lines may name hosts and users of the servers, and are for the log. */
    private static final Pattern FOR_VISITORS = Pattern.compile(".* [0-9,]+ / [0-9,]+ \\([0-9]+ %\\).*|(注意：|Mind: ).*");

    private final Process process;
    private final Duration limit;
    private final Consumer<Explanation> whenOver;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final long began = System.nanoTime();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final CompletableFuture<byte[]> said = new CompletableFuture<>();
    private final CompletableFuture<Void> silent = new CompletableFuture<>();

    Explanation(Process process, Duration limit, Consumer<Explanation> whenOver) {
        this.process = process;
        this.limit = limit;
        this.whenOver = whenOver;
        daemon("explain-answer", this::readAnswer);
        daemon("explain-progress", this::readProgress);
    }

    /** Is told what the command says meanwhile. */
    public interface Listener {
        /** @throws IOException where nobody listens any more */
        void progress(String line) throws IOException;

        /** About once a second, whether there is progress or not. */
        void beat() throws IOException;
    }

    /**
     * What came of it.
     *
     * @param answer one JSON object, or empty where it failed
     * @param words the last lines it said beside it, for the log
     * @param exitCode as the command documents it; −1: it was ended
     */
    public record Outcome(String answer, List<String> words, int exitCode, boolean outOfTime) {
        public boolean isAnswered() {
            return !answer.isBlank();
        }
    }

    /**
     * Waits for the end.
     *
     * @throws IOException where the listener has gone
     */
    public Outcome follow(Listener listener) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        while (!said.isDone() || !silent.isDone() || !lines.isEmpty()) {
            String line = lines.poll(BEAT_MILLIS, TimeUnit.MILLISECONDS);
            if (line == null) {
                listener.beat();
            } else {
                words.add(line);
                if (FOR_VISITORS.matcher(line).matches()) {
                    listener.progress(line);
                }
            }
            if (System.nanoTime() - began > limit.toNanos()) {
                return new Outcome("", List.of(), -1, true);
            }
        }
        int exitCode = process.waitFor();
        String answer = new String(said.join(), StandardCharsets.UTF_8);
        return new Outcome(answer, words.subList(Math.max(0, words.size() - 4), words.size()), exitCode, false);
    }

    private void readAnswer() {
        try (InputStream out = process.getInputStream()) {
            byte[] answer = out.readNBytes(MOST_BYTES);
            said.complete(out.read() < 0 ? answer : new byte[0]);
        } catch (IOException ended) {
            said.complete(new byte[0]);
        }
    }

    private void readProgress() {
        try (BufferedReader words =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = words.readLine(); line != null; line = words.readLine()) {
                lines.add(line);
            }
        } catch (IOException ended) {
            // The process was ended: there is nothing more to tell.
        } finally {
            silent.complete(null);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            whenOver.accept(this);
        }
    }
}
