package io.haochaping.rulesshadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import io.haochaping.stack.KafkaBroker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a real broker. */
class TopicReaderTest {
    @TempDir
    Path folder;

    @Test
    void aMonthOfTheTopicsStandsUnderBothRules() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("kafka"))) {
            broker.createTopic("rating.web", 2, KafkaBroker.SOURCE_TOPIC);
            broker.createTopic("case.event", 1, KafkaBroker.SOURCE_TOPIC);
            // Now: the broker's clock says when a record was appended.
            long now = System.currentTimeMillis();
            send(broker, now, "5", "5", "3", "1");
            Path config = Files.writeString(
                    folder.resolve("live.yaml"),
                    "kafka.bootstrap-servers: " + broker.bootstrapServers()
                            + "\nstore.url: jdbc:postgresql://localhost/none\n");
            YearMonth month = YearMonth.from(Instant.ofEpochMilli(now).atZone(ZoneId.of("Asia/Shanghai")));
            List<String> asked =
                    List.of("--config", config.toString(), "--under", "shanghai", "--month", month.toString());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();

            int exit = run(asked, out, err);

            assertThat(err.toString(StandardCharsets.UTF_8)).contains("4 records read");
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("75.0000 %", "50.0000 %", "1 ratings 条评价: ratings +0, good -1");
            assertThat(exit).isZero();
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("2 readings, at most 4 records in memory");

            List<String> inSmallRoom = new ArrayList<>(asked);
            inSmallRoom.addAll(List.of("--most-records", "1"));
            ByteArrayOutputStream same = new ByteArrayOutputStream();
            err.reset();
            assertThat(run(inSmallRoom, same, err)).isZero();
            assertThat(same.toString(StandardCharsets.UTF_8)).isEqualTo(out.toString(StandardCharsets.UTF_8));
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("readings, at most 1 records in memory");
        }
    }

    private static int run(List<String> arguments, ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return RunShadow.run(
                arguments,
                Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static void send(KafkaBroker broker, long at, String... levels) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < levels.length; i++) {
                byte[] value = rating("C" + i, levels[i], at);
                producer.send(new ProducerRecord<>("rating.web", i % 2, null, value))
                        .get();
            }
        }
    }

    private static byte[] rating(String caseNumber, String level, long at) {
        Map<String, Object> fields = Map.of(
                "caseNumber",
                caseNumber,
                "level",
                level,
                "ratedAt",
                at,
                "handlingRegion",
                "440100",
                "codeSystem",
                "platform",
                "channel",
                "web");
        Schema schema = RecordType.RATING.current();
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(
                    field.pos(),
                    fields.containsKey(field.name())
                            ? fields.get(field.name())
                            : GenericData.get().getDefaultValue(field));
        }
        return SingleObjectEncoding.encode(record);
    }
}
