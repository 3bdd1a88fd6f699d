package io.haochaping.produce.mapping;

import io.haochaping.configuration.NearestName;
import io.haochaping.domain.code.CodeSystem;
import io.haochaping.produce.input.Fault;
import io.haochaping.produce.say.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a mapping file: docs/produce.md says what may stand in it. Everything that is wrong is told at once, each with its line. */
public final class MappingFile {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final List<String> TOP = List.of("zone", "missing", "columns", "first-append", "records");
    private static final List<String> RECORD = List.of("kind", "when", "fields");
    private static final List<String> CONDITION = List.of("column", "in", "not-in");
    private static final List<String> TIME_KEYS = List.of("time", "zone");
    private static final String AS_SENT = "as-sent";
    private static final String REFUSE = "refuse";
    private static final String DEFAULT_SEPARATOR = ",";
    private static final Target FIRST_APPEND = new Target("first-append", Target.Kind.TIME, List.of(), false);
    private static final List<String> FIELD = List.of(
            "column",
            "columns",
            "join",
            "constant",
            "codes",
            "unmapped",
            "time",
            "zone",
            "separator",
            "default",
            "required");

    private final Problems problems;
    private ZoneId zone = SHANGHAI;

    private MappingFile(Problems problems) {
        this.problems = problems;
    }

    /** @throws Refusal where the file cannot be read, or naming every line that cannot be meant */
    public static Mapping read(Path file) throws Refusal {
        byte[] bytes = bytes(file);
        return read(file.toString(), text(file, bytes), HexFormat.of().formatHex(sha256(bytes)));
    }

