package io.haochaping.auditreplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.kit.commit.CommitListener;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.source.SourceCheck;
import io.haochaping.kit.source.SourceRecords;
import io.haochaping.livemetrics.CodeVersion;
import io.haochaping.livemetrics.LiveMetricsPipeline;
import io.haochaping.livemetrics.Surroundings;
import io.haochaping.stack.Await;
import io.haochaping.stack.FlinkCluster;
import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.Cut;
import io.haochaping.store.RefusedRecords;
import io.haochaping.store.RowUpdate;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoreCommitter;
import io.haochaping.store.StoredCut;
import io.haochaping.store.Totals;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Audits of a generated month with late, duplicate, voided and default ratings, on real servers. The first is taken while the live job goes on; the others of the store that it
 * left. The auditor's database user may only read the live store.
 */
@Timeout(150)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditITCase {
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final String LIVE = "live";
    private static final String JUNE = "2026-06";
    private static final RuleBook CHANGED_RULES = RuleBook.single(new Rules("builtin-1", 7, 2, 3));

    @TempDir
    static Path folder;

    private static final TestPlan PLAN = new TestPlan(
            TrafficPlan.of(TrafficConfig.of(51, 400).withPartitions(2).withTickEvery(Duration.ofHours(12))));

    private static PostgresServer postgres;
    private static KafkaBroker kafka;
    private static KafkaBroker copy;
    private static StoreAddress live;
    private static StoreAddress auditor;
    /** The cut that the live job left behind. */
    private static StoredCut last;

    private String said;
    private String complained;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.start(folder.resolve("postgres"));
        kafka = KafkaBroker.start(folder.resolve("kafka"));
        TrafficWriter.createTopics(kafka.bootstrapServers(), 2);
        live = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), LIVE);
        live.migrate();
        execute("create role auditor login password 'reads'");
        execute("grant usage on schema live to auditor");
        execute("grant select on all tables in schema live to auditor");
        execute("do $$ begin execute format('grant create on database %I to auditor', current_database()); end $$");
        auditor = new StoreAddress(postgres.jdbcUrl(), "auditor", "reads", LIVE);
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable server : Arrays.asList(copy, kafka, postgres)) {
            try {
                if (server != null) {
                    server.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private int audit(KafkaBroker broker, Decisions decisions, String... arguments) throws Exception {
        return audit(auditor, broker, decisions, arguments);
    }

    private int audit(StoreAddress audited, KafkaBroker broker, Decisions decisions, String... arguments)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "--config",
                PLAN.config(folder, broker.bootstrapServers(), audited).toString()));
        all.addAll(List.of(arguments));
        return run((out, err) -> RunAudit.run(all, Map.of(), any -> decisions, out, err));
    }

    /** As the owner of the store: the auditor may only read it. */
    private int snapshot(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--config", PLAN.config(folder, kafka.bootstrapServers(), live).toString()));
        return run((out, err) -> RunSnapshot.run(all, Map.of(), out, err));
    }

    private int replay(KafkaBroker broker, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "--config",
                PLAN.config(folder, broker.bootstrapServers(), auditor).toString()));
        all.addAll(List.of(arguments));
        return run((out, err) -> RunReplay.run(all, Map.of(), any -> PLAN.decisions(), out, err));
    }

    private interface Main {
        int run(PrintStream out, PrintStream err);
    }

    private int run(Main main) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        said = out.toString(StandardCharsets.UTF_8);
        complained = err.toString(StandardCharsets.UTF_8);
        return exitCode;
    }

    @Test
    @Order(1)
    void aMonthThatIsAuditedWhileTheLiveJobGoesOnIsIdentical() throws Exception {
        JobClient job = startLiveJob();
        try (TrafficWriter writer = TrafficWriter.of(PLAN.plan(), kafka.bootstrapServers(), 51)) {
            writer.writeUpTo(0.6);
            awaitCut(writer.written());
            assertThat(snapshot("take", "--month", JUNE, "--provisional"))
                    .as(complained)
                    .isZero();
            AtomicBoolean audited = new AtomicBoolean();
            Thread traffic = new Thread(() -> {
                while (!audited.get()) {
                    writer.writeUpTo(writer.written() + 3);
                    awaitCut(writer.written());
                }
            });
            traffic.start();

            int exitCode = audit(kafka, PLAN.decisions(), "--month", JUNE, "--json");
            audited.set(true);
            traffic.join();

            assertThat(complained + said).contains("\"outcome\" : \"identical\"");
            assertThat(exitCode).isZero();
            JsonNode report = new ObjectMapper().readTree(said);
            assertThat(report.get("rows").asLong()).isGreaterThan(200);
            assertThat(number("select epoch from live.store_head"))
                    .as("the live job went on")
                    .isGreaterThan(report.get("cut").get("epoch").asLong());
            assertThat(number("select count(*) from pg_namespace where nspname like 'haochaping_audit%'"))
                    .as("scratch schemas that are left")
                    .isZero();
            writer.writeUpTo(0.9);
            awaitCut(writer.written());
        } finally {
            job.cancel().get();
        }
        last = head(live);
        assertThat(audit(kafka, PLAN.decisions(), "--all")).isZero();
        assertThat(said).contains("一致：", "identical: ");
        assertThat(complained).contains("100%");
        assertThat(number("select count(*) from live.hour_leaf where generated_defaults > 0 and" + inJune("hour")))
                .as("June has defaults")
                .isPositive();
        assertThat(number("select count(*) from live.hour_leaf where part in (1, 3) and" + inJune("hour")))
                .as("June has corrections by late and voided ratings")
                .isPositive();
        assertThat(number("select sum(duplicate) from live.equation_row")).isPositive();
    }

    private static String inJune(String column) {
        return " " + column + " >= '2026-06-01T00:00+08' and " + column + " < '2026-07-01T00:00+08'";
    }

    @Test
    @Order(2)
    void aCellThatWasChangedByHandIsNamedAloneWithTheRecordsBehindIt() throws Exception {
        String id = text("select id from live.hour_leaf where level_5 > 0 and part = 0 and" + inJune("hour")
                + " order by level_5 desc, id limit 1");
        long before = number("select level_5 from live.hour_leaf where id = '" + id + "'");
        execute("update live.hour_leaf set level_5 = level_5 + 1 where id = '" + id + "'");

        int exitCode = audit(kafka, PLAN.decisions(), "--month", JUNE, "--json");

        assertThat(exitCode).as(complained).isEqualTo(1);
        JsonNode differences = new ObjectMapper().readTree(said).get("differences");
        assertThat(differences).hasSize(1);
        JsonNode row = differences.get(0);
        assertThat(row.get("id").asText()).isEqualTo(id);
        assertThat(row.get("cells")).hasSize(1);
        assertThat(row.get("cells").get(0).toString())
                .isEqualTo("{\"figure\":\"level_5\",\"stored\":" + (before + 1) + ",\"replayed\":" + before + "}");
        assertThat(causes(row)).containsExactly("changed-outside-the-committer");
        Map<String, String> alone = texts(PLAN.rows(recordsOf(row), RuleBook.builtIn()));
        assertThat(alone.get(row.get("row").asText()))
                .as("the records named give the row by themselves")
                .isEqualTo(
                        texts(foldOfLast(RuleBook.builtIn())).get(row.get("row").asText()))
                .contains("level_5=" + before);

        assertThat(audit(kafka, PLAN.decisions(), "--month", JUNE)).isEqualTo(1);
        assertThat(said)
                .contains("level_5: 存储 stored " + (before + 1) + ", 重放 replayed " + before)
                .contains("row changed outside the committer");
        execute("update live.hour_leaf set level_5 = level_5 - 1 where id = '" + id + "'");
    }

    @Test
    @Order(2)
    void aRowThatWasDeletedByHandIsToldAsRemovedBecauseTheCommitterCountedMoreRatings() throws Exception {
        execute("create table public.kept as select * from live.hour_leaf where level_5 > 0 and" + inJune("hour")
                + " order by id limit 1");
        execute("delete from live.hour_leaf where id = (select id from public.kept)");

        assertThat(audit(kafka, PLAN.decisions(), "--month", JUNE, "--json")).isEqualTo(1);
        JsonNode differences = new ObjectMapper().readTree(said).get("differences");
        assertThat(differences).hasSize(1);
        assertThat(differences.get(0).get("id").asText()).isEqualTo(text("select id from public.kept"));
        assertThat(differences.get(0).get("stored").asBoolean()).isFalse();
        assertThat(causes(differences.get(0))).containsExactly("changed-outside-the-committer");
        execute("insert into live.hour_leaf select * from public.kept");
    }

    /** Taken in the middle of the first test; late ratings, defaults and voids have changed June since then. */
    @Test
    @Order(2)
    void aSnapshotIsIdenticalToTheReplayOfItsOwnCutThoughTheLiveRowsHaveMovedOn() throws Exception {
        assertThat(number("select epoch from live.v_snapshot where snapshot = 1"))
                .isLessThan(last.epoch());
        assertThat(snapshot("take", "--month", JUNE, "--provisional"))
                .as("%s", complained)
                .isZero();
        assertThat(number("select differing_rows from live.v_snapshot where snapshot = 2"))
                .isPositive();

        assertThat(audit(kafka, PLAN.decisions(), "--snapshot", "1", "--json"))
                .as("%s", complained + said)
                .isZero();

        JsonNode report = new ObjectMapper().readTree(said);
        assertThat(report.get("outcome").asText()).isEqualTo("identical");
        assertThat(report.get("scope").asText()).isEqualTo("snapshot 1, 2026-06-01 – 2026-06-30");
        assertThat(report.at("/cut/epoch").asLong())
                .isEqualTo(number("select epoch from live.v_snapshot where snapshot = 1"));
        assertThat(report.get("rows").asLong())
                .isEqualTo(number("select rows from live.v_snapshot where snapshot = 1"))
                .isGreaterThan(100);
        assertThat(report.at("/snapshot/digest").asText())
                .isEqualTo(text("select digest from live.v_snapshot where snapshot = 1"));
        assertThat(audit(kafka, PLAN.decisions(), "--snapshot", "1")).isZero();
        assertThat(said).contains("snapshot 1, digest ", "which its rows match", "identical: ");
        assertThat(audit(kafka, PLAN.decisions(), "--snapshot", "3")).isEqualTo(2);
        assertThat(complained).contains("there is no snapshot 3");
    }

    @Test
    @Order(2)
    void aRowOfASnapshotThatWasChangedByHandIsNamedAloneThoughItsHashWasMadeToFit() throws Exception {
        String where = " where snapshot = 1 and position = (select min(position) from live.snapshot_row"
                + " where snapshot = 1 and figures like 'level_5=%')";
        String row = text("select row_key from live.snapshot_row" + where);
        long before = number("select substring(figures from '^level_5=(\\d+)') from live.snapshot_row" + where);
        execute("create table public.frozen as select * from live.snapshot_row" + where);
        execute("alter table live.snapshot_row disable trigger user");
        execute("update live.snapshot_row set figures = regexp_replace(figures, '^level_5=\\d+', 'level_5="
                + (before + 1) + "')" + where);
        requireOneCell(row, before + 1, before, "the stored row does not match its hash");
        assertThat(snapshot("verify")).isEqualTo(1);
        assertThat(said).contains("the rows of snapshot 1 do not match its digest");

        execute("update live.snapshot_row set row_hash = substr(sha256(convert_to(row_key || E'\\n' || figures"
                + " || E'\\n' || epoch, 'UTF8')), 1, 16)" + where);
        requireOneCell(row, before + 1, before, "its rows do not match its digest");

        execute("update live.snapshot_row r set figures = f.figures, row_hash = f.row_hash from public.frozen f"
                + " where r.snapshot = f.snapshot and r.position = f.position");
        execute("alter table live.snapshot_row enable trigger user");
        assertThat(snapshot("verify")).isZero();
    }

    private void requireOneCell(String row, long stored, long replayed, String cause) throws Exception {
        assertThat(audit(kafka, PLAN.decisions(), "--snapshot", "1", "--json"))
                .as("%s", complained)
                .isEqualTo(1);
        JsonNode report = new ObjectMapper().readTree(said);
        assertThat(found(report.get("differences")))
                .containsExactly(Map.entry(row, "level_5 " + stored + " " + replayed));
        JsonNode difference = report.get("differences").get(0);
        assertThat(causes(difference)).containsExactly("changed-outside-the-committer");
        assertThat(difference.at("/causes/0/en").asText()).contains(cause);
        assertThat(difference.get("records")).isNotEmpty();
        assertThat(report.at("/snapshot/isWhole").asBoolean()).isFalse();
    }

    @Test
    @Order(3)
    void aRecordThatIsGoneFromACopiedTopicIsTheCauseOfExactlyTheCellsItCountedIn() throws Exception {
        List<RawRecord> all = PLAN.upTo(ends());
        Predicate<String> june = key ->
                key.startsWith("hour|2026-06") || key.startsWith("minute|2026-06") || key.startsWith("tag|2026-06");
        SortedMap<RowKey, Tally> whole = PLAN.rows(all, RuleBook.builtIn());
        RawRecord gone = null;
        SortedMap<String, String> expected = new TreeMap<>();
        for (int i = all.size() / 4; expected.isEmpty(); i++) {
            gone = all.get(i);
            if (gone.topic().startsWith("rating.") && gone.key() != null) {
                List<RawRecord> rest = new ArrayList<>(all);
                rest.remove(i);
                expected = TestPlan.differences(whole, PLAN.rows(rest, RuleBook.builtIn()), june);
            }
        }
        List<RawRecord> rest = new ArrayList<>(all);
        rest.remove(gone);
        copy = KafkaBroker.start(folder.resolve("copy"));
        TrafficWriter.createTopics(copy.bootstrapServers(), 2);
        TestPlan.write(rest, copy.bootstrapServers());

        int exitCode = audit(copy, PLAN.decisions(), "--month", JUNE, "--json");

        assertThat(exitCode).as(complained).isEqualTo(1);
        JsonNode differences = new ObjectMapper().readTree(said).get("differences");
        SortedMap<String, String> found = found(differences);
        found.keySet().removeIf(key -> key.startsWith("bad|"));
        assertThat(found).isEqualTo(expected);
        TopicPartition source = new TopicPartition(gone.topic(), gone.partition());
        differences.forEach(row -> assertThat(causes(row)).containsExactly("missing-records"));
        assertThat(differences.get(0).get("causes").get(0).get("en").asText())
                .contains("the first missing one is " + (ends().get(source) - 1) + " of " + source);
    }

    @Test
    @Order(4)
    void aRuleThatWasEditedInPlaceIsTheCauseOfExactlyTheCellsItDecides() throws Exception {
        SortedMap<String, String> expected = TestPlan.differences(
                foldOfLast(RuleBook.builtIn()), foldOfLast(CHANGED_RULES), key -> key.startsWith("hour|2026-06"));

        int exitCode = audit(kafka, PLAN.deciding(() -> CHANGED_RULES), "--month", JUNE, "--json");

        assertThat(exitCode).as(complained).isEqualTo(1);
        JsonNode differences = new ObjectMapper().readTree(said).get("differences");
        SortedMap<String, String> found = found(differences);
        found.keySet().removeIf(key -> !key.startsWith("hour|"));
        assertThat(found).isEqualTo(expected).isNotEmpty();
        differences.forEach(row -> assertThat(causes(row)).containsExactly("decision-set-differs"));
        assertThat(differences.get(0).get("causes").get(0).get("en").asText())
                .contains("“rules” (")
                .doesNotContain("limits");
    }

    /** What an older program with a mistake in it committed: the row is as its committer wrote it, so nobody changed it, and records and decisions are the same. */
    @Test
    @Order(4)
    void aCellThatOtherCodeComputedIsNamedAloneWithBothVersions() throws Exception {
        SortedMap<RowKey, Tally> rows = foldOfLast(RuleBook.builtIn());
        RowKey mistaken = rows.keySet().stream()
                .filter(key -> key.toString().startsWith("hour|2026-06"))
                .filter(key ->
                        key.toString().endsWith("|in-time") && rows.get(key).get(Figure.LEVEL_5) > 0)
                .findFirst()
                .orElseThrow();
        long right = rows.get(mistaken).get(Figure.LEVEL_5);
        rows.merge(mistaken, Tally.of(Figure.LEVEL_5, 1), Tally::plus);
        StoreAddress older = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), "older");
        older.migrate();
        commit(older, rows, "0.0.9-older");
        execute("grant usage on schema older to auditor");
        execute("grant select on all tables in schema older to auditor");

        int exitCode = audit(
                new StoreAddress(postgres.jdbcUrl(), "auditor", "reads", "older"),
                kafka,
                PLAN.decisions(),
                "--month",
                JUNE,
                "--json");

        assertThat(exitCode).as(complained).isEqualTo(1);
        JsonNode differences = new ObjectMapper().readTree(said).get("differences");
        assertThat(found(differences))
                .containsExactly(Map.entry(AuditReport.shown(mistaken), "level_5 " + (right + 1) + " " + right));
        assertThat(causes(differences.get(0))).containsExactly("code-version-differs");
        assertThat(differences.get(0).get("causes").get(0).get("en").asText())
                .contains("the cut was made by 0.0.9-older, the replay by " + CodeVersion.current());
    }

    private static void commit(StoreAddress store, SortedMap<RowKey, Tally> rows, String codeVersion) throws Exception {
        List<RowUpdate> updates = new ArrayList<>();
        rows.forEach((key, figures) -> updates.add(new RowUpdate(key, figures, Tally.ZERO)));
        Cut cut = new Cut(
                "older/1",
                "",
                new UUID(0, 9).toString(),
                0,
                last.completeThrough(),
                new TreeMap<>(last.decisions()),
                last.decisionSetDigest(),
                codeVersion,
                false,
                new Totals(0, 0, 0, 0, 0),
                last.partitions(),
                updates,
                List.of(),
                List.of());
        LiveConfig config = LiveConfig.load(PLAN.config(folder, kafka.bootstrapServers(), store), Map.of());
        try (StoreCommitter committer = new StoreCommitter(store, config.cutSettings())) {
            assertThat(committer.commit(cut)).isEqualTo(StoreCommitter.Outcome.COMMITTED);
        }
    }

    @Test
    @Order(5)
    void aReplayRefusesOffsetsThatAreGoneAndNamesTheFirst() throws Exception {
        TopicPartition source = ends().firstKey();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", copy.bootstrapServers()))) {
            admin.deleteRecords(Map.of(
                            new org.apache.kafka.common.TopicPartition(source.topic(), source.partition()),
                            RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
        }

        assertThat(replay(copy, "--cut", "head")).isEqualTo(1);
        assertThat(complained).contains("the first missing one is 0 of " + source);
        assertThat(audit(copy, PLAN.decisions(), "--month", JUNE, "--json")).isEqualTo(1);
        new ObjectMapper().readTree(said).get("differences").forEach(row -> {
            assertThat(causes(row)).containsOnly("missing-records");
            assertThat(row.get("causes").toString()).contains("the first missing one is 0 of " + source);
        });
        long never = last.epoch() + 1;
        assertThat(replay(copy, "--cut", Long.toString(never))).isEqualTo(2);
        assertThat(complained).contains("has no cut " + never + " ");
    }

    @Test
    @Order(6)
    void aReplayWritesOnlyIntoASchemaThatIsMarkedAsScratch() throws Exception {
        execute("create schema somebodys");

        assertThat(replay(kafka, "--cut", "head", "--into", LIVE)).isEqualTo(2);
        assertThat(complained).contains("live is the schema of the live store");
        assertThat(replay(kafka, "--cut", "head", "--into", "somebodys")).isEqualTo(2);
        assertThat(complained).contains("schema somebodys is there and is no scratch schema");
        assertThat(replay(kafka, "--cut", "head", "--into", "Not A Name")).isEqualTo(2);
        try (ScratchSchema held = ScratchSchema.hold(Audit.schema(auditor, "taken"))) {
            assertThat(replay(kafka, "--cut", "head", "--into", held.address().schema()))
                    .isEqualTo(2);
            assertThat(complained).contains("another replay is writing into schema taken");
        }
    }

    @Test
    @Order(7)
    void aReplayThatBreaksStartsOverByItselfAndGivesTheSameRows() throws Exception {
        FailsOnce.LEFT.set(1);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        StoreAddress into = Audit.schema(auditor, "broken_once");
        try (ScratchSchema scratch = ScratchSchema.hold(into)) {
            new ReplayRun(FlinkPlace.here(), PATIENCE, 2, new PrintStream(err, true, StandardCharsets.UTF_8))
                    .run(plan(ReplayBounds.ofCut(last, zeros(), ends()), new FailsOnce()), scratch);
        }

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("starts over: broken on purpose");
        assertThat(number("select count(*) from broken_once.cut where predecessor is null"))
                .as("begun once in what is there")
                .isEqualTo(1);
        assertThat(replay(kafka, "--cut", "head", "--into", "whole")).isZero();
        for (String table : List.of("hour_leaf", "minute_row", "tag_row", "equation_row", "bad_review", "flag_row")) {
            assertThat(number("select count(*) from broken_once." + table + " a full join live." + table
                            + " b using (id) where a.id is null or b.id is null"))
                    .as(table)
                    .isZero();
        }
        assertThat(text("select decision_set_digest from broken_once.cut order by epoch desc limit 1"))
                .isEqualTo(last.decisionSetDigest());
    }

    /** Breaks the job at its first commit. */
    private static final class FailsOnce implements CommitListener {
        private static final long serialVersionUID = 1L;
        /** Static: the listener is shipped to its subtask in this process. */
        static final AtomicInteger LEFT = new AtomicInteger();

        @Override
        public void opened() {}

        @Override
        public void committed(String cutName, long completeThrough) {
            if (LEFT.getAndDecrement() > 0) {
                throw new IllegalStateException("broken on purpose");
            }
        }

        @Override
        public void closed() {}
    }

    @Test
    @Order(8)
    void aReplayThatReadsNothingForTooLongIsEndedWithASentence() throws Exception {
        SortedMap<TopicPartition, Long> beyond = new TreeMap<>(ends());
        beyond.replaceAll((source, end) -> end + 1_000_000);
        ReplayBounds never = new ReplayBounds(zeros(), beyond, List.of());

        try (ScratchSchema scratch = ScratchSchema.hold(Audit.schema(auditor, "stuck"))) {
            ReplayRun impatient = new ReplayRun(FlinkPlace.here(), Duration.ofSeconds(3), 2, System.err);
            ReplayPlan plan = plan(never, CommitListener.none());
            assertThatThrownBy(() -> impatient.run(plan, scratch))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("the replay read nothing for 3 s")
                    .hasMessageContaining("was ended; look at Kafka");
        }
    }

    @Test
    @Order(9)
    void aReplayAndAnAuditRunOnAClusterThatIsThereAlready() throws Exception {
        String elsewhere;
        try (FlinkCluster flink = FlinkCluster.builder(
                        Path.of(System.getProperty("haochaping.flink")), folder.resolve("flink"))
                .slots(2)
                .small(true)
                .start()) {
            assertThat(replay(kafka, "--cut", "head", "--into", "elsewhere", "--flink", flink.restUrl(), "--json"))
                    .as("%s", complained)
                    .isZero();
            elsewhere = new ObjectMapper().readTree(said).get("digest").asText();
            assertThat(audit(kafka, PLAN.decisions(), "--month", JUNE, "--flink", flink.restUrl()))
                    .as("%s", complained)
                    .isZero();
            assertThat(said).contains("identical: ");
        }
        assertThat(replay(kafka, "--until", "now", "--into", "here", "--remove", "--json"))
                .isZero();
        assertThat(new ObjectMapper().readTree(said).get("records").asLong())
                .isEqualTo(last.partitions().stream()
                        .mapToLong(PartitionProgress::received)
                        .sum());
        assertThat(number("select count(*) from pg_namespace where nspname = 'here'"))
                .isZero();
        assertThat(replay(kafka, "--cut", "head", "--into", "here", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(said).get("digest").asText()).isEqualTo(elsewhere);
    }

    private static ReplayPlan plan(ReplayBounds bounds, CommitListener heard) throws Exception {
        LiveConfig config = LiveConfig.load(PLAN.config(folder, kafka.bootstrapServers(), auditor), Map.of());
        return new ReplayPlan(config, PLAN.decisions(), bounds, OptionalLong.of(last.completeThrough()), heard);
    }

    private static JobClient startLiveJob() throws Exception {
        LiveConfig config = LiveConfig.load(PLAN.config(folder, kafka.bootstrapServers(), live), Map.of());
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        StreamExecutionEnvironment env = StrictEnvironment.create(settings);
        Map<TopicPartition, Long> starts = new TreeMap<>();
        PLAN.plan().partitions().forEach(where -> starts.put(new TopicPartition(where.topic(), where.partition()), 0L));
        SourceRecords records =
                new SourceRecords(kafka.bootstrapServers(), Map.of(), Map.of(), starts, Optional.empty(), 60_000);
        new LiveMetricsPipeline(
                        records,
                        PLAN.decisions(),
                        new Surroundings(SourceCheck.none(), RefusedRecords.none(), CommitListener.none()),
                        live,
                        config.cutSettings(),
                        CodeVersion.current(),
                        2)
                .build(env);
        return env.executeAsync("live");
    }

    private static void awaitCut(long offsets) {
        Await.until(
                "a cut with " + offsets + " offsets",
                PATIENCE,
                () -> number("select coalesce(sum(o), 0) from live.cut, unnest(end_offsets) o"
                                + " where epoch = (select epoch from live.store_head)")
                        >= offsets);
    }

    private static StoredCut head(StoreAddress store) throws SQLException {
        try (Connection connection = store.connect()) {
            return StoredCut.head(connection, store.schema()).orElseThrow();
        }
    }

    private static SortedMap<TopicPartition, Long> ends() {
        SortedMap<TopicPartition, Long> ends = new TreeMap<>();
        last.partitions().forEach(read -> ends.put(read.source(), read.endOffset()));
        return ends;
    }

    private static SortedMap<TopicPartition, Long> zeros() {
        SortedMap<TopicPartition, Long> starts = new TreeMap<>(ends());
        starts.replaceAll((source, end) -> 0L);
        return starts;
    }

    private static SortedMap<RowKey, Tally> foldOfLast(RuleBook rules) {
        return PLAN.rows(PLAN.upTo(ends()), rules);
    }

    /** The records that the report names, as they lie in the topics, in the order of the topics. */
    private static List<RawRecord> recordsOf(JsonNode row) {
        Set<String> named = new HashSet<>();
        row.get("records")
                .forEach(record -> named.add(record.get("topic").asText() + "/"
                        + record.get("partition").asInt() + "/"
                        + record.get("offset").asLong()));
        assertThat(named).isNotEmpty();
        // Ticks go along: with them, each record has its append time.
        return PLAN.upTo(ends()).stream()
                .filter(raw ->
                        raw.key() == null || named.contains(raw.topic() + "/" + raw.partition() + "/" + raw.offset()))
                .toList();
    }

    private static Map<String, String> texts(Map<RowKey, Tally> rows) {
        Map<String, String> texts = new TreeMap<>();
        rows.forEach((key, figures) -> texts.put(key.toString(), figures.toString()));
        return texts;
    }

    private static List<String> causes(JsonNode row) {
        List<String> causes = new ArrayList<>();
        row.get("causes").forEach(cause -> causes.add(cause.get("cause").asText()));
        return causes;
    }

    private static SortedMap<String, String> found(JsonNode differences) {
        SortedMap<String, String> found = new TreeMap<>();
        differences.forEach(row -> {
            List<String> cells = new ArrayList<>();
            row.get("cells")
                    .forEach(cell -> cells.add(cell.get("figure").asText() + " "
                            + cell.get("stored").asLong() + " "
                            + cell.get("replayed").asLong()));
            found.put(row.get("row").asText(), String.join(", ", cells));
        });
        return found;
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    private static String text(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
