package io.haochaping.benchmarks.kafkastreams;

import io.haochaping.benchmarks.ValueReader;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.record.Fact;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Holds a state per case and sends on what a record changed of the leaves. */
final class CaseProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    static final String STORE = "cases";

    private final long appendedAt;
    private final Progress progress;
    private final Map<String, ValueReader> readers = new HashMap<>();
    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<Bytes, byte[]> cases;

    CaseProcessor(long appendedAt, Progress progress) {
        this.appendedAt = appendedAt;
        this.progress = progress;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> given) {
        context = given;
        cases = given.getStateStore(STORE);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        String topic = context.recordMetadata().orElseThrow().topic();
        Fact fact = readers.computeIfAbsent(topic, name -> new ValueReader(name, appendedAt))
                .read(record.value());
        if (fact == null) {
            return;
        }
        Bytes key = keyOf(fact.key);
        byte[] stored = cases.get(key);
        CaseState before = stored == null ? CaseState.empty() : CaseState.read(stored);
        CaseState after = stored == null ? CaseState.empty() : CaseState.read(stored);
        if (!after.add(fact)) {
            return;
        }
        cases.put(key, after.write());
        CaseState.changes(before, after).forEach((leaf, figures) -> send(record, leaf, figures));
    }

    private void send(Record<byte[], byte[]> record, ByteBuffer leaf, long[] figures) {
        for (long figure : figures) {
            if (figure != 0) {
                progress.sent();
                context.forward(record.withKey(leaf.array()).withValue(LeafFigures.write(figures)));
                return;
            }
        }
    }

    private static Bytes keyOf(CaseKey key) {
        return Bytes.wrap(
                ByteBuffer.allocate(16).putLong(key.high()).putLong(key.low()).array());
    }
}
