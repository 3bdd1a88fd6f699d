package io.haochaping.domain.ledger;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.rules.LimitLengths;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * What one session of a case contributes: docs/counting.md section 5. A pure function of its records; the order in which they are given does not
 * matter. Holds scratch fields only, so that one instance serves a thread.
 */
final class SessionEvaluation {
    private final RuleBook rules;
    private final Limits limits;
    private final HandlingTime handlingTime;
    private final ComplaintEvaluation complaints;
    private final LimitEvaluation caseLimits;
    private final OrderEvaluation orders;

    private World world;
    private Fact[] records;
    private int size;
    private Fact acceptance;
    private Fact completion;
    private boolean hasCaseEvent;
    private boolean hasRealRating;
    private boolean hasRatingRecord;
    /** A counted rating that is not a default; null: none. */
    private Fact ratedBy;
    /** By the anchor of the case: what concerns the whole session. */
    private Rules caseRules;

    private final RatingPlaces places = new RatingPlaces();
    private int[] voidOrdinals = new int[4];
    private int voids;
    private final IntPredicate isVoid = ordinal -> contains(voidOrdinals, voids, ordinal);
    private int[] excludedOrdinals = new int[4];
    private int exclusions;

    SessionEvaluation(RuleBook rules, Limits limits, WorkingDays workingDays) {
        this.rules = rules;
        this.limits = limits;
        this.handlingTime = new HandlingTime(workingDays);
        this.caseLimits = new LimitEvaluation(workingDays);
        this.orders = new OrderEvaluation(workingDays);
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
        orders.evaluate(records, size, caseRules, isVoid, world);
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
        ratedBy = null;
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
        caseRules = caseRules();
        places.begin(records, size, caseRules, completion == null ? 0 : completionTime());
    }

