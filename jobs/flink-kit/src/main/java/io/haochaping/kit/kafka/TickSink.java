package io.haochaping.kit.kafka;

import io.haochaping.kit.config.ConfigProblem;
import io.haochaping.kit.config.LiveConfig;
import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Writes one round of ticks per element. A round that fails is given up: the next one serves as well. */
public final class TickSink implements Sink<Long> {
    private static final long serialVersionUID = 1L;
    private final LiveConfig config;

    public TickSink(LiveConfig config) {
        this.config = config;
    }

    @Override
    public SinkWriter<Long> createWriter(WriterInitContext context) throws IOException {
        try {
            return new Writer(TickWriter.open(config));
        } catch (ConfigProblem e) {
            throw new IOException(e.getMessage());
        }
    }

    private static final class Writer implements SinkWriter<Long> {
        private final TickWriter ticks;

        Writer(TickWriter ticks) {
            this.ticks = ticks;
        }

        @Override
        public void write(Long round, Context context) {
            ticks.writeRound();
        }

        @Override
        public void flush(boolean endOfInput) {
            // A round is written whole or given up; nothing waits.
        }

        @Override
        public void close() {
            ticks.close();
        }
    }
}
