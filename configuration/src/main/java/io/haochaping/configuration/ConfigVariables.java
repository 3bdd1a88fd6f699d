package io.haochaping.configuration;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Settings out of environment variables, which go before those of the file. */
final class ConfigVariables {
    private ConfigVariables() {}

    /**
     * Settings by key. Only variables of the configuration's own sections are looked at ({@code HAOCHAPING_KAFKA_…}): others
     * belong to the launcher.
     */
    static Map<Option, Setting> read(Map<String, String> environment, OptionSet options, Problems problems) {
        Map<String, Option> known = new TreeMap<>();
        Set<String> prefixes = new TreeSet<>();
        for (Option option : options.all()) {
            known.put(option.variable(), option);
            prefixes.add(option.sectionVariable());
        }
        Map<Option, Setting> settings = new HashMap<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            Place place = Place.ofVariable(name);
            if (known.containsKey(name)) {
                settings.put(known.get(name), setting(known.get(name), place, value, problems));
            } else if (prefixes.stream().anyMatch(name::startsWith)) {
                problems.add(
                        place,
                        "there is none of this name; the nearest one is " + NearestName.to(name, known.keySet()));
            }
        });
        return settings;
    }

    private static Setting setting(Option option, Place place, String value, Problems problems) {
        return switch (option.kind()) {
            case LIST -> Setting.of(place, elements(value));
            case MAP -> Setting.of(place, entries(option, place, value, problems));
            case TEXT, TOPIC, FLAG, NUMBER, DURATION -> Setting.of(place, value);
        };
    }

    private static List<String> elements(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    /** One {@code key=value} per line: values such as JAAS entries hold commas, blanks and further equals signs. */
    private static Map<String, String> entries(Option option, Place place, String value, Problems problems) {
        Map<String, String> entries = new LinkedHashMap<>();
        value.lines().filter(line -> !line.isBlank()).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals < 1) {
                problems.add(place, option.key() + ": expected one key=value per line");
            } else {
                entries.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        });
        return entries;
    }
}
