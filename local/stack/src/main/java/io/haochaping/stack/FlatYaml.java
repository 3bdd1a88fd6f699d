package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Settings of a YAML file as flat keys ({@code a.b.c}), which others can be laid over. */
final class FlatYaml {

    private final SortedMap<String, Object> values;

    private FlatYaml(SortedMap<String, Object> values) {
        this.values = Collections.unmodifiableSortedMap(values);
    }

    static FlatYaml read(Path configYaml) {
        try (var text = Files.newBufferedReader(configYaml)) {
            SortedMap<String, Object> flat = new TreeMap<>();
            flatten("", new Load(LoadSettings.builder().build()).loadFromReader(text), flat);
            return new FlatYaml(flat);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    FlatYaml with(Map<String, String> overrides) {
        SortedMap<String, Object> merged = new TreeMap<>(values);
        merged.putAll(overrides);
        return new FlatYaml(merged);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(String::valueOf);
    }

    void write(Path configYaml) {
        Dump dump = new Dump(
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build());
        try {
            Files.writeString(configYaml, dump.dumpToString(values));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The JVM options under the given keys, split at white space as Flink's own scripts do. */
    List<String> jvmOptions(String... keys) {
        return Stream.of(keys)
                .map(key -> String.valueOf(values.getOrDefault(key, "")))
                .flatMap(options -> Stream.of(options.strip().split("\\s+")))
                .filter(option -> !option.isEmpty())
                .collect(Collectors.toList());
    }

    private static void flatten(String prefix, Object value, Map<String, Object> into) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, child) -> flatten(prefix.isEmpty() ? "" + key : prefix + "." + key, child, into));
        } else if (value != null) {
            into.put(prefix, value);
        }
    }
}
