package io.haochaping.fold.shadow;

import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.fold.shadow.Comparison.Moved;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Counts the same records under two rules and says what moved the figures, rating by rating. Keeps every record in memory, some hundred bytes each. Records of one partition come in
 * their order. Dated counts are looked at whether their day has come or not.
 */
public final class Shadow {
    private final Side own;
    private final Side other;
    private final Set<CaseKey> cases = new LinkedHashSet<>();

    /** @param doors makes the door of each rules, which have a say in it */
    public Shadow(Function<RuleBook, Intake> doors, RuleBook ownRules, RuleBook otherRules, Limits limits) {
        this.own = new Side(doors.apply(ownRules), ownRules, limits);
        this.other = new Side(doors.apply(otherRules), otherRules, limits);
    }

    public void receive(RawRecord raw) {
        CaseKey key = own.receive(raw);
        CaseKey same = other.receive(raw);
        if (key != null) {
            cases.add(key);
        }
        if (same != null) {
            cases.add(same);
        }
    }

    /**
     * Ends the reading.
     *
     * @param from first instant of the period, milliseconds, a full hour
     * @param to first instant behind it
     */
    public Comparison compare(long from, long to) {
        own.period(from, to);
        other.period(from, to);
        Map<Movement, Moved> movements = new EnumMap<>(Movement.class);
        for (CaseKey key : cases) {
            Map<String, Fate> before = own.account(key);
            Map<String, Fate> after = other.account(key);
            Set<String> ratings = new TreeSet<>(before.keySet());
            ratings.addAll(after.keySet());
            for (String rating : ratings) {
                compare(before.getOrDefault(rating, Fate.NONE), after.getOrDefault(rating, Fate.NONE), movements);
            }
        }
        return new Comparison(own.sums(), other.sums(), movements);
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
