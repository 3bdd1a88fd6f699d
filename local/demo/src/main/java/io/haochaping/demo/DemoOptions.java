package io.haochaping.demo;

import io.haochaping.stack.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code demo} was asked for.
 *
 * @param distribution Flink as {@code deploy/flink} assembles it
 * @param jar of the live job
 * @param port of the page
 * @param historyCases before the live traffic; 0: none
 * @param open whether the page is to be opened in the browser
 * @param archives where class archives are kept; empty: there are none
 */
record DemoOptions(
        Path distribution, Path jar, Path data, int port, long historyCases, boolean open, Optional<Path> archives) {

    private static final Set<String> WITH_VALUE =
            Set.of("--distribution", "--jar", "--data", "--port", "--history-cases", "--archives");
    private static final Set<String> FLAGS = Set.of("--no-history", "--open");
    private static final int LAST_PORT = 65_535;

    /** @throws IllegalArgumentException for wrong use, with a sentence in the given language */
    static DemoOptions of(List<String> arguments, Language language) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (FLAGS.contains(name)) {
                given.put(name, "");
            } else if (!WITH_VALUE.contains(name)) {
                throw wrong(
                        language,
                        "unknown option " + name + "; there are --data, --port, --no-history and --open",
                        "未知选项 " + name + "；可用的有 --data、--port、--no-history 与 --open");
            } else if (i + 1 == arguments.size()) {
                throw wrong(language, name + " needs a value", name + " 需要一个值");
            } else {
                given.put(name, arguments.get(++i));
            }
        }
        DemoOptions options = new DemoOptions(
                Path.of(given.getOrDefault("--distribution", "deploy/flink/target/flink")),
                Path.of(given.getOrDefault("--jar", "jobs/live-metrics/target/live-metrics-job.jar")),
                Path.of(given.getOrDefault("--data", ".haochaping-demo"))
                        .toAbsolutePath()
                        .normalize(),
                number(given.getOrDefault("--port", "8080"), "--port", LAST_PORT, language),
                given.containsKey("--no-history")
                        ? 0
                        : number(
                                given.getOrDefault("--history-cases", "24000"),
                                "--history-cases",
                                10_000_000,
                                language),
                given.containsKey("--open"),
                Optional.ofNullable(given.get("--archives")).map(Path::of));
        if (!Files.isReadable(options.jar)) {
            throw wrong(language, "no job in " + options.jar, options.jar + " 中没有作业");
        }
        return options;
    }

    private static int number(String text, String name, int most, Language language) {
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
                name + " 须为 1 至 " + most + " 的整数，而不是“" + text + "”");
    }

    private static IllegalArgumentException wrong(Language language, String english, String chinese) {
        return new IllegalArgumentException(language.choose(english, chinese));
    }
}
