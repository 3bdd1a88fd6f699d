package io.haochaping.fold;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TickRounds;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.fraud.FraudCells;
import io.haochaping.domain.fraud.RatingTraces;
import io.haochaping.domain.ledger.CaseLedger;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.domain.tally.Tally;
import io.haochaping.intake.Decoded;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceReading;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The whole computation as a plain loop over the domain: no engine, no state backend, no checkpoint. One oracle of the tests (store = fold = truth) and the yardstick of the
 * benchmark. Records of one partition must come in their order; partitions may interleave at will.
 */
public final class ReferenceFold {
    private static final int TABLES = RowSums.TABLES;

    private final Intake intake;
    private final SourceReading reading;
    private final FraudCells fraud;
    private final ByteTable cells = new ByteTable();
    private final CaseLedger ledger;
    /** By the hash of the case, as the rows are. */
    private final ByteTable[] cases = new ByteTable[TABLES];

    private final RowSums rows = new RowSums();
    private final TickRounds rounds = new TickRounds();
    private final Limits limits;

    public ReferenceFold(Intake intake, RuleBook rules, Limits limits, WorkingDays workingDays, MonthCutOff cutOffs) {
        this.intake = intake;
        Arrays.setAll(cases, table -> new ByteTable());
        this.fraud = new FraudCells(rules, limits);
        this.reading = new SourceReading(intake, rows::add);
        this.ledger = new CaseLedger(rules, limits, workingDays, cutOffs);
        this.limits = limits;
    }

    /** Flags too, whose raters go by these pseudonyms; a fold that does not is the yardstick of figures alone. */
    public ReferenceFold flagging(RatingTraces traces) {
        intake.tracing(traces, trace -> fraud.receive(cells, trace, rows::add));
        return this;
    }

    /** Leaves minute rows out that the cut will not hold: those up to {@code completeThrough} − K, where that is known before. */
    public ReferenceFold ofCutCompleteThrough(long completeThrough) {
        ledger.keepingMinutesAfter(completeThrough - limits.minuteRetention());
        return this;
    }

    /** Says from where a partition is read, so that one without any record has its place in the cut too. */
    public void start(TopicPartition source, long offset) {
        reading.resume(PartitionProgress.starting(source, offset));
    }

    public void receive(RawRecord raw) {
        Decoded decoded = reading.read(raw);
        if (decoded instanceof Decoded.Received received) {
            ByteTable table = cases[(int) received.fact().key.high() & TABLES - 1];
            ledger.receive(table, received.fact()).forEach(rows::add);
        } else if (decoded instanceof Decoded.Ticked tick && tick.valid()) {
            rounds.announce(tick.time(), tick.round());
        }
    }

    /** Takes over what another fold has read, of other partitions and other cases; the other one is used up. */
    public void merge(ReferenceFold other) {
        other.reading.progress().forEach(reading::resume);
        other.rounds.open().forEach((time, open) -> open.forEach(round -> rounds.announce(time, round)));
        rows.takeOver(other.rows);
    }

    public Collection<PartitionProgress> progress() {
        return reading.progress();
    }

    public long completeThrough() {
        Map<TopicPartition, Long> ticks = new HashMap<>();
        reading.progress().forEach(partition -> ticks.put(partition.source(), partition.lastTick()));
        return rounds.advance(ticks);
    }

    /** Rows in memory: the canonical ones, and those that are no longer kept. */
    public int rowsHeld() {
        return rows.size();
    }

    /** The canonical rows of the cut that has been read: every row that is not zero, minute rows only while they are kept. */
    public SortedMap<RowKey, Tally> canonicalRows() {
        SortedMap<RowKey, Tally> canonical = new TreeMap<>();
        forEachCanonicalRow(canonical::put);
        return canonical;
    }

    /** The same in no order, for who only writes them out. */
    public void forEachCanonicalRow(BiConsumer<RowKey, Tally> reader) {
        long minutesFrom = completeThrough() - limits.minuteRetention();
        rows.forEach((row, sum) -> {
            boolean kept = row.kind() != RowKind.MINUTE || row.time() > minutesFrom;
            if (kept) {
                reader.accept(row, sum);
            }
        });
    }
}
