package io.haochaping.auditreplay;

import io.haochaping.configuration.NearestName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The arguments of a command: options with a value, and flags. */
final class Arguments {
    private final Map<String, String> given = new HashMap<>();

    private Arguments() {}

    static Arguments read(List<String> arguments, Set<String> withValue, Set<String> flags) throws Refusal {
        Arguments read = new Arguments();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            String value = "";
            if (withValue.contains(name)) {
                if (++i == arguments.size()) {
                    throw Refusal.wrongUse(name + " 后面缺少值", name + " needs a value");
                }
                value = arguments.get(i);
            } else if (!flags.contains(name)) {
                throw unknown(name, withValue, flags);
            }
            if (read.given.put(name, value) != null) {
                throw Refusal.wrongUse(name + " 出现了两次", name + " is given twice");
            }
        }
        return read;
    }

    private static Refusal unknown(String name, Set<String> withValue, Set<String> flags) {
        Set<String> known = new TreeSet<>(withValue);
        known.addAll(flags);
        String nearest = NearestName.to(name, known);
        return Refusal.wrongUse(
                "没有选项 " + name + "，是否指 " + nearest, "there is no option " + name + "; did you mean " + nearest);
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(given.get(name));
    }

    String required(String name) throws Refusal {
        String value = given.get(name);
        if (value == null) {
            throw Refusal.wrongUse("缺少 " + name, name + " is missing");
        }
        return value;
    }

    /** The one of several options that was given. */
    String oneOf(List<String> names) throws Refusal {
        List<String> chosen = names.stream().filter(given::containsKey).toList();
        if (chosen.size() != 1) {
            String all = String.join(", ", names);
            throw Refusal.wrongUse("请从 " + all + " 中选且只选一个", "give one of " + all + ", and only one");
        }
        return chosen.get(0);
    }
}
