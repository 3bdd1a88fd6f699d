package io.haochaping.auditreplay;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.config.LiveConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code ./haochaping audit}: replays the cut that readers see and says whether the figures of a period and scope are what the topics give.
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
            "--into",
            "--flink",
            "--stuck-after");
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
            AuditScope scope = AuditScope.of(given);
            LiveConfig config = Command.config(given, environment);
            AuditReport report = report(given, scope, config, deciding.apply(config), err);
            out.print(given.has("--json") ? report.json() : report.text());
            return report.identical() ? 0 : Refusal.FAILURE;
        });
    }

    private static AuditReport report(
            Arguments given, AuditScope scope, LiveConfig config, Decisions decisions, PrintStream err)
            throws Refusal, SQLException, IOException, ConfigProblem {
        Audit audit = new Audit(
                config,
                decisions,
                Command.runner(given, err),
                given.value("--into").orElse("haochaping_audit"),
                given.has("--keep"));
        return audit.run(scope.rows(), scope.text());
    }
}
