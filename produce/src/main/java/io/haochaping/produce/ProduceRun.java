package io.haochaping.produce;

import io.haochaping.produce.input.InputFile;
import io.haochaping.produce.input.Reason;
import io.haochaping.produce.mapping.Mapping;
import io.haochaping.produce.mapping.MappingFile;
import io.haochaping.produce.mapping.RecordKind;
import io.haochaping.produce.say.Refusal;
import io.haochaping.produce.topic.Cluster;
import io.haochaping.produce.topic.Holdings;
import io.haochaping.produce.topic.LineSender;
import io.haochaping.produce.topic.LookThrough;
import io.haochaping.produce.topic.TargetTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends a file. Every run goes through the whole file again, so that totals and error file speak of all of it; only the lines behind the last one that the topic holds are sent.
 */
final class ProduceRun implements MappedLines.Sink {
    /** Readers of committed records wait behind an open transaction. */
    private static final long LONGEST_TRANSACTION_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final double WORTH_SORTING = 0.1;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(ZoneId.of("Asia/Shanghai"));

    private final ProduceOptions options;
    private final Console console;
    private final AtomicBoolean stop;
    private final long now = System.currentTimeMillis();
    private final Totals totals = new Totals();
    private final Deque<TickPlan.PlannedTick> ticksAhead = new ArrayDeque<>();
    private Mapping mapping;
    private String digest;
    private TargetTopic topic;
    private Holdings holdings;
    private LineSender sender;
    private ErrorFile errors;
    private long sentRecords;
    private long sentTicks;
    private long linesInTransaction;
    private long transactionBegan;
    private long lastLine;
    private long lastTick;
    private long lastAppend;

    ProduceRun(ProduceOptions options, Console console, AtomicBoolean stop) {
        this.options = options;
        this.console = console;
        this.stop = stop;
    }

    static InputFile input(ProduceOptions options, Mapping mapping) {
        return new InputFile(
                options.file(), options.format(), options.charset(), options.delimiter(), mapping.header());
    }

    /** False where lines were refused, or the run was stopped before the end. */
    boolean run() throws IOException, Refusal {
        mapping = MappingFile.read(options.mapping());
        InputFile file = input(options, mapping);
        file.check();
        file.open(mapping.columns()).close();
        Cluster cluster = Cluster.of(options.servers(), options.properties());
        topic = TargetTopic.check(cluster, options.topic());
        warnOfTopic();
        Optional<Checkpoint> checkpoint = Checkpoint.read(options.state()).filter(this::isOfThisTopic);
        errors = ErrorFile.at(options.errors());
        FileStamp stamp = FileStamp.of(options.file());
        digest = FileDigest.of(options.file(), new Progress(console, "reading", "读取", Files.size(options.file())));
        requireSameFile(checkpoint);
        try (LineSender opened = LineSender.open(cluster, topic, digest, mapping.digest(), options.historical())) {
            sender = opened;
            holdings = look(cluster, checkpoint.filter(noted -> noted.file().equals(digest)));
            requireFit();
            lastLine = holdings.line();
            lastTick = holdings.lastTick();
            lastAppend = holdings.lastAppend();
            TickPlan plan = options.historical() ? plan(file) : new TickPlan();
            sendAll(file, plan);
            requireUnchanged(stamp);
            return conclude(plan);
        } finally {
            errors.close();
        }
    }

    static void tellUnused(Console console, List<String> unused) {
        if (!unused.isEmpty()) {
            console.say(
                    "Columns that the mapping does not use: " + String.join(", ", unused) + ".",
                    "映射文件未使用的列：" + String.join("、", unused) + "。");
        }
    }

    private void warnOfTopic() {
        for (RecordKind kind : mapping.kinds()) {
            if (!kind.isUsuallyIn(topic.name())) {
                console.warn(
                        "By the standard configuration a " + kind.id() + " belongs on " + kind.topic()
                                + (kind == RecordKind.RATING ? "*" : "") + ", not on " + topic.name()
                                + ": unless the job is configured so, it does not read it.",
                        "按标准配置，" + kind.id() + " 记录应写入 " + kind.topic() + (kind == RecordKind.RATING ? "*" : "")
                                + "，而不是 " + topic.name() + "：除非作业如此配置，否则不会读取。");
            }
        }
    }

    private boolean isOfThisTopic(Checkpoint checkpoint) {
        return checkpoint.topicId().equals(topic.id()) && checkpoint.holdings().ends().length == topic.partitions();
    }

