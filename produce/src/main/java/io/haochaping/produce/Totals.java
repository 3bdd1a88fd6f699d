package io.haochaping.produce;

import io.haochaping.domain.rules.Limits;
import io.haochaping.produce.input.Reason;
import io.haochaping.produce.mapping.MappedRecord;
import io.haochaping.produce.mapping.RecordKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of the lines of a file: each is mapped, left out by the mapping, or refused. Holds no content. */
final class Totals {
    private static final String WHOLE_LINE = "-";

    private final Map<RecordKind, Long> records = new EnumMap<>(RecordKind.class);
    private final Map<String, Refused> refusals = new TreeMap<>();
    private long lines;
    private long refused;
    private long leftOut;
    private final Warned tooLate = new Warned();
    private final Warned fromFuture = new Warned();
    private final Warned beforeVersion = new Warned();

    /** One reason in one column. */
    private static final class Refused {
        private final Reason reason;
        private final String column;
        private final long firstLine;
        private long lines;

        private Refused(Reason reason, String column, long firstLine) {
            this.reason = reason;
            this.column = column;
            this.firstLine = firstLine;
        }
    }

    private static final class Warned {
        private long records;
        private long firstLine;

        private void at(long line) {
            firstLine = records++ == 0 ? line : firstLine;
        }
    }

    void line() {
        lines++;
    }

    void refused(long line, Reason reason, String column) {
        refused++;
        String where = column.isEmpty() ? WHOLE_LINE : column;
        refusals.computeIfAbsent(reason.code() + " " + where, new_ -> new Refused(reason, where, line)).lines++;
    }

    void leftOut() {
        leftOut++;
    }

    /**
     * @param appended when it is or was first appended, milliseconds
     * @param laterVersionFrom from when a job takes a record of a later version
     */
    void mapped(long line, MappedRecord record, long appended, long laterVersionFrom) {
        records.merge(record.kind(), 1L, Long::sum);
        if (record.ofLaterVersion() && appended < laterVersionFrom) {
            beforeVersion.at(line);
        }
        if (appended - record.ownTime() > Limits.STANDARD.horizon()) {
            tooLate.at(line);
        } else if (record.ownTime() - appended > Limits.STANDARD.futureTolerance()) {
            fromFuture.at(line);
        }
    }

    long lines() {
        return lines;
    }

    long refusedLines() {
        return refused;
    }

    long records() {
        return records.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("lines", lines);
        Map<String, Object> kinds = new LinkedHashMap<>();
        records.forEach((kind, count) -> kinds.put(kind.id(), count));
        values.put("records", kinds);
        values.put("leftOut", leftOut);
        values.put("refused", refused);
        List<Map<String, Object>> reasons = new ArrayList<>();
        refusals.values().forEach(refusal -> {
            Map<String, Object> reason = new LinkedHashMap<>();
            reason.put("reason", refusal.reason.code());
            reason.put("column", refusal.column);
            reason.put("lines", refusal.lines);
            reason.put("firstLine", refusal.firstLine);
            reasons.add(reason);
        });
        values.put("refusals", reasons);
        values.put("beyondHorizon", tooLate.records);
        values.put("fromFuture", fromFuture.records);
        if (beforeVersion.records > 0) {
            values.put("beforeVersion", beforeVersion.records);
        }
        return values;
    }

    void tell(Console console, boolean historical) {
        records.forEach((kind, count) -> console.say(
                String.format("  %-10s %,12d records", kind.id(), count),
                String.format("  %-10s %,12d 条", kind.id(), count)));
        if (leftOut > 0) {
            console.say(
                    String.format("  %,d lines make no record (\"when\" of the mapping)", leftOut),
                    String.format("  %,d 行按映射文件的 when 不产生记录", leftOut));
        }
        refusals.values()
                .forEach(refusal -> console.say(
                        String.format(
                                "  refused: %,d lines, column %s, %s: %s (first: line %d)",
                                refusal.lines,
                                refusal.column,
                                refusal.reason.code(),
                                refusal.reason.sentence().english(),
                                refusal.firstLine),
                        String.format(
                                "  拒绝 %,d 行，列 %s，%s：%s（首见第 %d 行）",
                                refusal.lines,
                                refusal.column,
                                refusal.reason.code(),
                                refusal.reason.sentence().chinese(),
                                refusal.firstLine)));
        warn(console, historical);
    }

    private void warn(Console console, boolean historical) {
        if (tooLate.records > 0) {
            console.warn(
                    String.format(
                            "%,d records %s more than 62 days after their own time (first: line %d): with the standard limits the"
                                    + " door will quarantine them as beyond-horizon.%s",
                            tooLate.records,
                            historical ? "were first appended" : "arrive",
                            tooLate.firstLine,
                            historical ? "" : " A historical export goes to a topic of its own, with --historical."),
                    String.format(
                            "%,d 条记录的%s比其自身时间晚 62 天以上（首见第 %d 行）：按标准限值，入口会以 beyond-horizon 将其隔离。%s",
                            tooLate.records,
                            historical ? "首次写入时间" : "到达时间",
                            tooLate.firstLine,
                            historical ? "" : "历史数据请用 --historical 写入单独的主题。"));
        }
        if (beforeVersion.records > 0) {
            console.warn(
                    String.format(
                            "%,d work orders tell their severity and %s before the day from which a job takes that (first: line %d): the door will quarantine them as unknown-schema.",
                            beforeVersion.records,
                            historical ? "were first appended" : "would be appended",
                            beforeVersion.firstLine),
                    String.format(
                            "%,d 条载明难易程度的工单的写入时间早于作业开始接收之日（首见第 %d 行）：入口会以 unknown-schema 将其隔离。",
                            beforeVersion.records, beforeVersion.firstLine));
        }
        if (fromFuture.records > 0) {
            console.warn(
                    String.format(
                            "%,d records lie more than 5 minutes before their own time (first: line %d): the door will quarantine them"
                                    + " as from-future. Is the zone of the mapping right?",
                            fromFuture.records, fromFuture.firstLine),
                    String.format(
                            "%,d 条记录早于其自身时间 5 分钟以上（首见第 %d 行）：入口会以 from-future 将其隔离。映射文件的时区是否正确？",
                            fromFuture.records, fromFuture.firstLine));
        }
    }
}
