package io.haochaping.dashboard.api;

import io.haochaping.dashboard.api.Refusal.Code;
import io.haochaping.dashboard.cut.Period;
import io.haochaping.dashboard.cut.Snapshot;
import io.haochaping.domain.calendar.ShanghaiTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code /api/explain}: a figure of the page as the command asks for it. */
final class ExplainQuestion {
    /** Lines of each kind that the page is given; the sums are of all. */
    private static final String MOST_LINES = "20000";

    private static final Parameter METRIC = Parameter.oneOf(
            "metric",
            "ratings",
            List.of(
                    "ratings",
                    "satisfaction_rate",
                    "good",
                    "neutral",
                    "bad",
                    "bad_rate",
                    "active_good_rate",
                    "active_share",
                    "defaults",
                    "participation",
                    "timed"));
    private static final Parameter HOUR = Parameter.pattern(
            "hour",
            Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3])"),
            "is no hour: write 2026-11-20T10, by the clocks of Asia/Shanghai",
            "不是小时：请写 2026-11-20T10（北京时间）");
    private static final Parameter FROM = dayOrMinute("from");
    private static final Parameter TO = dayOrMinute("to");
    private static final List<Parameter> PARAMETERS =
            List.of(METRIC, HOUR, FROM, TO, Ask.DEPARTMENT, Ask.VENUE, Ask.CHANNEL, Ask.REGION);

    private ExplainQuestion() {}

    private static Parameter dayOrMinute(String name) {
        return Parameter.pattern(
                name,
                Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9])?"),
                "is no day and no minute: write 2026-11-20 or 2026-11-20T10:17, by the clocks of Asia/Shanghai",
                "不是日期或分钟：请写 2026-11-20 或 2026-11-20T10:17（北京时间）");
    }

    /**
     * The options of the command, but for its configuration.
     *
     * @throws Refusal for parameters that cannot be meant
     */
    static List<String> options(Snapshot snapshot, String query) {
        Values values = Values.of(query, PARAMETERS);
        List<String> options = new ArrayList<>(List.of("--metric", values.word(METRIC.name())));
        if (values.text(HOUR.name()).isPresent()) {
            if (values.text(FROM.name()).isPresent() || values.text(TO.name()).isPresent()) {
                throw new Refusal(
                        Code.BAD_PARAMETER, HOUR.name(), "Give either hour, or from and to.", "hour 与 from、to 只能取其一。");
            }
            options.addAll(List.of("--hour", values.word(HOUR.name())));
        } else {
            String today = today(snapshot);
            String from =
                    values.text(FROM.name()).or(() -> values.text(TO.name())).orElse(today);
            String to = values.text(TO.name()).orElse(from);
            options.addAll(between(from, to));
            if (isMinute(from)) {
                refuseVenue(values);
            }
        }
        for (Parameter place : List.of(Ask.DEPARTMENT, Ask.VENUE, Ask.CHANNEL, Ask.REGION)) {
            values.text(place.name())
                    .ifPresent(code -> options.addAll(List.of("--" + place.name(), code(place, code))));
        }
        return options;
    }

    private static List<String> between(String from, String to) {
        if (isMinute(from) != isMinute(to)) {
            throw new Refusal(
                    Code.BAD_PARAMETER,
                    TO.name(),
                    "Give from and to both as days or both as minutes.",
                    "from 与 to 须同为日期或同为分钟。");
        }
        if (from.equals(to)) {
            return List.of(isMinute(from) ? "--minute" : "--day", from);
        }
        return List.of("--from", from, "--to", to);
    }

    private static boolean isMinute(String moment) {
        return moment.indexOf('T') > 0;
    }

    private static void refuseVenue(Values values) {
        if (values.text(Ask.VENUE.name()).isPresent()) {
            throw new Refusal(
                    Code.BAD_PARAMETER,
                    Ask.VENUE.name(),
                    "Minutes are not kept by venue: ask for an hour or days.",
                    "分钟数据不区分办事场所：请改问小时或日。");
        }
    }

    /** A word that begins with a hyphen would be taken for an option by whatever program the command names. */
    private static String code(Parameter place, String code) {
        if (code.startsWith("-")) {
            throw place.refused(
                    code,
                    "begins with a hyphen, which no command takes for a code: open a number of a wider scope",
                    "以连字符开头，命令会把它当作选项：请溯源范围更大的数字");
        }
        return code;
    }

    private static String today(Snapshot snapshot) {
        long through = snapshot.cut().isCompleteThroughKnown()
                ? snapshot.cut().completeThrough()
                : snapshot.cut().committedAt();
        return LocalDate.ofEpochDay(ShanghaiTime.dayIndex(Period.TODAY.from(through)))
                .toString();
    }

    /** As they are given to a run for the page. */
    static List<String> forARun(List<String> options) {
        List<String> whole = new ArrayList<>(options);
        whole.addAll(List.of("--limit", MOST_LINES, "--json"));
        return whole;
    }

    /** The command as somebody would type it. */
    static byte[] body(Snapshot snapshot, List<String> options, boolean runs) {
        String command = "./haochaping explain --config live.yaml "
                + options.stream().map(ExplainQuestion::quoted).collect(Collectors.joining(" "));
        return Json.object(out -> {
            CutFields.reference(out, snapshot.cut());
            out.field("runs", runs).field("command", command);
        });
    }

    /** For a shell: in single quotes unless it is plain. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_.:/@-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
