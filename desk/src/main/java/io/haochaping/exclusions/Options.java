package io.haochaping.exclusions;

import io.haochaping.configuration.NearestName;
import io.haochaping.desk.CommandLine;
import io.haochaping.desk.Refusal;
import io.haochaping.desk.Sentence;
import io.haochaping.domain.fraud.Signal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The command line.
 *
 * @param filter which flagged ratings {@code propose} looks at
 * @param asked the decision that is asked for; of a file, what holds where a line says nothing
 * @param file null: none
 * @param status standing, revoked or all
 * @param most entries that are shown
 */
record Options(
        Action action,
        Path config,
        FlagFilter filter,
        Asked asked,
        Path file,
        Charset charset,
        Path out,
        String status,
        int most,
        boolean json,
        boolean dryRun) {
    /** What the desk does. */
    enum Action {
        LIST,
        PROPOSE,
        ADD,
        REVOKE
    }

    static final String USAGE = """
            用法 Usage: exclusions list    --config FILE [--number ID] [--case NUMBER] [--status standing|revoked|all] [--limit N|all]
                   exclusions propose --config FILE [--signal NAME,...] [--from DAY] [--to DAY] [--region CODE] [--department CODE]
                                      [--out FILE] [--limit N|all]
                   exclusions add     --config FILE (RATING --number ID | --file FILE) --reason TEXT --author NAME [--dry-run]
                   exclusions revoke  --config FILE (RATING --number ID | --number ID | --file FILE) --reason TEXT --author NAME [--dry-run]
              RATING     哪条评价 which rating: (--system NAME | --region CODE) --case NUMBER [--ordinal N]
              --number   决定编号；撤销沿用同一编号 number of the decision; a revocation has the number of what it revokes
              --reason, --author  理由与决定人，随记录永久保存 why and by whom, kept with the record for ever
              --file     CSV 或 JSON 行，各行未写的用命令行的值 CSV or JSON lines; what a line does not say the command line says
              --charset  文件字符集 of the file: utf-8, gbk or gb18030
              --signal, --from, --to  标记的信号与评价日期（含） signals of the flags, days of the rating, included
              --out      写入供审阅的 CSV，可作 add --file 的输入 a CSV to look through, which add --file reads
              --dry-run  只显示将如何处理 show only what would be done
              --json     供程序读取 for a machine
            退出码 Exit codes: 0 完成 done · 1 有未完成或失败 something was not done, or a failure · 2 用法或文件有误 wrong use, or a faulty file
            """;

    private static final List<String> ACTIONS = List.of("list", "propose", "add", "revoke");
    private static final List<String> RATING = List.of("--system", "--region", "--case", "--ordinal");
    private static final List<String> WITH_VALUE = List.of(
            "--config",
            "--number",
            "--system",
            "--region",
            "--case",
            "--ordinal",
            "--reason",
            "--author",
            "--file",
            "--charset",
            "--signal",
            "--from",
            "--to",
            "--department",
            "--out",
            "--status",
            "--limit");
    private static final List<String> ALONE = List.of("--json", "--dry-run");

    static Options of(List<String> arguments) throws Refusal {
        Action action = Action.values()[ACTIONS.indexOf(CommandLine.verb(arguments, ACTIONS))];
        CommandLine line = CommandLine.of(arguments, WITH_VALUE, ALONE);
        if (!line.words().isEmpty()) {
            String word = line.words().get(0);
            throw Refusal.wrongUse("“" + word + "”不是选项。", "\"" + word + "\" is no option.");
        }
        refuseStrangers(action, line);
        Options options = new Options(
                action,
                line.config(),
                filter(line),
                new Asked(
                        line.text("--system"),
                        line.text("--region"),
                        line.text("--case"),
                        line.given().getOrDefault("--ordinal", "1"),
                        line.text("--number"),
                        line.text("--reason"),
                        line.text("--author")),
                path(line, "--file"),
                charset(line),
                path(line, "--out"),
                line.oneOf("--status", List.of("standing", "revoked", "all"), "standing"),
                line.most(),
                line.has("--json"),
                line.has("--dry-run"));
        if (action == Action.ADD || action == Action.REVOKE) {
            options.checkDecision(line);
        }
        return options;
    }

    /** An option that would be passed over silently changes what somebody believes was asked. */
    private static void refuseStrangers(Action action, CommandLine line) throws Refusal {
        List<String> known =
                switch (action) {
                    case LIST -> List.of("--number", "--case", "--status", "--limit");
                    case PROPOSE ->
                        List.of("--signal", "--from", "--to", "--region", "--department", "--out", "--limit");
                    case ADD, REVOKE ->
                        List.of(
                                "--number",
                                "--system",
                                "--region",
                                "--case",
                                "--ordinal",
                                "--reason",
                                "--author",
                                "--file",
                                "--charset",
                                "--dry-run");
                };
        for (String option : line.given().keySet()) {
            if (!option.equals("--config") && !known.contains(option)) {
                throw stranger(action, option);
            }
        }
        if (line.has("--dry-run") && !known.contains("--dry-run")) {
            throw stranger(action, "--dry-run");
        }
    }

    private static Refusal stranger(Action action, String option) {
        String verb = ACTIONS.get(action.ordinal());
        return Refusal.wrongUse(verb + " 不接受选项 " + option + "。", verb + " takes no " + option + ".");
    }

    private void checkDecision(CommandLine line) throws Refusal {
        boolean rating = RATING.stream().anyMatch(line::has);
        if (file != null && rating) {
            throw Refusal.wrongUse(
                    "--file 与 --system、--region、--case、--ordinal 只能二者取一。",
                    "Either --file, or --system, --region, --case and --ordinal, not both.");
        }
        if (file != null) {
            return;
        }
        Asked whole = revokesWhole()
                ? new Asked("any", "", "any", "1", asked.number(), asked.reason(), asked.author())
                : asked;
        Optional<Sentence> fault = whole.fault();
        if (fault.isPresent()) {
            throw Refusal.wrongUse(
                    fault.get().chinese() + "。", capital(fault.get().english()) + ".");
        }
    }

    private static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /** Whether a decision is to be revoked wherever it stands: its number is said, and no rating. */
    boolean revokesWhole() {
        return action == Action.REVOKE
                && file == null
                && asked.caseNumber().isBlank()
                && asked.issuingSystem().isBlank()
                && asked.handlingRegion().isBlank();
    }

    private static FlagFilter filter(CommandLine line) throws Refusal {
        String said = line.given().getOrDefault("--signal", "");
        List<String> signals = said.isEmpty() ? List.of() : List.of(said.split(","));
        List<String> known = Arrays.stream(Signal.values()).map(Signal::text).toList();
        for (String signal : signals) {
            if (!known.contains(signal)) {
                String nearest = NearestName.to(signal, known);
                throw Refusal.wrongUse(
                        "没有信号“" + signal + "”，是否指 " + nearest + "？全部：" + String.join("、", known),
                        "There is no signal \"" + signal + "\"; did you mean " + nearest + "? All: "
                                + String.join(", ", known));
            }
        }
        return new FlagFilter(
                signals, line.day("--from", 0), line.day("--to", 1), line.text("--region"), line.text("--department"));
    }

    private static Charset charset(CommandLine line) throws Refusal {
        String name = line.oneOf("--charset", List.of("utf-8", "gbk", "gb18030"), "utf-8");
        return name.equals("utf-8") ? StandardCharsets.UTF_8 : Charset.forName(name);
    }

    private static Path path(CommandLine line, String option) {
        return line.has(option) ? Path.of(line.given().get(option)) : null;
    }
}
