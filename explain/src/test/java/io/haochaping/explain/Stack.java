package io.haochaping.explain;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.tally.Tally;
import io.haochaping.fold.ReferenceFold;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.ConsumedRecord;
import io.haochaping.stack.Await;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.Cut;
import io.haochaping.store.RowUpdate;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoreCommitter;
import io.haochaping.store.Totals;
import io.haochaping.traffic.SourcePartition;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficRecord;
import io.haochaping.traffic.TrafficWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with a plan in it and a store that the reference fold filled from it; the command is asked against both. */
final class Stack implements AutoCloseable {
    static final String TRANSACTIONAL = "rating.web";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaBroker kafka;
    private final PostgresServer postgres;
    private final StoreAddress store;
    private final Path config;
    private final TrafficPlan plan;
    private final List<RawRecord> records = new ArrayList<>();

    /** What the command said. */
    record Said(int exit, String out, String err) {}

    private Stack(KafkaBroker kafka, PostgresServer postgres, StoreAddress store, Path config, TrafficPlan plan) {
        this.kafka = kafka;
        this.postgres = postgres;
        this.store = store;
        this.config = config;
        this.plan = plan;
    }

    static Stack start(Path folder, long seed) throws Exception {
        TrafficPlan plan = TrafficPlan.of(TrafficConfig.of(seed, 800).withTickEvery(Duration.ofHours(12)));
        return start(folder, plan, bootstrap -> {
            try (TrafficWriter writer = TrafficWriter.withTransactions(plan, bootstrap, seed, TRANSACTIONAL)) {
                writer.writeAll();
            }
        });
    }

    /** As it was when this had been appended and no more. */
    static Stack at(Path folder, TrafficPlan plan, Instant now) throws Exception {
        return start(folder, plan, bootstrap -> {
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", bootstrap, "acks", "all", "max.request.size", 4 << 20),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                for (SourcePartition where : plan.partitions()) {
                    plan.records(where)
                            .filter(record -> record.appendAt() <= now.toEpochMilli())
                            .forEach(record -> producer.send(sent(record)));
                }
            }
        });
    }

    private static ProducerRecord<byte[], byte[]> sent(TrafficRecord record) {
        ProducerRecord<byte[], byte[]> sent =
                new ProducerRecord<>(record.topic(), record.partition(), null, record.key(), record.value());
        record.headers().forEach(sent.headers()::add);
        return sent;
    }

    private static Stack start(Path folder, TrafficPlan plan, Consumer<String> writer) throws Exception {
        KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
        PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"));
        StoreAddress store = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), "explained");
        TrafficWriter.createTopics(kafka.bootstrapServers(), plan.config().partitions());
        writer.accept(kafka.bootstrapServers());
        Stack stack = new Stack(kafka, postgres, store, file(folder, kafka, store, topicsOf(plan)), plan);
        stack.fill();
        return stack;
    }

    private static Set<String> topicsOf(TrafficPlan plan) {
        return plan.partitions().stream().map(SourcePartition::topic).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The job's configuration; all topics are copies. */
    static Path file(Path folder, KafkaBroker kafka, StoreAddress store, Set<String> copied) throws Exception {
        String topics = copied.stream().map(topic -> "    - " + topic + "\n").collect(Collectors.joining());
        String text = """
                kafka:
                  bootstrap-servers: "%s"
                  copied-topics:
                %sstore:
                  url: "%s"
                  user: "%s"
                  password: "%s"
                  schema: "%s"
                """.formatted(
                        kafka.bootstrapServers(), topics, store.url(), store.user(), store.password(), store.schema());
        return Files.writeString(folder.resolve("live.yaml"), text);
    }

    /** The store's one cut: what the fold makes of the topics, with their own offsets. */
    private void fill() throws Exception {
        Decisions decisions = Plan.decisions(plan);
        ReferenceFold fold = new ReferenceFold(
                decisions.newIntake(),
                RuleBook.builtIn(),
                decisions.limits(),
                WorkingDays.builtIn(),
                MonthCutOff.builtIn());
        plan.partitions().forEach(where -> fold.start(new TopicPartition(where.topic(), where.partition()), 0));
        Map<TopicPartition, Long> ends = readAll();
        records.forEach(fold::receive);
        commit(config, store, decisions, fold, ends, row -> true);
    }

    /** Commits one cut of what a fold holds. */
    static void commit(
            Path config,
            StoreAddress store,
            Decisions decisions,
            ReferenceFold fold,
            Map<TopicPartition, Long> ends,
            Predicate<RowKey> taken)
            throws Exception {
        List<PartitionProgress> progress = fold.progress().stream()
                .map(one -> new PartitionProgress(
                        one.source(), 0, ends.get(one.source()), one.received(), one.ticks(), one.lastTick()))
                .toList();
        List<RowUpdate> rows = fold.canonicalRows().entrySet().stream()
                .filter(row -> taken.test(row.getKey()))
                .map(row -> new RowUpdate(row.getKey(), row.getValue(), Tally.ZERO))
                .toList();
        Cut cut = new Cut(
                "run/1",
                "",
                new UUID(0, 1).toString(),
                0,
                fold.completeThrough(),
                decisions.decisionSet().digests(),
                decisions.decisionSet().digest(),
                "test",
                false,
                new Totals(0, 0, 0, 0, 0),
                progress,
                rows,
                List.of(),
                List.of());
        store.migrate();
        try (StoreCommitter committer =
                new StoreCommitter(store, LiveConfig.load(config, Map.of()).cutSettings())) {
            if (committer.commit(cut) != StoreCommitter.Outcome.COMMITTED) {
                throw new AssertionError("the cut was not committed");
            }
            committer.writeMonthCutOffs(MonthCutOff.builtIn().known());
        }
    }

    /** Every committed record, and where each partition ends. */
    private Map<TopicPartition, Long> readAll() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
        properties.setProperty("isolation.level", "read_committed");
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<org.apache.kafka.common.TopicPartition> all = plan.partitions().stream()
                    .map(where -> new org.apache.kafka.common.TopicPartition(where.topic(), where.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<org.apache.kafka.common.TopicPartition, Long> left = new HashMap<>(consumer.endOffsets(all));
            left.forEach((where, end) -> ends.put(new TopicPartition(where.topic(), where.partition()), end));
            Await.value("the topics to be read back", PATIENCE, () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> records.add(ConsumedRecord.raw(record)));
                left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                return left.isEmpty() ? Optional.of(true) : Optional.empty();
            });
        }
        records.sort(Comparator.comparing(RawRecord::topic)
                .thenComparing(RawRecord::partition)
                .thenComparing(RawRecord::offset));
        return ends;
    }

    TrafficPlan plan() {
        return plan;
    }

    /** Every committed record, by place. */
    List<RawRecord> records() {
        return records;
    }

    StoreAddress store() {
        return store;
    }

    KafkaBroker kafka() {
        return kafka;
    }

    Said ask(String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("--config", config.toString()));
        all.addAll(List.of(arguments));
        return run(all, Map.of());
    }

    static Said run(List<String> arguments, Map<String, String> environment) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Explain.run(
                arguments,
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** $ stands for the schema. */
    void execute(String sql) throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.replace("$.", store.schema() + "."));
        }
    }

    @Override
    public void close() {
        postgres.close();
        kafka.close();
    }
}
