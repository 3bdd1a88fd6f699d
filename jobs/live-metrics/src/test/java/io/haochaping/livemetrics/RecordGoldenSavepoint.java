package io.haochaping.livemetrics;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.fold.ReferenceFold;
import io.haochaping.intake.RawRecord;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.witness.Plans;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Records a golden savepoint of the state as it is now: a broker, a database and the job in this process, stopped half way through a small plan. */
final class RecordGoldenSavepoint {
    private static final int CASES = 120;

    private RecordGoldenSavepoint() {}

    /** @param args the folder to write, which must not be there yet, and a commit to name */
    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("a folder that is not there yet, and the commit whose state this is");
            System.exit(2);
        }
        Path folder = Path.of(args[0]);
        if (Files.exists(folder)) {
            System.err.println(folder + " is there already, and a released one is never changed");
            System.exit(2);
        }
        Path work = Files.createTempDirectory("golden-savepoint");
        TrafficPlan plan = plan();
        SortedMap<TopicPartition, List<RawRecord>> records = Plans.rawRecords(plan);
        try (PostgresServer postgres = PostgresServer.start(work.resolve("postgres"));
                KafkaBroker kafka = KafkaBroker.start(work.resolve("kafka"))) {
            GoldenTopics.create(records.keySet(), kafka);
            StoreAddress store =
                    new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), "haochaping");
            List<List<RawRecord>> first = records.values().stream()
                    .map(RecordGoldenSavepoint::firstPart)
                    .toList();
            GoldenTopics.append(first, kafka.bootstrapServers());
            LiveRun run = new LiveRun(plan, kafka.bootstrapServers(), store, work).start();
            run.awaitOffsets(first.stream().mapToLong(List::size).sum());
            String savepoint = run.stopWithSavepoint();
            Map<TopicPartition, Long> ends = new HashMap<>();
            records.forEach(
                    (source, all) -> ends.put(source, (long) firstPart(all).size()));
            Properties about = new Properties();
            about.setProperty("commit", args[1]);
            about.setProperty("parallelism", "2");
            about.setProperty("received", Long.toString(plan.truth().received()));
            about.setProperty("complete-through", Long.toString(plan.completeThrough()));
            topicIds(kafka, records.keySet()).forEach((topic, id) -> about.setProperty("topic-id." + topic, id));
            GoldenSavepoint.write(folder, Path.of(URI.create(savepoint)), ends, records, run.rows(), about);
        }
        System.out.println(folder + " is written; name it in GoldenSavepoint.RELEASED");
        System.exit(0);
    }

    private static List<RawRecord> firstPart(List<RawRecord> all) {
        return all.subList(0, all.size() * 3 / 4);
    }

    private static Map<String, String> topicIds(KafkaBroker kafka, Collection<TopicPartition> sources)
            throws Exception {
        Map<String, String> ids = new HashMap<>();
        Set<String> topics = sources.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        try (var admin = kafka.admin()) {
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((topic, described) ->
                            ids.put(topic, described.topicId().toString()));
        }
        return ids;
    }

    /** The first plan whose rows at the savepoint are of every kind. */
    private static TrafficPlan plan() {
        for (long seed = 1; seed < 1_000; seed++) {
            TrafficPlan plan = TrafficPlan.of(
                    TrafficConfig.of(seed, CASES).withPartitions(2).withTickEvery(Duration.ofDays(1)));
            ReferenceFold fold = Plans.emptyFold(Plans.decisions(plan));
            SortedMap<TopicPartition, List<RawRecord>> records = Plans.rawRecords(plan);
            records.keySet().forEach(source -> fold.start(source, 0));
            records.values().forEach(all -> firstPart(all).forEach(fold::receive));
            if (isOfEveryKind(fold.canonicalRows())) {
                return plan;
            }
        }
        throw new IllegalStateException("no plan of " + CASES + " cases brings rows of every kind");
    }

    private static boolean isOfEveryKind(Map<RowKey, Tally> rows) {
        Set<RowKind> kinds = EnumSet.allOf(RowKind.class);
        // Flags of suspicion need a crowd in ten minutes, which no plan of this size has.
        kinds.removeIf(kind -> !kind.isReplayable());
        Set<Figure> figures = EnumSet.of(
                Figure.GENERATED_DEFAULTS,
                Figure.QUARANTINED,
                Figure.VOIDED,
                Figure.SUPERSEDED,
                Figure.DUPLICATE,
                Figure.EXCLUDED);
        rows.forEach((key, tally) -> {
            kinds.remove(key.kind());
            figures.removeIf(figure -> tally.get(figure) != 0);
        });
        return kinds.isEmpty() && figures.isEmpty();
    }
}
