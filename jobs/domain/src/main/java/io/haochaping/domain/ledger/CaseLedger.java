package io.haochaping.domain.ledger;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactsCodec;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.OrderDeadline;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.domain.tally.Figure;
import java.util.Arrays;

/**
 * The ledger of cases: takes one record after another and says what each changes.
 *
 * <p>What a case contributes is a pure function of the multiset of its records (laws 2 and 8). So the ledger keeps the distinct records, and a change is
 * the contribution of all records with the new one minus the contribution without it. Nothing here knows the order of arrival or the time of day.
 *
 * <p>One instance per thread; the cases themselves stand in the table that is handed in.
 */
public final class CaseLedger {
    private final Limits limits;
    private final CutOffs cutOffs;
    private final RuleBook rules;
    private final int longestDefaultDays;
    private final int longestOrderMonths;
    private final SessionEvaluation session;
    private final FactsCodec codec = new FactsCodec();
    private final RowDeltas deltas = new RowDeltas();
    private final World world;
    private final ByteReader reader = new ByteReader();
    private final ByteWriter writer = new ByteWriter(1024);

    private Fact[] held = new Fact[8];
    private Fact[] scratch = new Fact[8];
    private int size;

    /** @param cutOffs of rules that do not say when their months close */
    public CaseLedger(RuleBook rules, Limits limits, WorkingDays workingDays, MonthCutOff cutOffs) {
        this.limits = limits;
        this.cutOffs = new CutOffs(rules, workingDays, cutOffs);
        this.rules = rules;
        this.longestDefaultDays = rules.longestDefaultDays();
        this.longestOrderMonths = rules.longestOrderMonths();
        this.session = new SessionEvaluation(rules, limits, workingDays);
        this.world = new World(this.cutOffs, deltas);
    }

    /**
     * Leaves out minute rows that a replay need not compute.
     *
     * @param instant completeThrough − K of the cut that is replayed: the minute rows after it are all that the cut holds
     */
    public CaseLedger keepingMinutesAfter(long instant) {
        world.keepMinutesAfter(instant);
        return this;
    }

    /** Tells the witness every contribution from now on: the old ones that a record takes back, then the new ones. Costs time; for those who ask why. */
    public CaseLedger witnessedBy(Witness witness) {
        world.tellTo(witness);
        return this;
    }

    /**
     * What all records of one case give, taken at once: each contribution is told once and nothing is taken back.
     *
     * @param received everything received of the case, copies included; of copies in one partition the first is the record
     * @return valid until the next call
     */
    public RowDeltas account(Iterable<Fact> received) {
        deltas.clear();
        size = 0;
        for (Fact record : received) {
            int copy = indexOfCopy(record);
            if (copy < 0) {
                hold(record);
            } else {
                bookDuplicate(record, held[copy]);
                held[copy] = mergedWith(record, held[copy]);
            }
        }
        evaluate(1);
        return deltas;
    }

    /** Takes a record in. The returned changes are valid until the next call. */
    public RowDeltas receive(ByteTable cases, Fact record) {
        deltas.clear();
        load(cases, record.key);
        int copy = indexOfCopy(record);
        if (copy < 0) {
            evaluate(-1);
            hold(record);
            evaluate(1);
            store(cases, record.key);
        } else {
            receiveCopy(cases, record, copy);
        }
        return deltas;
    }

    private void receiveCopy(ByteTable cases, Fact record, int index) {
        Fact known = held[index];
        bookDuplicate(record, known);
        Fact merged = mergedWith(record, known);
        if (merged != known) {
            evaluate(-1);
            held[index] = merged;
            evaluate(1);
            store(cases, record.key);
        }
    }

    private void bookDuplicate(Fact record, Fact known) {
        boolean takesOver = record.holdsBefore(known);
        Fact duplicate = takesOver ? known : record;
        world.ofAll(1, 0).because(Cause.COPY_OF, duplicate, takesOver ? record : known);
        world.book(duplicate, Figure.DUPLICATE);
    }

    /** The known record itself where its copy changes nothing. */
    private static Fact mergedWith(Fact record, Fact known) {
        boolean takesOver = record.holdsBefore(known);
        long appended = Math.min(known.appendedAt, record.appendedAt);
        return takesOver || appended != known.appendedAt ? known.heldBy(takesOver ? record : known, appended) : known;
    }

    /**
     * Forgets every session that nothing can change any more.
     *
     * @param readThrough everything appended before this instant has been received
     * @return how many records were forgotten
     */
    public int purge(ByteTable cases, long readThrough) {
        long soonest = Math.min(limits.sessionGap(), limits.sessionLength()) + limits.horizon() + 1;
        long[] due = new long[16];
        int[] count = {0};
        long[][] found = {due};
        cases.forEach((high, low, bytes, offset, length) -> {
            // A session may go at the earliest so long after its first record: the others need not be read.
            if (codec.readFirstTime(reader.reset(bytes, offset, length)) <= readThrough - soonest) {
                if (count[0] + 2 > found[0].length) {
                    found[0] = Arrays.copyOf(found[0], found[0].length * 2);
                }
                found[0][count[0]++] = high;
                found[0][count[0]++] = low;
            }
        });
        int forgotten = 0;
        for (int i = 0; i < count[0]; i += 2) {
            forgotten += purgeCase(cases, new CaseKey(found[0][i], found[0][i + 1]), readThrough);
        }
        return forgotten;
    }