    /** Every key that may stand in a mapping file, fields and codes not among them. */
    public static List<String> keys() {
        return Stream.of(TOP, RECORD, CONDITION, FIELD)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    static Mapping read(String name, String text, String digest) throws Refusal {
        Node root = compose(name, text)
                .orElseThrow(() -> Refusal.wrongUse(
                        name + " says nothing: docs/produce.md shows a mapping to begin with.",
                        name + " 没有内容：docs/produce.zh-CN.md 中有映射文件示例。"));
        Problems problems = new Problems(name);
        Mapping mapping = new MappingFile(problems).mapping(root, digest);
        problems.throwIfAny();
        return mapping;
    }

    private static byte[] bytes(Path file) throws Refusal {
        try {
            if (Files.isDirectory(file)) {
                throw Refusal.wrongUse(file + " is a directory, not a mapping file.", file + " 是目录，不是映射文件。");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw Refusal.wrongUse(
                    file + ": there is no such mapping file; docs/produce.md shows one.",
                    file + "：没有这个映射文件；docs/produce.zh-CN.md 中有示例。");
        } catch (IOException unreadable) {
            throw Refusal.wrongUse(file + " cannot be read. Check its rights.", file + " 无法读取。请检查权限。");
        }
    }

    private static String text(Path file, byte[] bytes) throws Refusal {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notText) {
            throw Refusal.wrongUse(
                    file + " is not UTF-8: save the mapping file as UTF-8, whatever charset the data has.",
                    file + " 不是 UTF-8：无论数据用什么字符集，映射文件都请存为 UTF-8。");
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static Optional<Node> compose(String name, String text) throws Refusal {
        try {
            return new Compose(LoadSettings.builder().setLabel(name).build()).composeString(text);
        } catch (MarkedYamlEngineException notYaml) {
            int line = notYaml.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw Refusal.wrongUse(
                    name + ", line " + line + ": not YAML: " + notYaml.getProblem()
                            + "; check indentation, colons and quotes there.",
                    name + " 第 " + line + " 行：不是 YAML（" + notYaml.getProblem() + "）；请检查该处的缩进、冒号和引号。");
        } catch (YamlEngineException notYaml) {
            throw Refusal.wrongUse(
                    name + ": not YAML: a character that YAML does not allow, or more than one document.",
                    name + "：不是 YAML：含有 YAML 不允许的字符，或包含多个文档。");
        }
    }

    private Mapping mapping(Node root, String digest) {
        Section top = Section.of(root, problems, TOP);
        zone = zone(top).orElse(SHANGHAI);
        List<String> header = top.texts("columns");
        if (new HashSet<>(header).size() < header.size()) {
            problems.add(top.keyNode("columns"), "a column is named twice", "有列名重复");
        }
        Set<String> nothing = top.texts("missing").stream().map(String::strip).collect(Collectors.toSet());
        FieldMapping firstAppend = top.node("first-append")
                .flatMap(node -> field(FIRST_APPEND, top.keyNode("first-append"), node))
                .orElse(null);
        List<RecordMapping> records = new ArrayList<>();
        for (Node node : records(top)) {
            record(node).ifPresent(records::add);
        }
        Mapping mapping = new Mapping(digest, header, nothing, firstAppend, records);
        if (!header.isEmpty()) {
            checkColumns(top, mapping, header);
        }
        return mapping;
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

    private Optional<ZoneId> zone(Section section) {
        Optional<String> name = section.text("zone");
        try {
            return name.map(ZoneId::of);
        } catch (DateTimeException unknown) {
            problems.add(
                    section.keyNode("zone"),
                    "there is no time zone \"" + name.get() + "\"; the usual one is Asia/Shanghai",
                    "没有时区 \"" + name.get() + "\"；通常为 Asia/Shanghai");
            return Optional.empty();
        }
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
        Map<String, Target> targets = Target.of(kind.type().current());
        Map<String, FieldMapping> fields = new LinkedHashMap<>();
        Section section = record.node("fields")
                .map(node -> Section.of(node, problems, targets.keySet()))
                .orElse(null);
        if (section != null) {
            section.values().forEach((name, node) -> field(targets.get(name), section.keyNode(name), node)
                    .ifPresent(field -> fields.put(name, field)));
        }
        Node at = section == null ? record.at() : record.keyNode("fields");
        targets.values().stream()
                .filter(target -> target.required() && (section == null || !section.has(target.name())))
                .forEach(target -> problems.add(
                        at,
                        "a " + kind.id() + " needs the field " + target.name(),
                        kind.id() + " 记录必须有字段 " + target.name()));
        pairs(section);
        return List.copyOf(fields.values());
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

    private Optional<FieldMapping> field(Target target, Node key, Node node) {
        int before = problems.count();
        FieldMapping field = node instanceof ScalarNode
                ? ofColumn(target, key, node)
                : ofSection(target, key, Section.of(node, problems, FIELD));
        return problems.count() > before ? Optional.empty() : Optional.of(field);
    }

    private FieldMapping ofColumn(Target target, Node key, Node node) {
        String column = ((ScalarNode) node).getValue();
        if (column.isBlank()) {
            problems.add(key, target.name() + " needs a column", target.name() + " 需要指定列");
        }
        List<TimeForm> times = times(target, key, List.of(), zone);
        return new FieldMapping(
                target, List.of(column), null, null, Map.of(), false, times, DEFAULT_SEPARATOR, "", target.required());
    }

    private FieldMapping ofSection(Target target, Node key, Section section) {
        int before = problems.count();
        List<String> columns = new ArrayList<>(section.texts("column"));
        columns.addAll(section.texts("columns"));
        String constant = section.text("constant").orElse(null);
        if ((constant == null) == columns.isEmpty() || section.has("column") && section.has("columns")) {
            problems.add(
                    key,
                    target.name() + " takes exactly one of column, columns and constant",
                    target.name() + " 应恰好给出 column、columns、constant 之一");
        }
        if (columns.stream().anyMatch(String::isBlank)) {
            problems.add(key, target.name() + " names an empty column", target.name() + " 指定了空列名");
        }
        Map<String, String> codes = codes(section);
        FieldMapping field = new FieldMapping(
                target,
                columns,
                section.text("join").orElse(null),
                constant,
                codes,
                asSent(target, section, codes),
                times(target, key, section.texts("time"), zone(section).orElse(zone)),
                separator(section),
                section.text("default").orElse(""),
                section.flag("required").orElse(target.required()));
        checkKeys(target, section);
        if (problems.count() == before) {
            checkTexts(field, section);
        }
        return field;
    }

    private Map<String, String> codes(Section section) {
        Map<String, String> codes = new LinkedHashMap<>();
        section.node("codes").ifPresent(node -> {
            Section table = Section.of(node, problems, List.of());
            table.values().keySet().forEach(code -> table.text(code).ifPresent(ours -> codes.put(code.strip(), ours)));
        });
        return codes;
    }

    private boolean asSent(Target target, Section section, Map<String, String> codes) {
        Optional<String> unmapped = section.text("unmapped");
        boolean known = unmapped.isPresent() && Set.of(AS_SENT, REFUSE).contains(unmapped.get());
        if (section.has("codes") && !known || unmapped.isPresent() && !known) {
            problems.add(
                    section.keyNode(section.has("unmapped") ? "unmapped" : "codes"),
                    target.name()
                            + ": say with unmapped what happens to a code that is not in the table: as-sent or refuse",
                    target.name() + "：请用 unmapped 说明表中没有的代码如何处理：as-sent（原样发送）或 refuse（拒绝该行）");
        }
        if (section.has("unmapped") && codes.isEmpty()) {
            problems.add(section.keyNode("unmapped"), "unmapped needs codes", "unmapped 需要配合 codes");
        }
        return unmapped.filter(AS_SENT::equals).isPresent();
    }

    private String separator(Section section) {
        String separator = section.text("separator").orElse(DEFAULT_SEPARATOR);
        if (separator.isEmpty()) {
            problems.add(section.keyNode("separator"), "separator is empty", "separator 为空");
        }
        return separator;
    }

    private List<TimeForm> times(Target target, Node key, List<String> forms, ZoneId in) {
        boolean isTime = target.kind() == Target.Kind.TIME || target.kind() == Target.Kind.TIMES;
        if (!isTime) {
            return List.of();
        }
        if (forms.isEmpty()) {
            problems.add(
                    key,
                    target.name() + " is a time: say with time how it is written, such as \"yyyy-MM-dd HH:mm:ss\","
                            + " epoch-millis, epoch-seconds or iso",
                    target.name() + " 是时间：请用 time 说明其格式，如 \"yyyy-MM-dd HH:mm:ss\"、epoch-millis、epoch-seconds 或 iso");
        }
        List<TimeForm> times = new ArrayList<>();
        for (String form : forms) {
            try {
                times.add(TimeForm.of(form, in));
            } catch (IllegalArgumentException | DateTimeException notOne) {
                problems.add(
                        key,
                        "\"" + form + "\" is no form of a time: " + notOne.getMessage(),
                        "\"" + form + "\" 不是时间格式：" + notOne.getMessage());
            }
        }
        return times;
    }

    private void checkKeys(Target target, Section section) {
        boolean isTime = target.kind() == Target.Kind.TIME || target.kind() == Target.Kind.TIMES;
        for (String key : TIME_KEYS) {
            if (section.has(key) && !isTime) {
                problems.add(
                        section.keyNode(key),
                        target.name() + " is no time: remove " + key,
                        target.name() + " 不是时间：请删除 " + key);
            }
        }
        if (section.has("separator") && !target.isList()) {
            problems.add(
                    section.keyNode("separator"),
                    target.name() + " is no list: remove separator",
                    target.name() + " 不是列表：请删除 separator");
        }
        if (section.has("constant")) {
            for (String key : List.of("join", "codes", "default", "required")) {
                if (section.has(key)) {
                    problems.add(
                            section.keyNode(key),
                            key + " says nothing beside a constant: remove it",
                            "已有 constant，" + key + " 不起作用：请删除");
                }
            }
        }
    }

    /** What the file itself says in place of a line has to be a value of the field. */
    private void checkTexts(FieldMapping field, Section section) {
        if (field.constant() != null) {
            checkText(field, section.keyNode("constant"), field.constant());
            checkCodeSystem(field, section);
        }
        if (!field.standard().isEmpty() && field.codes().isEmpty()) {
            checkText(field, section.keyNode("default"), field.standard());
        }
        field.codes().values().stream().distinct().forEach(ours -> checkText(field, section.keyNode("codes"), ours));
    }

    private void checkText(FieldMapping field, Node at, String text) {
        try {
            new FieldMapping(
                            field.target(),
                            List.of(),
                            null,
                            text,
                            Map.of(),
                            false,
                            field.times(),
                            field.separator(),
                            "",
                            false)
                    .value(column -> null, Set.of());
        } catch (Fault notOne) {
            String allowed = field.target().symbols().isEmpty()
                    ? ""
                    : ": " + String.join(", ", field.target().symbols());
            problems.add(
                    at,
                    "\"" + text + "\" is no value of " + field.target().name() + allowed,
                    "\"" + text + "\" 不是 " + field.target().name() + " 的取值" + allowed);
        }
    }

    private void checkCodeSystem(FieldMapping field, Section section) {
        if (!field.target().name().equals("codeSystem")
                || CodeSystem.named(field.constant()).isPresent()) {
            return;
        }
        List<String> known =
                Arrays.stream(CodeSystem.values()).map(CodeSystem::code).toList();
        problems.add(
                section.keyNode("constant"),
                "there is no code system \"" + field.constant() + "\", every record would be quarantined; known are "
                        + String.join(", ", known),
                "没有代码体系 \"" + field.constant() + "\"，所有记录都会被隔离；已知的有 " + String.join("、", known));
    }
}
