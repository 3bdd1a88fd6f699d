package io.haochaping.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so that it is told all at once. */
final class Problems {
    private static final int WITHOUT_LINE = Integer.MAX_VALUE;

    private record Problem(int line, String text) {}

    private final List<Problem> found = new ArrayList<>();

    void add(Place place, String what) {
        found.add(new Problem(place.line(), place + ": " + what));
    }

    void add(String what) {
        found.add(new Problem(WITHOUT_LINE, what));
    }

    void throwIfAny(String heading) throws ConfigProblem {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingInt(Problem::line));
            throw ConfigProblem.of(heading, found.stream().map(Problem::text).toList());
        }
    }
}
