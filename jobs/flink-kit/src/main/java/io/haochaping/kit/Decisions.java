package io.haochaping.kit;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.ledger.CaseLedger;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.intake.DecisionSet;
import io.haochaping.intake.Intake;
import io.haochaping.intake.SourceTopics;
import io.haochaping.intake.WriterSchemas;
import io.haochaping.schemas.SchemaCatalog;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Everything besides the records that decides a figure, in a form that can be shipped to every subtask; each makes its own doors and ledgers from it. */
public record Decisions(SourceTopics topics, Limits limits, RuleSource rules, Registry registry)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * @param rules opened where they are needed
     * @param registry where schemas that are not shipped come from
     */
    public Decisions {
        Objects.requireNonNull(registry, "registry");
    }

    /** Opens the rules where they are needed. */
    public interface RuleSource extends Supplier<RuleBook>, Serializable {}

    public static Decisions builtIn(SourceTopics topics, Limits limits) {
        return new Decisions(topics, limits, RuleBook::builtIn, Registry.NONE);
    }

    public Decisions withRegistry(Registry other) {
        return new Decisions(topics, limits, rules, other);
    }

    /** A door for all records; waits for the registry where one is configured. */
    public Intake newIntake() {
        return new Intake(topics, new WriterSchemas(SchemaCatalog.released(), registry.fetch()), limits);
    }

    /** A door for ticks alone, which never need a registry. */
    public Intake newTickIntake() {
        return new Intake(topics, new WriterSchemas(SchemaCatalog.released(), Map.of()), limits);
    }

    public CaseLedger newLedger() {
        return new CaseLedger(rules.get(), limits, WorkingDays.builtIn(), MonthCutOff.builtIn());
    }

    /** The decision set, by name and digest. */
    public DecisionSet decisionSet() {
        Map<String, String> texts = new TreeMap<>();
        texts.put("limits", limits.canonicalText());
        texts.put("rules", rules.get().canonicalText());
        texts.put("working-days", WorkingDays.builtIn().digest());
        texts.put("regions", RegionTable.builtIn().digest());
        texts.put("schemas", SchemaCatalog.released().canonicalText());
        texts.put(
                "copied-topics",
                String.join("\n", topics.copied().stream().sorted().toList()));
        return DecisionSet.ofTexts(texts);
    }

    /** What a canonical line speaks of: its first two fields behind the kind of line. */
    private static String nameOf(String kind, String line) {
        return Arrays.stream(line.split("\\|"))
                .filter(field -> !field.equals(kind))
                .limit(2)
                .collect(Collectors.joining(" ", kind + " ", ""));
    }
}
