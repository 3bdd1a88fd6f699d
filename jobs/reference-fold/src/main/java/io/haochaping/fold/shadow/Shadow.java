package io.haochaping.fold.shadow;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.fold.shadow.Comparison.Moved;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Counts the same records under two rules and says what moved the figures, rating by rating. Dated counts are looked at whether their day has come or not.
 *
 * <p>The memory it needs is bounded: a first reading marks the cases that may touch the period, a second gathers their records and lets both ledgers account for them. Where they do not fit it
 * gathers a share of the cases, the others in further readings. What it says does not depend on how many there were.
 */
public final class Shadow {
    /** Marks of cases by some bits of their keys, 16 MB: two cases of one mark are both gathered, which costs room and changes nothing. */
    private static final int MARK_BITS = 27;

    private final Side own;
    private final Side other;
    private final long to;
    private final long earliest;
    private final int mostFacts;
    private final BitSet marks = new BitSet(1 << MARK_BITS);
    private final Map<Movement, Moved> movements = new EnumMap<>(Movement.class);
    private int readings;
    private int mostHeld;

    /** Records that can be read again and again: the same ones each time, those of one partition in their order. */
    @FunctionalInterface
    public interface Records {
        void readInto(Consumer<RawRecord> taker);
    }

    /**
     * @param doors makes the door of each rules, which have a say in it
     * @param from first instant of the period, milliseconds, a full hour
     * @param to first instant behind it
     * @param mostFacts how many records of cases may be held at once, as each side reads them
     */
    public Shadow(
            Function<RuleBook, Intake> doors,
            RuleBook ownRules,
            RuleBook otherRules,
            Limits limits,
            long from,
            long to,
            int mostFacts) {
        this.own = new Side(doors.apply(ownRules), ownRules, limits, from, to);
        this.other = new Side(doors.apply(otherRules), otherRules, limits, from, to);
        this.to = to;
        int defaultDays = Math.max(ownRules.longestDefaultDays(), otherRules.longestDefaultDays());
        this.earliest = from - (defaultDays + 1) * ShanghaiTime.MILLIS_PER_DAY;
        this.mostFacts = mostFacts;
    }

    /** Reads the records, twice or more. */
    public Comparison compare(Records records) {
        read(records, this::mark);
        Deque<GatheredFacts.Share> shares = new ArrayDeque<>();
        shares.add(GatheredFacts.Share.ALL);
        while (!shares.isEmpty()) {
            GatheredFacts gathered = new GatheredFacts(shares.pop(), mostFacts);
            read(records, (one, same) -> {
                CaseKey key = one == null ? same.key : one.key;
                if (marks.get(markOf(key))) {
                    gathered.take(key, one, same);
                }
            });
            mostHeld = Math.max(mostHeld, gathered.facts());
            shares.addAll(gathered.left());
            gathered.cases().values().forEach(this::compare);
        }
        return new Comparison(own.sums(), other.sums(), movements);
    }

    /** How often the records were read. */
    public int readings() {
        return readings;
    }

    /** The most facts that were held at the end of a reading. */
    public int mostHeld() {
        return mostHeld;
    }

    private void read(Records records, BiConsumer<Fact, Fact> taker) {
        own.rewind();
        other.rewind();
        records.readInto(raw -> {
            Fact one = own.receive(raw);
            Fact same = other.receive(raw);
            if (one != null || same != null) {
                taker.accept(one, same);
            }
        });
        readings++;
    }

    private void mark(Fact one, Fact same) {
        Fact read = one == null ? same : one;
        // Times are content of the record, and no rules change them. A default lies so many days behind its completion.
        if (mayTouch(read.ownTime) || mayTouch(read.completedAt)) {
            marks.set(markOf(read.key));
        }
    }

    private boolean mayTouch(long time) {
        return time >= earliest && time < to;
    }

    private static int markOf(CaseKey key) {
        return (int) (key.high() & (1 << MARK_BITS) - 1);
    }

    private void compare(GatheredFacts.Case gathered) {
        Map<String, Fate> before = own.account(gathered.own());
        Map<String, Fate> after = other.account(gathered.other());
        Set<String> ratings = new TreeSet<>(before.keySet());
        ratings.addAll(after.keySet());
        for (String rating : ratings) {
            compare(before.getOrDefault(rating, Fate.NONE), after.getOrDefault(rating, Fate.NONE), movements);
        }
    }

    private static void compare(Fate before, Fate after, Map<Movement, Moved> movements) {
        Sums change = after.counts().minus(before.counts());
        if (change.equals(Sums.ZERO)) {
            return;
        }
        if (before.isInPeriod() && after.isInPeriod() && before.level() == after.level()) {
            shown(before.counts(), after.counts(), movements);
        } else {
            move(movements, causeOf(before, after), change);
        }
    }

    /** The same rating with the same level, shown otherwise: by the scale, by the distribution, or by both. */
    private static void shown(Sums before, Sums after, Map<Movement, Moved> movements) {
        boolean isLeftOut = before.inDistribution() != after.inDistribution();
        Sums change = after.minus(before);
        Sums byLevel = new Sums(0, change.good(), 0, isLeftOut ? 0 : change.goodInDistribution());
        if (isLeftOut) {
            move(movements, Movement.LEFT_OUT, change.minus(byLevel));
        }
        if (!byLevel.equals(Sums.ZERO)) {
            move(movements, Movement.LEVELS, byLevel);
        }
    }

    private static Movement causeOf(Fate before, Fate after) {
        if (before.read() != after.read()) {
            return Movement.CODES;
        }
        if (before.isInPeriod() && after.isInPeriod()) {
            return !before.isRecord() ? Movement.DEFAULT : Movement.RE_RATING;
        }
        if (before.counted() && after.counted()) {
            return Movement.DATED;
        }
        Fate missing = before.isInPeriod() ? after : before;
        if (missing.recordClass() == null) {
            return Movement.DEFAULT;
        }
        return switch (missing.recordClass()) {
            case AFTER_WINDOW -> Movement.WINDOW;
            case HIGHER_REVISION, EARLIER, LATER, SAME_TIME -> Movement.COMPETITION;
            default -> Movement.OTHER;
        };
    }

    private static void move(Map<Movement, Moved> movements, Movement cause, Sums change) {
        movements.put(cause, movements.getOrDefault(cause, Moved.NONE).plus(change));
    }
}
