package io.haochaping.explain;

import io.haochaping.domain.cut.OffsetSpan;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.intake.Decoded;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.Reason;
import io.haochaping.kit.Decisions;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** From a case to all its records and what they contribute, and from one record to what became of it. */
final class CaseSearch {
    /** A refused record. */
    record RefusedRecord(Place place, Reason reason, String redriveOf) {}

    /**
     * A case.
     *
     * @param records in the order in which they happened
     * @param refused records under the same key of the topic that were refused, as far as one was looked for
     */
    record Found(List<Held> records, List<CaseAccount.Told> told, List<RefusedRecord> refused) {
        /** What gave a record its class. */
        CaseAccount.Told classOf(Place place) {
            return told.stream()
                    .filter(one -> one.what().cause().givesClass()
                            && one.what().row().kind() == io.haochaping.domain.row.RowKind.EQUATION
                            && one.record().place().equals(place))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What lies at a place. */
    sealed interface Fate {
        /** Outside of the cut. */
        record Outside(OffsetSpan span) implements Fate {}

        /** The cut has no such partition. */
        record NoPartition() implements Fate {}

        /** No record: a marker of a transaction, or a record of one that was aborted. */
        record Control() implements Fate {}

        record Tick(Decoded.Ticked tick) implements Fate {}

        record Refused(RefusedRecord record) implements Fate {}

        record Received(Held record, Found of) implements Fate {}
    }

    private final Scan scan;
    private final Decisions decisions;
    private final StoreCut cut;
    private final PrintStream progress;

    CaseSearch(Scan scan, Decisions decisions, StoreCut cut, PrintStream progress) {
        this.scan = scan;
        this.decisions = decisions;
        this.cut = cut;
        this.progress = progress;
    }

    /** @param topicKey key under which refused records are looked for; empty: none is */
    Found find(CaseKey key, String topicKey) throws Refusal, InterruptedException {
        List<Held> records = Collections.synchronizedList(new ArrayList<>());
        List<RefusedRecord> refused = Collections.synchronizedList(new ArrayList<>());
        byte[] sought = topicKey.getBytes(StandardCharsets.UTF_8);
        scan.read(
                cut.spans(),
                (raw, decoded, booked) -> {
                    if (decoded instanceof Decoded.Received received
                            && received.fact().key.equals(key)) {
                        records.add(new Held(received.fact(), raw.offset()));
                    } else if (decoded instanceof Decoded.Refused no
                            && sought.length > 0
                            && Arrays.equals(sought, raw.key())) {
                        refused.add(refused(raw, no));
                    }
                },
                new Progress(progress, "归集记录 gathering records", cut.offsets()));
        records.sort(Comparator.comparing(Held::place));
        refused.sort(Comparator.comparing(RefusedRecord::place));
        long minutesAfter = cut.completeThrough() - decisions.limits().minuteRetention();
        List<CaseAccount.Told> told = new CaseAccount(decisions, minutesAfter).of(records);
        records.sort(
                Comparator.comparingLong((Held held) -> held.fact().ownTime).thenComparing(Held::place));
        return new Found(records, told, refused);
    }

    private static RefusedRecord refused(RawRecord raw, Decoded.Refused no) {
        String link = raw.redriveOf() == null ? "" : new String(raw.redriveOf(), StandardCharsets.UTF_8);
        return new RefusedRecord(new Place(raw.topic(), raw.partition(), raw.offset()), no.reason(), link);
    }

    Fate fate(Place place) throws Refusal, InterruptedException {
        TopicPartition source = new TopicPartition(place.topic(), place.partition());
        OffsetSpan span = cut.spans().get(source);
        if (span == null) {
            return new Fate.NoPartition();
        }
        if (place.offset() < span.start() || place.offset() >= span.end()) {
            return new Fate.Outside(span);
        }
        AtomicReference<Fate> seen = new AtomicReference<>(new Fate.Control());
        AtomicReference<Held> received = new AtomicReference<>();
        SortedMap<TopicPartition, OffsetSpan> upTo = new TreeMap<>();
        upTo.put(source, new OffsetSpan(span.start(), place.offset() + 1));
        scan.read(
                upTo,
                (raw, decoded, booked) -> {
                    if (raw.offset() != place.offset()) {
                        return;
                    }
                    if (decoded instanceof Decoded.Received one) {
                        received.set(new Held(one.fact(), raw.offset()));
                    } else if (decoded instanceof Decoded.Refused no) {
                        seen.set(new Fate.Refused(refused(raw, no)));
                    } else if (decoded instanceof Decoded.Ticked tick) {
                        seen.set(new Fate.Tick(tick));
                    }
                },
                new Progress(progress, "读取分区 reading the partition", place.offset() + 1 - span.start()));
        return received.get() == null
                ? seen.get()
                : new Fate.Received(received.get(), find(received.get().fact().key, ""));
    }
}
