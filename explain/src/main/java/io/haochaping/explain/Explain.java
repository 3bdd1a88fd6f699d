package io.haochaping.explain;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.code.CaseNumber;
import io.haochaping.domain.code.RegionWithin;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.intake.DecisionSet;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.config.LiveConfig;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * {@code ./haochaping explain}: from a figure to the records behind it, from a case to its figures, from a record to its class. Reads the topics between the offsets of the cut that the
 * store shows, through the door and the ledger of the job; changes nothing.
 *
 * <p>Exit codes: 0 what was found adds up to what the store says, 1 it does not, or a failure, 2 wrong use or a faulty configuration.
 */
public final class Explain {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LiveConfig config;
    private final Decisions decisions;
    private final Output output;
    private final PrintStream progress;

    private Explain(LiveConfig config, Output output, PrintStream progress) {
        this.config = config;
        this.decisions = config.decisions();
        this.output = output;
        this.progress = progress;
    }

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), System.getenv(), out, err));
    }

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err)
            throws InterruptedException {
        if (arguments.contains("--help")) {
            out.print(Options.USAGE);
            return 0;
        }
        try {
            Options options = Options.of(arguments);
            LiveConfig config = LiveConfig.load(options.config(), environment);
            Output output = options.json() ? new JsonOutput(out) : new TextOutput(out);
            return new Explain(config, output, err).answer(options) ? 0 : Refusal.FAILURE;
        } catch (ConfigProblem problem) {
            err.println(problem.getMessage());
            return Refusal.WRONG_USE;
        } catch (Refusal refused) {
            err.println(refused.sentence().chinese());
            err.println(refused.sentence().english());
            return refused.exitCode();
        }
    }

    /** Returns whether what was found is what the store says. */
    private boolean answer(Options options) throws Refusal, InterruptedException {
        Question question = options.question();
        if (question instanceof Question.OfCase asked) {
            return ofCase(asked, cut());
        }
        if (question instanceof Question.OfRecord asked) {
            return ofRecord(asked, cut());
        }
        return ofFigure(question, options.most());
    }

    private StoreCut cut() throws Refusal {
        try (Store store = Store.open(config.store())) {
            return store.cut();
        }
    }

    private boolean ofFigure(Question question, int most) throws Refusal, InterruptedException {
        StoreCut cut;
        SortedMap<String, Long> stored;
        Target target;
        Metric metric;
        int longest = decisions.rules().get().longestDefaultDays();
        try (Store store = Store.open(config.store())) {
            cut = store.cut();
            if (question instanceof Question.OfRow asked) {
                metric = asked.metric();
                stored = store.row(
                        asked.row(), metric, RowRules.of(decisions.rules().get(), asked.row()));
                target = Target.row(asked.row(), longest);
            } else if (question instanceof Question.OfMinutes asked) {
                metric = asked.metric();
                Reach reach = new Reach(asked.from(), asked.to(), asked.at(), within(asked.region(), cut), longest);
                stored = store.minutes(reach, metric);
                target = new Target.Minutes(reach);
            } else {
                Question.OfLeaves asked = (Question.OfLeaves) question;
                metric = asked.metric();
                Reach reach = new Reach(asked.from(), asked.to(), asked.at(), within(asked.region(), cut), longest);
                stored = store.leaves(reach, asked.inTime(), metric);
                target = Target.leaves(reach, asked.inTime(), cut.completeThrough());
            }
        }
        warnOfOtherDecisions(cut);
        Lines lines = new FigureSearch(scan(), decisions, cut, progress).find(target, metric, most);
        output.figure(cut, lines, stored);
        return lines.sums().equals(stored);
    }

    /** Regions lie in one another as they do on the day of completeThrough: as on the page. */
    private static RegionWithin within(String region, StoreCut cut) {
        LocalDate day = LocalDate.ofEpochDay(ShanghaiTime.dayIndex(cut.completeThrough()));
        return region == null ? null : new RegionWithin(region, day);
    }

    private boolean ofCase(Question.OfCase asked, StoreCut cut) throws Refusal, InterruptedException {
        warnOfOtherDecisions(cut);
        // What the door makes of a system and a number: docs/counting.md, section 3.
        String number = CaseNumber.normalise(asked.number());
        String scope = asked.system().strip();
        CaseKey key = new CaseKey.Maker().of(asked.complaint() ? "\0complaint " + scope : scope, number);
        CaseSearch.Found found = search(cut).find(key, asked.number());
        output.caseFound(cut, found);
        return !found.records().isEmpty() || !found.refused().isEmpty();
    }

    private boolean ofRecord(Question.OfRecord asked, StoreCut cut) throws Refusal, InterruptedException {
        warnOfOtherDecisions(cut);
        CaseSearch.Fate fate = search(cut).fate(asked.place());
        output.fate(cut, asked.place(), fate);
        return !(fate instanceof CaseSearch.Fate.Outside || fate instanceof CaseSearch.Fate.NoPartition);
    }

    private CaseSearch search(StoreCut cut) {
        return new CaseSearch(scan(), decisions, cut, progress);
    }

    private Scan scan() {
        return new TopicScan(config.kafkaClient(), decisions, PATIENCE);
    }

    private void warnOfOtherDecisions(StoreCut cut) {
        DecisionSet own = decisions.decisionSet();
        List<String> other = cut.decisions().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(own.digests().get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        if (!other.isEmpty()) {
            progress.println("注意：切面的这些决策与本程序或配置不同，结果可能不一致：" + other);
            progress.println(
                    "Mind: these decisions of the cut are not those of this program or configuration, so it may not add up: "
                            + other);
        }
    }
}
