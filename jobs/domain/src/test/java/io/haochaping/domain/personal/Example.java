package io.haochaping.domain.personal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of the corpus: the text, and what in it must be masked. */
record Example(String place, String text, List<PersonalSpan> labels) {
    private static final Pattern LABEL = Pattern.compile("\\{(\\w+)\\|([^}]*)}");

    static List<Example> half(String name) {
        try (InputStream in = Example.class.getResourceAsStream("/privacy/" + name + ".txt")) {
            List<Example> examples = new ArrayList<>();
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).startsWith("#")) {
                    examples.add(read(name + ":" + (i + 1), lines.get(i)));
                }
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Example read(String place, String line) {
        StringBuilder text = new StringBuilder();
        List<PersonalSpan> labels = new ArrayList<>();
        Matcher matcher = LABEL.matcher(line.replace("\\u200B", "\u200B"));
        while (matcher.find()) {
            matcher.appendReplacement(text, "");
            int from = text.length();
            text.append(matcher.group(2));
            labels.add(new PersonalSpan(kind(matcher.group(1)), from, text.length()));
        }
        matcher.appendTail(text);
        return new Example(place, text.toString(), labels);
    }

    private static PersonalKind kind(String code) {
        for (PersonalKind kind : PersonalKind.values()) {
            if (kind.code().equals(code)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind is called " + code);
    }
}
