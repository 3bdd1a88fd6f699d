package io.haochaping.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What every schedule came to, a JSON object a line; lines are only ever added. */
final class Journal {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Journal() {}

    /**
     * @param date ISO, UTC
     * @param commit of the tree that ran
     */
    static String line(Outcome outcome, String date, String commit) {
        ObjectNode line = JSON.createObjectNode();
        line.put("date", date);
        line.put("commit", commit);
        if (outcome.schedule().edition() > 1) {
            line.put("edition", outcome.schedule().edition());
        }
        line.put("seed", outcome.schedule().seed());
        ArrayNode faults = line.putArray("faults");
        for (int i = 0; i < outcome.schedule().faults().size(); i++) {
            Fault fault = outcome.schedule().faults().get(i);
            ObjectNode one = faults.addObject();
            one.put("fault", fault.kind().id());
            one.put("perMille", fault.perMille());
            one.put("millis", fault.millis());
            if (i < outcome.struck().size()) {
                one.put("recoveryMillis", outcome.struck().get(i).recoveryMillis());
            }
        }
        line.put("millis", outcome.millis());
        outcome.differences().forEach(line.putArray("differences")::add);
        return line.toString();
    }

    static void add(Path file, String line) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** @throws IllegalArgumentException where a line is none of a journal, with its number */
    static List<Outcome> read(Path file) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int number = 1; number <= lines.size(); number++) {
            try {
                outcomes.add(outcome(JSON.readTree(lines.get(number - 1))));
            } catch (IOException | RuntimeException broken) {
                throw new IllegalArgumentException(
                        file + " line " + number + " is no line of a journal; take it out, or name another file",
                        broken);
            }
        }
        return outcomes;
    }

    private static Outcome outcome(JsonNode line) {
        List<Fault> faults = new ArrayList<>();
        List<Struck> struck = new ArrayList<>();
        for (JsonNode one : line.required("faults")) {
            Optional<FaultKind> kind = FaultKind.named(one.required("fault").asText());
            faults.add(new Fault(
                    kind.orElseThrow(),
                    one.required("perMille").asInt(),
                    one.required("millis").asInt()));
            if (one.has("recoveryMillis")) {
                struck.add(new Struck(kind.get(), one.get("recoveryMillis").asLong()));
            }
        }
        List<String> differences = new ArrayList<>();
        line.required("differences").forEach(difference -> differences.add(difference.asText()));
        // Lines that were written before there were editions are of the first.
        Schedule schedule = new Schedule(
                line.path("edition").asInt(1), line.required("seed").asLong(), faults);
        return new Outcome(
                schedule, struck, differences, line.required("millis").asLong());
    }
}
