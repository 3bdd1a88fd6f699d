package io.haochaping.dashboard.api;

import io.haochaping.dashboard.cut.Snapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What was worked out of one snapshot. All of it goes when the next one comes, so nothing can outlive its cut. */
final class PerSnapshot<T> {
    private final long room;
    private final ToLongFunction<T> size;
    private volatile Shelf<T> shelf = new Shelf<>(null);

    private record Shelf<T>(Snapshot snapshot, Map<Object, T> kept, AtomicLong used) {
        Shelf(Snapshot snapshot) {
            this(snapshot, new ConcurrentHashMap<>(), new AtomicLong());
        }
    }

    /** @param room how much is kept, in the unit of {@code size}; what comes later is made every time */
    PerSnapshot(long room, ToLongFunction<T> size) {
        this.room = room;
        this.size = size;
    }

    /** What is under that key, made where it is not there. Two requests at a time may make it twice, which costs less than waiting. */
    T get(Snapshot snapshot, Object key, Supplier<T> maker) {
        Shelf<T> current = shelf;
        if (current.snapshot != snapshot) {
            current = new Shelf<>(snapshot);
            shelf = current;
        }
        T kept = current.kept.get(key);
        if (kept != null) {
            return kept;
        }
        T made = maker.get();
        if (current.used.addAndGet(size.applyAsLong(made)) <= room) {
            current.kept.put(key, made);
        }
        return made;
    }
}
