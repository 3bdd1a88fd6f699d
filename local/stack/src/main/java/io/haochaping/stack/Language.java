package io.haochaping.stack;

import java.util.Map;

/** The language the terminal asks for. Whoever cannot read one of the two gets the other. */
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

    public String choose(String english, String chinese) {
        return this == CHINESE ? chinese : english;
    }
}
