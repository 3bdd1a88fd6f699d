package io.haochaping.benchmarks;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.rules.Limits;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import io.haochaping.store.StoreAddress;
import io.haochaping.traffic.Topics;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * What a contender is told: what to read and where to write.
 *
 * @param ends end offset of every partition; all begin at 0
 * @param completeThrough of the cut that these offsets make, milliseconds; who replays a cut knows it
 * @param parallelism threads or subtasks
 * @param folder for files of its own
 */
public record Assignment(
        String bootstrap,
        Map<TopicPartition, Long> ends,
        long completeThrough,
        StoreAddress store,
        int parallelism,
        Path folder) {
    private static final String END = "end.";

    /** Every topic is a copy: its records were appended when the plan says, not when the benchmark ran. */
    static Decisions decisions() {
        return Decisions.builtIn(SourceTopics.standard(Set.copyOf(Topics.ALL)), Limits.STANDARD);
    }

    /** The file holds the store's password and lies in the benchmark's own folder. */
    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("bootstrap", bootstrap);
        properties.setProperty("complete-through", Long.toString(completeThrough));
        properties.setProperty("url", store.url());
        properties.setProperty("user", store.user());
        properties.setProperty("password", store.password());
        properties.setProperty("schema", store.schema());
        properties.setProperty("parallelism", Integer.toString(parallelism));
        properties.setProperty("folder", folder.toString());
        ends.forEach((source, end) ->
                properties.setProperty(END + source.partition() + "." + source.topic(), Long.toString(end)));
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
    }

    public static Assignment read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(END)) {
                String[] place = name.substring(END.length()).split("\\.", 2);
                ends.put(
                        new TopicPartition(place[1], Integer.parseInt(place[0])),
                        Long.parseLong(properties.getProperty(name)));
            }
        }
        StoreAddress store = new StoreAddress(
                properties.getProperty("url"),
                properties.getProperty("user"),
                properties.getProperty("password"),
                properties.getProperty("schema"));
        return new Assignment(
                properties.getProperty("bootstrap"),
                ends,
                Long.parseLong(properties.getProperty("complete-through")),
                store,
                Integer.parseInt(properties.getProperty("parallelism")),
                Path.of(properties.getProperty("folder")));
    }
}
