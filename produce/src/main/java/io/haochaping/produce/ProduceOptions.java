package io.haochaping.produce;

import io.haochaping.configuration.NearestName;
import io.haochaping.produce.input.Format;
import io.haochaping.produce.say.Refusal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the command was asked for.
 *
 * @param topic empty only in a dry run
 * @param servers empty only in a dry run
 * @param completeThrough T of the ticks that end a copy, milliseconds; empty: the latest first append time
 * @param moreFollows another file of the same copy follows: no ticks
 * @param firstSend nothing of the file is in the topic: it is not looked through
 * @param show records that a dry run prints
 * @param batch lines of one transaction
 */
record ProduceOptions(
        Path file,
        Path mapping,
        String topic,
        String servers,
        Optional<Path> properties,
        Format format,
        Charset charset,
        char delimiter,
        boolean historical,
        OptionalLong completeThrough,
        boolean moreFollows,
        boolean firstSend,
        boolean dryRun,
        int show,
        int batch,
        Path errors,
        boolean errorsNamed,
        Path state,
        boolean json) {
    private static final List<String> WITH_VALUE = List.of(
            "--file",
            "--mapping",
            "--topic",
            "--bootstrap-servers",
            "--properties",
            "--format",
            "--charset",
            "--delimiter",
            "--complete-through",
            "--show",
            "--batch",
            "--errors",
            "--state");
    private static final List<String> FLAGS =
            List.of("--historical", "--more-follows", "--first-send", "--dry-run", "--json");
    private static final String TOPIC = "[A-Za-z0-9._-]{1,249}";
    private static final int SHOWN = 3;
    private static final int LINES = 10_000;
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    /** @throws Refusal for wrong use, with what is wrong about it */
    static ProduceOptions of(List<String> arguments) throws Refusal {
        Map<String, String> given = given(arguments);
        boolean dryRun = given.containsKey("--dry-run");
        for (String needed : dryRun
                ? List.of("--file", "--mapping")
                : List.of("--file", "--mapping", "--topic", "--bootstrap-servers")) {
            if (!given.containsKey(needed)) {
                throw Refusal.wrongUse(needed + " is missing. See --help.", "缺少 " + needed + "。参见 --help。");
            }
        }
        Path file = path("--file", given.get("--file"));
        String topic = topic(given.getOrDefault("--topic", ""));
        ProduceOptions options = new ProduceOptions(
                file,
                path("--mapping", given.get("--mapping")),
                topic,
                given.getOrDefault("--bootstrap-servers", ""),
                optionalPath(given, "--properties"),
                format(given, file),
                charset(given.getOrDefault("--charset", "utf-8")),
                delimiter(given, file),
                given.containsKey("--historical"),
                given.containsKey("--complete-through")
                        ? OptionalLong.of(instant(given.get("--complete-through")))
                        : OptionalLong.empty(),
                given.containsKey("--more-follows"),
                given.containsKey("--first-send"),
                dryRun,
                number("--show", given.getOrDefault("--show", Integer.toString(SHOWN)), 0),
                number("--batch", given.getOrDefault("--batch", Integer.toString(LINES)), 1),
                optionalPath(given, "--errors").orElse(beside(file, ".errors.csv")),
                given.containsKey("--errors"),
                optionalPath(given, "--state").orElse(beside(file, "." + topic + ".state.json")),
                given.containsKey("--json"));
        options.checkTogether();
        return options;
    }

    static List<String> names() {
        return Stream.of(WITH_VALUE, FLAGS).flatMap(List::stream).toList();
    }

    private static Map<String, String> given(List<String> arguments) throws Refusal {
        Map<String, String> given = new HashMap<>();
        Set<String> twice = new HashSet<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            boolean known = given.containsKey(name);
            if (FLAGS.contains(name)) {
                given.put(name, "");
            } else if (WITH_VALUE.contains(name) && i + 1 < arguments.size()) {
                given.put(name, arguments.get(++i));
            } else if (WITH_VALUE.contains(name)) {
                throw Refusal.wrongUse(name + " needs a value.", name + " 需要一个值。");
            } else {
                throw unknown(name);
            }
            if (known) {
                twice.add(name);
            }
        }
        if (!twice.isEmpty()) {
            String name = twice.iterator().next();
            throw Refusal.wrongUse(name + " is given twice.", name + " 给了两次。");
        }
        return given;
    }

    private static Refusal unknown(String name) {
        String nearest = NearestName.near(name, names()).orElse("");
        return Refusal.wrongUse(
                "There is no option " + name + (nearest.isEmpty() ? "." : "; did you mean " + nearest + "?")
                        + " See --help.",
                "没有选项 " + name + (nearest.isEmpty() ? "。" : "；是否指 " + nearest + "？") + "参见 --help。");
    }

    private void checkTogether() throws Refusal {
        if (!historical && (completeThrough.isPresent() || moreFollows)) {
            throw Refusal.wrongUse(
                    "--complete-through and --more-follows speak of the ticks of a copy: they need --historical.",
                    "--complete-through 与 --more-follows 用于副本的时刻标记：需要同时给出 --historical。");
        }
        if (completeThrough.isPresent() && moreFollows) {
            throw Refusal.wrongUse(
                    "--more-follows writes no ticks, so there is nothing that --complete-through could say.",
                    "--more-follows 不写时刻标记，因此 --complete-through 不起作用。");
        }
        if (historical && firstSend) {
            throw Refusal.wrongUse(
                    "A copy is looked through in any case, for its ticks: --first-send cannot be given with --historical.",
                    "副本总要查看其时刻标记：--first-send 不能与 --historical 同用。");
        }
        if (!dryRun && servers.isBlank()) {
            throw Refusal.wrongUse(
                    "--bootstrap-servers is empty: give host:port.", "--bootstrap-servers 为空：请给出 host:port。");
        }
        if (errors.toAbsolutePath().normalize().equals(state.toAbsolutePath().normalize())) {
            throw Refusal.wrongUse(
                    "--errors and --state name the same file: each needs one of its own.",
                    "--errors 与 --state 指定了同一文件：请各用一个文件。");
        }
        Path real = file.toAbsolutePath().normalize();
        for (Path written : List.of(errors, state)) {
            if (written.toAbsolutePath().normalize().equals(real)
                    || written.toAbsolutePath()
                            .normalize()
                            .equals(mapping.toAbsolutePath().normalize())) {
                throw Refusal.wrongUse(
                        written + " is read by this command: it cannot be its error or state file.",
                        written + " 是本命令的输入：不能作为错误文件或状态文件。");
            }
        }
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static Optional<Path> optionalPath(Map<String, String> given, String name) throws Refusal {
        return given.containsKey(name) ? Optional.of(path(name, given.get(name))) : Optional.empty();
    }

    private static Path path(String name, String text) throws Refusal {
        try {
            Path path = Path.of(text);
            if (!text.isBlank() && path.getFileName() != null) {
                return path;
            }
        } catch (InvalidPathException notOne) {
            // Told below.
        }
        throw Refusal.wrongUse(name + " needs the name of a file.", name + " 需要一个文件名。");
    }

    private static String topic(String name) throws Refusal {
        if (name.isEmpty() || name.matches(TOPIC) && !name.equals(".") && !name.equals("..")) {
            return name;
        }
        throw Refusal.wrongUse(
                "\"" + name + "\" is no name of a topic: letters, digits, dot, - and _, at most 249 of them.",
                "\"" + name + "\" 不是主题名：只能用字母、数字、点、- 和 _，至多 249 个字符。");
    }

    private static Format format(Map<String, String> given, Path file) throws Refusal {
        String named = given.get("--format");
        if (named == null) {
            return Format.ofFile(file.getFileName().toString()).orElse(Format.CSV);
        }
        return Format.named(named)
                .orElseThrow(() -> Refusal.wrongUse(
                        "--format is one of " + String.join(", ", Format.ids()) + ", not \"" + named + "\".",
                        "--format 应为 " + String.join("、", Format.ids()) + " 之一，而不是 \"" + named + "\"。"));
    }

    private static Charset charset(String name) throws Refusal {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "utf-8", "utf8" -> StandardCharsets.UTF_8;
            case "gbk", "gb2312", "cp936" -> Charset.forName("GBK");
            case "gb18030" -> Charset.forName("GB18030");
            default ->
                throw Refusal.wrongUse(
                        "--charset is utf-8, gbk or gb18030, not \"" + name + "\".",
                        "--charset 应为 utf-8、gbk 或 gb18030，而不是 \"" + name + "\"。");
        };
    }

    private static char delimiter(Map<String, String> given, Path file) throws Refusal {
        String text = given.get("--delimiter");
        if (text == null) {
            return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".tsv") ? '\t' : ',';
        }
        if (text.equals("tab") || text.equals("\\t") || text.equals("\t")) {
            return '\t';
        }
        if (text.length() != 1
                || text.charAt(0) >= 0x80
                || Character.isLetterOrDigit(text.charAt(0))
                || text.equals("\"")) {
            throw Refusal.wrongUse(
                    "--delimiter is one sign such as , ; | or the word tab, not \"" + text + "\".",
                    "--delimiter 应为一个符号（如 , ; |）或单词 tab，而不是 \"" + text + "\"。");
        }
        return text.charAt(0);
    }

    private static int number(String name, String text, int least) throws Refusal {
        if (text.matches("\\d{1,7}") && Integer.parseInt(text) >= least) {
            return Integer.parseInt(text);
        }
        throw Refusal.wrongUse(
                name + " takes a whole number from " + least + ", not \"" + text + "\".",
                name + " 应为不小于 " + least + " 的整数，而不是 \"" + text + "\"。");
    }

    /** 2026-03-31T00:00:00+08:00, or without an offset in Asia/Shanghai. */
    private static long instant(String text) throws Refusal {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException withoutOffset) {
            try {
                Instant local = LocalDateTime.parse(text.replace(' ', 'T'))
                        .atZone(SHANGHAI)
                        .toInstant();
                return local.toEpochMilli();
            } catch (DateTimeException noTime) {
                throw Refusal.wrongUse(
                        "--complete-through takes a time such as 2026-04-01T00:00:00 (Asia/Shanghai), not \"" + text
                                + "\".",
                        "--complete-through 应为时间，如 2026-04-01T00:00:00（Asia/Shanghai），而不是 \"" + text + "\"。");
            }
        }
    }
}
