package io.haochaping.domain.ledger;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import java.util.Arrays;

/**
 * What one session of a case contributes: docs/counting.md section 5. A pure function of its records; the order in which they are given does not
 * matter. Holds scratch fields only, so that one instance serves a thread.
 */
final class SessionEvaluation {
    private final RuleBook rules;
    private final Limits limits;
    private final HandlingTime handlingTime;
    private final ComplaintEvaluation complaints;

    private World world;
    private Fact[] records;
    private int size;
    private Fact acceptance;
    private Fact completion;
    private boolean hasCaseEvent;
    private boolean hasRealRating;
    private boolean hasRatingRecord;
    private boolean rated;
    private int[] voidOrdinals = new int[4];
    private int voids;
    private int[] excludedOrdinals = new int[4];
    private int exclusions;

    SessionEvaluation(RuleBook rules, Limits limits, WorkingDays workingDays) {
        this.rules = rules;
        this.limits = limits;
        this.handlingTime = new HandlingTime(workingDays);
        this.complaints = new ComplaintEvaluation(rules, limits, workingDays);
    }

    /** Evaluates {@code session[from, to)}; sorts that range in place. */
    void evaluate(Fact[] session, int from, int to, World into) {
        records = from == 0 ? session : Arrays.copyOfRange(session, from, to);
        size = to - from;
        world = into;
        Arrays.sort(records, 0, size, Precedence.BY_PLACE);
        survey();
        bookDecisions();
        bookCaseEvents();
        bookRatings();
        bookSteps();
        bookCompletion();
        complaints.evaluate(records, size, world);
        raiseFlags();
    }

    /** Finds what the rest depends on: winners of the case events, and which ratings there are. */
    private void survey() {
        acceptance = null;
        completion = null;
        hasCaseEvent = false;
        hasRealRating = false;
        hasRatingRecord = false;
        rated = false;
        voids = 0;
        exclusions = 0;
        for (int i = 0; i < size; i++) {
            Fact record = records[i];
            hasCaseEvent |= record.kind.isCaseEvent();
            hasRatingRecord |= record.kind == FactKind.RATING;
            hasRealRating |= record.kind == FactKind.RATING && !record.isDefault;
            if (record.kind == FactKind.ACCEPTED && acceptance == null) {
                acceptance = record;
            } else if (record.kind == FactKind.COMPLETED && completion == null) {
                completion = record;
            }
        }
        if (!hasCaseEvent) {
            completion = carriedCompletion();
        }
    }

    private Fact carriedCompletion() {
        Fact best = null;
        for (int i = 0; i < size; i++) {
            Fact record = records[i];
            boolean carries = record.kind == FactKind.RATING && isUsable(record.completedAt, record);
            if (carries && (best == null || isBetter(record, best))) {
                best = record;
            }
        }
        return best;
    }

    private static boolean isBetter(Fact one, Fact other) {
        int byRevision = Integer.compare(other.revision, one.revision);
        return byRevision != 0 ? byRevision < 0 : Precedence.byTimeAndContent(one, other) < 0;
    }

    /** A carried time opens a bucket only near its carrier: at most L before it, at most H after it. */
    private boolean isUsable(long carried, Fact carrier) {
        return carried != 0
                && carried >= carrier.ownTime - limits.sessionLength()
                && carried <= carrier.ownTime + limits.horizon();
    }

    private boolean takesPlace(int i) {
        return i == 0 || Precedence.samePlace(records[i - 1], records[i]) != 0;
    }

    private boolean decides(int i) {
        return i == size - 1 || Precedence.samePlace(records[i], records[i + 1]) != 0;
    }

    private void bookDecisions() {
        for (int i = 0; i < size && Precedence.place(records[i]) <= Precedence.EXCLUSION; i++) {
            Fact record = records[i];
            if (!decides(i)) {
                world.book(record, Figure.SUPERSEDED);
                continue;
            }
            world.book(record, Figure.COUNTED);
            if (record.step == Step.INVALID_GRANTED) {
                voidOrdinals = with(voidOrdinals, voids++, record.ordinal);
                countStep(record);
            } else if (record.step == Step.EXCLUDE) {
                excludedOrdinals = with(excludedOrdinals, exclusions++, record.ordinal);
            }
        }
    }

