package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import io.haochaping.fold.ReferenceFold;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import io.haochaping.witness.Plans;
import io.haochaping.witness.StoreView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The upgrade promise: the state of every released form is taken up, and nothing that it held is lost or doubled. */
class GoldenSavepointITCase {
    /** Enough for every kind of state, and little in a clone. */
    private static final long MOST_BYTES = 300_000;

    private static final int OTHER_PARALLELISM = 3;
    private static final Set<String> LATER_FLAGS =
            Set.of("limits-contradict", "limit-unreadable", "promised-beyond-statutory", "limit-beyond-calendar");

    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(OTHER_PARALLELISM)
            .build());

    @Test
    void everyReleasedFormLiesHereAndIsSmall() throws Exception {
        assertThat(GoldenSavepoint.recorded()).isEqualTo(GoldenSavepoint.RELEASED);
        for (String name : GoldenSavepoint.RELEASED) {
            assertThat(GoldenSavepoint.released(name).bytes()).as(name).isLessThan(MOST_BYTES);
        }
    }

    static List<String> firstAndLast() {
        return List.of(GoldenSavepoint.RELEASED.get(0), last());
    }

    static List<String> between() {
        return GoldenSavepoint.RELEASED.subList(1, GoldenSavepoint.RELEASED.size() - 1);
    }

    private static String last() {
        return GoldenSavepoint.RELEASED.get(GoldenSavepoint.RELEASED.size() - 1);
    }

    /** Onto an empty store, which takes one restatement and no more (design.md, section 4). */
    @ParameterizedTest
    @MethodSource("firstAndLast")
    void aReleasedStateIsTakenUpAtAnotherParallelism(String name, @TempDir Path folder) throws Exception {
        isTakenUpAtAnotherParallelism(name, folder);
    }

    @ParameterizedTest
    @MethodSource("between")
    @Tag("slow")
    void aStateReleasedInBetweenIsTakenUpAtAnotherParallelism(String name, @TempDir Path folder) throws Exception {
        isTakenUpAtAnotherParallelism(name, folder);
    }

    private static void isTakenUpAtAnotherParallelism(String name, Path folder) throws Exception {
        GoldenSavepoint golden = GoldenSavepoint.released(name);
        try (PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"));
                KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"))) {
            LiveRun run = prepared(golden, postgres, kafka, folder).start();

            awaitSavepoint(run, golden);
            goOnToTheTruth(run, golden, kafka);

            assertThat(run.store().restatements()).isEqualTo(1);
        }
    }

    /** Each table goes over entry by entry with the first checkpoint, and what comes later is restored from RocksDB alone. */
    @Test
    void aReleasedStateGoesOnInRocksDb(@TempDir Path folder) throws Exception {
        GoldenSavepoint golden = GoldenSavepoint.released(last());
        try (PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"));
                KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"))) {
            LiveRun first = prepared(golden, postgres, kafka, folder)
                    .stateIn(StrictEnvironment.ROCKSDB)
                    .start();
            awaitSavepoint(first, golden);
            String savepoint = first.stopWithSavepoint();

            LiveRun second = run(golden, postgres, kafka, folder)
                    .stateIn(StrictEnvironment.ROCKSDB)
                    .from(savepoint)
                    .start();
            goOnToTheTruth(second, golden, kafka);

            assertThat(second.store().restatements()).isEqualTo(1);
        }
    }

    /**
     * Onto the store that it left: the head is the very cut of the savepoint, so the state goes on behind it and restates nothing. A first run fills the store with the rows of then, and
     * its head is given the name of the cut that the savepoint was; the cut after a restore tells that name as its predecessor.
     */
    @ParameterizedTest
    @MethodSource("firstAndLast")
    void aReleasedStateGoesOnBehindTheVeryCutThatItsStoreHolds(String name, @TempDir Path folder) throws Exception {
        goesOnBehindTheVeryCut(name, folder);
    }

    @ParameterizedTest
    @MethodSource("between")
    @Tag("slow")
    void aStateReleasedInBetweenGoesOnBehindTheVeryCutThatItsStoreHolds(String name, @TempDir Path folder)
            throws Exception {
        goesOnBehindTheVeryCut(name, folder);
    }

    private static void goesOnBehindTheVeryCut(String name, Path folder) throws Exception {
        GoldenSavepoint golden = GoldenSavepoint.released(name);
        try (PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"));
                KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"))) {
            LiveRun then = prepared(golden, postgres, kafka, folder).start();
            awaitSavepoint(then, golden);
            then.cancel();
            String veryCut = then.store()
                    .texts("select predecessor from cut order by epoch limit 1")
                    .get(0);
            StoreView store = then.store();
            store.execute("delete from cut where epoch < (select epoch from store_head)");
            store.execute("update cut set cut_name = '" + veryCut + "', predecessor = null, restatement = false");
            store.execute("update store_head set cut_name = '" + veryCut + "'");
            long epoch = store.epoch();

            LiveRun run = run(golden, postgres, kafka, folder).start();
            goOnToTheTruth(run, golden, kafka);

            assertThat(run.store().restatements()).isZero();
            assertThat(run.store().number("select min(epoch) from cut")).isEqualTo(epoch);
            assertThat(run.store().texts("select predecessor from cut order by epoch offset 1 limit 1"))
                    .containsExactly(veryCut);
            assertThat(run.store().markedRestored()).isFalse();
        }
    }

    /** With topics that hold what lay before the savepoint. */
    private static LiveRun prepared(GoldenSavepoint golden, PostgresServer postgres, KafkaBroker kafka, Path folder)
            throws Exception {
        GoldenTopics.create(golden.records().keySet(), kafka);
        GoldenTopics.append(before(golden), kafka.bootstrapServers());
        return run(golden, postgres, kafka, folder);
    }

    private static LiveRun run(GoldenSavepoint golden, PostgresServer postgres, KafkaBroker kafka, Path folder) {
        return new LiveRun(
                        golden.records().keySet(),
                        golden.received(),
                        golden.completeThrough(),
                        kafka.bootstrapServers(),
                        new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), "haochaping"),
                        folder)
                .parallelism(OTHER_PARALLELISM)
                .from(golden.savepoint())
                .asking(brokers -> new GoldenTopics.KnownByFormerIds(brokers, golden.topicIds()));
    }

    private static void awaitSavepoint(LiveRun run, GoldenSavepoint golden) throws Exception {
        run.awaitOffsets(
                golden.ends().values().stream().mapToLong(Long::longValue).sum());
        assertThat(GoldenSavepoint.lines(run.rows()))
                .as("rows at the savepoint")
                .isEqualTo(golden.rowsAtSavepoint());
    }

    private static void goOnToTheTruth(LiveRun run, GoldenSavepoint golden, KafkaBroker kafka) throws Exception {
        GoldenTopics.append(behind(golden), kafka.bootstrapServers());
        run.awaitWholePlan();
        run.cancel();
        assertThat(known(run.rows())).isEqualTo(known(fold(golden).canonicalRows()));
        assertThat(run.store().copy().gaps()).isEmpty();
    }

    /**
     * What the first released form knew. Figures of limits begin with the version that reads them, for completions that it reads itself (docs/decisions/0060), and flags of suspicion
     * likewise (0073): a rebuild counts all. Everything else must be whole.
     */
    private static SortedMap<String, String> known(Map<RowKey, Tally> rows) {
        SortedMap<String, String> known = new TreeMap<>();
        rows.forEach((key, figures) -> {
            boolean later = !key.kind().isReplayable()
                    || key.kind() == RowKind.FLAG
                            && LATER_FLAGS.contains(key.parts().get(0));
            TallyAccumulator left = new TallyAccumulator();
            for (int i = 0; i < figures.size(); i++) {
                int number = figures.number(i);
                if (number < Figure.LIMITS_READ.number() || number > Figure.STATUTORY_LENGTH.number()) {
                    left.add(number, figures.amount(i));
                }
            }
            if (!later && !left.isZero()) {
                known.put(key.toString(), left.toTally().toString());
            }
        });
        return known;
    }

    private static ReferenceFold fold(GoldenSavepoint golden) {
        ReferenceFold fold = Plans.emptyFold(Plans.decisions(golden.records().keySet()));
        golden.records().keySet().forEach(source -> fold.start(source, 0));
        List<Iterator<RawRecord>> partitions = new ArrayList<>();
        golden.records().values().forEach(records -> partitions.add(records.iterator()));
        return Plans.interleaved(fold, partitions, 1);
    }

    private static List<List<RawRecord>> before(GoldenSavepoint golden) {
        return golden.records().entrySet().stream()
                .map(partition -> partition
                        .getValue()
                        .subList(0, Math.toIntExact(golden.ends().get(partition.getKey()))))
                .toList();
    }

    private static List<List<RawRecord>> behind(GoldenSavepoint golden) {
        return golden.records().entrySet().stream()
                .map(partition -> partition
                        .getValue()
                        .subList(
                                Math.toIntExact(golden.ends().get(partition.getKey())),
                                partition.getValue().size()))
                .toList();
    }
}
