package io.haochaping.explain;

import io.haochaping.intake.Decoded;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * From rows to their records, in bounded memory: the first reading finds the cases that may touch the rows by a cheap test, the second gathers those cases and asks the ledger. Of more
 * cases than fit it gathers a share at a time, each at the price of one more reading.
 */
final class FigureSearch {
    /** A fact with its texts and its place among the gathered ones. */
    private static final int BYTES_PER_RECORD = 1_500;

    private final Scan scan;
    private final Decisions decisions;
    private final StoreCut cut;
    private final PrintStream progress;
    private final int mostRecords;

    FigureSearch(Scan scan, Decisions decisions, StoreCut cut, PrintStream progress) {
        this(scan, decisions, cut, progress, roomFor(Runtime.getRuntime().maxMemory() / 2));
    }

    FigureSearch(Scan scan, Decisions decisions, StoreCut cut, PrintStream progress, int mostRecords) {
        this.scan = scan;
        this.decisions = decisions;
        this.cut = cut;
        this.progress = progress;
        this.mostRecords = mostRecords;
    }

    private static int roomFor(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(10_000, bytes / BYTES_PER_RECORD));
    }

    Lines find(Target target, Metric metric, int most) throws Refusal, InterruptedException {
        Lines lines = new Lines(target, metric, most, decisions.rules().get());
        CaseSet touched = new CaseSet();
        scan.read(
                cut.spans(),
                (raw, decoded, booked) -> {
                    if (decoded instanceof Decoded.Received received && target.mayTouch(received.fact())) {
                        touched.add(received.fact().key);
                    }
                    take(lines, raw, decoded, booked);
                },
                new Progress(progress, "1 查找办件 finding cases", cut.offsets()));
        if (touched.size() > 0) {
            gather(lines, touched);
        }
        return lines;
    }

    private static void take(Lines lines, RawRecord raw, Decoded decoded, List<Scan.Booked> booked) {
        for (Scan.Booked one : booked) {
            boolean refused =
                    decoded instanceof Decoded.Refused && one.row().toString().startsWith("equation|");
            Sentence reason = refused
                    ? new Sentence(
                            "隔离：" + ((Decoded.Refused) decoded).reason().chinese(),
                            "quarantined: "
                                    + ((Decoded.Refused) decoded).reason().sentence())
                    : new Sentence(
                            "非复制主题的记录带有首次追加时间头，已忽略",
                            "it carries the header of copied topics on a topic that is none, which is ignored");
            String cause = refused ? ((Decoded.Refused) decoded).reason().code() : "stray-append-header";
            lines.take(new Place(raw.topic(), raw.partition(), raw.offset()), one, cause, reason);
        }
    }

    private void gather(Lines lines, CaseSet touched) throws Refusal, InterruptedException {
        long minutesAfter = cut.completeThrough() - decisions.limits().minuteRetention();
        CaseAccount account = new CaseAccount(decisions, minutesAfter);
        Deque<GatheredCases.Share> shares = new ArrayDeque<>(List.of(GatheredCases.Share.ALL));
        int reading = 1;
        while (!shares.isEmpty()) {
            GatheredCases gathered = new GatheredCases(shares.pop(), mostRecords);
            scan.read(
                    cut.spans(),
                    (raw, decoded, booked) -> {
                        if (decoded instanceof Decoded.Received received && touched.contains(received.fact().key)) {
                            gathered.take(new Held(received.fact(), raw.offset()));
                        }
                    },
                    new Progress(progress, ++reading + " 归集记录 gathering records", cut.offsets()));
            shares.addAll(gathered.left());
            gathered.cases().forEach(records -> lines.take(account.of(records)));
        }
    }
}
