package io.haochaping.livemetrics;

import io.haochaping.schemas.RecordType;
import io.haochaping.traffic.SourcePartition;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.traffic.TrafficRecord;
import io.haochaping.witness.StoreView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** What a plan's records say of persons: the telephone and identity numbers in their texts, raters and addresses. None of it may be written anywhere but into the quarantine. */
final class PersonalData {
    private static final int SINGLE_OBJECT_HEADER = 10;
    /** Nothing that is looked for is shorter. */
    private static final int HEAD = 8;

    private static final Pattern NUMBER = Pattern.compile("(?<!\\d)(1[3-9]\\d{9}|44011119\\d{10})(?!\\d)");

    private final Set<String> said = new TreeSet<>();

    private PersonalData() {}

    static PersonalData of(TrafficPlan plan) {
        PersonalData personal = new PersonalData();
        for (SourcePartition partition : plan.partitions()) {
            if (partition.topic().startsWith("rating.")) {
                plan.records(partition).forEach(personal::add);
            }
        }
        return personal;
    }

    private void add(TrafficRecord record) {
        if (record.tick() || record.value() == null || record.value().length < SINGLE_OBJECT_HEADER) {
            return;
        }
        try {
            GenericRecord rating = new GenericDatumReader<GenericRecord>(RecordType.RATING.current())
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            record.value(),
                                            SINGLE_OBJECT_HEADER,
                                            record.value().length - SINGLE_OBJECT_HEADER,
                                            null));
            if (rating.get("personal") instanceof GenericRecord part
                    && part.getSchema().getName().equals("Personal")) {
                addPart(part);
            }
        } catch (IOException | RuntimeException broken) {
            // Records that are broken on purpose say nothing that could be told.
        }
    }

    private void addPart(GenericRecord part) {
        Matcher numbers = NUMBER.matcher(part.get("text").toString());
        while (numbers.find()) {
            said.add(numbers.group());
        }
        String rater = part.get("rater").toString();
        if (rater.length() >= HEAD) {
            said.add(rater);
        }
        if (part.get("device").toString().length() >= HEAD) {
            said.add(part.get("device").toString());
        }
        if (!part.get("address").toString().isEmpty()) {
            said.add(part.get("address").toString());
        }
    }

    int size() {
        return said.size();
    }

    /** Which of it stands in these texts. */
    List<String> in(Iterable<String> texts) {
        Map<String, List<String>> byHead = said.stream().collect(Collectors.groupingBy(one -> one.substring(0, HEAD)));
        Set<String> found = new TreeSet<>();
        for (String text : texts) {
            for (int i = 0; i + HEAD <= text.length(); i++) {
                for (String one : byHead.getOrDefault(text.substring(i, i + HEAD), List.of())) {
                    if (text.startsWith(one, i)) {
                        found.add(one);
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    /** Every line of every log file below a folder. */
    static List<String> everythingLogged(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.contains(".log") || name.endsWith(".out") || name.endsWith(".err")) {
                    lines.addAll(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                            .lines()
                            .toList());
                }
            }
        }
        return lines;
    }

    /** Every row of every table but the quarantine, as text, and what the outbox sends to topics. */
    static List<String> everythingWritten(StoreView store) throws SQLException {
        List<String> written = new ArrayList<>();
        for (String table : store.texts("select table_name from information_schema.tables where table_schema ="
                + " current_schema() and table_type = 'BASE TABLE' and table_name <> 'quarantine'")) {
            written.addAll(store.texts("select t::text from \"" + table + "\" t"));
        }
        written.addAll(store.texts("select encode(payload, 'escape') from outbox"));
        return written;
    }
}
