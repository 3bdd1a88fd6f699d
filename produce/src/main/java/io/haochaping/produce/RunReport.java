package io.haochaping.produce;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the user is told of a file and of the end of a run. */
record RunReport(ProduceOptions options, Console console, String topic) {

    private static final double WORTH_SORTING = 0.1;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(ZoneId.of("Asia/Shanghai"));

    /**
     * What this run did.
     *
     * @param whole whether it came to the end of the file
     * @param lastLine that the topic holds now
     */
    record Sent(boolean whole, long records, long ticks, long lastLine) {}

    static void tellUnused(Console console, List<String> unused) {
        if (!unused.isEmpty()) {
            console.say(
                    "Columns that the mapping does not use: " + String.join(", ", unused) + ".",
                    "映射文件未使用的列：" + String.join("、", unused) + "。");
        }
    }

    static void warnUnsorted(Console console, TickPlan plan) {
        double delay = plan.delay();
        if (delay > WORTH_SORTING) {
            console.warn(
                    String.format(
                            Locale.ROOT,
                            "The lines are not in the order of their first append times: the ticks stand %.0f %% of the file later than"
                                    + " they could. Every record keeps its own time; but sort the file, and a rebuild needs less memory.",
                            100 * delay),
                    String.format(
                            Locale.ROOT,
                            "各行未按首次写入时间排序：时刻标记比可能的位置平均晚文件的 %.0f %%。每条记录仍保有自己的时间；但先排序可使重建占用更少内存。",
                            100 * delay));
        }
    }

    void tell(Sent sent, Totals totals) {
        if (sent.whole()) {
            console.say(
                    String.format(
                            "Done: %,d lines, %,d records sent to %s in this run.",
                            totals.lines(), sent.records(), topic),
                    String.format("完成：共 %,d 行，本次向 %s 发送 %,d 条记录。", totals.lines(), topic, sent.records()));
            totals.tell(console, options.historical());
        } else {
            console.say(
                    String.format(
                            "Stopped: %,d records sent to %s in this run. Run the command again to go on.",
                            sent.records(), topic),
                    String.format("已停止：本次向 %s 发送 %,d 条记录。再次运行即可继续。", topic, sent.records()));
        }
        if (totals.refusedLines() > 0) {
            console.say(
                    "The refused lines are in " + options.errors()
                            + ", with their raw text: it may hold personal data. Mend them and send"
                            + " them as a file of their own.",
                    "被拒绝的行及其原文在 " + options.errors() + " 中，可能含个人信息。请修正后作为单独的文件发送。");
        }
        if (console.json()) {
            Map<String, Object> values = new LinkedHashMap<>(totals.values());
            values.put("sent", sent.records());
            values.put("ticks", sent.ticks());
            values.put("lastLine", sent.lastLine());
            values.put("complete", sent.whole());
            values.put("topic", topic);
            if (totals.refusedLines() > 0) {
                values.put("errors", options.errors().toString());
            }
            console.event("done", values);
        }
    }

    /** @param completeThrough of the copy, milliseconds */
    void tellWhatNext(long completeThrough, long sentTicks) {
        if (options.moreFollows()) {
            console.say(
                    "This copy has no ticks yet: send its last file without --more-follows.",
                    "该副本还没有时刻标记：发送最后一个文件时不要加 --more-follows。");
            return;
        }
        String through = time(completeThrough);
        console.say(String.format("""
                        %1$s is a copy, complete through %2$s (%3$,d rounds of ticks in this run). A copy joins a running store only by
                        rebuild and switch:
                          1. add %1$s to kafka.copied-topics of the job's configuration: only there the header counts;
                             and to kafka.finished-copies, so that nothing is called settled before it has been read;
                          2. rebuild: run the job with that configuration into a new schema (store.schema), from scratch, until it has
                             read every copy to its end;
                          3. compare, and switch the views of the old schema to the new one.
                        Do not add partitions to %1$s, and do not write a live feed into it.""", topic, through, sentTicks), String.format("""
                        %1$s 是副本，完整至 %2$s（本次写入 %3$,d 轮时刻标记）。副本只能通过“重建并切换”并入正在运行的库：
                          1. 在作业配置的 kafka.copied-topics 中加入 %1$s：只有这样，首次写入时间才算数；
                             并加入 kafka.finished-copies：读完之前不会把任何月份标为已定；
                          2. 重建：用该配置让作业从头写入一个新的 schema（store.schema），直到读完每个副本；
                          3. 比对，然后把旧 schema 的视图切换到新的 schema。
                        不要给 %1$s 增加分区，也不要向其中写入实时数据。""", topic, through, sentTicks));
    }

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }
}
