package io.haochaping.traffic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Utils;

/** One case while it is told: its file, what has been sent, and the truth it contributes to. */
final class Story {
    private static final long DELIVERY = 90 * Span.SECOND;
    private static final long HORIZON = 62 * Span.DAY;
    private static final int REAL_NAME_IN = 3;

    final Run run;
    final World world;
    final Draw draw;
    final Clerk clerk;
    final TruthBuilder truth;
    CaseFile file;
    /** How this case's records are spelt, where that differs from the usual; it never changes what is true. */
    UnaryOperator<Draft> spelling = UnaryOperator.identity();

    private final int hours;
    private final List<Sent> sent = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();

    Story(Run run, World world, Draw draw, TruthBuilder truth, String number, int hours) {
        this.run = run;
        this.world = world;
        this.draw = draw;
        this.truth = truth;
        this.hours = hours;
        clerk = new Clerk(draw);
        file = world.file(draw, number);
        if (draw.oneIn(6)) {
            file = file.writtenIn(draw.of(RawCodes.SYSTEMS));
        }
    }

    /** What of this case lies in the topics, in no order. */
    List<Delivery> close() {
        sent.forEach(record -> record.book(truth));
        return deliveries;
    }

    // Times.

    /** A moment at which the case is filed that leaves the scenario the room it asks for. */
    long filed() {
        boolean office = !file.ratingChannel().equals("kiosk");
        return Rhythm.moment(draw, run.start(), run.end() - hours * Span.HOUR, office);
    }

    /** A moment from the first to the second number of minutes after another. */
    long after(long at, long fromMinutes, long toMinutes) {
        return at + draw.between(fromMinutes * Span.MINUTE, toMinutes * Span.MINUTE);
    }

    long soonAfter(long at) {
        return after(at, 2, 20);
    }

    long promptly(long at) {
        return at + draw.between(Span.SECOND, DELIVERY);
    }

    /** First moment that is too late for the month in which the given one lies. */
    long cutOff(long at) {
        return Run.cutOff(at).orElseThrow();
    }

    /** One to three days past the cut-off of the month of that moment. */
    long pastCutOff(long at) {
        return after(cutOff(at), 24 * 60, 72 * 60);
    }

    // Sending.

    Sent send(Draft draft) {
        return send(draft, promptly(draft.ownTime()));
    }

    Sent send(Draft plain, long at) {
        Draft draft = spelling.apply(plain);
        String topic = draft.kind == Kind.RATING ? Topics.ofRating(file.ratingChannel()) : draft.kind.topic();
        return send(draft, partition(topic, draft.text(draft.kind.key)), at);
    }

    private Sent send(Draft draft, SourcePartition where, long at) {
        Sent record = new Sent(this, draft);
        sent.add(record);
        deliver(record, where, at);
        return record;
    }

    void deliver(Sent record, SourcePartition where, long at) {
        long age = at - record.draft.ownTime();
        if (age < -Span.MINUTE || age > HORIZON - Span.DAY) {
            throw new IllegalStateException(
                    "The story sends a record that would be refused, at an age of " + age + " ms.");
        }
        place(record.draft, where, at, at);
        record.copies.add(new Sent.Copy(where, at));
    }

    /**
     * Sent while the broker's clock stood at an earlier time than its last tick: the tick counts.
     *
     * @param at place in the partition; at least one whole tick interval after {@code tickAt}
     * @param tickAt a tick at or after this stands before the record
     */
    Sent sendWithClockBehind(Draft draft, long at, long brokerClock, long tickAt) {
        Sent record = new Sent(this, draft);
        sent.add(record);
        SourcePartition where = partition(draft.kind.topic(), draft.text(draft.kind.key));
        place(draft, where, at, brokerClock);
        record.copies.add(new Sent.Copy(where, tickAt));
        return record;
    }

    private void place(Draft draft, SourcePartition where, long at, long appendAt) {
        byte[] value = clerk.stamped(draft.copy(), at).encode();
        lay(new Delivery(where, at, appendAt, utf8(draft.text(draft.kind.key)), value, header(appendAt)));
    }

    /** A record that nothing may count. */
    void refused(String reason, String topic, byte[] value, long at) {
        refused(reason, topic, value, at, header(at));
    }

