package io.haochaping.auditreplay;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.configuration.NearestName;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.config.LiveConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code ./haochaping rebuild begin | status | compare | switch | back | drop}: the figures of all topics under other decisions, in a schema of their own, and the switch to them
 * (docs/rebuild.md).
 *
 * <p>Exit codes: 0 done, 1 refused or failed, 2 wrong use.
 */
public final class RunRebuild {
    private static final Set<String> VERBS = Set.of("begin", "status", "compare", "switch", "back", "drop");
    private static final Set<String> WITH_VALUE = Set.of("--config", "--limit", "--flink", "--stuck-after");
    private static final Set<String> FLAGS = Set.of("--json", "--follow");
    private static final long LINES = 100;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    /** With readers whose transactions hold a view: a dashboard's take milliseconds. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Arguments given;
    private final LiveConfig config;
    private final Decisions decisions;
    private final PrintStream out;
    private final PrintStream err;

    private RunRebuild(Arguments given, LiveConfig config, Decisions decisions, PrintStream out, PrintStream err) {
        this.given = given;
        this.config = config;
        this.decisions = decisions;
        this.out = out;
        this.err = err;
    }

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
        return Command.answer("rebuild", err, () -> {
            String verb = verb(arguments);
            Arguments given = Arguments.read(arguments.subList(1, arguments.size()), WITH_VALUE, FLAGS);
            LiveConfig config = Command.config(given, environment);
            return new RunRebuild(given, config, deciding.apply(config), out, err).run(verb);
        });
    }

    private static String verb(List<String> arguments) throws Refusal {
        String verb = arguments.isEmpty() ? "" : arguments.get(0);
        if (!VERBS.contains(verb)) {
            String nearest = NearestName.to(verb, VERBS);
            throw Refusal.wrongUse(
                    "没有 rebuild " + verb + "，是否指 " + nearest,
                    "there is no rebuild " + verb + "; did you mean " + nearest);
        }
        return verb;
    }

    private int run(String verb) throws Refusal, SQLException, IOException, ConfigProblem {
        boolean json = given.has("--json");
        String name = config.shownAs();
        switch (verb) {
            case "begin" -> out.print(RebuildReport.begun(new RebuildBegin(config, decisions).run(), name, json));
            case "status" -> status(json);
            case "compare" -> compare(json);
            case "switch" ->
                out.print(RebuildReport.switched(new RebuildSwitch(config, PATIENCE).forward(), name, json));
            case "back" -> out.print(RebuildReport.switched(new RebuildSwitch(config, PATIENCE).back(), name, json));
            default -> {
                String gone = new RebuildDrop(config).run();
                out.println("已删除 " + gone + System.lineSeparator() + gone + " is gone");
            }
        }
        return 0;
    }

    private void status(boolean json) throws SQLException, Refusal {
        RebuildStores stores = RebuildStores.read(config);
        if (given.has("--follow")) {
            for (RebuildStores.Store own = stores.require(config); !own.hasCaughtUp(); own = stores.require(config)) {
                err.println(RebuildReport.behindLine(own));
                pause(BETWEEN_LOOKS);
                stores = RebuildStores.read(config);
            }
        }
        out.print(RebuildReport.status(stores, json));
    }

    /** @throws Refusal where it is interrupted: what was waited for has not been seen */
    static void pause(Duration time) throws Refusal {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.failure("已中断", "interrupted");
        }
    }

    private void compare(boolean json) throws Refusal, SQLException, IOException, ConfigProblem {
        long limit = limit();
        RebuildStores stores = RebuildStores.read(config);
        RebuildStores.Store rebuild = stores.require(config);
        if (rebuild.place() == RebuildStores.Place.SHOWN) {
            throw Refusal.failure("读者看到的已经是 " + rebuild.schema(), "readers see " + rebuild.schema() + " already");
        }
        RebuildComparison comparison =
                new RebuildComparison(config, decisions, stores.shown(), Command.runner(given, err));
        out.print(RebuildReport.comparison(comparison.run(), stores.shown(), rebuild.schema(), limit, json));
    }

    private long limit() throws Refusal {
        String limit = given.value("--limit").orElse(Long.toString(LINES));
        try {
            return limit.equals("all") ? Long.MAX_VALUE : Long.parseUnsignedLong(limit);
        } catch (NumberFormatException e) {
            throw Refusal.wrongUse(
                    "--limit 需要行数或 all，而不是 " + limit, "--limit takes a number of lines or all, not " + limit);
        }
    }
}
