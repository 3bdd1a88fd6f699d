package io.haochaping.produce.say;

import java.util.Map;

/** The language the terminal asks for. */
public enum Language {
    ENGLISH,
    CHINESE;

    public static Language of(Map<String, String> environment) {
        for (String variable : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                return value.startsWith("zh") ? CHINESE : ENGLISH;
            }
        }
        return ENGLISH;
    }
}