    private static int[] with(int[] ordinals, int count, int ordinal) {
        int[] room = count == ordinals.length ? Arrays.copyOf(ordinals, count * 2) : ordinals;
        room[count] = ordinal;
        return room;
    }

    private static boolean contains(int[] ordinals, int count, int ordinal) {
        for (int i = 0; i < count; i++) {
            if (ordinals[i] == ordinal) {
                return true;
            }
        }
        return false;
    }

    private void bookCaseEvents() {
        for (int i = 0; i < size; i++) {
            Fact record = records[i];
            if (!record.kind.isCaseEvent()) {
                continue;
            }
            boolean counts = takesPlace(i);
            world.book(record, counts ? Figure.COUNTED : Figure.SUPERSEDED);
            if (counts && record.kind != FactKind.COMPLETED) {
                Figure figure = record.kind == FactKind.ACCEPTED ? Figure.ACCEPTED : Figure.SERVED;
                leafOf(record, record.ownTime, false).add(figure, 1);
            }
        }
    }

    private World leafOf(Fact record, long time, boolean dated) {
        Rules holding = rules.at(record.dimensions.region(), record.ownTime);
        return world.leaf(time, dated, record.dimensions, holding.version());
    }

    private void bookRatings() {
        for (int i = 0; i < size; i++) {
            Fact record = records[i];
            if (record.kind == FactKind.RATING) {
                bookRating(record, takesPlace(i) && !(record.isDefault && hasRealRating));
            }
        }
        if (completion != null && completion.kind == FactKind.COMPLETED && !hasRatingRecord) {
            generateDefault();
        }
    }

    private void bookRating(Fact rating, boolean effective) {
        if (!effective) {
            world.book(rating, Figure.SUPERSEDED);
        } else if (contains(voidOrdinals, voids, rating.ordinal)) {
            world.book(rating, Figure.VOIDED);
        } else if (contains(excludedOrdinals, exclusions, rating.ordinal)) {
            world.book(rating, Figure.EXCLUDED);
        } else {
            world.book(rating, Figure.COUNTED);
            if (rating.isDefault) {
                countSentDefault(rating);
            } else {
                countRealRating(rating);
            }
        }
    }

    private void countRealRating(Fact rating) {
        rated = true;
        leafOf(rating, rating.ownTime, false).add(Figure.level(rating.level), 1);
        if (rating.level <= 2) {
            if (rating.realName) {
                world.add(Figure.REAL_NAME_BAD, 1);
            }
            world.badReview(rating);
        }
        if (!hasCaseEvent && completion == null) {
            world.add(Figure.UNMATCHED, 1);
        }
        share(rating, rating.ownTime, Figure.SHARED_RATINGS);
        for (String tag : rating.tags) {
            world.tag(rating, tag);
        }
    }

    private void countSentDefault(Fact rating) {
        Rules holding = caseRules(rating.dimensions);
        boolean dated = holding.hasDefaults() && completion != null;
        long time = dated ? ShanghaiTime.endOfDayAfter(completionTime(), holding.defaultAfterDays()) : rating.ownTime;
        leafOf(rating, time, dated).add(Figure.defaultLevel(rating.level), 1);
    }

    private void generateDefault() {
        Rules holding = caseRules(completion.dimensions);
        if (!holding.hasDefaults()) {
            return;
        }
        long time = ShanghaiTime.endOfDayAfter(completion.ownTime, holding.defaultAfterDays());
        world.leaf(time, true, completion.dimensions.asDefault(), holding.version())
                .add(Figure.defaultLevel(holding.defaultLevel()), 1)
                .add(Figure.GENERATED_DEFAULTS, 1);
    }

    /** Identity, defaults and deadlines go by the rules of the case's anchor: its acceptance, else its earliest own time. */
    private Rules caseRules(Dimensions at) {
        long anchor = acceptance != null ? acceptance.ownTime : Long.MAX_VALUE;
        for (int i = 0; acceptance == null && i < size; i++) {
            anchor = Math.min(anchor, records[i].ownTime);
        }
        return rules.at(at.region(), anchor);
    }

