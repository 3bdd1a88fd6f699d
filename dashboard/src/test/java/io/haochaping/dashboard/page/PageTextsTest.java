package io.haochaping.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The words of the page: {@code texts.js} keeps each entry on one line, so that this can be held without a JavaScript engine. */
class PageTextsTest {
    private static final Pattern DICTIONARY = Pattern.compile("(?s)const (zh|en) = \\{\n(.*?)\n};");
    private static final Pattern ENTRY = Pattern.compile("    '([a-z0-9.-]+)': '((?:[^'\\\\]|\\\\.)+)',");
    private static final Pattern PLACE = Pattern.compile("\\{[a-z]+}");
    private static final Pattern SAID = Pattern.compile("\\bsay\\(\\s*'([^']+)'");
    private static final Pattern IN_HTML = Pattern.compile("data-(?:text|label|placeholder)=\"([^\"]+)\"");

    private final Map<String, String> zh = dictionary("zh");
    private final Map<String, String> en = dictionary("en");

    private static Map<String, String> dictionary(String language) {
        Matcher dictionary = DICTIONARY.matcher(PageFiles.text("texts.js"));
        while (dictionary.find()) {
            if (dictionary.group(1).equals(language)) {
                return entries(dictionary.group(2));
            }
        }
        throw new AssertionError("texts.js has no dictionary named " + language);
    }

    private static Map<String, String> entries(String body) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (String line : body.split("\n")) {
            if (!line.isBlank()) {
                Matcher entry = ENTRY.matcher(line);
                assertThat(entry.matches())
                        .as("one line, one entry, as in 'key': 'text', — but: %s", line)
                        .isTrue();
                assertThat(entries.put(entry.group(1), entry.group(2)))
                        .as("%s stands twice", entry.group(1))
                        .isNull();
            }
        }
        return entries;
    }

    @Test
    void bothLanguagesHaveTheSameKeysInTheSameOrder() {
        assertThat(List.copyOf(en.keySet())).isEqualTo(List.copyOf(zh.keySet())).hasSizeGreaterThan(100);
    }

    @Test
    void bothLanguagesFillTheSamePlaces() {
        zh.forEach((key, text) ->
                assertThat(places(en.getOrDefault(key, ""))).as(key).isEqualTo(places(text)));
    }

    @Test
    void everyTextThatThePageAsksForIsThere() {
        SortedSet<String> asked = new TreeSet<>(matches(IN_HTML, PageFiles.text("index.html")));
        for (String file : PageFiles.names()) {
            if (file.endsWith(".js")) {
                asked.addAll(matches(SAID, PageFiles.text(file)));
            }
        }
        assertThat(zh.keySet()).containsAll(asked);
        assertThat(asked).hasSizeGreaterThan(60);
    }

    @Test
    void everyCodeOfTheContractHasANameInBothLanguages() {
        for (String code : List.of(
                "reason.no-ratings",
                "reason.only-defaults",
                "reason.only-left-out",
                "reason.no-completed-cases",
                "reason.no-known-duration",
                "reason.not-kept-per-minute",
                "alert.equation-gap",
                "alert.rating-gap",
                "alert.unknown-code",
                "alert.silence",
                "alert.no-checkpoint",
                "alert.complete-through-stalled",
                "settlement.provisional",
                "settlement.settled")) {
            assertThat(zh).containsKey(code);
            assertThat(en).containsKey(code);
        }
    }

    @Test
    void englishTextsHoldNoChineseAndChineseOnesNoForgottenEnglish() {
        en.forEach((key, text) -> assertThat(text).as(key).doesNotContainPattern("\\p{IsHan}"));
        zh.entrySet().stream()
                // A letter and a sign are the same in both.
                .filter(entry -> !List.of("n", "explain.and").contains(entry.getKey()))
                .forEach(
                        entry -> assertThat(entry.getValue()).as(entry.getKey()).containsPattern("\\p{IsHan}"));
    }

    private static List<String> places(String text) {
        return matches(PLACE, text).stream().sorted().toList();
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> group(match)).collect(Collectors.toList());
    }

    private static String group(MatchResult match) {
        return match.groupCount() == 0 ? match.group() : match.group(1);
    }
}
