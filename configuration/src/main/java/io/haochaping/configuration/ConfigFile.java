package io.haochaping.configuration;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads the settings of a YAML file with the line of each. Keys may be nested, dotted, or both. */
final class ConfigFile {
    /** A file may contain itself by an alias; no real setting lies as deep. */
    private static final int DEEPEST = 8;

    private final Path file;
    private final Problems problems;
    private final OptionSet options;
    private final Map<Option, Setting> settings = new HashMap<>();
    private final Map<Option, Map<String, Place>> mapEntries = new HashMap<>();

    private ConfigFile(Path file, OptionSet options, Problems problems) {
        this.file = file;
        this.options = options;
        this.problems = problems;
    }

    /**
     * Settings by key; what is unknown, set twice or no value at all goes to the problems.
     *
     * @throws ConfigProblem where the file cannot be read, or is no YAML
     */
    static Map<Option, Setting> read(Path file, OptionSet options, Problems problems) throws ConfigProblem {
        ConfigFile reading = new ConfigFile(file, options, problems);
        Optional<Node> root = reading.compose();
        if (root.isPresent()) {
            reading.root(root.get());
        }
        return reading.settings;
    }

    private Optional<Node> compose() throws ConfigProblem {
        try {
            return YamlText.compose(file.toString(), Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new ConfigProblem(file + ": there is no such file; docs/configuration.md shows one to begin with");
        } catch (CharacterCodingException notText) {
            throw new ConfigProblem(file + ": not UTF-8 text; save it as UTF-8");
        } catch (IOException unreadable) {
            throw new ConfigProblem(file + ": cannot be read: " + unreadable.getMessage());
        } catch (MarkedYamlEngineException notYaml) {
            int line = notYaml.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new ConfigProblem(new Place(file.toString(), line) + ": not YAML: " + notYaml.getProblem()
                    + "; check indentation, colons and quotes there");
        } catch (YamlEngineException notYaml) {
            throw new ConfigProblem(file + ": not YAML: " + notYaml.getMessage());
        }
    }

    private void root(Node root) {
        if (root instanceof MappingNode mapping) {
            section("", mapping, 0);
        } else if (!isNothing(root)) {
            problems.add(place(root), "expected key: value lines, for example " + options.example());
        }
    }

    private void section(String prefix, MappingNode mapping, int depth) {
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                entry(prefix + key.getValue(), key, entry.getValueNode(), depth);
            } else {
                problems.add(place(entry.getKeyNode()), "a key must be plain text");
            }
        }
    }

    private void entry(String key, ScalarNode written, Node value, int depth) {
        Optional<Option> option = options.of(key);
        Optional<Option> map = options.mapAround(key);
        if (option.isPresent()) {
            option(option.get(), place(written), value);
        } else if (map.isPresent()) {
            addToMap(map.get(), key.substring(map.get().key().length() + 1), place(written), value, depth);
        } else if (options.isSection(key)) {
            sectionOf(key, place(written), value, depth);
        } else {
            problems.add(
                    place(written), key + " is no key; the nearest one is " + NearestName.to(key, options.names()));
        }
    }

    private void sectionOf(String key, Place place, Node value, int depth) {
        if (value instanceof MappingNode mapping) {
            section(key + ".", mapping, depth + 1);
        } else if (!isNothing(value)) {
            problems.add(place, key + " is a section: write its keys below it, indented");
        }
    }

    private void option(Option option, Place place, Node value) {
        if (option.kind() == Kind.MAP && value instanceof MappingNode mapping) {
            mapEntries(option, "", mapping, 0);
            return;
        }
        Setting before = settings.put(option, setting(option, place, value));
        if (before != null) {
            problems.add(place, option.key() + " was set before, at " + before.place() + "; remove one of the two");
        }
    }

    private Setting setting(Option option, Place place, Node value) {
        if (isNothing(value)) {
            return Setting.nothing(place);
        }
        if (value instanceof ScalarNode scalar) {
            return Setting.of(place, scalar.getValue());
        }
        if (value instanceof SequenceNode sequence) {
            return Setting.of(place, texts(option, sequence));
        }
        return Setting.of(place, Map.of());
    }

    private List<String> texts(Option option, SequenceNode sequence) {
        List<String> texts = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            if (element instanceof ScalarNode scalar && !isNothing(element)) {
                texts.add(scalar.getValue());
            } else {
                problems.add(place(element), option.key() + ": expected one text per element");
            }
        }
        return texts;
    }

    private void mapEntries(Option option, String prefix, MappingNode mapping, int depth) {
        settings.putIfAbsent(option, Setting.of(place(mapping), new LinkedHashMap<>()));
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                addToMap(option, prefix + key.getValue(), place(key), entry.getValueNode(), depth);
            } else {
                problems.add(place(entry.getKeyNode()), "a key must be plain text");
            }
        }
    }

    private void addToMap(Option option, String key, Place place, Node value, int depth) {
        if (value instanceof MappingNode deeper && depth < DEEPEST) {
            mapEntries(option, key + ".", deeper, depth + 1);
        } else if (value instanceof ScalarNode scalar && !isNothing(value)) {
            put(option, key, place, scalar.getValue());
        } else {
            problems.add(place, option.key() + "." + key + ": expected one value");
        }
    }

    private void put(Option option, String key, Place place, String value) {
        Setting setting = settings.computeIfAbsent(option, o -> Setting.of(place, new LinkedHashMap<>()));
        Place before =
                mapEntries.computeIfAbsent(option, o -> new LinkedHashMap<>()).put(key, place);
        if (before != null) {
            problems.add(place, option.key() + "." + key + " was set before, at " + before + "; remove one of the two");
        }
        if (setting.map() != null) {
            setting.map().put(key, value);
        }
    }

    private static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private Place place(Node node) {
        return new Place(
                file.toString(),
                node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
    }
}
