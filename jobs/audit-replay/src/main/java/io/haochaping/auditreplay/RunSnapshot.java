package io.haochaping.auditreplay;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.configuration.NearestName;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.store.Snapshot;
import io.haochaping.store.SnapshotTable;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ./haochaping snapshot take | list | show | verify}: published months, frozen (docs/audit.md).
 *
 * <p>Exit codes: 0 done, 1 a failure, or a snapshot that does not hold, 2 wrong use, or a month that cannot be published now.
 */
public final class RunSnapshot {
    private static final Set<String> VERBS = Set.of("take", "list", "show", "verify");
    private static final int CHANGES_SHOWN = 20;

    private final Arguments given;
    private final LiveConfig config;
    private final PrintStream out;

    private RunSnapshot(Arguments given, LiveConfig config, PrintStream out) {
        this.given = given;
        this.config = config;
        this.out = out;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), System.getenv(), out, err));
    }

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        return Command.answer("snapshot", err, () -> {
            String verb = verb(arguments);
            boolean isShow = verb.equals("show");
            if (isShow && (arguments.size() < 2 || arguments.get(1).startsWith("-"))) {
                throw Refusal.wrongUse("snapshot show 后面缺少快照编号", "snapshot show needs the number of a snapshot");
            }
            Arguments given =
                    Arguments.read(arguments.subList(isShow ? 2 : 1, arguments.size()), withValue(verb), flags(verb));
            long number = isShow ? Command.snapshotNumber(arguments.get(1)) : 0;
            Optional<YearMonth> month =
                    verb.equals("take") ? Optional.of(month(given.required("--month"))) : Optional.empty();
            RunSnapshot command = new RunSnapshot(given, Command.config(given, environment), out);
            return month.isPresent() ? command.take(month.get()) : command.read(verb, number);
        });
    }

    private static String verb(List<String> arguments) throws Refusal {
        String verb = arguments.isEmpty() ? "" : arguments.get(0);
        if (!VERBS.contains(verb)) {
            String nearest = NearestName.to(verb, VERBS);
            throw Refusal.wrongUse(
                    "没有 snapshot " + verb + "，是否指 " + nearest,
                    "there is no snapshot " + verb + "; did you mean " + nearest);
        }
        return verb;
    }

    private static Set<String> withValue(String verb) {
        return verb.equals("take") ? Set.of("--config", "--month", "--reason", "--by") : Set.of("--config");
    }

    private static Set<String> flags(String verb) {
        return verb.equals("take") ? Set.of("--provisional", "--json") : Set.of("--json");
    }

    private static YearMonth month(String text) throws Refusal {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException e) {
            throw Refusal.wrongUse(
                    "--month 的值 “" + text + "” 无法识别；例如 --month 2026-10",
                    "--month cannot be \"" + text + "\"; write --month 2026-10");
        }
    }

    private int take(YearMonth month) throws Refusal, SQLException {
        String reason = given.value("--reason").orElse("").strip();
        String by = given.value("--by").orElse("").strip();
        out.print(SnapshotReport.taken(
                new SnapshotTake(config, month, by, reason, given.has("--provisional")).run(), given.has("--json")));
        return 0;
    }

    private int read(String verb, long number) throws Refusal, SQLException, ConfigProblem {
        boolean json = given.has("--json");
        String name = config.shownAs();
        try (Connection connection = config.store().connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            SnapshotTable snapshots = new SnapshotTable(connection, name);
            if (verb.equals("show")) {
                Snapshot snapshot = FrozenRows.find(connection, name, number);
                out.print(SnapshotReport.one(snapshot, snapshots.changes(number, CHANGES_SHOWN), json));
                return 0;
            }
            requireTables(connection, name);
            if (verb.equals("list")) {
                out.print(SnapshotReport.list(snapshots.all(), json));
                return 0;
            }
            Optional<SnapshotTable.Broken> broken = snapshots.firstBroken();
            out.print(
                    broken.isPresent()
                            ? SnapshotReport.broken(broken.get(), json)
                            : SnapshotReport.verified(snapshots.all(), json));
            return broken.isPresent() ? Refusal.FAILURE : 0;
        }
    }

    private static void requireTables(Connection connection, String name) throws SQLException, Refusal {
        if (!LiveRows.isTrue(connection, "select to_regclass('" + name + ".snapshot') is not null")) {
            throw Refusal.wrongUse(
                    "模式 " + name + " 中没有快照：请先用 snapshot take 取快照",
                    "schema " + name + " has no snapshots: take one first (snapshot take)");
        }
    }
}
