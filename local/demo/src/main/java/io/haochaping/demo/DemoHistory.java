package io.haochaping.demo;

import io.haochaping.stack.StackFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Whether a data folder has a history, and up to when. Decided at the first start and never again: the history's topic is part of what the figures
 * are made from, and a copy joins a store that runs already by rebuild and switch alone. It stands in the file {@code history}
 * of the folder: what the history was asked to be, and {@code written} once all of it lies in its topic. Before that no job is started.
 *
 * <p>Former versions started the job first. What they left half written stays as it is: the job may have called a month of it settled since.
 */
final class DemoHistory {

    static final String TOPIC = "rating.history";

    private static final String NONE = "none";
    private static final String WRITTEN = "written";
    /** Written before the job's first start. */
    private static final String FIRST = "first";

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final Path file;
    private final long cases;
    private final String to;
    private boolean written;

    private DemoHistory(Path file, long cases, String to, boolean written) {
        this.file = file;
        this.cases = cases;
        this.to = to;
        this.written = written;
    }

    /** @param cases 0: none; says nothing where the folder has been started before */
    static DemoHistory in(Path folder, long cases, Instant now) {
        Path file = folder.resolve("history");
        try {
            if (Files.exists(file)) {
                return read(file);
            }
            DemoHistory fresh = cases == 0
                    ? new DemoHistory(file, 0, NONE, true)
                    : new DemoHistory(
                            file,
                            cases,
                            now.truncatedTo(ChronoUnit.SECONDS)
                                    .atZone(ZONE)
                                    .toOffsetDateTime()
                                    .toString(),
                            false);
            fresh.save();
            return fresh;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static DemoHistory read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        try {
            return new DemoHistory(
                    file,
                    Long.parseLong(lines.get(0)),
                    lines.get(1),
                    lines.contains(WRITTEN) || !lines.contains(FIRST));
        } catch (IndexOutOfBoundsException | NumberFormatException unreadable) {
            throw new StackFailure(
                    file + " cannot be read; delete the data folder or give --data another one", unreadable);
        }
    }

    /** Whether the folder has one at all, written or not. */
    boolean exists() {
        return !NONE.equals(to);
    }

    boolean isWritten() {
        return written;
    }

    long cases() {
        return cases;
    }

    /** Where it ends, as ISO-8601 with the offset. */
    String to() {
        return to;
    }

    void setWritten() {
        written = true;
        try {
            save();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void save() throws IOException {
        String text = cases + "\n" + to + "\n" + FIRST + "\n" + (written ? WRITTEN + "\n" : "");
        Path fresh = Files.writeString(file.resolveSibling("history.new"), text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
