package io.haochaping.traffic;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every scenario there is. */
final class Repertoire {
    static final List<Scenario> ALL = Stream.of(
                    PlainCases.all(),
                    SentDefaults.all(),
                    Rivals.all(),
                    CarriedTimes.all(),
                    LateDeliveries.all(),
                    VoidsAndExclusions.all(),
                    BadReviews.all(),
                    Complaints.all(),
                    OnTime.all(),
                    Redeliveries.all(),
                    CodesAsSent.all(),
                    TwoSessions.all(),
                    Frauds.all(),
                    Broken.all())
            .flatMap(List::stream)
            .toList();

    /** Told where a mix names them. */
    static final List<Scenario> ON_REQUEST = Stream.concat(OrdersInTime.all().stream(), SeveritiesTold.all().stream())
            .toList();

    private Repertoire() {}

    /** Those of every mix, then those on request. */
    static Stream<Scenario> each() {
        return Stream.concat(ALL.stream(), ON_REQUEST.stream());
    }

    /** @throws IllegalArgumentException where there is no such scenario */
    static Scenario named(String name) {
        return each().filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no scenario " + name + "."));
    }

    static Map<String, Integer> weights() {
        Map<String, Integer> weights = new TreeMap<>();
        ALL.forEach(scenario -> weights.put(scenario.name(), scenario.weight()));
        return weights;
    }
}
