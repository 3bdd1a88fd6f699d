package io.haochaping.quarantine;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.desk.Refusal;
import io.haochaping.kit.config.LiveConfig;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code ./haochaping quarantine}: the desk of refused records. Lists them, shows one with its bytes, sends them through the front door again, or notes that they will not be. A
 * refused record stays refused and in the equation whatever is decided; nobody's bytes are edited.
 *
 * <p>Exit codes: 0 done, 1 something was not done, or a failure, 2 wrong use or a faulty configuration.
 */
public final class Quarantine {
    private Quarantine() {}

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), System.getenv(), Clock.systemUTC(), out, err));
    }

    static int run(
            List<String> arguments, Map<String, String> environment, Clock clock, PrintStream out, PrintStream err)
            throws InterruptedException {
        if (arguments.contains("--help")) {
            out.print(Options.USAGE);
            return 0;
        }
        try {
            Options options = Options.of(arguments);
            Topics topics = new Topics(LiveConfig.load(options.config(), environment));
            Output output = new Output(out, options.json());
            boolean done =
                    switch (options.action()) {
                        case LIST -> list(options, topics, output);
                        case SHOW -> show(options, topics, output);
                        case REDRIVE, DISCARD -> decide(options, topics, clock, output);
                    };
            return done ? 0 : Refusal.FAILURE;
        } catch (ConfigProblem problem) {
            err.println(problem.getMessage());
            return Refusal.WRONG_USE;
        } catch (Refusal refused) {
            err.println(refused.sentence().chinese());
            err.println(refused.sentence().english());
            return refused.exitCode();
        }
    }

    private static boolean list(Options options, Topics topics, Output output) throws Refusal {
        List<Entry> entries = chosen(options, topics);
        Map<String, Decision> decisions = topics.lastDecisions();
        entries.removeIf(
                entry -> !options.filter().takes(decisions.get(entry.place().toString())));
        output.list(entries, decisions, options.most());
        return true;
    }

    private static boolean show(Options options, Topics topics, Output output) throws Refusal {
        Entry entry = chosen(options, topics).get(0);
        Decision decision = topics.lastDecisions().get(entry.place().toString());
        output.show(entry, decision, topics.records(List.of(entry.place())).get(0));
        return true;
    }

    private static boolean decide(Options options, Topics topics, Clock clock, Output output)
            throws Refusal, InterruptedException {
        List<Entry> chosen = chosen(options, topics);
        if (options.dryRun()) {
            Map<String, Decision> decisions = topics.lastDecisions();
            chosen.forEach(entry -> output.planned(
                    options.action(),
                    entry,
                    options.force() ? null : decisions.get(entry.place().toString())));
            return true;
        }
        boolean refusedSome = false;
        try (Desk desk = Desk.open(topics, clock)) {
            List<Entry> open = desk.undecided(chosen, options.force());
            for (Entry entry : chosen) {
                if (!open.contains(entry)) {
                    output.decidedBefore(entry, desk.decisionOf(entry));
                    // A filter leaves out what was decided; a record that was named is missed.
                    refusedSome |= !options.filtered();
                }
            }
            if (options.action() == Options.Action.DISCARD) {
                desk.discard(open, options.because(), options.author());
                open.forEach(output::discarded);
            } else {
                for (Entry entry : open) {
                    output.redriven(entry, desk.redrive(entry, options.because(), options.author()));
                }
            }
            output.end(options.action(), open.size());
        }
        return !refusedSome;
    }

    private static List<Entry> chosen(Options options, Topics topics) throws Refusal {
        try (Index index = Index.open(topics.config().store())) {
            if (options.places().isEmpty()) {
                return index.find(options.filter());
            }
            List<Entry> entries = new ArrayList<>();
            for (Place place : options.places()) {
                entries.add(index.find(place)
                        .orElseThrow(() -> Refusal.failure(
                                place + " 不在隔离区索引中：它没有被拒绝，或尚未读到。用 explain --record 可查其去向。",
                                place + " is not in the index: it was not refused, or was not read yet."
                                        + " explain --record tells what became of it.")));
            }
            return entries;
        }
    }
}
