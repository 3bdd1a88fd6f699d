package io.haochaping.kit.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.store.Cut;
import io.haochaping.store.Totals;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.metrics.groups.GenericMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;
import org.junit.jupiter.api.Test;

class EquationGaugesTest {
    private final Map<String, Gauge<?>> registered = new TreeMap<>();
    private final EquationGauges gauges = new EquationGauges(new GenericMetricGroup(
            TestingMetricRegistry.builder()
                    .setRegisterConsumer((metric, name, group) -> registered.put(
                            group.getLogicalScope(text -> text, '.') + labels(group.getAllVariables()) + " " + name,
                            (Gauge<?>) metric))
                    .build(),
            UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup(),
            "committer"));

    @Test
    void partitionTopicAndTotalEachHaveTheirGap() {
        gauges.show(cut(
                new Totals(7, 4, 2, 30, 29),
                new Cut.EquationGap("web", 1, 10, 8),
                new Cut.EquationGap("fax", 0, 0, 1)));
        assertThat(values())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "equation gap", 1L,
                        "equation ratingGap", 1L,
                        "equation.topic topic=web gap", 2L,
                        "equation.topic topic=fax gap", -1L,
                        "equation.topic.partition topic=web partition=0 gap", 0L,
                        "equation.topic.partition topic=web partition=1 gap", 2L,
                        "equation.topic.partition topic=fax partition=0 gap", -1L));
    }

    @Test
    void aGapThatClosesIsZeroAgain() {
        gauges.show(cut(new Totals(7, 4, 2, 30, 29), new Cut.EquationGap("web", 1, 10, 8)));
        gauges.show(cut(new Totals(6, 4, 2, 30, 30)));
        assertThat(values().values()).hasSize(5).containsOnly(0L);
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new TreeMap<>();
        registered.forEach((name, gauge) -> values.put(name.substring(name.indexOf("equation")), gauge.getValue()));
        return values;
    }

    private static String labels(Map<String, String> variables) {
        StringBuilder labels = new StringBuilder();
        for (String name : List.of("topic", "partition")) {
            String value = variables.get("<" + name + ">");
            labels.append(value == null ? "" : " " + name + "=" + value);
        }
        return labels.toString();
    }

    private static Cut cut(Totals totals, Cut.EquationGap... gaps) {
        return new Cut(
                "run/1",
                "",
                "",
                0,
                -1,
                new TreeMap<>(),
                "",
                "",
                false,
                totals,
                List.of(read(0), read(1)),
                List.of(),
                List.of(),
                List.of(gaps));
    }

    private static PartitionProgress read(int partition) {
        return new PartitionProgress(new TopicPartition("web", partition), 0, 10, 10, 0, -1);
    }
}
