package io.haochaping.exclusions;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.desk.Refusal;
import io.haochaping.desk.Sentence;
import io.haochaping.intake.Reason;
import io.haochaping.kit.config.LiveConfig;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ./haochaping exclusions}: decisions that a rating does not count. Lists what holds, proposes ratings that are flagged, sends decisions once and takes them back. Nothing is
 * written but records of the exclusion topic: those every replay reads, and in the closing equation they stand.
 *
 * <p>Exit codes: 0 done, 1 something was not done, or a failure, 2 wrong use, a faulty file or configuration.
 */
public final class Exclusions {
    private final Options options;
    private final LiveConfig config;
    private final Clock clock;
    private final Output output;
    private final ExclusionTopic topic;

    private Exclusions(Options options, LiveConfig config, Clock clock, Output output) {
        this.options = options;
        this.config = config;
        this.clock = clock;
        this.output = output;
        this.topic = new ExclusionTopic(config);
    }

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), System.getenv(), Clock.systemUTC(), out, err));
    }

    /** As {@link #main}, in this process: returns the exit code. */
    public static int run(
            List<String> arguments, Map<String, String> environment, Clock clock, PrintStream out, PrintStream err)
            throws InterruptedException {
        if (arguments.contains("--help")) {
            out.print(Options.USAGE);
            return 0;
        }
        try {
            Options options = Options.of(arguments);
            LiveConfig config = LiveConfig.load(options.config(), environment);
            Exclusions desk = new Exclusions(options, config, clock, new Output(out, options.json()));
            boolean done =
                    switch (options.action()) {
                        case LIST -> desk.list();
                        case PROPOSE -> desk.propose();
                        case ADD, REVOKE -> desk.decide();
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

    private boolean list() throws Refusal {
        Register register = topic.readOn();
        List<Standing> found = new ArrayList<>();
        for (Place place : register.places()) {
            Standing standing = register.of(place).orElseThrow();
            Decision last = standing.last();
            boolean asked = (options.asked().number().isEmpty()
                            || options.asked().number().equals(last.number()))
                    && (options.asked().caseNumber().isEmpty()
                            || options.asked()
                                    .caseNumber()
                                    .equals(last.subject().caseNumber()));
            boolean status = options.status().equals("all") || options.status().equals("standing") == standing.stands();
            if (asked && status) {
                found.add(standing);
            }
        }
        output.list(found, options.most(), topic.refused());
        return true;
    }

    private boolean propose() throws Refusal {
        try (Flags flags = Flags.open(config.store())) {
            List<Flagged> flagged = flags.find(options.filter());
            List<String> signals = flagged.stream()
                    .flatMap(rating -> List.of(rating.signals().split(" ")).stream())
                    .distinct()
                    .toList();
            Proposal proposal = Proposal.of(flagged, topic.readOn(), flags.reasons(signals), clock.instant(), gap());
            if (options.out() != null) {
                proposal.write(options.out());
            }
            output.proposal(proposal, options.most(), options.out());
            return true;
        }
    }

    private Duration gap() {
        return config.limitSettings().sessionGap();
    }

    private boolean decide() throws Refusal, InterruptedException {
        if (config.kafka().copiedTopics().contains(topic.name())) {
            throw Refusal.wrongUse(
                    topic.name() + " 声明为副本（kafka.copied-topics）：新的决定不能写入副本。",
                    topic.name() + " is declared copied (kafka.copied-topics): a copy takes no new decisions.");
        }
        Door door = new Door(config);
        Desk desk = new Desk(topic, door, clock);
        List<Decision> asked = asked(door);
        Map<Verdict, Standing> now = new LinkedHashMap<>();
        if (options.dryRun()) {
            desk.judge(asked).forEach(verdict -> now.put(verdict, verdict.before()));
        } else {
            now.putAll(desk.send(asked));
        }
        now.forEach((verdict, standing) -> output.verdict(verdict, standing, options.dryRun()));
        now.keySet().stream()
                .filter(this::isLate)
                .forEach(verdict -> output.late(verdict.before().excluded()));
        long sent = count(now, Verdict.Outcome.NEW);
        long before = count(now, Verdict.Outcome.HOLDS_ALREADY);
        output.end(sent, before, now.size() - sent - before, options.dryRun());
        return sent + before == now.size();
    }

    private static long count(Map<Verdict, Standing> verdicts, Verdict.Outcome outcome) {
        return verdicts.keySet().stream()
                .filter(verdict -> verdict.outcome() == outcome)
                .count();
    }

    private boolean isLate(Verdict verdict) {
        return verdict.asked().revokes()
                && verdict.outcome() == Verdict.Outcome.NEW
                && clock.millis() - verdict.before().excluded().at() > gap().toMillis();
    }

    private List<Decision> asked(Door door) throws Refusal {
        boolean revokes = options.action() == Options.Action.REVOKE;
        if (options.revokesWhole()) {
            return wholeDecision();
        }
        List<Asked> lines = options.file() == null
                ? List.of(options.asked())
                : new DecisionFile(options.file(), options.charset(), options.asked()).read();
        List<Decision> decisions = new ArrayList<>();
        for (Asked line : lines) {
            Decision decision = line.decision(revokes, clock.millis());
            Optional<Reason> refused = door.refusal(decision);
            if (refused.isPresent()) {
                Sentence why =
                        new Sentence(refused.get().chinese(), refused.get().sentence());
                throw Refusal.wrongUse(
                        decision.subject().text() + "：入口会拒绝该决定：" + why.chinese() + "。没有发送任何决定。",
                        decision.subject().text() + ": the door would refuse the decision: " + why.english()
                                + ". Nothing was sent.");
            }
            decisions.add(decision);
        }
        return decisions;
    }

    /** One revocation for each rating of which the decision holds or held: what was revoked before is not sent again. */
    private List<Decision> wholeDecision() throws Refusal {
        Register register = topic.readOn();
        String number = options.asked().number().strip();
        List<Decision> decisions = new ArrayList<>();
        for (Place place : register.places()) {
            Decision excluded = register.of(place).orElseThrow().excluded();
            if (place.number().equals(number) && excluded != null) {
                decisions.add(new Decision(
                        excluded.subject(),
                        number,
                        true,
                        options.asked().reason().strip(),
                        options.asked().author().strip(),
                        clock.millis()));
            }
        }
        if (decisions.isEmpty()) {
            throw Refusal.failure("没有编号为 " + number + " 的排除决定。", "There is no exclusion of the number " + number + ".");
        }
        return decisions;
    }
}
