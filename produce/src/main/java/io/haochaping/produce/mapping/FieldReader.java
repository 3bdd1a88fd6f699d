package io.haochaping.produce.mapping;

import io.haochaping.domain.code.CodeSystem;
import io.haochaping.produce.input.Fault;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what a mapping file says of one field: a column, or a section with columns, codes, forms of time and more. */
final class FieldReader {
    /** What may stand in the section of a field. */
    static final List<String> KEYS = List.of(
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

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final List<String> TIME_KEYS = List.of("time", "zone");
    private static final String AS_SENT = "as-sent";
    private static final String REFUSE = "refuse";
    private static final String DEFAULT_SEPARATOR = ",";

    private final Problems problems;
    private ZoneId zone = SHANGHAI;
    private List<String> declaredCodeSystems = List.of();

    FieldReader(Problems problems) {
        this.problems = problems;
    }

    /** The zone of every time whose field names none is that of the whole file. */
    void zoneOf(Section file) {
        zone = zone(file).orElse(SHANGHAI);
    }

    /** Code systems that the receiving job knows from its rules files. */
    void codeSystemsOf(Section file) {
        declaredCodeSystems = file.texts("code-systems");
    }

    /** Empty where something is wrong with it, which is among the problems then. */
    Optional<FieldMapping> read(Target target, Node key, Node node) {
        int before = problems.count();
        FieldMapping field = node instanceof ScalarNode
                ? ofColumn(target, key, node)
                : ofSection(target, key, Section.of(node, problems, KEYS));
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
        List<String> known = new ArrayList<>(
                CodeSystem.BUILT_IN.stream().map(CodeSystem::code).toList());
        known.addAll(declaredCodeSystems);
        if (!field.target().name().equals("codeSystem") || known.contains(field.constant())) {
            return;
        }
        problems.add(
                section.keyNode("constant"),
                "there is no code system \"" + field.constant() + "\", every record would be quarantined; known are "
                        + String.join(", ", known)
                        + "; one of the job's rules files is named in code-systems at the top",
                "没有代码体系 \"" + field.constant() + "\"，所有记录都会被隔离；已知的有 " + String.join("、", known)
                        + "；作业规则文件中的体系须在顶层 code-systems 中列出");
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
}
