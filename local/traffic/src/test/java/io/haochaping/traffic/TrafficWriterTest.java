package io.haochaping.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TrafficWriterTest {
    private static final TrafficPlan PLAN = TrafficPlan.of(
            TrafficConfig.of(2, 300).withTickEvery(Duration.ofHours(12)).withPartitions(2));

    private final MockProducer<byte[], byte[]> broker = producer();

    @Test
    void writesEveryPartitionInItsOwnOrder() {
        try (TrafficWriter writer = new TrafficWriter(PLAN, 1, broker, null, "")) {
            writer.writeAll();
        }

        assertThat(broker.history()).hasSize((int) PLAN.size());
        for (SourcePartition where : PLAN.partitions()) {
            assertThat(values(broker.history(), where))
                    .isEqualTo(PLAN.records(where).map(TrafficRecord::value).toList());
        }
    }

    @Test
    void mixesPartitionsAsTheSeedDecides() {
        MockProducer<byte[], byte[]> other = producer();
        MockProducer<byte[], byte[]> same = producer();
        new TrafficWriter(PLAN, 1, broker, null, "").writeAll();
        new TrafficWriter(PLAN, 2, other, null, "").writeAll();
        new TrafficWriter(PLAN, 1, same, null, "").writeAll();

        assertThat(topics(same)).isEqualTo(topics(broker)).isNotEqualTo(topics(other));
    }

    @Test
    void pausesInMidStreamAndGoesOn() {
        try (TrafficWriter writer = new TrafficWriter(PLAN, 1, broker, null, "")) {
            writer.writeUpTo(0.5);
            assertThat(broker.history()).hasSize((int) Math.ceil(PLAN.size() * 0.5));
            assertThat(broker.flushed()).isTrue();
            writer.writeUpTo(10L);
            assertThat(writer.written()).isEqualTo(broker.history().size());
            writer.writeUpTo(1.0);
        }
        assertThat(broker.history()).hasSize((int) PLAN.size());
    }

    @Test
    void aPartitionThatIsHeldBackWaitsAndTheOthersGoOn() {
        SourcePartition last = new SourcePartition("rating.web", 1);
        try (TrafficWriter writer = new TrafficWriter(PLAN, 1, broker, null, "")) {
            writer.hold(Set.of(last));
            writer.writeAll();
            assertThat(broker.history())
                    .hasSize((int) (PLAN.size() - PLAN.records(last).count()));
            assertThat(values(broker.history(), last)).isEmpty();

            writer.hold(Set.of());
            writer.writeAll();
        }
        assertThat(values(broker.history(), last))
                .isEqualTo(PLAN.records(last).map(TrafficRecord::value).toList());
    }

    @Test
    void abortedTransactionsStandBesideTheRecords() {
        MockProducer<byte[], byte[]> transactional = producer();
        try (TrafficWriter writer = new TrafficWriter(PLAN, 1, broker, transactional, "rating.web")) {
            writer.writeAll();
            assertThat(writer.aborted()).isPositive();
        }

        assertThat(broker.history()).noneMatch(record -> record.topic().equals("rating.web"));
        for (SourcePartition where : PLAN.partitions()) {
            List<ProducerRecord<byte[], byte[]>> written =
                    where.topic().equals("rating.web") ? transactional.history() : broker.history();
            assertThat(values(written, where))
                    .isEqualTo(PLAN.records(where).map(TrafficRecord::value).toList());
        }
    }

    @Test
    void theHeaderOfTheFirstAppendIsWritten() {
        new TrafficWriter(PLAN, 1, broker, null, "").writeAll();

        assertThat(broker.history())
                .filteredOn(record -> record.headers().lastHeader("haochaping-first-append") == null)
                .hasSize(1);
    }

    private static List<byte[]> values(List<ProducerRecord<byte[], byte[]>> history, SourcePartition where) {
        return history.stream()
                .filter(record -> record.topic().equals(where.topic()) && record.partition() == where.partition())
                .map(ProducerRecord::value)
                .toList();
    }

    private static List<String> topics(MockProducer<byte[], byte[]> producer) {
        return producer.history().stream().map(ProducerRecord::topic).toList();
    }

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
