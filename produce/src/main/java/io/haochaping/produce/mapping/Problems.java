package io.haochaping.produce.mapping;

import io.haochaping.produce.say.Refusal;
import io.haochaping.produce.say.Sentence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong with a mapping file, so that it is told all at once. */
final class Problems {
    private record Problem(int line, Sentence what) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    void add(Node at, String english, String chinese) {
        found.add(new Problem(line(at), Sentence.of(english, chinese)));
    }

    int count() {
        return found.size();
    }

    void throwIfAny() throws Refusal {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingInt(Problem::line));
            throw Refusal.wrongUse(
                    text(Sentence::english, ", line ", ": ", "."), text(Sentence::chinese, " 第 ", " 行：", "。"));
        }
    }

    private String text(Function<Sentence, String> language, String before, String after, String end) {
        return found.stream()
                .map(problem -> file + before + problem.line() + after + language.apply(problem.what()) + end)
                .collect(Collectors.joining("\n"));
    }
}