    private void requireSameFile(Optional<Checkpoint> checkpoint) throws Refusal {
        boolean other = checkpoint.isPresent()
                && !checkpoint.get().file().equals(digest)
                && checkpoint.get().holdings().line() > 0;
        if (other) {
            long line = checkpoint.get().holdings().line();
            throw Refusal.failure(
                    options.file() + " has changed since its lines up to " + line + " were sent to " + topic.name()
                            + " (noted in "
                            + options.state()
                            + "): which of its lines are new, nobody can say. Put the file back as it was, or put"
                            + " the new lines alone into a file of their own.",
                    options.file() + " 的第 " + line + " 行及之前已发送到 " + topic.name() + "（见 " + options.state()
                            + "），此后文件被修改：无法判断哪些行是新的。请恢复原文件，或把新行单独存成一个文件。");
        }
    }

    private Holdings look(Cluster cluster, Optional<Checkpoint> checkpoint) throws Refusal {
        Holdings before = checkpoint.map(this::noted).orElse(Holdings.nothing(topic.partitions()));
        if (options.firstSend() && checkpoint.isEmpty()) {
            return before;
        }
        long[] toldAt = {System.nanoTime()};
        return LookThrough.of(cluster, topic, digest, mapping.digest(), before, left -> {
            if (System.nanoTime() - toldAt[0] > TimeUnit.SECONDS.toNanos(2)) {
                toldAt[0] = System.nanoTime();
                console.say(
                        String.format("looking which lines %s holds already: %,d records left", topic.name(), left),
                        String.format("正在查看 %s 中已有哪些行：还剩 %,d 条记录", topic.name(), left));
            }
        });
    }

    private Holdings noted(Checkpoint checkpoint) {
        Holdings noted = checkpoint.holdings();
        return noted.line() > 0 && !checkpoint.mapping().equals(mapping.digest()) ? noted.ofOtherMapping() : noted;
    }

    private void requireFit() throws Refusal {
        if (holdings.otherMapping()) {
            throw Refusal.failure(
                    topic.name() + " holds lines of " + options.file() + " (up to " + holdings.line()
                            + ") that another mapping file made: what is sent now would not fit them. Use that mapping file, or put the"
                            + " lines that are still to be sent into a file of their own.",
                    topic.name() + " 中已有 " + options.file() + " 的行（至第 " + holdings.line()
                            + " 行），由另一个映射文件产生，与现在要发送的不一致。请使用当时的映射文件，或把尚未发送的行单独存成一个文件。");
        }
        if (options.historical() && holdings.withoutHeader() > 0) {
            throw Refusal.wrongUse(
                    topic.name()
                            + " is no copy: records in it do not say when they were first appended. A historical export goes to a"
                            + " topic of its own, such as " + topic.name() + "-history.",
                    topic.name() + " 不是副本：其中的记录没有首次写入时间。历史数据请写入单独的主题，例如 " + topic.name() + "-history。");
        }
        if (!options.historical() && holdings.withHeader() > 0) {
            throw Refusal.wrongUse(
                    topic.name()
                            + " holds a copy: its records say when they were first appended, and the door refuses one that does"
                            + " not. A live feed goes to a topic of its own; history goes with --historical.",
                    topic.name() + " 中是副本：其记录带有首次写入时间，没有该时间的记录会被入口拒绝。实时数据请写入单独的主题；历史数据请用 --historical。");
        }
        if (holdings.line() > 0) {
            console.say(
                    String.format(
                            "Lines up to %,d are in %s already; going on behind them.", holdings.line(), topic.name()),
                    String.format("第 %,d 行及之前已在 %s 中；从其后继续。", holdings.line(), topic.name()));
        }
    }

    private TickPlan plan(InputFile file) throws IOException, Refusal {
        TickPlan plan = new TickPlan();
        long[] early = new long[2];
        MappedLines.Sink planning = new MappedLines.Sink() {
            @Override
            public void mapped(long line, List<MappedLines.Encoded> records) {
                for (MappedLines.Encoded encoded : records) {
                    long append = encoded.record().firstAppend();
                    plan.add(line, append);
                    if (line > holdings.line() && append < holdings.lastTick()) {
                        early[0]++;
                        early[1] = early[1] == 0 ? line : early[1];
                    }
                }
            }

            @Override
            public void refused(long line, String raw, Reason reason, String column) {
                // Told when the file is sent.
            }
        };
        Progress progress = new Progress(console, "planning the ticks", "安排时刻标记", Files.size(options.file()));
        try (MappedLines lines = lines(file)) {
            long number = 0;
            while (!stop.get() && lines.next(planning)) {
                progress.at(++number, lines.bytesRead(), 0);
            }
        }
        if (stop.get()) {
            return plan;
        }
        requireLater(early[0], early[1]);
        requireThrough(plan);
        if (!options.moreFollows()) {
            warnUnsorted(console, plan);
            plan.daily().stream()
                    .filter(tick -> tick.at() > holdings.lastTick() && tick.afterLine() >= holdings.line())
                    .forEach(ticksAhead::add);
        }
        return plan;
    }