    /** The rules of where the case belongs, at its acceptance, else at its earliest own time. */
    private Rules caseRules() {
        Fact earliest = records[0];
        for (int i = 1; i < size; i++) {
            earliest = Precedence.byTimeAndContent(records[i], earliest) < 0 ? records[i] : earliest;
        }
        Fact known = completion != null ? completion : earliest;
        return acceptance != null
                ? rules.at(acceptance.dimensions.region(), acceptance.ownTime)
                : rules.at(known.dimensions.region(), earliest.ownTime);
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
                bookSuperseded(i);
                standAsideAsStep(record);
                continue;
            }
            bookCounted(record);
            if (record.step == Step.INVALID_GRANTED) {
                voidOrdinals = with(voidOrdinals, voids++, record.ordinal);
                countStep(record);
            } else if (record.step == Step.EXCLUDE) {
                excludedOrdinals = with(excludedOrdinals, exclusions++, record.ordinal);
            }
        }
    }

    private void bookCounted(Fact record) {
        world.because(Cause.TAKES_ITS_PLACE, record, null).book(record, Figure.COUNTED);
    }

    private void bookSuperseded(int i) {
        if (world.isWitnessed()) {
            Fact winner = competition().winnerOver(i);
            world.because(competition().causeOf(winner, records[i]), records[i], winner);
        }
        world.book(records[i], Figure.SUPERSEDED);
    }

    private Competition competition() {
        return new Competition(records, size, hasRealRating);
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
            if (counts) {
                bookCounted(record);
            } else {
                bookSuperseded(i);
            }
            if (record.kind != FactKind.COMPLETED) {
                countEvent(record, counts);
            } else if (!counts && world.isWitnessed()) {
                leafOf(record, record.ownTime, false).add(Figure.COMPLETED, 0);
            }
        }
    }

    private void countEvent(Fact record, boolean counts) {
        boolean acceptedNow = record.kind == FactKind.ACCEPTED;
        Figure figure = acceptedNow ? Figure.ACCEPTED : Figure.SERVED;
        if (counts) {
            world.because(acceptedNow ? Cause.ACCEPTANCE : Cause.SERVICE, record, null);
            leafOf(record, record.ownTime, false).add(figure, 1);
        } else if (world.isWitnessed()) {
            leafOf(record, record.ownTime, false).add(figure, 0);
        }
    }

    private World leafOf(Fact record, long time, boolean dated) {
        Rules holding = rules.at(record.dimensions.region(), record.ownTime);
        return world.leaf(time, dated, record.dimensions, holding);
    }

    private void bookRatings() {
        for (int i = 0; i < size; i++) {
            Fact record = records[i];
            if (record.kind == FactKind.RATING) {
                bookRating(i);
            }
        }
        if (completion != null && completion.kind == FactKind.COMPLETED) {
            if (!hasRatingRecord) {
                world.because(Cause.DEFAULT_GENERATED, completion, null);
                generateDefault(1);
            } else if (world.isWitnessed()) {
                world.because(
                        Cause.DEFAULT_TAKEN_BACK, completion, competition().firstRating());
                generateDefault(0);
            }
        }
    }

    private boolean isEffective(int i) {
        Fact rating = records[i];
        if (rating.isDefault) {
            return takesPlace(i) && !hasRealRating;
        }
        return caseRules.ratesPlainly() ? takesPlace(i) : places.bestInPlaceOf(rating) == rating;
    }

    private void bookRating(int i) {
        Fact rating = records[i];
        if (!rating.isDefault && places.isTooLate(rating)) {
            bookTooLate(rating);
        } else if (!isEffective(i)) {
            bookSupersededRating(i);
        } else if (isVoid.test(rating.ordinal)) {
            if (world.isWitnessed()) {
                world.because(Cause.VOIDED_BY, rating, competition().lastOf(Step.INVALID_GRANTED, rating.ordinal));
            }
            world.book(rating, Figure.VOIDED);
        } else if (contains(excludedOrdinals, exclusions, rating.ordinal)) {
            if (world.isWitnessed()) {
                world.because(Cause.EXCLUDED_BY, rating, competition().lastOf(Step.EXCLUDE, rating.ordinal));
            }
            world.book(rating, Figure.EXCLUDED);
        } else {
            bookCounted(rating);
            if (rating.isDefault) {
                countSentDefault(rating, 1);
            } else {
                countRealRating(rating);
            }
            return;
        }
        if (world.isWitnessed()) {
            standAside(rating);
        }
    }

    private void bookTooLate(Fact rating) {
        world.because(Cause.AFTER_WINDOW, rating, completion).book(rating, Figure.EXCLUDED);
        world.flag("rated-after-window", rating.dimensions.department());
    }

    private void bookSupersededRating(int i) {
        Fact rating = records[i];
        if (rating.isDefault || caseRules.ratesPlainly()) {
            bookSuperseded(i);
            return;
        }
        if (world.isWitnessed()) {
            Fact winner = places.bestInPlaceOf(rating);
            world.because(competition().causeOf(winner, rating), rating, winner);
        }
        world.book(rating, Figure.SUPERSEDED);
    }

    /** Shows where a rating that does not count would have counted; the reason has been given. */
    private void standAside(Fact rating) {
        if (rating.isDefault) {
            countSentDefault(rating, 0);
        } else {
            leafOf(rating, rating.ownTime, false).add(Figure.level(rating.level), 0);
        }
    }

    private void countRealRating(Fact rating) {
        ratedBy = ratedBy == null ? rating : ratedBy;
        Fact reRating = places.replacedBy(rating);
        int level = reRating == null ? rating.level : reRating.level;
        world.because(Cause.RATING, rating, reRating);
        leafOf(rating, rating.ownTime, false).add(Figure.level(level), 1);
        if (rating.level <= 2) {
            if (rating.realName) {
                world.add(Figure.REAL_NAME_BAD, 1);
            }
            world.badReview(rating);
        }
        if (!hasCaseEvent && completion == null) {
            world.because(Cause.UNMATCHED, rating, null).add(Figure.UNMATCHED, 1);
        }
        share(rating, rating.ownTime, Figure.SHARED_RATINGS);
        for (String tag : rating.tags) {
            world.because(Cause.TAG, rating, null).tag(rating, tag);
        }
    }

    private void countSentDefault(Fact rating, int amount) {
        boolean dated = caseRules.hasDefaults() && completion != null;
        long time = dated ? ShanghaiTime.endOfDayAfter(completionTime(), caseRules.defaultAfterDays()) : rating.ownTime;
        if (amount != 0) {
            world.because(Cause.DEFAULT_SENT, rating, dated ? completion : null);
        }
        leafOf(rating, time, dated).add(Figure.defaultLevel(rating.level), amount);
    }

    private void generateDefault(int amount) {
        if (!caseRules.hasDefaults()) {
            return;
        }
        long time = ShanghaiTime.endOfDayAfter(completion.ownTime, caseRules.defaultAfterDays());
        world.leaf(time, true, completion.dimensions.asDefault(), caseRules)
                .add(Figure.defaultLevel(caseRules.defaultLevel()), amount)
                .add(Figure.GENERATED_DEFAULTS, amount);
    }

    private long completionTime() {
        return completion.kind == FactKind.COMPLETED ? completion.ownTime : completion.completedAt;
    }

    private void share(Fact record, long time, Figure figure) {
        Rules holding = rules.at(record.dimensions.region(), record.ownTime);
        for (String item : holding.shares() ? record.participating : Fact.NO_TEXTS) {
            world.because(Cause.SHARED_ITEM, record, null);
            world.leaf(time, false, record.dimensions.withItem(item), holding).addToHour(figure.number(), 1);
        }
    }

    private void bookSteps() {
        for (int i = 0; i < size; i++) {
            if (Precedence.place(records[i]) >= Precedence.ORDER_STEP) {
                if (takesPlace(i) && places.isOneTooMany(records[i])) {
                    world.because(Cause.ONE_RE_RATING_TOO_MANY, records[i], null)
                            .book(records[i], Figure.SUPERSEDED);
                    standAsideAsStep(records[i]);
                } else if (takesPlace(i)) {
                    bookCounted(records[i]);
                    countStep(records[i]);
                } else {
                    bookSuperseded(i);
                    standAsideAsStep(records[i]);
                }
            }
        }
    }

    private void standAsideAsStep(Fact record) {
        if (world.isWitnessed() && record.step.figure() != null) {
            leafOf(record, record.ownTime, false).add(record.step.figure(), 0);
        }
    }

    private void countStep(Fact record) {
        if (record.step.figure() == null) {
            return;
        }
        world.because(Cause.STEP, record, null);
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
        boolean sent = completion.kind == FactKind.COMPLETED;
        world.because(sent ? Cause.COMPLETION : Cause.CARRIED_COMPLETION, completion, null);
        leafOf(completion, completedAt, false).add(Figure.COMPLETED, 1);
        if (ratedBy != null) {
            world.because(Cause.RATED_CASE, completion, ratedBy).add(Figure.RATED_CASES, 1);
        }
        long acceptedAt = acceptedAt();
        boolean timed = acceptedAt != 0 && acceptedAt <= completedAt;
        if (timed) {
            countDuration(acceptedAt, completedAt);
        }
        if (completion.limits != null) {
            LimitLengths lengths =
                    rules.at(completion.dimensions.region(), completion.ownTime).limitLengths();
            caseLimits.evaluate(completion, acceptance, acceptedAt, timed ? handlingTime : null, lengths, world);
        }
        if (acceptedAt != 0 && !timed) {
            world.because(Cause.FLAG, completion, acceptance);
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
        world.because(Cause.DURATION, completion, acceptance);
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
            world.because(Cause.FLAG, record, null);
            raiseOwnFlags(record.flags);
            String department = record.dimensions.department();
            if (record.limits != null) {
                LimitEvaluation.flagWhatCannotBeRead(record, world);
            }
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
