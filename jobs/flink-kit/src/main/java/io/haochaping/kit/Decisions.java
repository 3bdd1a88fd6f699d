package io.haochaping.kit;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.code.CodeSystems;
import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.fraud.FraudCells;
import io.haochaping.domain.ledger.CaseLedger;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.Publication;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.intake.DecisionSet;
import io.haochaping.intake.Intake;
import io.haochaping.intake.SourceTopics;
import io.haochaping.intake.WriterSchemas;
import io.haochaping.schemas.NamedVersions;
import io.haochaping.schemas.SchemaCatalog;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Everything besides the records that decides a figure, in a form that can be shipped to every subtask; each makes its own doors and ledgers from it. */
public record Decisions(
        SourceTopics topics,
        Limits limits,
        RuleSource rules,
        Registry registry,
        PseudonymIds pseudonyms,
        String namedVersions)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Version of what the door decides by code: its own code systems, normalising, reasons. A change of any of them needs a new number and a rebuild. */
    private static final String DOOR = "1";

    private static final String PSEUDONYM_KEY = "pseudonym-key ";

    private static final int FIRST_YEAR = 2019;

    private static final int LONGEST_HOLIDAY_DAYS = 20;

    /**
     * @param rules opened where they are needed
     * @param registry where schemas that are not shipped come from
     * @param pseudonyms decide no figure, but what flags are called: they stand in the set, the key never
     * @param namedVersions canonical text of the versions of records that count beside those that count anyway
     */
    public Decisions {
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(pseudonyms, "pseudonyms");
    }

    /** Without a key of pseudonyms. */
    public Decisions(SourceTopics topics, Limits limits, RuleSource rules, Registry registry) {
        this(topics, limits, rules, registry, PseudonymIds.NONE, "");
    }

    public Decisions withPseudonyms(PseudonymIds ids) {
        return new Decisions(topics, limits, rules, registry, ids, namedVersions);
    }

    public Decisions naming(NamedVersions versions) {
        return new Decisions(topics, limits, rules, registry, pseudonyms, versions.canonicalText());
    }

    public Decisions under(RuleSource other) {
        return new Decisions(topics, limits, other, registry, pseudonyms, namedVersions);
    }

    /** Opens the rules where they are needed. */
    public interface RuleSource extends Supplier<RuleBook>, Serializable {}

    public static Decisions builtIn(SourceTopics topics, Limits limits) {
        return new Decisions(topics, limits, RuleBook::builtIn, Registry.NONE);
    }

    public Decisions withRegistry(Registry other) {
        return new Decisions(topics, limits, rules, other, pseudonyms, namedVersions);
    }

    private SchemaCatalog schemas() {
        return SchemaCatalog.released().naming(NamedVersions.parse(namedVersions));
    }

    /** A door for all records; waits for the registry where one is configured. */
    public Intake newIntake() {
        return new Intake(topics, new WriterSchemas(schemas(), registry.fetch()), limits, rules.get());
    }

    /** A door for ticks alone, which never need a registry. */
    public Intake newTickIntake() {
        return new Intake(topics, new WriterSchemas(schemas(), Map.of()), limits);
    }

    /** Whether ratings are looked at for fraud: a deployment says so by its key of pseudonyms. */
    public boolean flagsSuspicion() {
        return pseudonyms.isConfigured();
    }

    public FraudCells newFraudCells() {
        return new FraudCells(rules.get(), limits);
    }

    public CaseLedger newLedger() {
        return new CaseLedger(rules.get(), limits, WorkingDays.builtIn(), MonthCutOff.builtIn());
    }

    /** After how many working days the rules let a month close, the standard not among them. */
    public SortedSet<Integer> cutOffDays() {
        SortedSet<Integer> days = new TreeSet<>();
        rules.get().versions().forEach(version -> days.add(version.publication().cutOffDays()));
        days.remove(Publication.STANDARD.cutOffDays());
        return days;
    }

    /** The decision set, by name and digest. What may be added later has a name of its own, so that the larger set contains the smaller. */
    public DecisionSet decisionSet() {
        Map<String, String> texts = new TreeMap<>();
        texts.put("door", DOOR);
        texts.put("limits", limits.canonicalText());
        texts.putAll(rules.get().decisions());
        texts.put("cut-off", MonthCutOff.PUBLISHED_WORKING_DAYS + " working days");
        texts.put("regions", RegionTable.builtIn().digest());
        texts.put(
                "topics",
                String.join(
                        "\n",
                        topics.ratingPrefix(),
                        topics.caseEvents(),
                        topics.workOrderEvents(),
                        topics.complaintEvents(),
                        topics.exclusions()));
        WorkingDays days = WorkingDays.builtIn();
        for (int year = FIRST_YEAR; days.knows(LocalDate.of(year, 1, 1)); year++) {
            texts.put("working-days " + year, daysOf(days, year));
        }
        schemas().canonicalText().lines().forEach(line -> texts.put(nameOf("schema", line), line));
        registry.ids().canonicalText().lines().forEach(line -> texts.put(nameOf("registry", line), line));
        pseudonyms.all().forEach(id -> texts.put(PSEUDONYM_KEY + id, id));
        topics.copied().forEach(topic -> texts.put("copied " + topic, topic));
        return DecisionSet.ofTexts(texts);
    }

    /** Not fewer than so many working days take: two of three days at least are worked over a quarter, and no holiday with its weekends is longer than this. */
    static long naturalDays(int workingDays) {
        return workingDays == 0 ? 0 : 2L * workingDays + LONGEST_HOLIDAY_DAYS;
    }

    /**
     * From when a decision of this set changes what is counted, milliseconds: a job that has read further may not take it in, because a replay would count those records otherwise.
     *
     * @param name as in {@link #decisionSet()}
     */
    public long takesEffect(String name) {
        if (name.startsWith("working-days ")) {
            long firstDay = ShanghaiTime.startOfDay(
                    LocalDate.of(Integer.parseInt(name.substring(13)), 1, 1).toEpochDay());
            // A record may carry a completion up to the horizon ahead of itself, or begin a deadline that falls behind
            // it, and itself lie ahead of its append.
            long ahead = Math.max(
                    limits.horizon(), naturalDays(rules.get().longestWorkingDays()) * ShanghaiTime.MILLIS_PER_DAY);
            return firstDay - ahead - limits.futureTolerance();
        }
        if (name.startsWith(RuleBook.BUILT_IN_DECISION + " ")) {
            // A record may lie ahead of its append; an anchor is the own time of a record, too.
            return rules.get().takesEffect(name) - limits.futureTolerance();
        }
        if (name.startsWith(CodeSystems.DECISION)) {
            // By append time, as a schema.
            return rules.get().takesEffect(name);
        }
        if (name.startsWith(PSEUDONYM_KEY)) {
            // It changes no figure, so there is nothing that was counted otherwise before.
            return Long.MAX_VALUE;
        }
        String texts = schemas().canonicalText() + registry.ids().canonicalText();
        return texts.lines()
                .filter(line -> nameOf("schema", line).equals(name)
                        || nameOf("registry", line).equals(name))
                .map(line -> line.substring(line.lastIndexOf('|') + 1))
                .mapToLong(knownFrom -> Instant.parse(knownFrom).toEpochMilli())
                .findFirst()
                .orElse(Long.MIN_VALUE);
    }

    private static String daysOf(WorkingDays days, int year) {
        StringBuilder text = new StringBuilder(366);
        for (LocalDate day = LocalDate.of(year, 1, 1); day.getYear() == year; day = day.plusDays(1)) {
            text.append(days.isWorkingDay(day) ? 'w' : '-');
        }
        return text.toString();
    }

    /** What a canonical line speaks of: its first two fields behind the kind of line. */
    private static String nameOf(String kind, String line) {
        return Arrays.stream(line.split("\\|"))
                .filter(field -> !field.equals(kind))
                .limit(2)
                .collect(Collectors.joining(" ", kind + " ", ""));
    }
}
