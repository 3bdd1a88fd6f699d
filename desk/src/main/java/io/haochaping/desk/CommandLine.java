package io.haochaping.desk;

import io.haochaping.configuration.NearestName;
import io.haochaping.domain.calendar.ShanghaiTime;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of a command line behind its verb, taken apart.
 *
 * @param given values by option
 * @param alone options without a value
 * @param words what is no option, in its order
 */
public record CommandLine(Map<String, String> given, Set<String> alone, List<String> words) {
    private static final int USUAL_LINES = 100;
    private static final int LONGEST_TEXT = 500;

    /**
     * The verb that the arguments begin with.
     *
     * @throws Refusal naming the nearest one where it is none
     */
    public static String verb(List<String> arguments, List<String> known) throws Refusal {
        String word = arguments.isEmpty() ? "" : arguments.get(0);
        if (known.contains(word)) {
            return word;
        }
        String last = known.get(known.size() - 1);
        List<String> others = known.subList(0, known.size() - 1);
        String nearest = NearestName.to(word, known);
        throw Refusal.wrongUse(
                "第一个词应为 " + String.join("、", others) + " 或 " + last
                        + (word.isEmpty() ? "。" : "，而不是“" + word + "”，是否指 " + nearest + "？"),
                "Say " + String.join(", ", others) + " or " + last + " first"
                        + (word.isEmpty() ? "." : ", not \"" + word + "\"; did you mean " + nearest + "?"));
    }

    /**
     * @param arguments the verb, then the rest
     * @param withValue options that a value follows
     * @param alone options that stand for themselves
     * @throws Refusal where an option is unknown, lacks its value or stands twice, or {@code --config} is missing
     */
    public static CommandLine of(List<String> arguments, List<String> withValue, List<String> alone) throws Refusal {
        Map<String, String> given = new HashMap<>();
        Set<String> flags = new HashSet<>();
        List<String> words = new ArrayList<>();
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (alone.contains(argument)) {
                flags.add(argument);
            } else if (withValue.contains(argument)) {
                if (i + 1 == arguments.size()) {
                    throw Refusal.wrongUse("选项 " + argument + " 后缺少值。", "The option " + argument + " lacks its value.");
                }
                if (given.put(argument, arguments.get(++i)) != null) {
                    throw Refusal.wrongUse(
                            "选项 " + argument + " 出现了两次。", "The option " + argument + " stands there twice.");
                }
            } else if (argument.startsWith("--")) {
                throw unknown(argument, withValue, alone);
            } else {
                words.add(argument);
            }
        }
        return new CommandLine(Map.copyOf(given), Set.copyOf(flags), List.copyOf(words));
    }

    private static Refusal unknown(String option, List<String> withValue, List<String> alone) {
        Set<String> known = new HashSet<>(withValue);
        known.addAll(alone);
        String nearest = NearestName.to(option, known);
        return Refusal.wrongUse(
                "没有选项“" + option + "”，是否指 " + nearest + "？",
                "There is no option \"" + option + "\"; did you mean " + nearest + "?");
    }

    public boolean has(String option) {
        return given.containsKey(option) || alone.contains(option);
    }

    /** @throws Refusal where it is not said */
    public Path config() throws Refusal {
        if (!has("--config")) {
            throw Refusal.wrongUse(
                    "请用 --config FILE 指定作业的配置文件。", "Say with --config FILE where the job's configuration is.");
        }
        return Path.of(given.get("--config"));
    }

    /** Empty: not said. */
    public String text(String option) throws Refusal {
        String text = given.getOrDefault(option, "");
        if (text.length() > LONGEST_TEXT) {
            throw Refusal.wrongUse(
                    option + " 最多 " + LONGEST_TEXT + " 字。", option + " takes " + LONGEST_TEXT + " characters at most.");
        }
        return text;
    }

    /** How many entries {@code --limit} lets through. */
    public int most() throws Refusal {
        String limit = given.get("--limit");
        if (limit == null) {
            return USUAL_LINES;
        }
        if (limit.equals("all")) {
            return Integer.MAX_VALUE;
        }
        if (limit.matches("[0-9]{1,9}")) {
            return Integer.parseInt(limit);
        }
        throw Refusal.wrongUse(
                "--limit 是非负整数或 all，而不是“" + limit + "”。",
                "--limit takes a whole number or all, not \"" + limit + "\".");
    }

    /** One of the known words; the usual one where none is said. */
    public String oneOf(String option, List<String> known, String usual) throws Refusal {
        String word = given.getOrDefault(option, usual);
        if (!known.contains(word)) {
            throw Refusal.wrongUse(
                    option + " 是 " + String.join("、", known) + " 之一。",
                    option + " takes one of " + String.join(", ", known) + ".");
        }
        return word;
    }

    /**
     * The beginning of a day in Shanghai; null: not said.
     *
     * @param plus so many days behind it
     */
    public Instant day(String option, int plus) throws Refusal {
        String day = given.get(option);
        if (day == null) {
            return null;
        }
        try {
            return Instant.ofEpochMilli(
                    ShanghaiTime.startOfDay(LocalDate.parse(day).toEpochDay() + plus));
        } catch (DateTimeException unreadable) {
            throw Refusal.wrongUse(
                    option + " 应为日期，例如 2026-10-03，而不是“" + day + "”。",
                    option + " takes a day such as 2026-10-03, not \"" + day + "\".");
        }
    }
}
