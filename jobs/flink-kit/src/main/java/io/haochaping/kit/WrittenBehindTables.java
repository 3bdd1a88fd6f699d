package io.haochaping.kit;

import io.haochaping.domain.table.ByteTable;
import io.haochaping.kit.wire.ByteTableSerializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * Tables stand in memory, and what has changed in them goes to the engine's backend entry by entry in front of each snapshot: a checkpoint holds what is new since the last one, however large the state is. The backend
 * is read when the job is restored and never else.
 *
 * <p>Where entries are, the whole table that a job on the heap would have there is one that says so: a version which knows no entries refuses it instead of beginning with empty tables.
 */
final class WrittenBehindTables extends BucketTables {
    private final KeyContext operator;
    private final ValueState<ByteTable> whole;
    private final TableEntries entries;
    private final Map<Integer, Bucket> buckets = new HashMap<>();

    WrittenBehindTables(KeyContext operator, ValueState<ByteTable> whole, TableEntries entries) {
        this.operator = operator;
        this.whole = whole;
        this.entries = entries;
    }

    /** A table, and whether the state says that its entries are elsewhere. */
    private static final class Bucket {
        private final ByteTable table;
        private boolean said;

        private Bucket(ByteTable table, boolean said) {
            this.table = table;
            this.said = said;
        }

        private static Bucket empty() {
            ByteTable table = new ByteTable();
            table.noteChanges();
            return new Bucket(table, false);
        }
    }

    @Override
    void restoreCurrent() throws Exception {
        ByteTable stored = whole.value();
        if (stored == null) {
            return;
        }
        boolean elsewhere = ByteTableSerializer.isElsewhere(stored);
        ByteTable table = elsewhere ? entries.read() : stored;
        if (elsewhere) {
            table.noteChanges();
        } else {
            table.noteChangesAndAll();
        }
        buckets.put((Integer) operator.getCurrentKey(), new Bucket(table, elsewhere));
    }

    @Override
    public void change(Change change) {
        Integer key = (Integer) operator.getCurrentKey();
        Bucket bucket = buckets.get(key);
        if (bucket == null) {
            bucket = Bucket.empty();
            buckets.put(key, bucket);
        }
        change.in(bucket.table);
    }

    @Override
    public void changeAll(Change change) {
        buckets.values().forEach(bucket -> change.in(bucket.table));
    }

    @Override
    public void prepareSnapshot() throws Exception {
        Object before = operator.getCurrentKey();
        for (Map.Entry<Integer, Bucket> entry : buckets.entrySet()) {
            Bucket bucket = entry.getValue();
            if (bucket.table.hasChanges()) {
                operator.setCurrentKey(entry.getKey());
                entries.write(bucket.table);
                say(bucket);
            }
        }
        if (before != null) {
            operator.setCurrentKey(before);
        }
    }

    private void say(Bucket bucket) throws IOException {
        if (!bucket.said) {
            whole.update(ByteTableSerializer.ELSEWHERE);
            bucket.said = true;
        }
    }
}
