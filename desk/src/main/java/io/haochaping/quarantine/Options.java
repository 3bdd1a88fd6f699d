package io.haochaping.quarantine;

import io.haochaping.configuration.NearestName;
import io.haochaping.desk.CommandLine;
import io.haochaping.desk.Refusal;
import io.haochaping.intake.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    private static final List<String> WITH_VALUE = List.of(
            "--config", "--reason", "--topic", "--from", "--to", "--status", "--limit", "--because", "--author");
    private static final List<String> ALONE = List.of("--json", "--force", "--dry-run");
    private static final List<String> FILTERS = List.of("--reason", "--topic", "--from", "--to");
    private static final List<String> ACTIONS = List.of("list", "show", "redrive", "discard");

    static Options of(List<String> arguments) throws Refusal {
        Action action = Action.values()[ACTIONS.indexOf(CommandLine.verb(arguments, ACTIONS))];
        CommandLine line = CommandLine.of(arguments, WITH_VALUE, ALONE);
        List<Place> places = new ArrayList<>();
        for (String word : line.words()) {
            places.add(Place.of(word));
        }
        Options options = new Options(
                action,
                line.config(),
                List.copyOf(places),
                filter(line, action),
                FILTERS.stream().anyMatch(line::has),
                line.text("--because"),
                line.text("--author"),
                line.most(),
                line.has("--json"),
                line.has("--force"),
                line.has("--dry-run"));
        options.check();
        return options;
    }

    private void check() throws Refusal {
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

    private static Filter filter(CommandLine line, Action action) throws Refusal {
        String reason = line.given().get("--reason");
        List<String> reasons = Arrays.stream(Reason.values()).map(Reason::code).toList();
        if (reason != null && !reasons.contains(reason)) {
            String nearest = NearestName.to(reason, reasons);
            throw Refusal.wrongUse(
                    "没有原因“" + reason + "”，是否指 " + nearest + "？全部：" + String.join("、", reasons),
                    "There is no reason \"" + reason + "\"; did you mean " + nearest + "? All: "
                            + String.join(", ", reasons));
        }
        String status = line.oneOf(
                "--status", List.of("open", "redriven", "discarded", "all"), action == Action.LIST ? "open" : "all");
        return new Filter(reason, line.given().get("--topic"), line.day("--from", 0), line.day("--to", 1), status);
    }
}
