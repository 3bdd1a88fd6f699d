package io.haochaping.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code run live-metrics} was asked for.
 *
 * @param config the job's configuration; empty with {@code embedded}, which writes its own
 * @param fromScratch start without the state of the last run; the job then reads its topics from the first offset
 */
record RunOptions(
        Path distribution,
        Path jar,
        String mainClass,
        Path data,
        Optional<Path> config,
        boolean embedded,
        boolean fromScratch) {

    private static final Set<String> WITH_VALUE =
            Set.of("--distribution", "--jar", "--main-class", "--data", "--config");
    private static final Set<String> FLAGS = Set.of("--embedded", "--from-scratch");

    /** @throws IllegalArgumentException for wrong use, with what is wrong about it */
    static RunOptions of(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (FLAGS.contains(name)) {
                given.put(name, "");
            } else if (WITH_VALUE.contains(name) && i + 1 < arguments.size()) {
                given.put(name, arguments.get(++i));
            } else if (WITH_VALUE.contains(name)) {
                throw new IllegalArgumentException(name + " needs a value");
            } else {
                throw new IllegalArgumentException("unknown option " + name);
            }
        }
        RunOptions options = new RunOptions(
                Path.of(given.getOrDefault("--distribution", "deploy/flink/target/flink")),
                Path.of(given.getOrDefault("--jar", "jobs/live-metrics/target/live-metrics-job.jar")),
                given.getOrDefault("--main-class", "io.haochaping.livemetrics.LiveMetricsJob"),
                Path.of(given.getOrDefault("--data", ".haochaping"))
                        .toAbsolutePath()
                        .normalize(),
                Optional.ofNullable(given.get("--config")).map(Path::of).map(Path::toAbsolutePath),
                given.containsKey("--embedded"),
                given.containsKey("--from-scratch"));
        options.check();
        return options;
    }

    private void check() {
        if (embedded == config.isPresent()) {
            throw new IllegalArgumentException("give either --config FILE or --embedded");
        }
        if (config.isPresent() && !Files.isReadable(config.get())) {
            throw new IllegalArgumentException("cannot read " + config.get());
        }
        if (!Files.isReadable(jar)) {
            throw new IllegalArgumentException("no job in " + jar);
        }
    }
}
