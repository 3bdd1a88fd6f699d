package io.haochaping.configuration;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All keys of one configuration, in the order of its document. */
record OptionSet(List<Option> all) {
    OptionSet {
        all = List.copyOf(all);
    }

    Optional<Option> of(String key) {
        return all.stream().filter(option -> option.key().equals(key)).findFirst();
    }

    /** The map that a key such as {@code kafka.properties.security.protocol} is an entry of. */
    Optional<Option> mapAround(String key) {
        return all.stream()
                .filter(option -> option.kind() == Kind.MAP && key.startsWith(option.key() + "."))
                .findFirst();
    }

    boolean isSection(String key) {
        return all.stream().anyMatch(option -> option.section().equals(key));
    }

    /** Keys and sections: what may stand before a colon. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Option option : all) {
            names.add(option.key());
            names.add(option.section());
        }
        return names;
    }

    String example() {
        return all.get(0).key() + ": "
                + (all.get(0).isRequired() ? "…" : all.get(0).standard());
    }
}
