package io.haochaping.rules;

import io.haochaping.domain.rules.Rules;
import io.haochaping.rules.file.Given;
import io.haochaping.rules.file.RulesFile;
import io.haochaping.rules.format.RulesFormat;
import io.haochaping.rules.format.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What two versions count differently, in plain words of one language. */
final class ComparedProfiles {
    private final Function<Words, String> language;
    private final List<String> lines = new ArrayList<>();

    private ComparedProfiles(Function<Words, String> language) {
        this.language = language;
    }

    /** A version of a file, by its number from 0. */
    record Side(RulesFile file, int version) {
        Rules rules() {
            return file.profile().versions().get(version).rules();
        }

        Given written() {
            return file.written().itemsOf("versions").get(version);
        }
    }

    static List<String> lines(Side one, Side other, Function<Words, String> language) {
        ComparedProfiles compared = new ComparedProfiles(language);
        compared.figures(one.rules(), other.rules());
        compared.others(one.written(), other.written());
        if (compared.lines.isEmpty()) {
            compared.lines.add(language.apply(new Words("两者相同。", "Both say the same.")));
        }
        return compared.lines;
    }

    private void figures(Rules one, Rules other) {
        Map<String, Words> before = PlainWords.of(one);
        PlainWords.of(other).forEach((block, words) -> {
            if (!words.equals(before.get(block))) {
                lines.add(block + say("：影响", ": changes ") + language.apply(PlainWords.EFFECTS.get(block)));
                lines.add("  < " + language.apply(before.get(block)));
                lines.add("  > " + language.apply(words));
            }
        });
    }

    /** Blocks that no sentence speaks of, value by value. */
    private void others(Given one, Given other) {
        Shape.Section blocks = (Shape.Section) one.shape();
        for (String key : blocks.fields().keySet()) {
            boolean speaks = PlainWords.EFFECTS.containsKey(key)
                    || Arrays.asList("from", "from-assumed", "sources").contains(key);
            if (!speaks) {
                other(key, values(one.field(key)), values(other.field(key)));
            }
        }
    }

    private void other(String key, Map<String, String> one, Map<String, String> other) {
        if (one.equals(other)) {
            return;
        }
        lines.add(key + " [" + language.apply(RulesFormat.readBy(key)) + "]");
        one.forEach((path, value) -> {
            if (!value.equals(other.get(path))) {
                lines.add("  < " + path + " " + value);
            }
        });
        other.forEach((path, value) -> {
            if (!value.equals(one.get(path))) {
                lines.add("  > " + path + " " + value);
            }
        });
    }

    private static Map<String, String> values(Optional<Given> block) {
        Map<String, String> values = new TreeMap<>();
        block.ifPresent(given -> collect(given, values));
        return values;
    }

    private static void collect(Given given, Map<String, String> values) {
        if (!given.fields().isEmpty()) {
            given.fields().forEach((key, field) -> {
                if (!key.equals(RulesFormat.ASSUMPTION) && !key.equals(RulesFormat.REASON)) {
                    collect(field, values);
                }
            });
        } else if (!given.items().isEmpty()) {
            given.items().forEach(item -> collect(item, values));
        } else {
            // Behind "versions[2]." the paths of two versions are alike.
            values.put(given.path().substring(given.path().indexOf('.') + 1), given.text());
        }
    }

    private String say(String zh, String en) {
        return language.apply(new Words(zh, en));
    }
}
