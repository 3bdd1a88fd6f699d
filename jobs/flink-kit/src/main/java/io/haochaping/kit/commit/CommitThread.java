package io.haochaping.kit.commit;

import io.haochaping.store.Cut;
import io.haochaping.store.QuarantineEntry;
import io.haochaping.store.StoreCommitter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Commits beside the committer's own thread, which takes in the next cut's changes meanwhile (docs/decisions/0076). One batch at a time; whoever begins another, or uses the store itself, first takes the
 * outcome of the one before.
 */
final class CommitThread implements AutoCloseable {
    /** What a changed row takes in memory, about. */
    static final int BYTES_OF_A_ROW = 1 << 10;

    private final StoreCommitter store;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread named = new Thread(work, "haochaping-commit");
        named.setDaemon(true);
        return named;
    });
    private CompletableFuture<List<Done>> underWay;
    private long rowsUnderWay;

    /** How the commit of a cut ended. */
    record Done(Cut cut, StoreCommitter.Outcome outcome) {}

    CommitThread(StoreCommitter store) {
        this.store = store;
    }

    /**
     * Begins to commit the cuts, in their order, up to the first that is not committed.
     *
     * @param whenOver runs in the thread of the commits, however it ended
     */
    void begin(List<Cut> cuts, Runnable whenOver) {
        if (underWay != null) {
            throw new IllegalStateException("a commit is under way: take its outcome first");
        }
        rowsUnderWay = cuts.stream().mapToLong(CommitThread::weight).sum();
        underWay = CompletableFuture.supplyAsync(() -> commit(cuts), thread);
        underWay.whenComplete((done, failure) -> whenOver.run());
    }

    private static long weight(Cut cut) {
        long bytes = cut.quarantine().stream().mapToLong(CommitThread::bytes).sum();
        return cut.rows().size() + bytes / BYTES_OF_A_ROW;
    }

    /** About what a refused record takes in memory. */
    static long bytes(QuarantineEntry entry) {
        int key = entry.key() == null ? 0 : entry.key().length;
        int value = entry.value() == null ? 0 : entry.value().length;
        return BYTES_OF_A_ROW + key + value;
    }

    /** Rows of the batch whose outcome nobody has taken; a KiB of refused records counts as one. */
    long rowsUnderWay() {
        return rowsUnderWay;
    }

    /** Whether an outcome is there to be taken without waiting. */
    boolean isOver() {
        return underWay != null && underWay.isDone();
    }

    private List<Done> commit(List<Cut> cuts) {
        List<Done> done = new ArrayList<>();
        for (Cut cut : cuts) {
            StoreCommitter.Outcome outcome;
            try {
                outcome = store.commit(cut);
            } catch (SQLException refused) {
                throw new CompletionException(refused);
            }
            done.add(new Done(cut, outcome));
            if (outcome == StoreCommitter.Outcome.FENCED_OUT || outcome == StoreCommitter.Outcome.HEAD_MISMATCH) {
                break;
            }
        }
        return done;
    }

    /** Waits for the batch that is under way and takes its outcome; empty: there is none. An interrupt waits, too: until the commit has ended nobody else may be let at the store. */
    List<Done> outcome() throws SQLException {
        if (underWay == null) {
            return List.of();
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return underWay.get();
                } catch (InterruptedException wait) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    throw failure(failed.getCause());
                }
            }
        } finally {
            underWay = null;
            rowsUnderWay = 0;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static SQLException failure(Throwable cause) {
        if (cause instanceof SQLException refused) {
            return refused;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw cause instanceof RuntimeException broken ? broken : new IllegalStateException(cause);
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
