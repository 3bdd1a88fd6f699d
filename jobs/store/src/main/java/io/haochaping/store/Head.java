package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import java.util.List;
import java.util.SortedMap;

/**
 * What the store holds.
 *
 * @param cutName name of the latest cut; empty: none was ever committed
 * @param partitions the offsets of that cut
 * @param decisions the decision set of that cut
 * @param readThrough how far in time that cut has read, milliseconds; {@link #UNKNOWN}: it does not say
 */
public record Head(
        String lineage,
        long fence,
        long epoch,
        String cutName,
        boolean restored,
        List<PartitionProgress> partitions,
        SortedMap<String, String> decisions,
        long readThrough) {
    /** Former versions did not write it. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    public boolean isEmpty() {
        return cutName.isEmpty();
    }

    /** The run that committed the latest cut. */
    public String run() {
        return runOf(cutName);
    }

    public static String runOf(String cutName) {
        int dash = cutName.lastIndexOf('/');
        return dash < 0 ? "" : cutName.substring(0, dash);
    }

    public static String cutName(String run, long checkpoint) {
        return run + "/" + checkpoint;
    }
}
