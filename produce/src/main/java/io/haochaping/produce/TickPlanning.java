package io.haochaping.produce;

import io.haochaping.produce.input.Reason;
import io.haochaping.produce.say.Refusal;
import io.haochaping.produce.topic.Holdings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Goes through a historical export once before anything is sent: where its ticks can stand, and whether what the topic holds lets it be sent at all.
 *
 * @param now milliseconds
 */
record TickPlanning(
        ProduceOptions options, Console console, AtomicBoolean stop, String topic, Holdings holdings, long now) {

    /** @throws Refusal where a record is older than the last tick of the copy, or the time it is to be complete through cannot be meant */
    TickPlan plan(MappedLines opened) throws IOException, Refusal {
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
        try (MappedLines lines = opened) {
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
            RunReport.warnUnsorted(console, plan);
        }
        return plan;
    }

    private void requireLater(long early, long firstLine) throws Refusal {
        if (early == 0) {
            return;
        }
        String tick = RunReport.time(holdings.lastTick());
        throw Refusal.failure(
                String.format(
                        "%,d records (first: line %d) were first appended before %s, the last tick that %s holds: behind it they would"
                                + " count as appended then. Nothing was sent. Send the files of a copy with --more-follows on all but the"
                                + " last one, or put this one into another copy.",
                        early, firstLine, tick, topic),
                String.format(
                        "%,d 条记录（首见第 %d 行）的首次写入时间早于 %s 中最后的时刻标记 %s，写在其后会被视为届时才写入。未发送任何记录。"
                                + "请在发送副本的各文件时，除最后一个外都加 --more-follows，或写入另一个副本主题。",
                        early, firstLine, topic, tick));
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
                    "--complete-through lies before " + RunReport.time(latest)
                            + ", when the last record of the copy was first appended.",
                    "--complete-through 早于副本中最后一条记录的首次写入时间 " + RunReport.time(latest) + "。");
        }
    }
}