    void refused(String reason, String topic, byte[] value, long at, byte[] header) {
        SourcePartition where = partition(topic, file.number());
        lay(new Delivery(where, at, at, utf8(file.number()), value, header));
        truth.refused(where, reason);
    }

    private void lay(Delivery delivery) {
        if (delivery.placedAt() < run.start() || delivery.placedAt() >= run.end() - Span.MINUTE) {
            throw new IllegalStateException("The story reaches beyond the run.");
        }
        deliveries.add(delivery);
    }

    SourcePartition partition(String topic, String key) {
        return new SourcePartition(topic, Utils.toPositive(Utils.murmur2(utf8(key))) % run.partitions());
    }

    /** Another partition of the same topic, or the same one where there is no other. */
    SourcePartition neighbour(SourcePartition where) {
        return new SourcePartition(where.topic(), (where.partition() + 1) % run.partitions());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] header(long at) {
        return Long.toString(at).getBytes(StandardCharsets.US_ASCII);
    }

    // What an ordinary case gives.

    /** A case from acceptance to completion, delivered at once, with one service in between; every other one under limits, which its acceptance names. */
    Handled handled(long acceptedAt, long completedAt) {
        if (draw.oneIn(2)) {
            return handled(acceptedAt, completedAt, UnaryOperator.identity());
        }
        TimeLimit promised = new TimeLimit(1 + draw.below(5), TimeLimit.WORKING_DAYS);
        TimeLimit statutory =
                draw.oneIn(4) ? new TimeLimit(1, TimeLimit.MONTHS) : new TimeLimit(20, TimeLimit.WORKING_DAYS);
        Handled handled =
                handled(acceptedAt, completedAt, draft -> statutory.in(promised.in(draft, "promised"), "statutory"));
        Life life = Life.since(handled.accepted(), handled.completed());
        long[][] all = {{acceptedAt, completedAt}};
        limit("promised", promised, all, life, life);
        limit("statutory", statutory, all, life, life);
        compared(promised, statutory, completedAt, life);
        return handled;
    }

    private Handled handled(long acceptedAt, long completedAt, UnaryOperator<Draft> limits) {
        long servedAt = acceptedAt + (completedAt - acceptedAt) / 2;
        Sent accepted = accepted(limits.apply(clerk.accepted(file, acceptedAt)), promptly(acceptedAt));
        served(1, servedAt);
        Sent completed = completed(clerk.completed(file, completedAt), promptly(completedAt));
        took(acceptedAt, completedAt, Life.since(accepted, completed));
        return new Handled(completedAt, accepted, completed);
    }

    /** Handled within the hour, under limits that say nothing. */
    Handled handledUnder(UnaryOperator<Draft> limits) {
        long filed = filed();
        return handled(filed, after(filed, 4, 40), limits);
    }

    /**
     * What a limit of the case counts.
     *
     * @param handled stretches in which the case was handled, from its acceptance to its completion
     * @param life while the limit is known
     * @param timed while acceptance and completion are known, too
     */
    void limit(String name, TimeLimit limit, long[][] handled, Life life, Life timed) {
        truth.limit(name, limit, handled, file.ofCase(), life, timed);
    }

    void compared(TimeLimit promised, TimeLimit statutory, long completedAt, Life life) {
        Dimensions in = file.ofCase();
        truth.add("lengths_compared", 1, completedAt, in, life);
        truth.add("lengths_mixed", promised.unit().equals(statutory.unit()) ? 0 : 1, completedAt, in, life);
        truth.add("promised_length", promised.sevenths(), completedAt, in, life);
        truth.add("statutory_length", statutory.sevenths(), completedAt, in, life);
    }

    /** Handled within the hour (即办件). */
    Handled handledAtOnce() {
        long filed = filed();
        return handled(filed, after(filed, 4, 40));
    }

    Sent accepted(long at, long appendAt) {
        return accepted(clerk.accepted(file, at), appendAt);
    }

    Sent accepted(Draft draft, long appendAt) {
        Sent record = send(draft, appendAt).counted();
        truth.add("accepted", 1, draft.ownTime(), file.ofCase(), Life.since(record));
        return record;
    }

    Sent served(int ordinal, long at) {
        Sent record = send(clerk.served(file, ordinal, at)).counted();
        truth.add("served", 1, at, file.ofCase(), Life.since(record));
        return record;
    }

