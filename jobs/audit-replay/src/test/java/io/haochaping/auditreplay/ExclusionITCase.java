package io.haochaping.auditreplay;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.exclusions.Exclusions;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.ResultTopics;
import io.haochaping.kit.kafka.SourceGate;
import io.haochaping.livemetrics.LiveMetricsJob;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import io.haochaping.stack.Await;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.stack.StackFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a flag to a figure and back, by the commands that an operator has: a running job, its store, and a replay beside it. */
@Timeout(240)
class ExclusionITCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> TOPICS =
            List.of("rating.web", "case.event", "workorder.event", "complaint.event", "exclusion");
    private static final int BY_ONE_RATER = 12;
    private static final int BY_OTHERS = 5;
    /** Of the twelve, those that a person leaves in the proposal. */
    private static final int EXCLUDED = 11;

    @TempDir
    Path folder;

    private PostgresServer postgres;
    private Path config;
    private String said;
    private String complained;

    @Test
    void aProposedExclusionStandsInTheEquationAndInEveryReplayAndIsTakenBack() throws Exception {
        try (KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
                PostgresServer database = PostgresServer.start(folder.resolve("postgres"))) {
            postgres = database;
            for (String topic : TOPICS) {
                kafka.createSourceTopic(topic, 2);
            }
            config = config(kafka.bootstrapServers());
            JobClient job = start();
            try {
                rate(kafka.bootstrapServers());
                excludeAndTakeBack();
            } finally {
                job.cancel().get();
            }
        }
    }

    private void excludeAndTakeBack() throws Exception {
        awaitEquation("17 counted, 0 excluded");
        awaitNumber(
                "flagged ratings",
                BY_ONE_RATER,
                "select count(*) from haochaping.v_fraud_flags where signal = 'many-by-rater'");
        String ratings = figures();
        assertThat(ratings).isEqualTo("12 of level 5, 5 of level 2, 17 ratings");

        Path proposal = folder.resolve("proposal.csv");
        assertThat(exclusions("propose", "--signal", "many-by-rater", "--out", proposal.toString()))
                .as(complained)
                .isZero();
        awaitEquation("17 counted, 0 excluded");
        List<String> lines = new ArrayList<>(Files.readAllLines(proposal));
        assertThat(lines).hasSize(1 + BY_ONE_RATER);
        lines.remove(BY_ONE_RATER);
        Files.write(proposal, lines);

        String[] add = {"add", "--file", proposal.toString(), "--author", "supervision"};
        assertThat(exclusions(add)).as(complained).isZero();
        assertThat(exclusions(add)).isZero();
        assertThat(said).contains("0 sent, 11 held before");
        // The exclusions are records, too, and counted as such.
        awaitEquation("17 counted, 11 excluded");
        assertThat(figures()).isEqualTo("1 of level 5, 5 of level 2, 6 ratings");
        assertThat(number("select count(*) from haochaping.v_fraud_flags where signal = 'many-by-rater'"))
                .as("flags stand whatever was decided")
                .isEqualTo(BY_ONE_RATER);
        requireIdenticalReplay();

        String number = lines.get(1).split(",")[4];
        assertThat(exclusions("revoke", "--number", number, "--reason", "核实为本人评价", "--author", "supervision"))
                .as(complained)
                .isZero();
        // Eleven revocations are counted, and the eleven exclusions are superseded by them.
        awaitEquation("28 counted, 0 excluded");
        assertThat(figures()).isEqualTo(ratings);
        requireIdenticalReplay();
    }

    private void requireIdenticalReplay() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = RunAudit.run(
                List.of("--config", config.toString(), "--all"),
                Map.of(),
                LiveConfig::decisions,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(exit).as(err + out.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("identical: ");
    }

    private Path config(String bootstrap) throws Exception {
        return Files.writeString(folder.resolve("live.yaml"), """
                kafka:
                  bootstrap-servers: "%s"
                store:
                  url: "%s"
                  user: "%s"
                  password: "%s"
                live:
                  checkpoint-interval: 300 ms
                  tick-interval: 1 s
                  parallelism: 2
                fraud:
                  pseudonym-key: "a key of this test alone, 32 bytes and more"
                  pseudonym-key-id: k1
                """.formatted(
                        bootstrap, postgres.jdbcUrl(), postgres.user(), postgres.password()));
    }

    private JobClient start() throws Exception {
        LiveConfig live = LiveConfig.load(config, Map.of());
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, live.live().checkpointInterval());
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        SourceGate.Sources sources = SourceGate.check(live);
        ResultTopics.ensure(live);
        StreamExecutionEnvironment env = StrictEnvironment.create(settings);
        LiveMetricsJob.build(env, live, sources);
        return env.executeAsync("exclusions");
    }

    /** Twelve best ratings by one rater within ten minutes, and five bad ones by five others. */
    private static void rate(String bootstrap) throws Exception {
        long cell = Math.floorDiv(System.currentTimeMillis() - 1_200_000, 600_000) * 600_000;
        List<Future<?>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < BY_ONE_RATER + BY_OTHERS; i++) {
                boolean one = i < BY_ONE_RATER;
                String number = "C" + i;
                byte[] value = rating(number, one ? "5" : "2", cell + i * 1_000L, one ? "the one" : "other " + i);
                sent.add(producer.send(
                        new ProducerRecord<>("rating.web", number.getBytes(StandardCharsets.UTF_8), value)));
            }
            for (Future<?> record : sent) {
                record.get();
            }
        }
    }

    private static byte[] rating(String number, String level, long at, String rater) {
        Schema schema = RecordType.RATING.current();
        Schema personal = schema.getField("personal").schema().getTypes().get(1);
        GenericRecord of =
                new GenericRecordBuilder(personal).set("rater", rater).build();
        GenericRecord rating = new GenericRecordBuilder(schema)
                .set("issuingSystem", "gd-yizheng")
                .set("caseNumber", number)
                .set("codeSystem", "platform")
                .set("level", level)
                .set("handlingRegion", "440106000000")
                .set("ratedAt", at)
                .set("personal", of)
                .build();
        return SingleObjectEncoding.encoder(schema).encode(rating);
    }

    private int exclusions(String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        Collections.addAll(all, "--config", config.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Exclusions.run(
                all,
                Map.of(),
                Clock.systemUTC(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        said = out.toString(StandardCharsets.UTF_8);
        complained = err.toString(StandardCharsets.UTF_8);
        return exit;
    }

    /** Of ratings and exclusions together; the equation adds up at whichever cut it is read. */
    private void awaitEquation(String expected) {
        String equation = "select counted || ' counted, ' || excluded || ' excluded, ' || quarantined || ' refused'"
                + " from haochaping.v_equation where grain = 'total'";
        try {
            Await.until("the equation", PATIENCE, () -> text(equation).equals(expected + ", 0 refused"));
        } catch (StackFailure late) {
            assertThat(text(equation)).isEqualTo(expected + ", 0 refused");
        }
        assertThat(number("select equation_gap from haochaping.v_cut")).isZero();
    }

    private void awaitNumber(String what, long expected, String sql) {
        Await.until(what, PATIENCE, () -> number(sql) == expected);
    }

    private String figures() {
        return text("select sum(level_5) || ' of level 5, ' || sum(level_2) || ' of level 2, ' ||"
                + " sum(level_1 + level_2 + level_3 + level_4 + level_5) || ' ratings' from haochaping.v_hour");
    }

    private long number(String sql) {
        return Long.parseLong(text(sql));
    }

    private String text(String sql) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        } catch (SQLException notYet) {
            // The job makes its schema when it starts.
            if ("42P01".equals(notYet.getSQLState()) || "3F000".equals(notYet.getSQLState())) {
                return "";
            }
            throw new IllegalStateException(notYet);
        }
    }
}
