package io.haochaping.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.Limits;
import io.haochaping.fold.ReferenceFold;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import io.haochaping.stack.ClassPath;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficWriter;
import io.haochaping.traffic.VolumeConfig;
import io.haochaping.traffic.VolumePlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command in a heap of 64 MB over a third of a million records, of which it has to gather more than fit: what it takes is bounded by the heap it has, and the answer is the same. With {@code -Dhaochaping.test.cases=308000} over a
 * million.
 */
class SmallHeapITCase {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 7, 1);
    private static final LocalDate LAST_ASKED = FIRST_DAY.plusDays(2);
    private static final VolumeConfig MONTH =
            new VolumeConfig(7, Long.getLong("haochaping.test.cases", 103_000), FIRST_DAY, 31, 2, 31);

    @TempDir
    static Path folder;

    @Test
    @Tag("slow")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void recordsThatDoNotFitAreExplainedInSixtyFourMegabytes() throws Exception {
        try (KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
                PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"))) {
            StoreAddress store =
                    new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), "explained");
            TrafficWriter.createTopics(kafka.bootstrapServers(), MONTH.partitions());
            Set<String> topics = new TreeSet<>();
            VolumePlan.of(new VolumeConfig(7, 1, MONTH.firstDay(), 1, 1, 1))
                    .ticks(0, (topic, partition, key, value, appendAt) -> topics.add(topic));
            Path config = Stack.file(folder, kafka, store, topics);
            long records = fill(kafka, store, config, topics);
            assertThat(records).isGreaterThan(3 * MONTH.cases());

            long begun = System.nanoTime();
            Process explain = new ProcessBuilder(command(config))
                    .redirectOutput(folder.resolve("answer.json").toFile())
                    .redirectError(folder.resolve("progress.txt").toFile())
                    .start();
            int exit = explain.waitFor();
            String progress = Files.readString(folder.resolve("progress.txt"), StandardCharsets.UTF_8);

            assertThat(exit).as(progress).isZero();
            JsonNode answer =
                    new ObjectMapper().readTree(folder.resolve("answer.json").toFile());
            assertThat(answer.get("sums")).hasSize(2).allMatch(sum -> sum.get("same")
                    .asBoolean());
            assertThat(answer.get("recordsFound").asLong()).isGreaterThan(10_000);
            assertThat(answer.get("records")).hasSize(5);
            assertThat(progress).as("more than one share was gathered").contains("3 归集记录 gathering records");
            System.out.printf(
                    "explain: %,d records in 64 MB of heap, %,d lines found, %d s%n",
                    records,
                    answer.get("recordsFound").asLong(),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
        }
    }

    private static List<String> command(Path config) throws Exception {
        List<String> command = new ArrayList<>(ClassPath.java(
                folder,
                ClassPath.ofThisJvm(),
                List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"),
                Explain.class.getName()));
        command.addAll(List.of("--config", config.toString(), "--metric", "good_rate"));
        command.addAll(List.of("--from", FIRST_DAY.toString(), "--to", LAST_ASKED.toString()));
        command.addAll(List.of("--limit", "5", "--json"));
        return command;
    }

    /** Into the topics, and what the fold makes of it into the store; of the rows only those that are asked about. */
    private static long fill(KafkaBroker kafka, StoreAddress store, Path config, Set<String> topics) throws Exception {
        Decisions decisions = Decisions.builtIn(SourceTopics.standard(topics), Limits.STANDARD);
        ReferenceFold fold = new ReferenceFold(
                decisions.newIntake(),
                decisions.rules().get(),
                decisions.limits(),
                WorkingDays.builtIn(),
                MonthCutOff.builtIn());
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (String topic : topics) {
            for (int partition = 0; partition < MONTH.partitions(); partition++) {
                ends.put(new TopicPartition(topic, partition), 0L);
                fold.start(new TopicPartition(topic, partition), 0);
            }
        }
        long[] written = {0};
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            VolumePlan.of(MONTH).writeTo((topic, partition, key, value, appendAt) -> {
                byte[] header = Long.toString(appendAt).getBytes(StandardCharsets.US_ASCII);
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, null, key, value);
                record.headers().add(RawRecord.FIRST_APPEND, header);
                producer.send(record);
                long offset = ends.merge(new TopicPartition(topic, partition), 1L, Long::sum) - 1;
                fold.receive(new RawRecord(topic, partition, offset, appendAt, key, value, header, null));
                written[0]++;
            });
        }
        long behind = ShanghaiTime.startOfDay(LAST_ASKED.plusDays(1).toEpochDay());
        Stack.commit(config, store, decisions, fold, ends, row -> row.kind() == RowKind.HOUR && row.time() < behind);
        return written[0];
    }
}
