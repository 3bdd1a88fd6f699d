package io.haochaping.kit;

import java.util.Collection;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

/**
 * Lets the small file of each snapshot lie until there are many. RocksDB merges them so that a key is found in few files, but nobody looks a key up here: the files are read at a restore alone, one time. So what is saved is
 * the processor time of merging and the bytes of a checkpoint, in which a merged file is a new one.
 */
public final class SeldomMerged implements RocksDBOptionsFactory {
    private static final long serialVersionUID = 1L;

    /** RocksDB's own are 4, 20 and 36. */
    static final int FILES_BEFORE_MERGING = 16;

    private static final int FILES_BEFORE_SLOWING = 48;
    private static final int FILES_BEFORE_STOPPING = 64;

    @Override
    public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> handlesToClose) {
        return current;
    }

    @Override
    public ColumnFamilyOptions createColumnOptions(
            ColumnFamilyOptions current, Collection<AutoCloseable> handlesToClose) {
        return current.setLevel0FileNumCompactionTrigger(FILES_BEFORE_MERGING)
                .setLevel0SlowdownWritesTrigger(FILES_BEFORE_SLOWING)
                .setLevel0StopWritesTrigger(FILES_BEFORE_STOPPING);
    }
}
