package io.haochaping.chaos;

import io.haochaping.stack.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code chaos} was asked for.
 *
 * @param seed of the first schedule; the next has the next
 * @param schedules at most so many
 * @param minutes after which no schedule begins; 0: no limit
 * @param edition of the schedules
 * @param kinds what may be drawn
 * @param faults how many in a schedule
 * @param show print the table of the journal and run nothing
 */
record ChaosOptions(
        Path distribution,
        Path jar,
        Path data,
        long seed,
        int schedules,
        int minutes,
        int edition,
        List<FaultKind> kinds,
        int faults,
        int cases,
        Optional<Path> journal,
        String commit,
        boolean json,
        boolean show) {

    private static final Set<String> WITH_VALUE = Set.of(
            "--distribution",
            "--jar",
            "--data",
            "--seed",
            "--schedules",
            "--minutes",
            "--edition",
            "--faults",
            "--per-schedule",
            "--cases",
            "--journal",
            "--commit");
    private static final Set<String> FLAGS = Set.of("--json", "--show");
    private static final int MOST_FAULTS = 10;

    /** @throws IllegalArgumentException for wrong use, with a sentence in the given language */
    static ChaosOptions of(List<String> arguments, Language language) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (FLAGS.contains(name)) {
                given.put(name, "");
            } else if (!WITH_VALUE.contains(name)) {
                throw wrong(
                        language,
                        "unknown option " + name + "; see ./haochaping chaos --help",
                        "未知选项 " + name + "；参见 ./haochaping chaos --help");
            } else if (i + 1 == arguments.size()) {
                throw wrong(language, name + " needs a value", name + " 需要一个值");
            } else {
                given.put(name, arguments.get(++i));
            }
        }
        boolean seeded = given.containsKey("--seed");
        boolean timed = given.containsKey("--minutes");
        int edition = number(given, "--edition", FaultKind.LATEST_EDITION, FaultKind.LATEST_EDITION, language);
        ChaosOptions options = new ChaosOptions(
                Path.of(given.getOrDefault("--distribution", "deploy/flink/target/flink")),
                Path.of(given.getOrDefault("--jar", "jobs/live-metrics/target/live-metrics-job.jar")),
                Path.of(given.getOrDefault("--data", ".haochaping-chaos"))
                        .toAbsolutePath()
                        .normalize(),
                number(given, "--seed", 1, 1_000_000_000, language),
                number(given, "--schedules", timed ? 1_000_000 : seeded ? 1 : 10, 1_000_000, language),
                timed ? number(given, "--minutes", 1, 100_000, language) : 0,
                edition,
                kinds(given.get("--faults"), edition, language),
                number(given, "--per-schedule", 3, MOST_FAULTS, language),
                number(given, "--cases", 600, 100_000, language),
                Optional.ofNullable(given.get("--journal")).map(Path::of),
                given.getOrDefault("--commit", "unknown"),
                given.containsKey("--json"),
                given.containsKey("--show"));
        options.check(language);
        return options;
    }

    /** What runs the same schedule again. */
    String again(Schedule schedule) {
        StringBuilder again = new StringBuilder("./haochaping chaos --seed " + schedule.seed());
        again.append(" --edition ").append(edition);
        if (!kinds.equals(FaultKind.all(edition))) {
            again.append(" --faults ").append(kinds.stream().map(FaultKind::id).collect(Collectors.joining(",")));
        }
        again.append(" --per-schedule ").append(faults).append(" --cases ").append(cases);
        return again.toString();
    }

    private void check(Language language) {
        if (show && journal.isEmpty()) {
            throw wrong(language, "--show needs --journal FILE", "--show 需要 --journal FILE");
        }
        if (!show && !Files.isReadable(jar)) {
            throw wrong(language, "no job in " + jar, jar + " 中没有作业");
        }
    }

    private static List<FaultKind> kinds(String list, int edition, Language language) {
        if (list == null) {
            return FaultKind.all(edition);
        }
        List<FaultKind> kinds = new ArrayList<>();
        for (String id : list.split(",")) {
            kinds.add(FaultKind.named(id.strip())
                    .orElseThrow(() -> wrong(
                            language,
                            "--faults: there is no fault \"" + id.strip() + "\"; there are " + FaultKind.ids(),
                            "--faults：没有故障 \"" + id.strip() + "\"；可用的有 " + FaultKind.ids())));
        }
        return kinds;
    }

    private static int number(Map<String, String> given, String name, int otherwise, int most, Language language) {
        String text = given.getOrDefault(name, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, as for a number that does not fit.
        }
        throw wrong(
                language,
                name + " takes a number from 1 to " + most + ", not \"" + text + "\"",
                name + " 须为 1 到 " + most + " 的整数，而不是 \"" + text + "\"");
    }

    private static IllegalArgumentException wrong(Language language, String english, String chinese) {
        return new IllegalArgumentException(language.choose(english, chinese));
    }
}
