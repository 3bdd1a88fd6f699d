package io.haochaping.benchmarks.kafkastreams;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/** How far the application has come: it has no end of its own, so that somebody must see when everything is through. */
final class Progress {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong added = new AtomicLong();
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();

    /** A change was sent to the leaves. */
    void sent() {
        sent.incrementAndGet();
    }

    /** One was added. */
    void added(String topic, int partition, long offset) {
        next.put(new TopicPartition(topic, partition), offset + 1);
        added.incrementAndGet();
    }

    /** True once all changes sent so far have been added. */
    boolean isLevel() {
        return added.get() == sent.get();
    }

    /** Next offset of each partition of changes. */
    Map<TopicPartition, Long> next() {
        return new HashMap<>(next);
    }
}
