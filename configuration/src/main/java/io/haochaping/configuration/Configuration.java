package io.haochaping.configuration;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads a configuration once, at start: one YAML file, and environment variables that go before it. */
public final class Configuration {
    private Configuration() {}

    /**
     * What the reader makes of the settings.
     *
     * @param options all keys there are; anything else is refused with the nearest of them
     * @param reader tells its own problems to the settings; empty: there are problems that leave nothing to build
     * @throws ConfigProblem naming everything that is wrong at once, each with its line, key and remedy
     */
    public static <T> T load(
            Path file,
            Map<String, String> environment,
            List<? extends Option> options,
            Function<Settings, Optional<T>> reader)
            throws ConfigProblem {
        OptionSet all = new OptionSet(List.copyOf(options));
        Problems problems = new Problems();
        Map<Option, Setting> written = new HashMap<>(ConfigFile.read(file, all, problems));
        written.putAll(ConfigVariables.read(environment, all, problems));
        Optional<T> read = reader.apply(new Settings(all, written, problems));
        problems.throwIfAny("The configuration is refused:");
        return read.orElseThrow(() -> new IllegalStateException("a refused configuration without a problem"));
    }
}
