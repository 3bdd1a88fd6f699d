package io.haochaping.kit;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Keys of state buckets: every record goes to one of a fixed number of buckets by its hash, and the bucket, not the case, is the key that the engine sees.
 *
 * <p>Their number and the maximum parallelism are for ever: both decide where state lies. The keys are chosen so that every key group has equally many buckets; hashing 0 …
 * n − 1 would leave some subtasks with half as many again as others.
 */
public final class Buckets {
    /** Divisible by 2, 3, 4, 5, 6, 8, 10, 12, 15, 16, 20, 24, 30, 40, 48, 60, 80, 120, 240. */
    public static final int MAX_PARALLELISM = 240;

    private static final int PER_KEY_GROUP = 4;
    private static final int COUNT = MAX_PARALLELISM * PER_KEY_GROUP;
    private static final Integer[] KEYS = balancedKeys();

    private Buckets() {}

    /** Key of the bucket for a hash. */
    public static Integer keyOf(long hash) {
        return KEYS[(int) Long.remainderUnsigned(hash, COUNT)];
    }

    /** Keys of the buckets that a subtask holds. */
    public static List<Integer> of(int subtask, int parallelism) {
        List<Integer> keys = new ArrayList<>();
        for (Integer key : KEYS) {
            if (KeyGroupRangeAssignment.assignKeyToParallelOperator(key, MAX_PARALLELISM, parallelism) == subtask) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static Integer[] balancedKeys() {
        Integer[] keys = new Integer[COUNT];
        int[] filled = new int[MAX_PARALLELISM];
        int left = COUNT;
        for (int candidate = 0; left > 0; candidate++) {
            int group = KeyGroupRangeAssignment.assignToKeyGroup(candidate, MAX_PARALLELISM);
            if (filled[group] < PER_KEY_GROUP) {
                keys[group * PER_KEY_GROUP + filled[group]++] = candidate;
                left--;
            }
        }
        return keys;
    }
}
