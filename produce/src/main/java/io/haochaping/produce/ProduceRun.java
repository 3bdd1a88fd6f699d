package io.haochaping.produce;

import io.haochaping.produce.input.InputFile;
import io.haochaping.produce.input.Reason;
import io.haochaping.produce.mapping.Mapping;
import io.haochaping.produce.mapping.MappingFile;
import io.haochaping.produce.say.Refusal;
import io.haochaping.produce.topic.Cluster;
import io.haochaping.produce.topic.Holdings;
import io.haochaping.produce.topic.LineSender;
import io.haochaping.produce.topic.LookThrough;
import io.haochaping.produce.topic.TargetTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends a file. Every run goes through the whole file again, so that totals and error file speak of all of it; only the lines behind the last one that the topic holds are sent.
 */
final class ProduceRun implements MappedLines.Sink {
    /** Readers of committed records wait behind an open transaction. */
    private static final long LONGEST_TRANSACTION_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ProduceOptions options;
    private final Console console;
    private final AtomicBoolean stop;
    private final long now = System.currentTimeMillis();
    private final Totals totals = new Totals();
    private final Deque<TickPlan.PlannedTick> ticksAhead = new ArrayDeque<>();
    private RunReport report;
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
        report = new RunReport(options, console, topic.name());
        TopicFit fit = new TopicFit(options, console, topic.name());
        fit.warnOfKinds(mapping);
        fit.requireDayOfLaterVersion(mapping, now);
        Optional<Checkpoint> checkpoint = Checkpoint.read(options.state()).filter(this::isOfThisTopic);
        errors = ErrorFile.at(options.errors());
        FileStamp stamp = FileStamp.of(options.file());
        digest = FileDigest.of(options.file(), new Progress(console, "reading", "读取", Files.size(options.file())));
        fit.requireSameFile(checkpoint, digest);
        try (LineSender opened = LineSender.open(cluster, topic, digest, mapping.digest(), options.historical())) {
            sender = opened;
            holdings = look(cluster, checkpoint.filter(noted -> noted.file().equals(digest)));
            fit.require(holdings);
            lastLine = holdings.line();
            lastTick = holdings.lastTick();
            lastAppend = holdings.lastAppend();
            TickPlan plan = options.historical() ? plan(file) : new TickPlan();
            if (options.historical() && !stop.get() && !options.moreFollows()) {
                plan.daily().stream()
                        .filter(tick -> tick.at() > holdings.lastTick() && tick.afterLine() >= holdings.line())
                        .forEach(ticksAhead::add);
            }
            sendAll(file, plan);
            requireUnchanged(stamp);
            return conclude(plan);
        } finally {
            errors.close();
        }
    }

    private boolean isOfThisTopic(Checkpoint checkpoint) {
        return checkpoint.topicId().equals(topic.id()) && checkpoint.holdings().ends().length == topic.partitions();
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

    private TickPlan plan(InputFile file) throws IOException, Refusal {
        return new TickPlanning(options, console, stop, topic.name(), holdings, now).plan(lines(file));
    }

    private MappedLines lines(InputFile file) throws IOException, Refusal {
        return new MappedLines(file, mapping, options.historical(), now, sender::takes);
    }

    private void sendAll(InputFile file, TickPlan plan) throws IOException, Refusal {
        Progress progress = new Progress(console, "sending", "发送", Files.size(options.file()));
        try (MappedLines lines = lines(file)) {
            RunReport.tellUnused(console, lines.unused());
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
                    options.historical() ? encoded.record().firstAppend() : now,
                    mapping.laterVersionFromMillis());
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
        report.tell(new RunReport.Sent(whole, sentRecords, sentTicks, lastLine), totals);
        if (whole && options.historical()) {
            report.tellWhatNext(
                    options.completeThrough().orElse(Math.max(plan.latest(), holdings.lastAppend())), sentTicks);
        }
        return whole && totals.refusedLines() == 0;
    }
}
