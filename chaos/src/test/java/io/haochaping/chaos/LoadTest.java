package io.haochaping.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficRecord;
import io.haochaping.traffic.Truth;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the load itself brings, whatever is struck: nothing of it may depend on the seed. */
class LoadTest {
    private static final int LARGEST_TAKEN = 1024 * 1024;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1_000})
    void everySeedBringsWhatProducersDoWrong(long seed) {
        TrafficPlan plan = TrafficPlan.of(Scene.load(seed, 300));
        Truth truth = plan.truth();
        List<TrafficRecord> records = plan.partitions().stream()
                .flatMap(plan::records)
                .filter(record -> !record.tick())
                .toList();

        assertThat(records).as("without a value").anyMatch(record -> record.value() == null);
        assertThat(records)
                .as("larger than the job takes")
                .anyMatch(record -> record.value() != null && record.value().length > LARGEST_TAKEN);
        assertThat(truth.quarantined())
                .as("corrupt; from clocks that run ahead, or stand in another year")
                .containsKeys("undecodable", "too-large", "unknown-schema", "from-future", "beyond-horizon");
        assertThat(truth.partitions().values())
                .as("delivered twice")
                .anyMatch(partition -> partition.duplicate() > 0)
                .as("beaten by what was given earlier, or revised")
                .anyMatch(partition -> partition.superseded() > 0);
        assertThat(truth.scenarios())
                .as("out of order, late, again in another partition or topic")
                .containsKeys(
                        "earlier-rating-arrives-later",
                        "completion-arrives-first",
                        "kiosk-hours-late",
                        "redelivered-to-other-partition",
                        "redelivered-to-smaller-topic",
                        "everything-twice");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1_000})
    void theStoreGetsToEveryMomentWithoutThePartitionsThatComeLater(long seed) {
        TrafficPlan plan = TrafficPlan.of(Scene.load(seed, 600));
        long later = NewPartitions.of(plan.config().partitions()).partitions().stream()
                .mapToLong(where -> plan.records(where).count())
                .sum();

        assertThat(later * 1_000).isPositive().isLessThan(plan.size() * (1_000 - Schedule.LAST_PER_MILLE));
    }
}