    private int purgeCase(ByteTable cases, CaseKey key, long readThrough) {
        load(cases, key);
        sortByTime();
        int kept = 0;
        int before = size;
        for (int from = 0; from < before; ) {
            int to = sessionEnd(held, from, before);
            if (purgeableFrom(held[from].ownTime, held[to - 1].ownTime) > readThrough) {
                System.arraycopy(held, from, held, kept, to - from);
                kept += to - from;
            }
            from = to;
        }
        size = kept;
        if (kept == 0) {
            cases.remove(key.high(), key.low());
        } else if (kept < before) {
            store(cases, key);
        }
        return before - kept;
    }

    /**
     * When a session may be forgotten: a record that could still join it lies at most G after its last and at most L after its first record, and was
     * appended at most H after its own time.
     */
    private long purgeableFrom(long first, long last) {
        return Math.min(last + limits.sessionGap(), first + limits.sessionLength()) + limits.horizon() + 1;
    }

    private void load(ByteTable cases, CaseKey key) {
        size = 0;
        if (cases.read(key.high(), key.low(), reader)) {
            codec.read(key, reader, this::hold);
        }
    }

    private void store(ByteTable cases, CaseKey key) {
        sortByTime();
        codec.write(held, size, writer.clear());
        cases.put(key.high(), key.low(), writer.array(), 0, writer.length());
    }

    private void hold(Fact record) {
        if (size == held.length) {
            held = Arrays.copyOf(held, size * 2);
        }
        held[size++] = record;
    }

    private int indexOfCopy(Fact record) {
        for (int i = 0; i < size; i++) {
            if (held[i].isCopyOf(record)) {
                return i;
            }
        }
        return -1;
    }

    private void sortByTime() {
        if (size > 1) {
            Arrays.sort(held, 0, size, Precedence::byTimeAndContent);
        }
    }

    /** End of the session that begins at {@code from} among records sorted by own time. */
    private int sessionEnd(Fact[] sorted, int from, int end) {
        long first = sorted[from].ownTime;
        int to = from + 1;
        while (to < end
                && sorted[to].ownTime - sorted[to - 1].ownTime <= limits.sessionGap()
                && sorted[to].ownTime - first <= limits.sessionLength()) {
            to++;
        }
        return to;
    }

    private void evaluate(int sign) {
        if (size == 0) {
            return;
        }
        sortByTime();
        long lastAppended = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            lastAppended = Math.max(lastAppended, held[i].appendedAt);
        }
        evaluateSessions(world.ofAll(sign, lastAppended), Long.MAX_VALUE);
        // A month whose cut-off all records made needs no second look: World puts its leaves in time at once.
        int lastMonth = MonthCutOff.monthIndexOf(lastAppended);
        for (int month = earliestMonth(); month <= lastMonth; month++) {
            if (isReached(month)) {
                evaluateBeforeCutOffs(sign, month, lastAppended);
            }
        }
    }

    private void evaluateBeforeCutOffs(int sign, int month, long lastAppended) {
        for (MonthCutOff closing : cutOffs.different()) {
            long cutOff = closing.cutOffMillis(month);
            if (cutOff <= lastAppended) {
                evaluateSessions(world.before(sign, month, closing), cutOff);
            }
        }
    }

    private int earliestMonth() {
        long earliest = held[0].ownTime;
        for (int i = 0; i < size; i++) {
            earliest = earlierCarried(earliest, held[i].acceptedAt, held[i]);
            earliest = earlierCarried(earliest, held[i].completedAt, held[i]);
        }
        return MonthCutOff.monthIndexOf(earliest);
    }

    private long earlierCarried(long earliest, long carried, Fact carrier) {
        boolean near = carried != 0 && carried >= carrier.ownTime - limits.sessionLength();
        return near ? Math.min(earliest, carried) : earliest;
    }

    /** True where some record, or a time that it carries or causes, may fall into the month; only spares work. */
    private boolean isReached(int month) {
        for (int i = 0; i < size; i++) {
            Fact record = held[i];
            boolean reached = reaches(record.ownTime, month) || reaches(record.completedAt, month);
            if (reached
                    || record.complaint != null && reachesDeadlineOf(record, month)
                    || OrderDeadline.begins(record.step) && reachesDeadlineBehind(record, month)) {
                return true;
            }
        }
        return false;
    }

    /** Working days may stretch over a long holiday: of any two weeks at least one working day is taken for granted. */
    private boolean reachesDeadlineOf(Fact step, int month) {
        int own = MonthCutOff.monthIndexOf(step.ownTime);
        int days = rules.complaintsAt(step.dimensions.region(), step.ownTime).longestDays();
        return own <= month && month <= own + 1 + days / 2
                || reaches(step.complaint.acceptanceDueAt(), month)
                || reaches(step.complaint.completionDueAt(), month);
    }

    private boolean reachesDeadlineBehind(Fact begin, int month) {
        int own = MonthCutOff.monthIndexOf(begin.ownTime);
        return own <= month && month <= own + longestOrderMonths;
    }

    /** A default lies at most so many days after its completion, and a month has at least 28. */
    private boolean reaches(long time, int month) {
        if (time == 0) {
            return false;
        }
        int own = MonthCutOff.monthIndexOf(time);
        return own <= month && month <= own + 1 + longestDefaultDays / 28;
    }

    private void evaluateSessions(World into, long appendedBefore) {
        scratch = scratch.length < size ? new Fact[held.length] : scratch;
        int taken = 0;
        for (int i = 0; i < size; i++) {
            if (held[i].appendedAt < appendedBefore) {
                scratch[taken++] = held[i];
            }
        }
        for (int from = 0; from < taken; ) {
            int to = sessionEnd(scratch, from, taken);
            session.evaluate(scratch, from, to, into);
            from = to;
        }
    }
}
