package io.haochaping.rules.file;

import io.haochaping.configuration.NearestName;
import io.haochaping.rules.Words;
import io.haochaping.rules.format.RulesFormat;
import io.haochaping.rules.format.Shape;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Holds YAML against the shapes of the format. Ends by the depth of the shapes, so a file that contains itself by an alias does not keep it. */
final class ShapedReader {
    private final Problems problems;

    ShapedReader(Problems problems) {
        this.problems = problems;
    }

    /** Empty where what stands there cannot be used; the problems then say why. */
    Optional<Given> read(Shape shape, String path, Node node) {
        if (shape instanceof Shape.Section section) {
            return section(section, path, node);
        }
        if (shape instanceof Shape.ListOf list) {
            return list(list, path, node);
        }
        boolean fits = node instanceof ScalarNode scalar && fits(shape, scalar);
        if (!fits) {
            refuse(shape, path, node);
            return Optional.empty();
        }
        return Optional.of(Given.ofText(shape, path, line(node), ((ScalarNode) node).getValue()));
    }

    private static boolean fits(Shape shape, ScalarNode scalar) {
        String text = scalar.getValue();
        boolean isText = scalar.getTag().equals(Tag.STR);
        boolean isWhole = scalar.getTag().equals(Tag.INT);
        if (shape instanceof Shape.Choice choice) {
            return isText && choice.options().containsKey(text);
        }
        if (shape instanceof Shape.Text form) {
            return isText && text.matches(form.pattern()) && text.length() <= form.longest();
        }
        if (shape instanceof Shape.Day) {
            return isText && isDay(text);
        }
        if (shape instanceof Shape.Yes) {
            return scalar.getTag().equals(Tag.BOOL) && text.equals("true");
        }
        if (shape instanceof Shape.Whole range) {
            return isWhole && text.matches("\\d{1,9}") && isWithin(Integer.parseInt(text), range.least(), range.most());
        }
        Shape.Points range = (Shape.Points) shape;
        return (isWhole || scalar.getTag().equals(Tag.FLOAT))
                && text.matches("\\d{1,9}(\\.\\d{1,6})?")
                && isWithin(Double.parseDouble(text), range.least(), range.most());
    }

    private static boolean isWithin(double value, int least, int most) {
        return value >= least && value <= most;
    }

    private static boolean isDay(String text) {
        try {
            return text.matches("\\d{4}-\\d{2}-\\d{2}") && LocalDate.parse(text) != null;
        } catch (DateTimeException noDay) {
            return false;
        }
    }

    private Optional<Given> list(Shape.ListOf list, String path, Node node) {
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            refuse(list, path, node);
            return Optional.empty();
        }
        List<Given> items = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Optional<Given> item = read(
                    list.element(),
                    path + "[" + (i + 1) + "]",
                    sequence.getValue().get(i));
            if (item.isPresent() && !seen.add(item.get().content())) {
                problems.add(item.get(), "与前面的一项相同；请删除其一", "is the same as one before it; remove one of the two");
            }
            item.ifPresent(items::add);
        }
        return Optional.of(Given.ofItems(list, path, line(node), items));
    }

    private Optional<Given> section(Shape.Section section, String path, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            refuse(section, path, node);
            return Optional.empty();
        }
        Map<String, Given> fields = new LinkedHashMap<>();
        Set<String> written = new HashSet<>();
        Set<String> meant = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                field(section, path, key, entry.getValueNode(), written, meant)
                        .ifPresent(given -> fields.put(key.getValue(), given));
            } else {
                problems.add(line(entry.getKeyNode()), path, "键必须是普通文本", "a key must be plain text");
            }
        }
        for (String key : section.required()) {
            if (!written.contains(key) && !meant.contains(key)) {
                Words remedy = section.fields().get(key).shape().remedy();
                problems.add(line(node), join(path, key), "缺少该键；" + remedy.zh(), "is missing; " + remedy.en());
            }
        }
        requireBoth(path, node, written);
        return Optional.of(Given.ofFields(section, path, line(node), fields));
    }

    private Optional<Given> field(
            Shape.Section section, String path, ScalarNode key, Node value, Set<String> written, Set<String> meant) {
        String name = key.getValue();
        Shape.Field known = section.fields().get(name);
        if (known == null) {
            String nearest = NearestName.to(name, section.fields().keySet());
            meant.add(nearest);
            problems.add(
                    line(key), join(path, name), "没有此键；最接近的是 " + nearest, "is no key; the nearest one is " + nearest);
            return Optional.empty();
        }
        if (!written.add(name)) {
            problems.add(line(key), join(path, name), "出现了两次；请删除其一", "stands twice; remove one of the two");
            return Optional.empty();
        }
        return read(known.shape(), join(path, name), value);
    }

    private void requireBoth(String path, Node node, Set<String> written) {
        if (written.contains(RulesFormat.ASSUMPTION) != written.contains(RulesFormat.REASON)) {
            problems.add(
                    line(node),
                    path,
                    "assumption 与 reason 须同时出现；请补上另一个",
                    "assumption and reason stand together; add the other one");
        }
    }

    private void refuse(Shape shape, String path, Node node) {
        Words remedy = shape.remedy();
        String found = node instanceof ScalarNode scalar
                ? scalar.getTag().equals(Tag.NULL) ? "nothing" : "\"" + shortened(scalar.getValue()) + "\""
                : node instanceof SequenceNode sequence
                        ? sequence.getValue().isEmpty() ? "an empty list" : "a list"
                        : "keys";
        String foundInChinese =
                found.equals("nothing") ? "空" : found.startsWith("\"") ? found : found.equals("keys") ? "键" : "列表";
        problems.add(
                line(node), path, "此处为" + foundInChinese + "；" + remedy.zh(), "found " + found + ": " + remedy.en());
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
