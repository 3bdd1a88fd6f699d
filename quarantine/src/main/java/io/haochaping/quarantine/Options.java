package io.haochaping.quarantine;

import io.haochaping.configuration.NearestName;
import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.intake.Reason;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line.
 *
 * @param places records that were named
 * @param filtered true where a filter was given
 * @param because why; empty: not said
 * @param author who decides; empty: not said
 * @param most entries that are listed
 */
record Options(
        Action action,
        Path config,
        List<Place> places,
        Filter filter,
        boolean filtered,
        String because,
        String author,
        int most,
        boolean json,
        boolean force,
        boolean dryRun) {
    /** What the desk does. */
    enum Action {
        LIST,
        SHOW,
        REDRIVE,
        DISCARD
    }

    static final String USAGE = """
            用法 Usage: quarantine list    --config FILE [FILTER...] [--status open|redriven|discarded|all] [--limit N|all]
                   quarantine show    --config FILE PLACE
                   quarantine redrive --config FILE (PLACE... | FILTER...) --author NAME [--because TEXT] [--force] [--dry-run]
                   quarantine discard --config FILE (PLACE... | FILTER...) --author NAME --because TEXT [--force] [--dry-run]
              PLACE    记录 a refused record: topic/partition/offset
              FILTER   --reason CODE 原因 | --topic NAME 主题 | --from DAY --to DAY 追加日期（含） days of append, included
              --because, --author  理由与决定人，与决定一同保存 kept with the decision
              --force    再次重投或改变已有决定 send again, or decide what was decided
              --dry-run  只显示将处理哪些 show only what would be done
              --json     供程序读取 for a machine
            退出码 Exit codes: 0 完成 done · 1 有未完成或失败 something was not done, or a failure · 2 用法错误 wrong use
            """;

    private static final int USUAL_LINES = 100;
    private static final List<String> WITH_VALUE = List.of(
            "--config", "--reason", "--topic", "--from", "--to", "--status", "--limit", "--because", "--author");
    private static final List<String> ALONE = List.of("--json", "--force", "--dry-run");
    private static final List<String> FILTERS = List.of("--reason", "--topic", "--from", "--to");
    private static final int LONGEST_TEXT = 500;

    static Options of(List<String> arguments) throws Refusal {
        Action action = action(arguments);
        Map<String, String> given = new HashMap<>();
        Set<String> flags = new HashSet<>();
        List<Place> places = new ArrayList<>();
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (ALONE.contains(argument)) {
                flags.add(argument);
            } else if (WITH_VALUE.contains(argument)) {
                if (i + 1 == arguments.size()) {
                    throw Refusal.wrongUse("选项 " + argument + " 后缺少值。", "The option " + argument + " lacks its value.");
                }
                if (given.put(argument, arguments.get(++i)) != null) {
                    throw Refusal.wrongUse(
                            "选项 " + argument + " 出现了两次。", "The option " + argument + " stands there twice.");
                }
            } else if (argument.startsWith("--")) {
                throw unknown(argument);
            } else {
                places.add(Place.of(argument));
            }
        }
        Options options = new Options(
                action,
                Path.of(given.getOrDefault("--config", "")),
                List.copyOf(places),
                filter(given, action),
                FILTERS.stream().anyMatch(given::containsKey),
                text("--because", given),
                text("--author", given),
                most(given.get("--limit")),
                flags.contains("--json"),
                flags.contains("--force"),
                flags.contains("--dry-run"));
        options.check(given);
        return options;
    }

    private static Action action(List<String> arguments) throws Refusal {
        String word = arguments.isEmpty() ? "" : arguments.get(0);
        List<String> known = List.of("list", "show", "redrive", "discard");
        if (!known.contains(word)) {
            String nearest = NearestName.to(word, known);
            throw Refusal.wrongUse(
                    "第一个词应为 list、show、redrive 或 discard"
                            + (word.isEmpty() ? "。" : "，而不是“" + word + "”，是否指 " + nearest + "？"),
                    "Say list, show, redrive or discard first"
                            + (word.isEmpty() ? "." : ", not \"" + word + "\"; did you mean " + nearest + "?"));
        }
        return Action.values()[known.indexOf(word)];
    }

    private static Refusal unknown(String option) {
        Set<String> known = new HashSet<>(WITH_VALUE);
        known.addAll(ALONE);
        String nearest = NearestName.to(option, known);
        return Refusal.wrongUse(
                "没有选项“" + option + "”，是否指 " + nearest + "？",
                "There is no option \"" + option + "\"; did you mean " + nearest + "?");
    }

    private void check(Map<String, String> given) throws Refusal {
        if (!given.containsKey("--config")) {
            throw Refusal.wrongUse(
                    "请用 --config FILE 指定作业的配置文件。", "Say with --config FILE where the job's configuration is.");
        }
        boolean decides = action == Action.REDRIVE || action == Action.DISCARD;
        if (action == Action.SHOW && (places.size() != 1 || filtered)) {
            throw Refusal.wrongUse("show 需要一个记录位置。", "show takes the place of one record.");
        }
        if (action == Action.LIST && !places.isEmpty()) {
            throw Refusal.wrongUse("list 按条件列出；查看单条用 show。", "list takes filters; show takes a place.");
        }
        if (decides && places.isEmpty() == !filtered) {
            throw Refusal.wrongUse(
                    "请指明记录：或列出位置，或给出条件（--reason、--topic、--from 与 --to），二者取一。",
                    "Say which records: by their places, or by a filter (--reason, --topic, --from and --to), not both.");
        }
        if (decides && author.isBlank()) {
            throw Refusal.wrongUse("请用 --author 写明决定人。", "Say with --author who decides.");
        }
        if (action == Action.DISCARD && because.isBlank()) {
            throw Refusal.wrongUse("不予重投需要理由：请用 --because 写明。", "A discard needs its reason: say it with --because.");
        }
    }

    private static String text(String option, Map<String, String> given) throws Refusal {
        String text = given.getOrDefault(option, "");
        if (text.length() > LONGEST_TEXT) {
            throw Refusal.wrongUse(
                    option + " 最多 " + LONGEST_TEXT + " 字。", option + " takes " + LONGEST_TEXT + " characters at most.");
        }
        return text;
    }

    private static int most(String limit) throws Refusal {
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

    private static Filter filter(Map<String, String> given, Action action) throws Refusal {
        String reason = given.get("--reason");
        List<String> reasons = Arrays.stream(Reason.values()).map(Reason::code).toList();
        if (reason != null && !reasons.contains(reason)) {
            String nearest = NearestName.to(reason, reasons);
            throw Refusal.wrongUse(
                    "没有原因“" + reason + "”，是否指 " + nearest + "？全部：" + String.join("、", reasons),
                    "There is no reason \"" + reason + "\"; did you mean " + nearest + "? All: "
                            + String.join(", ", reasons));
        }
        String status = given.getOrDefault("--status", action == Action.LIST ? "open" : "all");
        List<String> statuses = List.of("open", "redriven", "discarded", "all");
        if (!statuses.contains(status)) {
            throw Refusal.wrongUse(
                    "--status 是 " + String.join("、", statuses) + " 之一。",
                    "--status takes one of " + String.join(", ", statuses) + ".");
        }
        return new Filter(reason, given.get("--topic"), day(given, "--from", 0), day(given, "--to", 1), status);
    }

    private static Instant day(Map<String, String> given, String option, int plus) throws Refusal {
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
