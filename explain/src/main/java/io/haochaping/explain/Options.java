package io.haochaping.explain;

import io.haochaping.configuration.NearestName;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.RowText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line.
 *
 * @param most lines that are listed of each kind
 */
record Options(Path config, Question question, int most, boolean json) {
    private static final int USUAL_LINES = 100;
    private static final List<String> WITH_VALUE = List.of(
            "--config",
            "--metric",
            "--row",
            "--case",
            "--system",
            "--record",
            "--minute",
            "--hour",
            "--day",
            "--month",
            "--from",
            "--to",
            "--region",
            "--department",
            "--venue",
            "--item",
            "--channel",
            "--origin-app",
            "--part",
            "--limit");
    private static final List<String> ALONE = List.of("--json", "--complaint");

    static Options of(List<String> arguments) throws Refusal {
        Map<String, String> given = new HashMap<>();
        Set<String> flags = new HashSet<>();
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (ALONE.contains(option)) {
                flags.add(option);
            } else if (!WITH_VALUE.contains(option)) {
                throw unknown(option);
            } else if (i + 1 == arguments.size()) {
                throw Refusal.wrongUse("选项 " + option + " 后缺少值。", "The option " + option + " lacks its value.");
            } else if (given.put(option, arguments.get(++i)) != null) {
                throw Refusal.wrongUse("选项 " + option + " 出现了两次。", "The option " + option + " stands there twice.");
            }
        }
        if (!given.containsKey("--config")) {
            throw Refusal.wrongUse(
                    "请用 --config FILE 指定作业的配置文件。", "Say with --config FILE where the job's configuration is.");
        }
        return new Options(
                Path.of(given.get("--config")),
                question(given, flags),
                most(given.get("--limit")),
                flags.contains("--json"));
    }

    private static Refusal unknown(String option) {
        Set<String> known = new HashSet<>(WITH_VALUE);
        known.addAll(ALONE);
        String nearest = NearestName.to(option, known);
        return Refusal.wrongUse(
                "没有选项“" + option + "”，是否指 " + nearest + "？",
                "There is no option \"" + option + "\"; did you mean " + nearest + "?");
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

    private static Question question(Map<String, String> given, Set<String> flags) throws Refusal {
        List<String> kinds = List.of("--row", "--case", "--record").stream()
                .filter(given::containsKey)
                .toList();
        if (kinds.size() > 1) {
            throw Refusal.wrongUse(
                    kinds + " 各问一件事，一次只能用一个。", kinds + " each ask something of their own: use one at a time.");
        }
        if (given.containsKey("--record")) {
            return new Question.OfRecord(Place.of(given.get("--record")));
        }
        if (given.containsKey("--case")) {
            return ofCase(given, flags);
        }
        if (given.containsKey("--row")) {
            Metric metric = given.containsKey("--metric") ? Metric.of(given.get("--metric")) : Metric.EVERY_FIGURE;
            try {
                return new Question.OfRow(RowText.parse(given.get("--row")), metric);
            } catch (IllegalArgumentException wrong) {
                throw Refusal.wrongUse(
                        "--row 无法识别（" + wrong.getMessage() + "）。写法见 docs/counting.md 第 8 节。",
                        "--row names no row: " + wrong.getMessage()
                                + ". How a row is written stands in docs/counting.md, section 8.");
            }
        }
        if (!given.containsKey("--metric")) {
            throw Refusal.wrongUse(
                    "请说明问什么：--metric（数字）、--row（行）、--case（办件）或 --record（记录）。",
                    "Say what you ask: --metric (a figure), --row, --case or --record.");
        }
        return ofFigure(given);
    }

    private static Question ofCase(Map<String, String> given, Set<String> flags) throws Refusal {
        if (!given.containsKey("--system")) {
            throw Refusal.wrongUse(
                    "办件由系统与编号共同标识：请加 --system（受理系统；来源没有系统时为 12 位区划码）。",
                    "A case is known by system and number: add --system (the issuing system, or the region of 12 digits where the source names none).");
        }
        return new Question.OfCase(given.get("--system"), given.get("--case"), flags.contains("--complaint"));
    }

    private static Question ofFigure(Map<String, String> given) throws Refusal {
        Metric metric = Metric.of(given.get("--metric"));
        if (!metric.standsInHours()) {
            throw Refusal.wrongUse(
                    metric.name() + " 不在小时视图中：请用 --row 逐行解释。",
                    metric.name() + " does not stand in the views of hours: explain it by --row.");
        }
        Stretch stretch = Stretch.of(given);
        Dimensions at = new Dimensions(
                null,
                given.get("--department"),
                given.get("--venue"),
                given.get("--item"),
                given.get("--channel"),
                given.get("--origin-app"));
        if (!stretch.isOfMinutes()) {
            Boolean part = part(given.get("--part"));
            return new Question.OfLeaves(stretch.from(), stretch.to(), at, given.get("--region"), part, metric);
        }
        for (String kept : List.of("--venue", "--item", "--origin-app", "--part")) {
            if (given.containsKey(kept)) {
                throw Refusal.wrongUse(
                        "分钟数据只按区划、部门与渠道保存，没有 " + kept + "：请改问小时或日。",
                        "Minutes are kept by region, department and channel alone, without " + kept
                                + ": ask for an hour or a day.");
            }
        }
        if (!metric.standsInMinutes()) {
            throw Refusal.wrongUse(
                    metric.name() + " 不在分钟视图中：请改问小时或日。",
                    metric.name() + " does not stand in the view of minutes: ask for an hour or a day.");
        }
        return new Question.OfMinutes(stretch.from(), stretch.to(), at, given.get("--region"), metric);
    }

    private static Boolean part(String part) throws Refusal {
        return switch (part == null ? "both" : part) {
            case "both" -> null;
            case "in-time" -> Boolean.TRUE;
            case "correction" -> Boolean.FALSE;
            default ->
                throw Refusal.wrongUse(
                        "--part 是 in-time、correction 或 both，而不是“" + part + "”。",
                        "--part takes in-time, correction or both, not \"" + part + "\".");
        };
    }

    static final String USAGE = """
            用法 Usage: explain --config FILE (--metric NAME TIME [PLACE...] | --row KEY | --case NUMBER --system NAME | --record PLACE)
              --metric NAME  数字名称 a figure or rate by its name in the views, such as good, participation (docs/store.md)
                TIME         --minute 2026-10-03T09:12 | --hour 2026-10-03T09 | --day 2026-10-03 | --month 2026-10
                             | --from --to (两个日期或两个分钟，含首尾 two days or two minutes, both included)
                PLACE        --region (含下级 with all that lies in it) --department --venue --item --channel --origin-app CODE
                --part       in-time 及时 | correction 更正 | both 合计 (default 默认)
              --row KEY      一行 one row of any kind, as text (docs/counting.md, 8); --metric for one figure of it
              --case NUMBER  办件 a case: its history and its effect on every figure; --complaint 投诉编号
              --record PLACE 记录 a record by topic/partition/offset: its class and the reason
              --limit N|all  列出的行数 lines listed (default 默认: 100)
              --json         供程序读取 for a machine
            退出码 Exit codes: 0 一致 adds up · 1 有差异或失败 a difference or failure · 2 用法错误 wrong use
            """;
}
