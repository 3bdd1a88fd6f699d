package io.haochaping.dashboard.api;

import java.util.Locale;

/** The two languages of everything that people read. */
public enum Language {
    ZH,
    EN;

    public static Language of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As it stands in parameters and settings. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String choose(String chinese, String english) {
        return this == ZH ? chinese : english;
    }
}
