package io.haochaping.rules.file;

import java.util.List;
import java.util.stream.Collectors;

/** A rules file that is refused as a whole. The message names every mistake with file, line, key and remedy, in both languages, and is printed as it is. */
public final class FaultyRules extends Exception {
    private static final long serialVersionUID = 1L;

    private final String english;
    private final String chinese;

    FaultyRules(List<String> english, List<String> chinese) {
        super(lines(english) + "\n" + lines(chinese), null, false, false);
        this.english = lines(english);
        this.chinese = lines(chinese);
    }

    /** One mistake that lies in no single line. */
    public static FaultyRules of(String english, String chinese) {
        return new FaultyRules(List.of(english), List.of(chinese));
    }

    /** The mistakes of several files in one. */
    public static FaultyRules of(List<FaultyRules> files) {
        return new FaultyRules(
                files.stream().map(file -> file.english).toList(),
                files.stream().map(file -> file.chinese).toList());
    }

    private static String lines(List<String> problems) {
        return problems.stream().collect(Collectors.joining("\n"));
    }
}
