package io.haochaping.kit.commit;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.store.Cut;
import io.haochaping.store.Totals;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.MetricGroup;

/**
 * The closing equation of the last committed cut as metrics of the engine: {@code equation.gap} in total, {@code equation.topic.<topic>.gap} and
 * {@code equation.topic.<topic>.partition.<n>.gap}, in records received and in no class; {@code equation.ratingGap}, in ratings that the rows hold and nobody counted. All are 0 until
 * this attempt has committed, and anything but 0 is a fault.
 */
final class EquationGauges {
    private static final String GAP = "gap";

    private final MetricGroup group;
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong ratings = new AtomicLong();
    private final Map<String, MetricGroup> groups = new HashMap<>();
    private final Map<String, AtomicLong> topics = new HashMap<>();
    private final Map<TopicPartition, AtomicLong> partitions = new HashMap<>();

    EquationGauges(MetricGroup operator) {
        group = operator.addGroup("equation");
        group.gauge(GAP, total::get);
        group.gauge("ratingGap", ratings::get);
    }

    void show(Cut cut) {
        Map<TopicPartition, Long> ofPartitions = new HashMap<>();
        Map<String, Long> ofTopics = new HashMap<>();
        for (PartitionProgress told : cut.partitions()) {
            ofPartitions.put(told.source(), 0L);
            ofTopics.put(told.source().topic(), 0L);
        }
        long ofAll = 0;
        for (Cut.EquationGap gap : cut.gaps()) {
            long missing = gap.received() - gap.classified();
            ofPartitions.put(new TopicPartition(gap.topic(), gap.partition()), missing);
            ofTopics.merge(gap.topic(), missing, Long::sum);
            ofAll += missing;
        }
        ofTopics.forEach((topic, missing) -> topic(topic).set(missing));
        ofPartitions.forEach((source, missing) -> partition(source).set(missing));
        total.set(ofAll);
        Totals totals = cut.totals();
        ratings.set(totals.ratings() - totals.counted() - totals.generated());
    }

    private AtomicLong topic(String topic) {
        return topics.computeIfAbsent(topic, name -> registered(groupOf(name)));
    }

    private AtomicLong partition(TopicPartition source) {
        return partitions.computeIfAbsent(
                source, at -> registered(groupOf(at.topic()).addGroup("partition", Integer.toString(at.partition()))));
    }

    private MetricGroup groupOf(String topic) {
        return groups.computeIfAbsent(topic, name -> group.addGroup("topic", name));
    }

    private static AtomicLong registered(MetricGroup at) {
        AtomicLong value = new AtomicLong();
        at.gauge(GAP, value::get);
        return value;
    }
}
