package io.haochaping.auditreplay;

import io.haochaping.kit.Decisions;
import io.haochaping.kit.config.LiveConfig;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code ./haochaping audit}: replays the cut that readers see, or that of a snapshot, and says whether the figures are what the topics give.
 *
 * <p>Exit codes: 0 identical, 1 different or a failure, 2 wrong use.
 */
public final class RunAudit {
    private static final Set<String> WITH_VALUE = Set.of(
            "--config",
            "--month",
            "--day",
            "--year",
            "--from",
            "--to",
            "--region",
            "--department",
            "--snapshot",
            "--into",
            "--flink",
            "--stuck-after");
    private static final List<String> SCOPE =
            List.of("--month", "--day", "--year", "--from", "--to", "--all", "--region", "--department");
    private static final Set<String> FLAGS = Set.of("--all", "--json", "--keep");

    private RunAudit() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        // Flink leaves threads behind that would keep the process for a while.
        System.exit(run(List.of(arguments), System.getenv(), LiveConfig::decisions, out, err));
    }

    /** @param deciding what the configuration decides; a test decides otherwise */
    static int run(
            List<String> arguments,
            Map<String, String> environment,
            Function<LiveConfig, Decisions> deciding,
            PrintStream out,
            PrintStream err) {
        return Command.answer("audit", err, () -> {
            Arguments given = Arguments.read(arguments, WITH_VALUE, FLAGS);
            OptionalLong snapshot = snapshot(given);
            Optional<AuditScope> scope = snapshot.isPresent() ? Optional.empty() : Optional.of(AuditScope.of(given));
            LiveConfig config = Command.config(given, environment);
            Audit audit = new Audit(
                    config,
                    deciding.apply(config),
                    Command.runner(given, err),
                    given.value("--into").orElse("haochaping_audit"),
                    given.has("--keep"));
            AuditReport report = scope.isPresent()
                    ? audit.run(
                            new LiveRows(config.store(), scope.get().rows()),
                            scope.get().text())
                    : audit.run(
                            new FrozenRows(config.store(), config.shownAs(), snapshot.getAsLong()),
                            AuditScope.ofSnapshot(config, snapshot.getAsLong()));
            out.print(given.has("--json") ? report.json() : report.text());
            return report.identical() ? 0 : Refusal.FAILURE;
        });
    }

    /** Its period is that of the snapshot, so none is asked for beside it. */
    private static OptionalLong snapshot(Arguments given) throws Refusal {
        Optional<String> number = given.value("--snapshot");
        if (number.isEmpty()) {
            return OptionalLong.empty();
        }
        for (String other : SCOPE) {
            if (given.has(other)) {
                throw Refusal.wrongUse(
                        "--snapshot 的期间与范围由快照给出，不能同时使用 " + other,
                        "--snapshot brings its own period and scope: leave out " + other);
            }
        }
        return OptionalLong.of(Command.snapshotNumber(number.get()));
    }
}
