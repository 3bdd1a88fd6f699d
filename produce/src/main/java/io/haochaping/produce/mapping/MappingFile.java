package io.haochaping.produce.mapping;

import io.haochaping.configuration.NearestName;
import io.haochaping.produce.say.Refusal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a mapping file: docs/produce.md says what may stand in it. Everything that is wrong is told at once, each with its line. */
public final class MappingFile {
    private static final String SEVERITY_KNOWN_FROM = "severity-known-from";
    private static final List<String> TOP =
            List.of("zone", "missing", "columns", "code-systems", SEVERITY_KNOWN_FROM, "first-append", "records");
    private static final List<String> RECORD = List.of("kind", "when", "fields");
    private static final List<String> CONDITION = List.of("column", "in", "not-in");
    private static final Target FIRST_APPEND = new Target("first-append", Target.Kind.TIME, List.of(), false);

    private final Problems problems;
    private final FieldReader fields;

    private MappingFile(Problems problems) {
        this.problems = problems;
        this.fields = new FieldReader(problems);
    }

    /** @throws Refusal where the file cannot be read, or naming every line that cannot be meant */
    public static Mapping read(Path file) throws Refusal {
        MappingText text = MappingText.of(file);
        return read(text.name(), text.text(), text.digest());
    }

    /** Every key that may stand in a mapping file, fields and codes not among them. */
    public static List<String> keys() {
        return Stream.of(TOP, RECORD, CONDITION, FieldReader.KEYS)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    static Mapping read(String name, String text, String digest) throws Refusal {
        Node root = new MappingText(name, text, digest)
                .compose()
                .orElseThrow(() -> Refusal.wrongUse(
                        name + " says nothing: docs/produce.md shows a mapping to begin with.",
                        name + " 没有内容：docs/produce.zh-CN.md 中有映射文件示例。"));
        Problems problems = new Problems(name);
        Mapping mapping = new MappingFile(problems).mapping(root, digest);
        problems.throwIfAny();
        return mapping;
    }

    private Mapping mapping(Node root, String digest) {
        Section top = Section.of(root, problems, TOP);
        fields.zoneOf(top);
        fields.codeSystemsOf(top);
        List<String> header = top.texts("columns");
        if (new HashSet<>(header).size() < header.size()) {
            problems.add(top.keyNode("columns"), "a column is named twice", "有列名重复");
        }
        Set<String> nothing = top.texts("missing").stream().map(String::strip).collect(Collectors.toSet());
        FieldMapping firstAppend = top.node("first-append")
                .flatMap(node -> fields.read(FIRST_APPEND, top.keyNode("first-append"), node))
                .orElse(null);
        List<RecordMapping> records = new ArrayList<>();
        for (Node node : records(top)) {
            record(node).ifPresent(records::add);
        }
        LocalDate laterVersionFrom = laterVersionFrom(top, records.stream().anyMatch(RecordMapping::knowsLaterVersion));
        Mapping mapping = new Mapping(digest, header, nothing, firstAppend, laterVersionFrom, records);
        if (!header.isEmpty()) {
            checkColumns(top, mapping, header);
        }
        return mapping;
    }

    /** Null: nothing is of a later version. Only the job's configuration knows the day, and this command does not read it. */
    private LocalDate laterVersionFrom(Section top, boolean needed) {
        Optional<String> day = top.text(SEVERITY_KNOWN_FROM);
        if (day.isPresent() != needed) {
            problems.add(
                    top.keyNode(needed ? "records" : SEVERITY_KNOWN_FROM),
                    needed
                            ? "a severity needs " + SEVERITY_KNOWN_FROM
                                    + " at the top: the day from which the job takes it, work-order-event|2|DAY of its kafka.record-versions"
                            : SEVERITY_KNOWN_FROM + " is said, and no record fills severity: remove it, or fill it",
                    needed
                            ? "填写 severity 时，须在顶层写明 " + SEVERITY_KNOWN_FROM
                                    + "：作业自该日起接收，即其 kafka.record-versions 中 work-order-event|2|日期"
                            : "写有 " + SEVERITY_KNOWN_FROM + "，但没有记录填写 severity：请删除，或填写 severity");
            return null;
        }
        try {
            return day.map(LocalDate::parse).orElse(null);
        } catch (DateTimeParseException noDay) {
            problems.add(
                    top.keyNode(SEVERITY_KNOWN_FROM),
                    SEVERITY_KNOWN_FROM + " is a day such as 2027-01-01",
                    SEVERITY_KNOWN_FROM + " 应为日期，例如 2027-01-01");
            return null;
        }
    }

    private List<Node> records(Section top) {
        Optional<Node> records = top.node("records");
        if (records.isPresent()
                && records.get() instanceof SequenceNode list
                && !list.getValue().isEmpty()) {
            return list.getValue();
        }
        problems.add(
                top.keyNode("records"),
                "\"records\" is a list of at least one record: - kind: rating, with its fields below",
                "\"records\" 是至少含一个记录的列表：- kind: rating，其下为 fields");
        return List.of();
    }

    private void checkColumns(Section top, Mapping mapping, List<String> header) {
        for (String column : mapping.columns()) {
            if (!header.contains(column)) {
                problems.add(
                        top.keyNode("columns"),
                        "column \"" + column + "\" is used below and not named here" + meant(column, header),
                        "下文使用的列 \"" + column + "\" 未在此列出" + meant(column, header));
            }
        }
    }

    private static String meant(String given, List<String> known) {
        return NearestName.near(given, known).map(name -> " (" + name + " ?)").orElse("");
    }

    private Optional<RecordMapping> record(Node node) {
        Section section = Section.of(node, problems, RECORD);
        Optional<String> id = section.text("kind");
        Optional<RecordKind> kind = id.flatMap(RecordKind::named);
        if (kind.isEmpty()) {
            problems.add(
                    section.keyNode("kind"),
                    id.map(given -> "there is no kind \"" + given + "\"").orElse("a record needs its kind")
                            + ": one of " + String.join(", ", RecordKind.ids()),
                    id.map(given -> "没有记录类型 \"" + given + "\"").orElse("记录需要 kind") + "：应为 "
                            + String.join("、", RecordKind.ids()) + " 之一");
            return Optional.empty();
        }
        Condition condition =
                section.node("when").flatMap(when -> condition(section, when)).orElse(null);
        return Optional.of(new RecordMapping(kind.get(), condition, fields(kind.get(), section)));
    }

    private Optional<Condition> condition(Section record, Node when) {
        if (when instanceof ScalarNode) {
            return record.text("when").map(column -> new Condition(column, Set.of(), false));
        }
        Section section = Section.of(when, problems, CONDITION);
        Optional<String> column = section.text("column");
        boolean negated = section.has("not-in");
        Set<String> values = section.texts(negated ? "not-in" : "in").stream()
                .map(String::strip)
                .collect(Collectors.toSet());
        if (column.isEmpty() || negated && section.has("in") || negated && values.isEmpty()) {
            problems.add(
                    when,
                    "\"when\" is a column that must have a value, or column: with in: [...] or not-in: [...]",
                    "\"when\" 是必须有值的列，或 column: 加 in: [...] 或 not-in: [...]");
            return Optional.empty();
        }
        return Optional.of(new Condition(column.get(), values, negated));
    }

    private List<FieldMapping> fields(RecordKind kind, Section record) {
        Map<String, Target> targets = Target.of(kind.type().newest());
        Map<String, FieldMapping> found = new LinkedHashMap<>();
        Section section = record.node("fields")
                .map(node -> Section.of(node, problems, targets.keySet()))
                .orElse(null);
        if (section != null) {
            section.values().forEach((name, node) -> fields.read(targets.get(name), section.keyNode(name), node)
                    .ifPresent(field -> found.put(name, field)));
        }
        Node at = section == null ? record.at() : record.keyNode("fields");
        targets.values().stream()
                .filter(target -> target.required() && (section == null || !section.has(target.name())))
                .forEach(target -> problems.add(
                        at,
                        "a " + kind.id() + " needs the field " + target.name(),
                        kind.id() + " 记录必须有字段 " + target.name()));
        pairs(section);
        return List.copyOf(found.values());
    }

    /** The two ends of a span, the amount and the unit of a limit: one without the other says nothing. */
    private void pairs(Section section) {
        if (section == null) {
            return;
        }
        for (String[] pair : new String[][] {
            {"specialProcedures.from", "specialProcedures.to"},
            {"promised.amount", "promised.unit"},
            {"statutory.amount", "statutory.unit"}
        }) {
            if (section.has(pair[0]) != section.has(pair[1])) {
                String there = section.has(pair[0]) ? pair[0] : pair[1];
                String missing = section.has(pair[0]) ? pair[1] : pair[0];
                problems.add(section.keyNode(there), there + " needs " + missing, there + " 需要同时有 " + missing);
            }
        }
    }
}