    private void requireLater(long early, long firstLine) throws Refusal {
        if (early == 0) {
            return;
        }
        String tick = time(holdings.lastTick());
        throw Refusal.failure(
                String.format(
                        "%,d records (first: line %d) were first appended before %s, the last tick that %s holds: behind it they would"
                                + " count as appended then. Nothing was sent. Send the files of a copy with --more-follows on all but the"
                                + " last one, or put this one into another copy.",
                        early, firstLine, tick, topic.name()),
                String.format(
                        "%,d 条记录（首见第 %d 行）的首次写入时间早于 %s 中最后的时刻标记 %s，写在其后会被视为届时才写入。未发送任何记录。"
                                + "请在发送副本的各文件时，除最后一个外都加 --more-follows，或写入另一个副本主题。",
                        early, firstLine, topic.name(), tick));
    }

    private void requireThrough(TickPlan plan) throws Refusal {
        if (options.completeThrough().isEmpty()) {
            return;
        }
        long through = options.completeThrough().getAsLong();
        if (through > now) {
            throw Refusal.wrongUse(
                    "--complete-through lies in the future: nobody knows what will be appended until then.",
                    "--complete-through 在将来：届时会写入什么尚不可知。");
        }
        long latest = Math.max(plan.latest(), holdings.lastAppend());
        if (through < latest) {
            throw Refusal.wrongUse(
                    "--complete-through lies before " + time(latest)
                            + ", when the last record of the copy was first appended.",
                    "--complete-through 早于副本中最后一条记录的首次写入时间 " + time(latest) + "。");
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

    private MappedLines lines(InputFile file) throws IOException, Refusal {
        return new MappedLines(file, mapping, options.historical(), now, sender::takes);
    }

    private void sendAll(InputFile file, TickPlan plan) throws IOException, Refusal {
        Progress progress = new Progress(console, "sending", "发送", Files.size(options.file()));
        try (MappedLines lines = lines(file)) {
            tellUnused(console, lines.unused());
            transactionBegan = System.nanoTime();
            while (!stop.get() && lines.next(this)) {
                progress.at(totals.lines(), lines.bytesRead(), totals.refusedLines());
                if (linesInTransaction >= options.batch()
                        || System.nanoTime() - transactionBegan > LONGEST_TRANSACTION_NANOS) {
                    commit();
                }
            }
        }
        if (!stop.get() && options.historical() && !options.moreFollows()) {
            sendTicks(Long.MAX_VALUE);
            sendLastTick(plan);
        }
        commit();
    }

    @Override
    public void mapped(long line, List<MappedLines.Encoded> records) throws Refusal {
        totals.line();
        if (records.isEmpty()) {
            totals.leftOut();
        }
        sendTicks(line);
        for (MappedLines.Encoded encoded : records) {
            totals.mapped(
                    line,
                    encoded.record(),
                    options.historical() ? encoded.record().firstAppend() : now);
            if (line > holdings.line()) {
                sender.send(line, encoded.record(), encoded.value());
                sentRecords++;
                lastLine = line;
                lastAppend = options.historical()
                        ? Math.max(lastAppend, encoded.record().firstAppend())
                        : lastAppend;
            }
        }
        linesInTransaction++;
    }

    /** The ticks that stand behind an earlier line than this one. Told as part of that line, for they go with it or before the next one. */
    private void sendTicks(long before) throws Refusal {
        while (!ticksAhead.isEmpty() && ticksAhead.peek().afterLine() < before) {
            TickPlan.PlannedTick tick = ticksAhead.poll();
            sendTick(tick.afterLine(), tick.at());
        }
    }

    private void sendLastTick(TickPlan plan) throws Refusal {
        long latest = Math.max(plan.latest(), holdings.lastAppend());
        long at = options.completeThrough().orElse(latest);
        if (at >= 0 && at > holdings.lastTick()) {
            sendTick(lastLine, at);
        }
    }

    private void sendTick(long line, long at) throws Refusal {
        sender.tick(line, at);
        sentTicks++;
        lastTick = Math.max(lastTick, at);
    }

    @Override
    public void refused(long line, String raw, Reason reason, String column) throws Refusal {
        totals.line();
        totals.refused(line, reason, column);
        errors.add(line, column, reason, raw);
        linesInTransaction++;
    }

    private void commit() throws Refusal {
        errors.flush();
        sender.commit();
        if (lastLine > holdings.line() || sentTicks > 0) {
            new Checkpoint(Checkpoint.FORMAT, digest, mapping.digest(), topic.name(), topic.id(), noted())
                    .write(options.state());
        }
        linesInTransaction = 0;
        transactionBegan = System.nanoTime();
    }

    /** What is known of the topic now: everything that this run sent is committed and acknowledged. */
    private Holdings noted() {
        return new Holdings(
                lastLine,
                false,
                lastTick,
                lastAppend,
                holdings.withHeader() + (options.historical() ? sentRecords : 0),
                holdings.withoutHeader() + (options.historical() ? 0 : sentRecords),
                sender.ends(holdings.ends()));
    }

    private void requireUnchanged(FileStamp before) throws IOException, Refusal {
        if (stop.get() || before.equals(FileStamp.of(options.file()))) {
            return;
        }
        Progress progress = new Progress(console, "checking", "核对", Files.size(options.file()));
        if (!FileDigest.of(options.file(), progress).equals(digest)) {
            throw Refusal.failure(
                    options.file() + " was changed while it was being sent: what is in " + topic.name()
                            + " is partly of the one and partly of the other. Let the export end before the command begins.",
                    options.file() + " 在发送过程中被修改：" + topic.name() + " 中的数据一部分来自旧内容，一部分来自新内容。请在导出完成后再运行。");
        }
    }

    private boolean conclude(TickPlan plan) {
        boolean whole = !stop.get();
        tell(whole);
        if (whole && options.historical()) {
            tellWhatNext(plan);
        }
        return whole && totals.refusedLines() == 0;
    }

    private void tell(boolean whole) {
        if (whole) {
            console.say(
                    String.format(
                            "Done: %,d lines, %,d records sent to %s in this run.",
                            totals.lines(), sentRecords, topic.name()),
                    String.format("完成：共 %,d 行，本次向 %s 发送 %,d 条记录。", totals.lines(), topic.name(), sentRecords));
            totals.tell(console, options.historical());
        } else {
            console.say(
                    String.format(
                            "Stopped: %,d records sent to %s in this run. Run the command again to go on.",
                            sentRecords, topic.name()),
                    String.format("已停止：本次向 %s 发送 %,d 条记录。再次运行即可继续。", topic.name(), sentRecords));
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
            values.put("sent", sentRecords);
            values.put("ticks", sentTicks);
            values.put("lastLine", lastLine);
            values.put("complete", whole);
            values.put("topic", topic.name());
            if (totals.refusedLines() > 0) {
                values.put("errors", options.errors().toString());
            }
            console.event("done", values);
        }
    }

    private void tellWhatNext(TickPlan plan) {
        if (options.moreFollows()) {
            console.say(
                    "This copy has no ticks yet: send its last file without --more-follows.",
                    "该副本还没有时刻标记：发送最后一个文件时不要加 --more-follows。");
            return;
        }
        String through = time(options.completeThrough().orElse(Math.max(plan.latest(), holdings.lastAppend())));
        console.say(
                String.format("""
                        %1$s is a copy, complete through %2$s (%3$,d rounds of ticks in this run). A copy joins a running store only by
                        rebuild and switch:
                          1. add %1$s to kafka.copied-topics of the job's configuration: only there the header counts;
                          2. rebuild: run the job with that configuration into a new schema (store.schema), from scratch, until it has
                             read every copy to its end;
                          3. compare, and switch the views of the old schema to the new one.
                        Do not add partitions to %1$s, and do not write a live feed into it.""", topic.name(), through, sentTicks),
                String.format("""
                        %1$s 是副本，完整至 %2$s（本次写入 %3$,d 轮时刻标记）。副本只能通过“重建并切换”并入正在运行的库：
                          1. 在作业配置的 kafka.copied-topics 中加入 %1$s：只有这样，首次写入时间才算数；
                          2. 重建：用该配置让作业从头写入一个新的 schema（store.schema），直到读完每个副本；
                          3. 比对，然后把旧 schema 的视图切换到新的 schema。
                        不要给 %1$s 增加分区，也不要向其中写入实时数据。""", topic.name(), through, sentTicks));
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }
}
