package io.haochaping.produce;

import io.haochaping.produce.input.InputFile;
import io.haochaping.produce.input.Reason;
import io.haochaping.produce.mapping.MappedRecord;
import io.haochaping.produce.mapping.Mapping;
import io.haochaping.produce.mapping.MappingFile;
import io.haochaping.produce.say.Refusal;
import io.haochaping.produce.topic.Cluster;
import io.haochaping.produce.topic.TargetTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Maps a whole file, shows the first records and what would become of all lines, and sends nothing. Needs no broker; where one is named, the topic is checked as well. */
final class DryRun implements MappedLines.Sink {
    private static final int LARGEST_VALUE = 1 << 20;

    private final ProduceOptions options;
    private final Console console;
    private final long now = System.currentTimeMillis();
    private final Totals totals = new Totals();
    private final TickPlan plan = new TickPlan();
    private ErrorFile errors;
    private int shown;
    private long laterVersionFrom;

    DryRun(ProduceOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    /** False where lines would be refused. */
    boolean run() throws IOException, Refusal {
        Mapping mapping = MappingFile.read(options.mapping());
        TopicFit.tellLaterVersion(console, mapping);
        laterVersionFrom = mapping.laterVersionFromMillis();
        InputFile file = ProduceRun.input(options, mapping);
        file.check();
        if (!options.topic().isEmpty() && !options.servers().isEmpty()) {
            TargetTopic.check(Cluster.of(options.servers(), options.properties()), options.topic());
        }
        // An error file holds raw lines: a run that only looks writes one where it was asked to.
        errors = options.errorsNamed() ? ErrorFile.at(options.errors()) : null;
        try (MappedLines lines = new MappedLines(
                file, mapping, options.historical(), now, (record, value) -> value.length <= LARGEST_VALUE)) {
            RunReport.tellUnused(console, lines.unused());
            Progress progress = new Progress(console, "mapping", "映射", Files.size(options.file()));
            while (lines.next(this)) {
                progress.at(totals.lines(), lines.bytesRead(), totals.refusedLines());
            }
        } finally {
            if (errors != null) {
                errors.flush();
                errors.close();
            }
        }
        tell();
        return totals.refusedLines() == 0;
    }

    @Override
    public void mapped(long line, List<MappedLines.Encoded> records) {
        totals.line();
        if (records.isEmpty()) {
            totals.leftOut();
        }
        for (MappedLines.Encoded encoded : records) {
            MappedRecord record = encoded.record();
            totals.mapped(line, record, options.historical() ? record.firstAppend() : now, laterVersionFrom);
            plan.add(line, Math.max(0, record.firstAppend()));
            if (shown < options.show()) {
                shown++;
                show(line, record, encoded.value().length);
            }
        }
    }

    private void show(long line, MappedRecord record, int bytes) {
        Map<String, String> fields = ShownRecord.fields(record);
        if (console.json()) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("line", line);
            values.put("kind", record.kind().id());
            values.put("bytes", bytes);
            values.put("fields", fields);
            console.event("record", values);
            return;
        }
        StringBuilder text = new StringBuilder();
        text.append(line)
                .append(": ")
                .append(record.kind().id())
                .append(", ")
                .append(bytes)
                .append(" B");
        fields.forEach((name, value) ->
                text.append("\n    ").append(name).append(" = ").append(value));
        console.result(text.toString());
    }

    @Override
    public void refused(long line, String raw, Reason reason, String column) throws Refusal {
        totals.line();
        totals.refused(line, reason, column);
        if (errors != null) {
            errors.add(line, column, reason, raw);
        }
    }

    private void tell() {
        console.say(
                String.format("Dry run: %,d lines, nothing was sent.", totals.lines()),
                String.format("试运行：%,d 行，未发送任何记录。", totals.lines()));
        totals.tell(console, options.historical());
        if (options.historical() && !options.moreFollows()) {
            console.say(
                    String.format(
                            "  ticks: %,d rounds, one per day that can be told apart, and one at the end",
                            plan.daily().size() + 1),
                    String.format("  时刻标记：%,d 轮（可区分的每天一轮，末尾一轮）", plan.daily().size() + 1));
            RunReport.warnUnsorted(console, plan);
        }
        if (console.json()) {
            Map<String, Object> values = new LinkedHashMap<>(totals.values());
            values.put("sent", 0);
            console.event("dry-run", values);
        }
    }
}
