package io.haochaping.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 24, 240})
    void everySubtaskHoldsEquallyManyBuckets(int parallelism) {
        Set<Integer> all = new HashSet<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            List<Integer> keys = Buckets.of(subtask, parallelism);
            assertThat(keys).hasSize(960 / parallelism);
            all.addAll(keys);
        }
        assertThat(all).hasSize(960);
    }

    /** Where state lies in every savepoint depends on these: they may never change. */
    @Test
    void theKeysAreFrozen() {
        int digest = 1;
        for (int hash = 0; hash < 960; hash++) {
            digest = 31 * digest + Buckets.keyOf(hash);
            assertThat(KeyGroupRangeAssignment.assignToKeyGroup(Buckets.keyOf(hash), Buckets.MAX_PARALLELISM))
                    .isEqualTo(hash / 4);
        }
        assertThat(digest).isEqualTo(-668_897_678);
    }

    @Test
    void aNegativeHashHasItsBucketToo() {
        assertThat(Buckets.keyOf(-1)).isEqualTo(Buckets.keyOf(Long.remainderUnsigned(-1, 960)));
    }
}