    Sent completed(Draft draft, long appendAt) {
        Sent record = send(draft, appendAt).counted();
        completion(draft.ownTime(), file.ofCase(), Life.since(record));
        return record;
    }

    void completion(long at, Dimensions in, Life life) {
        truth.add("completed", 1, at, in, life);
        truth.add("limits_read", 1, at, in, life);
        shared(file.participatingItems(), in)
                .forEach(item -> truth.add("shared_completed", 1, at, in.withItem(item), life));
    }

    void took(long acceptedAt, long completedAt, Life life) {
        truth.took(new long[][] {{acceptedAt, completedAt}}, completedAt, file.ofCase(), life);
    }

    /** An ordinary rating of the first ordinal: nearly always a good one. */
    Rated rated(long at) {
        boolean bad = draw.below(10_000) < run.badPerTenThousand();
        return rated(at, bad ? 1 + draw.below(2) : 5 - draw.weighted(96, 3, 1));
    }

    Rated rated(long at, int level) {
        boolean realName = draw.oneIn(REAL_NAME_IN);
        return new Rated(1, level, at, file.ofRating(), Tags.of(draw, level), realName, file.participatingItems());
    }

    Rated bad(long at) {
        return rated(at, 1 + draw.below(2));
    }

    /** What the system rates where no person did. */
    Rated defaultRated(long at, int level) {
        return new Rated(1, level, at, file.ofRating().ofDefault(), List.of(), false, List.of());
    }

    Sent rate(Rated rated) {
        return send(clerk.rating(file, rated));
    }

    Sent rate(Rated rated, long appendAt) {
        return send(clerk.rating(file, rated), appendAt);
    }

    /** The rows of a real rating while it counts; tags and bad reviews only where it does so in the end. */
    void counts(Rated rated, Life life) {
        truth.add("level_" + rated.level(), 1, rated.at(), rated.in(), life);
        if (rated.realName() && rated.bad()) {
            truth.add("real_name_bad", 1, rated.at(), rated.in(), life);
        }
        shared(rated.participatingItems(), rated.in())
                .forEach(item ->
                        truth.add("shared_ratings", 1, rated.at(), rated.in().withItem(item), life));
        if (life.standsInTheEnd() && !life.empty()) {
            new LinkedHashSet<>(rated.tags()).forEach(tag -> truth.tag(tag, rated.at(), rated.in()));
            if (rated.bad()) {
                truth.bad(file, rated);
            }
        }
    }

    void unmatched(Rated rated, Life life) {
        truth.add("unmatched", 1, rated.at(), rated.in(), life);
    }

    void ratedCase(Handled handled, Life life) {
        truth.add("rated_cases", 1, handled.completedAt(), file.ofCase(), life);
    }

    /** The default that stands in for a completed case without any rating record. */
    void generatedDefault(Handled handled, Life life) {
        generatedDefault(handled.completedAt(), life);
    }

    void generatedDefault(long completedAt, Life life) {
        long due = Run.defaultDueAt(completedAt);
        truth.addDated("default_3", due, file.ofCase().ofDefault(), life);
        truth.addDated("generated_defaults", due, file.ofCase().ofDefault(), life);
    }

    /** A default that a system sent, of a case that is completed. */
    void datedDefault(Rated rated, long completedAt, Life life) {
        truth.addDated("default_" + rated.level(), Run.defaultDueAt(completedAt), rated.in(), life);
    }

    void undatedDefault(Rated rated, Life life) {
        truth.add("default_" + rated.level(), 1, rated.at(), rated.in(), life);
    }

    /** A completed case gets its one counted rating: what most stories come to. */
    Sent ratedOnce(Handled handled, Rated rated, long appendAt) {
        Sent rating = rate(rated, appendAt).counted();
        countsOnce(handled, rated, rating);
        return rating;
    }

    void countsOnce(Handled handled, Rated rated, Sent rating) {
        counts(rated, Life.since(rating));
        ratedCase(handled, Life.since(handled.completed(), rating));
        generatedDefault(handled, Life.since(handled.completed()).until(rating));
    }

    private static Set<String> shared(List<String> items, Dimensions in) {
        Set<String> others = new LinkedHashSet<>(items);
        others.remove(in.item());
        return others;
    }

    /** A completed case. */
    record Handled(long completedAt, Sent accepted, Sent completed) {}
}
