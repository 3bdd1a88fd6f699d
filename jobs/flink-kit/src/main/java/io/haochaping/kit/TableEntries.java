package io.haochaping.kit;

import io.haochaping.domain.table.ByteTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.java.tuple.Tuple2;

/** The entries of the current key's table in the engine's backend. */
final class TableEntries {
    private final MapState<Tuple2<Long, Long>, byte[]> state;

    TableEntries(MapState<Tuple2<Long, Long>, byte[]> state) {
        this.state = state;
    }

    ByteTable read() throws Exception {
        ByteTable table = new ByteTable();
        for (Map.Entry<Tuple2<Long, Long>, byte[]> entry : state.entries()) {
            byte[] value = entry.getValue();
            table.put(entry.getKey().f0, entry.getKey().f1, value, 0, value.length);
        }
        return table;
    }

    /** Writes what has changed in the table since the last time. */
    void write(ByteTable table) throws Exception {
        Map<Tuple2<Long, Long>, byte[]> put = new HashMap<>();
        Map<Tuple2<Long, Long>, byte[]> gone = new HashMap<>();
        table.takeChanges(
                (high, low, bytes, offset, count) ->
                        put.put(Tuple2.of(high, low), Arrays.copyOfRange(bytes, offset, offset + count)),
                (high, low) -> gone.put(Tuple2.of(high, low), null));
        state.putAll(put);
        for (Tuple2<Long, Long> key : gone.keySet()) {
            state.remove(key);
        }
    }

    void clear() {
        state.clear();
    }
}
