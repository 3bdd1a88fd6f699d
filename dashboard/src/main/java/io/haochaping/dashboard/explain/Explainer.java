package io.haochaping.dashboard.explain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Runs the explain command for those who click a number: as a process of its own, because it reads topics and this one does not (docs/decisions/0067); few at once, at a low priority
 * and not for ever.
 */
public final class Explainer implements AutoCloseable {
    /** Each reads whole topics: two keep a core busy, and more would be taken from the job. */
    private static final int AT_ONCE = 2;

    private static final List<Path> NICE = List.of(Path.of("/usr/bin/nice"), Path.of("/bin/nice"));

    private final List<String> command;
    private final Duration limit;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Set<Explanation> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param command that takes the options of explain behind it; empty: numbers cannot be opened here */
    public Explainer(List<String> command, Duration limit) {
        this.command = List.copyOf(command);
        this.limit = limit;
    }

    public boolean isOn() {
        return !command.isEmpty();
    }

    /**
     * Starts it.
     *
     * @return empty: as many run as may run at once
     * @throws IOException where there is no such program
     */
    public Optional<Explanation> start(List<String> options) throws IOException {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            List<String> line = new ArrayList<>();
            NICE.stream()
                    .filter(Files::isExecutable)
                    .findFirst()
                    .ifPresent(nice -> line.addAll(List.of(nice.toString(), "-n", "10")));
            line.addAll(command);
            line.addAll(options);
            Explanation run = new Explanation(new ProcessBuilder(line).start(), limit, this::isOver);
            running.add(run);
            // Whoever closed meanwhile may have looked before this one was there.
            if (closed) {
                run.close();
            }
            return Optional.of(run);
        } catch (IOException | RuntimeException failure) {
            places.release();
            throw failure;
        }
    }

    private void isOver(Explanation run) {
        running.remove(run);
        places.release();
    }

    /** No run outlives the dashboard that started it. */
    @Override
    public void close() {
        closed = true;
        running.forEach(Explanation::close);
    }
}
