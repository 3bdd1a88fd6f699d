package io.haochaping.dashboard.api;

import io.haochaping.dashboard.cut.Snapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Finished answers of one snapshot. All of them go when the next one comes, so none can outlive its cut. */
final class AnswerShelf {
    private static final long MOST_BYTES = 64L << 20;

    private volatile Shelf shelf = new Shelf(null);

    private record Shelf(Snapshot snapshot, Map<String, Answer> answers, AtomicLong bytes) {
        Shelf(Snapshot snapshot) {
            this(snapshot, new ConcurrentHashMap<>(), new AtomicLong());
        }
    }

    /** The answer under that key, made where it is not there. Two requests at a time may make it twice, which costs less than waiting. */
    Answer get(Snapshot snapshot, String key, Supplier<Answer> maker) {
        Shelf current = shelf;
        if (current.snapshot != snapshot) {
            current = new Shelf(snapshot);
            shelf = current;
        }
        Answer kept = current.answers.get(key);
        if (kept != null) {
            return kept;
        }
        Answer made = maker.get();
        if (current.bytes.addAndGet(made.body().length) <= MOST_BYTES) {
            current.answers.put(key, made);
        }
        return made;
    }
}
