package io.haochaping.domain.personal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How well a half of the corpus is masked. A label is <em>found</em> where every letter and digit of it is masked, whatever it was taken
 * for; a report is <em>right</em> where at least half of its characters lie in labels of its kind.
 */
final class Score {
    private final Map<PersonalKind, int[]> counts = new EnumMap<>(PersonalKind.class);
    private final List<String> failures = new ArrayList<>();

    private static final int LABELS = 0;
    private static final int FOUND = 1;
    private static final int REPORTS = 2;
    private static final int RIGHT = 3;

    private Score() {
        for (PersonalKind kind : PersonalKind.values()) {
            counts.put(kind, new int[4]);
        }
    }

    static Score of(List<Example> examples) {
        Score score = new Score();
        PersonalText finder = new PersonalText();
        for (Example example : examples) {
            score.add(example, finder.find(example.text()));
        }
        return score;
    }

    private void add(Example example, List<PersonalSpan> reports) {
        for (PersonalSpan label : example.labels()) {
            int[] count = counts.get(label.kind());
            count[LABELS]++;
            if (isCovered(example.text(), label, reports)) {
                count[FOUND]++;
            } else {
                failures.add(example.place() + " not found: " + words(example, label) + " in " + example.text());
            }
        }
        for (PersonalSpan report : reports) {
            int[] count = counts.get(report.kind());
            count[REPORTS]++;
            if (2 * overlap(report, example.labels()) >= report.to() - report.from()) {
                count[RIGHT]++;
            } else {
                failures.add(example.place() + " wrong: " + words(example, report) + " in " + example.text());
            }
        }
    }

    private static String words(Example example, PersonalSpan span) {
        return span.kind().code() + " " + example.text().substring(span.from(), span.to());
    }

    private static boolean isCovered(String text, PersonalSpan label, List<PersonalSpan> reports) {
        for (int i = label.from(); i < label.to(); i++) {
            int place = i;
            if (Character.isLetterOrDigit(text.charAt(i))
                    && reports.stream().noneMatch(report -> report.from() <= place && place < report.to())) {
                return false;
            }
        }
        return true;
    }

    private static int overlap(PersonalSpan report, List<PersonalSpan> labels) {
        int overlap = 0;
        for (PersonalSpan label : labels) {
            if (label.kind() == report.kind()) {
                overlap += Math.max(0, Math.min(label.to(), report.to()) - Math.max(label.from(), report.from()));
            }
        }
        return overlap;
    }

    int precisionPerMille() {
        return perMille(sum(RIGHT), sum(REPORTS));
    }

    int recallPerMille() {
        return perMille(sum(FOUND), sum(LABELS));
    }

    List<String> failures() {
        return failures;
    }

    private int sum(int column) {
        return counts.values().stream().mapToInt(count -> count[column]).sum();
    }

    private static int perMille(int part, int whole) {
        return whole == 0 ? 1000 : (int) (1000L * part / whole);
    }

    /** A line for every kind, and one for all of them. */
    String table() {
        StringBuilder out = new StringBuilder("kind      labels  found  recall  reports  right  precision\n");
        counts.forEach((kind, count) -> out.append(line(kind.code(), count)));
        return out.append(line("all", new int[] {sum(LABELS), sum(FOUND), sum(REPORTS), sum(RIGHT)}))
                .toString();
    }

    private static String line(String name, int[] count) {
        return String.format(
                Locale.ROOT,
                "%-9s %6d %6d  %6.3f %8d %6d  %9.3f%n",
                name,
                count[LABELS],
                count[FOUND],
                perMille(count[FOUND], count[LABELS]) / 1000.0,
                count[REPORTS],
                count[RIGHT],
                perMille(count[RIGHT], count[REPORTS]) / 1000.0);
    }
}
