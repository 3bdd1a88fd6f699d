package io.haochaping.chaos;

import io.haochaping.stack.Language;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Per kind of fault: how often, how long until all was well, and how many schedules with it ended in a difference. */
final class ResultTable {
    private ResultTable() {}

    static List<String> of(Collection<Outcome> outcomes, Language language) {
        Map<FaultKind, List<Long>> recoveries = new EnumMap<>(FaultKind.class);
        Map<FaultKind, Integer> different = new EnumMap<>(FaultKind.class);
        for (Outcome outcome : outcomes) {
            for (Struck struck : outcome.struck()) {
                List<Long> known = recoveries.computeIfAbsent(struck.kind(), any -> new ArrayList<>());
                known.add(struck.recoveryMillis());
                different.merge(struck.kind(), outcome.isWhole() ? 0 : 1, Integer::sum);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(language.choose(
                "| fault | times | recovery, median | recovery, maximum | schedules with a difference |",
                "| 故障 | 次数 | 恢复时间中位数 | 恢复时间最大值 | 有差异的编排数 |"));
        lines.add("|---|---|---|---|---|");
        recoveries.forEach((kind, all) -> {
            List<Long> sorted =
                    all.stream().filter(millis -> millis >= 0).sorted().toList();
            lines.add("| " + kind.told(language) + " (" + kind.id() + ") | " + all.size() + " | "
                    + (sorted.isEmpty() ? "–" : seconds(sorted.get((sorted.size() - 1) / 2))) + " | "
                    + (sorted.size() < all.size() ? "–" : seconds(sorted.get(sorted.size() - 1))) + " | "
                    + different.get(kind) + " |");
        });
        long whole = outcomes.stream().filter(Outcome::isWhole).count();
        lines.add("");
        lines.add(language.choose(
                outcomes.size() + " schedules, " + (outcomes.size() - whole) + " with a difference",
                outcomes.size() + " 个编排，其中 " + (outcomes.size() - whole) + " 个有差异"));
        return lines;
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
}
