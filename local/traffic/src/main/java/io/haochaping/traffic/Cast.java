package io.haochaping.traffic;

import java.util.List;
import java.util.Locale;

/** Which case goes which way, and the telling of it. */
final class Cast {
    private static final long SCENARIO_DRAWS = 0x5CE0_0000_0000L;

    private final TrafficConfig config;
    private final Run run;
    private final World world = new World();
    private final List<Scenario> scenarios;
    private final int[] weights;

    private Cast(TrafficConfig config, Run run, List<Scenario> scenarios) {
        this.config = config;
        this.run = run;
        this.scenarios = scenarios;
        weights = scenarios.stream()
                .mapToInt(scenario -> config.mix().get(scenario.name()))
                .toArray();
    }

    static Cast of(TrafficConfig config, Run run) {
        List<Scenario> scenarios = Repertoire.each()
                .filter(scenario -> config.mix().getOrDefault(scenario.name(), 0) > 0)
                .toList();
        long room = run.end() - run.start();
        for (Scenario scenario : scenarios) {
            if ((scenario.hours() + 1) * Span.HOUR > room) {
                throw new IllegalArgumentException("Scenario " + scenario.name() + " needs "
                        + (scenario.hours() / 24 + 1) + " days, the run has " + room / Span.DAY + ".");
            }
        }
        return new Cast(config, run, scenarios);
    }

    /** The first cases take one scenario each, so that a plan of enough cases has them all. */
    Scenario scenario(int number) {
        if (number < scenarios.size()) {
            return scenarios.get(number);
        }
        return scenarios.get(Draw.of(config.seed() ^ SCENARIO_DRAWS, number).weighted(weights));
    }

    List<Delivery> tell(int number, TruthBuilder truth) {
        Scenario scenario = scenario(number);
        String caseNumber = String.format(Locale.ROOT, "BYZW2026-%08dK", number);
        Story story = new Story(run, world, Draw.of(config.seed(), number), truth, caseNumber, scenario.hours());
        truth.teller(scenario.name() + " " + caseNumber);
        scenario.tell(story);
        return story.close();
    }
}
