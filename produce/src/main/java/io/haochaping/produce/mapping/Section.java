package io.haochaping.produce.mapping;

import io.haochaping.configuration.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A block of key: value lines. Unknown keys are refused with the nearest one there is, and so is a key that stands twice. */
final class Section {
    private final Node at;
    private final Problems problems;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();

    private Section(Node at, Problems problems) {
        this.at = at;
        this.problems = problems;
    }

    /** @param known keys it may have; empty: any */
    static Section of(Node node, Problems problems, Collection<String> known) {
        Section section = new Section(node, problems);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> section.put(entry, known));
        } else {
            problems.add(node, "expected key: value lines here", "此处应为“键: 值”各行");
        }
        return section;
    }

    private void put(NodeTuple entry, Collection<String> known) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            problems.add(entry.getKeyNode(), "a key must be plain text", "键必须是普通文本");
            return;
        }
        String name = key.getValue();
        if (!known.isEmpty() && !known.contains(name)) {
            String nearest = NearestName.near(name, known).map(found -> found).orElse(String.join(", ", known));
            problems.add(
                    key,
                    "\"" + name + "\" is no key here; meant was perhaps " + nearest,
                    "此处没有键 \"" + name + "\"；是否指 " + nearest);
        } else if (values.putIfAbsent(name, entry.getValueNode()) != null) {
            problems.add(key, "\"" + name + "\" stands twice; remove one of the two", "\"" + name + "\" 出现了两次；请删除其一");
        } else {
            keys.put(name, key);
        }
    }

    Node at() {
        return at;
    }

    Map<String, Node> values() {
        return values;
    }

    /** Where a key was written; the section itself where it was not. */
    Node keyNode(String key) {
        return keys.getOrDefault(key, at);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<Node> node(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** One value; nothing but a problem where it is a list or a block. */
    Optional<String> text(String key) {
        Node node = values.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar && !node.getTag().equals(Tag.NULL)) {
            return Optional.of(scalar.getValue());
        }
        problems.add(keyNode(key), "\"" + key + "\" takes one value", "\"" + key + "\" 应为一个值");
        return Optional.empty();
    }

    /** One value or a list of them. */
    List<String> texts(String key) {
        Node node = values.get(key);
        if (node instanceof SequenceNode sequence) {
            List<String> texts = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                if (element instanceof ScalarNode scalar) {
                    texts.add(element.getTag().equals(Tag.NULL) ? "" : scalar.getValue());
                } else {
                    problems.add(element, "expected one text per element", "每个元素应为一个文本");
                }
            }
            return texts;
        }
        return text(key).map(List::of).orElse(List.of());
    }

    Optional<Boolean> flag(String key) {
        Optional<String> text = text(key);
        if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
            problems.add(keyNode(key), "\"" + key + "\" takes true or false", "\"" + key + "\" 应为 true 或 false");
            return Optional.empty();
        }
        return text.map(Boolean::valueOf);
    }
}
