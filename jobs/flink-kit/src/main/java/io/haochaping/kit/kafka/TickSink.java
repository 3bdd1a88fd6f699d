package io.haochaping.kit.kafka;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.kit.ShownCheck;
import io.haochaping.kit.config.LiveConfig;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one round of ticks per element. A round that fails is given up: the next one serves as well. */
public final class TickSink implements Sink<Long> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(TickSink.class);
    private final LiveConfig config;

    public TickSink(LiveConfig config) {
        this.config = config;
    }

    @Override
    public SinkWriter<Long> createWriter(WriterInitContext context) throws IOException {
        try {
            return new Writer(TickWriter.open(config), ShownCheck.of(config));
        } catch (ConfigProblem e) {
            throw new IOException(e.getMessage());
        }
    }

    /** Writes in a thread of its own: a broker that answers late must not hold up the checkpoint that waits for this task. */
    private static final class Writer implements SinkWriter<Long> {
        private final TickWriter ticks;
        private final ShownCheck check;
        private final ExecutorService rounds =
                Executors.newSingleThreadExecutor(task -> new Thread(task, "tick-rounds"));
        private Future<?> last = CompletableFuture.completedFuture(null);
        /** Once shown, it goes on: a job whose store is hidden later is fenced out, and a round too many harms nothing. */
        private boolean shown;

        Writer(TickWriter ticks, ShownCheck check) {
            this.ticks = ticks;
            this.check = check;
        }

        @Override
        public void write(Long round, Context context) {
            // A round that still waits for its broker serves as well as the one that would queue up behind it.
            if (last.isDone()) {
                last = rounds.submit(this::writeRound);
            }
        }

        private void writeRound() {
            if (!isShown()) {
                return;
            }
            boolean written = ticks.writeRound().isPresent();
            if (!written) {
                LOG.error(
                        "A round of ticks was given up, and completeThrough stands still until one gets through: {}",
                        ticks.lastProblem().orElse("no reason given"));
            }
        }

        /** A rebuild that catches up beside the store it is to replace reads the ticks of that store's job. */
        private boolean isShown() {
            try {
                shown = shown || check.isShown();
            } catch (SQLException e) {
                LOG.error("A round of ticks was given up, because the store does not answer: {}", e.getMessage());
            }
            return shown;
        }

        @Override
        public void flush(boolean endOfInput) {
            // A round is written whole or given up; nothing waits.
        }

        @Override
        public void close() {
            rounds.shutdownNow();
            ticks.close();
        }
    }
}