    private long completionTime() {
        return completion.kind == FactKind.COMPLETED ? completion.ownTime : completion.completedAt;
    }

    private void share(Fact record, long time, Figure figure) {
        for (String item : record.participating) {
            Rules holding = rules.at(record.dimensions.region(), record.ownTime);
            world.leaf(time, false, record.dimensions.withItem(item), holding.version())
                    .addToHour(figure.number(), 1);
        }
    }

    private void bookSteps() {
        for (int i = 0; i < size; i++) {
            if (Precedence.place(records[i]) >= Precedence.ORDER_STEP) {
                boolean counts = takesPlace(i);
                world.book(records[i], counts ? Figure.COUNTED : Figure.SUPERSEDED);
                if (counts) {
                    countStep(records[i]);
                }
            }
        }
    }

    private void countStep(Fact record) {
        if (record.step.figure() == null) {
            return;
        }
        leafOf(record, record.ownTime, false).add(record.step.figure(), 1);
        Rules holding = rules.at(record.dimensions.region(), record.ownTime);
        if (record.step == Step.RERATED && record.level >= holding.goodFrom()) {
            world.add(Figure.ORDER_RERATED_GOOD, 1);
        }
    }

    private void bookCompletion() {
        if (completion == null) {
            return;
        }
        long completedAt = completionTime();
        leafOf(completion, completedAt, false).add(Figure.COMPLETED, 1);
        if (rated) {
            world.add(Figure.RATED_CASES, 1);
        }
        long acceptedAt = acceptedAt();
        if (acceptedAt != 0 && acceptedAt <= completedAt) {
            countDuration(acceptedAt, completedAt);
        } else if (acceptedAt != 0) {
            world.flag("completed-before-accepted", completion.dimensions.department());
        }
        share(completion, completedAt, Figure.SHARED_COMPLETED);
    }

    private long acceptedAt() {
        if (acceptance != null) {
            return acceptance.ownTime;
        }
        return isUsable(completion.acceptedAt, completion) ? completion.acceptedAt : 0;
    }

    private void countDuration(long acceptedAt, long completedAt) {
        long[] special = completion.kind == FactKind.COMPLETED ? completion.specialSpans : Fact.NO_SPANS;
        handlingTime.measure(acceptedAt, completedAt, special);
        long seconds = handlingTime.calendarSeconds();
        world.add(Figure.TIMED, 1).add(Figure.CALENDAR_SECONDS, seconds);
        world.addToHour(HandlingTime.calendarBucket(seconds), 1);
        if (handlingTime.knowsWorkingTime()) {
            long working = handlingTime.workingSeconds();
            world.add(Figure.WORKING_TIMED, 1).add(Figure.WORKING_SECONDS, working);
            world.addToHour(HandlingTime.workingBucket(working), 1);
        }
    }

    private void raiseFlags() {
        if (!world.isOfAll()) {
            return;
        }
        for (int i = 0; i < size; i++) {
            Fact record = records[i];
            raiseOwnFlags(record.flags);
            String department = record.dimensions.department();
            if (isFar(record.acceptedAt, record) || isFar(record.completedAt, record)) {
                world.flag("carried-out-of-range", department);
            }
            if (record.kind == FactKind.RATING && acceptance != null && record.ownTime < acceptance.ownTime) {
                world.flag("rated-before-accepted", department);
            }
        }
    }

    /** A record that earned a flag twice, by two over-long tags say, is still one record. */
    private void raiseOwnFlags(String[] flags) {
        for (int i = 0; i < flags.length; i += 2) {
            boolean first = true;
            for (int earlier = 0; earlier < i && first; earlier += 2) {
                first = !(flags[earlier].equals(flags[i]) && flags[earlier + 1].equals(flags[i + 1]));
            }
            if (first) {
                world.flag(flags[i], flags[i + 1]);
            }
        }
    }

    private boolean isFar(long carried, Fact carrier) {
        return carried != 0 && !isUsable(carried, carrier);
    }
}
