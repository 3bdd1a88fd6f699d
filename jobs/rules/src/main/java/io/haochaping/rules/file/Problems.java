package io.haochaping.rules.file;

import io.haochaping.rules.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so that it is told all at once. */
final class Problems {
    private record Problem(int line, String path, Words what) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Given at, String zh, String en) {
        add(at.line(), at.path(), zh, en);
    }

    void add(int line, String path, String zh, String en) {
        found.add(new Problem(line, path, new Words(zh, en)));
    }

    boolean any() {
        return !found.isEmpty();
    }

    void throwIfAny() throws FaultyRules {
        if (any()) {
            found.sort(Comparator.comparingInt(Problem::line));
            throw new FaultyRules(
                    found.stream()
                            .map(p -> file + ", line " + p.line + ": " + key(p, ": ") + p.what.en())
                            .toList(),
                    found.stream()
                            .map(p -> file + " 第 " + p.line + " 行：" + key(p, "：") + p.what.zh())
                            .toList());
        }
    }

    private static String key(Problem problem, String behind) {
        return problem.path.isEmpty() ? "" : problem.path + behind;
    }
}
