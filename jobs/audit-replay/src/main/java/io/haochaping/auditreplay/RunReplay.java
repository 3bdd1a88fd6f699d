package io.haochaping.auditreplay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.commit.CommitListener;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.SourceGate;
import io.haochaping.store.RowComparison;
import io.haochaping.store.RowScope;
import io.haochaping.store.StoredCut;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code ./haochaping replay}: runs the live pipeline between the offsets of a cut, or up to a time, into a schema of its own.
 *
 * <p>Exit codes: 0 done, 1 a failure, missing offsets or other decisions than the cut's, 2 wrong use.
 */
public final class RunReplay {
    private static final Set<String> WITH_VALUE =
            Set.of("--config", "--cut", "--until", "--into", "--flink", "--stuck-after");
    private static final Set<String> FLAGS = Set.of("--json", "--remove", "--other-decisions");

    private RunReplay() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        // Flink leaves threads behind that would keep the process for a while.
        System.exit(run(List.of(arguments), System.getenv(), LiveConfig::decisions, out, err));
    }

    static int run(
            List<String> arguments,
            Map<String, String> environment,
            Function<LiveConfig, Decisions> deciding,
            PrintStream out,
            PrintStream err) {
        return Command.answer("replay", err, () -> {
            Arguments given = Arguments.read(arguments, WITH_VALUE, FLAGS);
            given.oneOf(List.of("--cut", "--until"));
            LiveConfig config = Command.config(given, environment);
            ReplayPlan plan = plan(given, config, deciding.apply(config));
            String into = given.value("--into").orElse("haochaping_replay");
            try (ScratchSchema scratch = ScratchSchema.hold(Audit.schema(config.store(), into))) {
                StoredCut end = Command.runner(given, err).run(plan, scratch);
                RowComparison.Summary rows = rows(config, into);
                out.print(given.has("--json") ? json(into, end, rows) : text(into, end, rows));
                if (given.has("--remove")) {
                    scratch.remove();
                }
            }
            return 0;
        });
    }

    private static ReplayPlan plan(Arguments given, LiveConfig config, Decisions decisions)
            throws Refusal, ConfigProblem, SQLException {
        Optional<String> epoch = given.value("--cut");
        if (epoch.isPresent()) {
            StoredCut cut = cut(config, epoch.get());
            requireDecisions(given, cut, decisions);
            return new ReplayPlan(
                    config,
                    decisions,
                    whole(Audit.bounds(config, cut)),
                    OptionalLong.of(cut.completeThrough()),
                    CommitListener.none());
        }
        ReplayUntil until = ReplayUntil.parse(given.required("--until"));
        return new ReplayPlan(config, decisions, bounds(config, until), OptionalLong.empty(), CommitListener.none());
    }

    private static StoredCut cut(LiveConfig config, String epoch) throws Refusal, SQLException {
        try (Connection connection = config.store().connect()) {
            String schema = config.store().schema();
            Optional<StoredCut> cut = epoch.equals("head")
                    ? StoredCut.head(connection, schema)
                    : StoredCut.of(connection, schema, Long.parseLong(epoch));
            return cut.orElseThrow(() -> Refusal.wrongUse(
                    "存储 " + schema + " 中没有切面 " + epoch + "（见视图 v_cut_history）",
                    "the store in schema " + schema + " has no cut " + epoch + " (see the view v_cut_history)"));
        } catch (NumberFormatException e) {
            throw Refusal.wrongUse(
                    "--cut 需要切面的 epoch 或 head，而不是 " + epoch, "--cut takes the epoch of a cut or head, not " + epoch);
        }
    }

    private static void requireDecisions(Arguments given, StoredCut cut, Decisions decisions) throws Refusal {
        List<Cause> differing =
                Causes.decisions(cut.decisions(), decisions.decisionSet().digests());
        if (!differing.isEmpty() && !given.has("--other-decisions")) {
            Text text = differing.get(0).text();
            throw Refusal.failure(
                    text.chinese() + "；如仍要重放请加 --other-decisions",
                    text.english() + "; to replay all the same add --other-decisions");
        }
    }

    private static ReplayBounds whole(ReplayBounds bounds) throws Refusal {
        if (!bounds.missing().isEmpty()) {
            Text gone = bounds.missing().get(0).text();
            throw Refusal.failure(gone.chinese(), gone.english());
        }
        return bounds;
    }

    private static ReplayBounds bounds(LiveConfig config, ReplayUntil until) throws ConfigProblem {
        try (SourceGate gate = SourceGate.open(config)) {
            Map<TopicPartition, Long> starts = gate.check().firstOffsets();
            return ReplayBounds.upTo(
                    starts,
                    until.isNow()
                            ? gate.logEnds(starts.keySet())
                            : gate.firstOffsetsAt(
                                    starts.keySet(), until.instant().toEpochMilli()));
        }
    }

    private static RowComparison.Summary rows(LiveConfig config, String schema) throws SQLException {
        try (Connection connection = config.store().connect()) {
            return RowComparison.digest(connection, schema, RowScope.EVERYTHING);
        }
    }

    private static String text(String schema, StoredCut end, RowComparison.Summary rows) {
        String through = end.completeThrough() < 0
                ? "–"
                : Instant.ofEpochMilli(end.completeThrough()).toString();
        return new Text(
                                "已重放到模式 " + schema + "：" + ReplayRun.received(end) + " 条记录，" + rows.rows() + " 行，摘要 "
                                        + rows.digest() + "，完整至 " + through,
                                "replayed into schema " + schema + ": " + ReplayRun.received(end) + " records, "
                                        + rows.rows() + " rows, digest " + rows.digest() + ", complete through "
                                        + through)
                        .lines()
                + System.lineSeparator();
    }

    private static String json(String schema, StoredCut end, RowComparison.Summary rows) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("schema", schema);
        root.put("records", ReplayRun.received(end));
        root.put("rows", rows.rows());
        root.put("digest", rows.digest());
        if (end.completeThrough() >= 0) {
            root.put(
                    "completeThrough",
                    Instant.ofEpochMilli(end.completeThrough()).toString());
        }
        root.put("decisionSetDigest", end.decisionSetDigest());
        return root.toPrettyString() + System.lineSeparator();
    }
}
