package io.haochaping.kit;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/** The engine's real ones, as a job is set up with them. */
public final class StateBackends {
    private StateBackends() {}

    public static StateBackend named(String name) {
        return name.equals(StrictEnvironment.ROCKSDB)
                ? new EmbeddedRocksDBStateBackend(true)
                        .configure(
                                Configuration.fromMap(StrictEnvironment.FOR_WRITING),
                                StateBackends.class.getClassLoader())
                : new HashMapStateBackend();
    }
}
