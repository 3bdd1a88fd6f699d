package io.haochaping.domain.ledger;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.rules.LimitLengths;
import io.haochaping.domain.rules.Rules;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * docs/counting.md sections 3 to 6 in the plainest way, from all records of a case at once: no state, no deltas, no bytes. Shares nothing with the ledger but the
 * calendar, so that the two can be held against each other.
 */
final class PlainCounting {
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);
    private static final long H = Duration.ofDays(62).toMillis();
    private static final long G = Duration.ofDays(124).toMillis();
    private static final long L = Duration.ofDays(400).toMillis();
    private static final WorkingDays CALENDAR = WorkingDays.builtIn();
    private static final Rules BUILT_IN = new Rules("builtin-1", 7, 3, 3);

    private static final Comparator<Fact> BY_TIME =
            comparingLong((Fact f) -> f.ownTime).thenComparing(f -> f.content, Long::compareUnsigned);
    /** Records of several ordinals compete for the place of an acceptance, say, and the ordinal is no content: the smaller one goes first. */
    private static final Comparator<Fact> BETTER_FIRST =
            comparing((Fact f) -> f.revision).reversed().thenComparing(BY_TIME).thenComparing(f -> f.ordinal);

    /** One amount for one hour leaf, before it is known to which part it belongs. */
    private record Amount(
            long time, boolean dated, Dimensions at, String version, String figure, long amount, boolean hourOnly) {}

    private final SortedMap<String, SortedMap<String, Long>> rows = new TreeMap<>();
    private final List<RandomRules.Entry> book;
    private List<Amount> amounts = new ArrayList<>();
    private boolean speaksOfAll;
    private Rules ofCase;

    private PlainCounting(List<RandomRules.Entry> book) {
        this.book = book;
    }

    /** By the built-in rules. */
    static SortedMap<String, SortedMap<String, Long>> rowsOf(Collection<Fact> received) {
        return rowsOf(received, List.of());
    }

    static SortedMap<String, SortedMap<String, Long>> rowsOf(Collection<Fact> received, List<RandomRules.Entry> book) {
        return new PlainCounting(book).count(received);
    }

    /** The youngest entry of the region that has begun, else what is built in. */
    private Rules rulesOf(String region, long time) {
        LocalDate day = local(time).toLocalDate();
        return book.stream()
                .filter(e -> e.region().equals(region) && !e.from().isAfter(day))
                .max(comparing(RandomRules.Entry::from))
                .map(RandomRules.Entry::rules)
                .orElse(BUILT_IN);
    }

    private LimitLengths lengthsFor(Fact record) {
        return rulesOf(record.dimensions.region(), record.ownTime).limitLengths();
    }

    private String versionFor(Fact record) {
        return rulesOf(record.dimensions.region(), record.ownTime).version();
    }

    private SortedMap<String, SortedMap<String, Long>> count(Collection<Fact> received) {
        List<Fact> records = distinct(received);
        List<Amount> all = amountsOf(records, true);
        all.forEach(this::addToMinute);
        Map<Integer, List<Amount>> restricted = new HashMap<>();
        for (YearMonth month : months(records)) {
            for (int days : closingDays()) {
                long cutOff =
                        new MonthCutOff(CALENDAR, days).cutOffMillis(month.getYear() * 12 + month.getMonthValue() - 1);
                List<Fact> early = new ArrayList<>(records);
                early.removeIf(f -> f.appendedAt >= cutOff);
                // What was appended before an instant is more before a later one, so the number of records says which
                // they are.
                List<Amount> before = restricted.computeIfAbsent(
                        early.size(), n -> n == records.size() ? all : amountsOf(early, false));
                List<Amount> inTime = of(month, days, before);
                inTime.forEach(a -> addToHour(a, "in-time", 1));
                if (early.size() < records.size()) {
                    inTime.forEach(a -> addToHour(a, "correction", -1));
                    of(month, days, all).forEach(a -> addToHour(a, "correction", 1));
                }
            }
        }
        rows.values().forEach(figures -> figures.values().removeIf(amount -> amount == 0));
        rows.values().removeIf(Map::isEmpty);
        return rows;
    }

    // section 3

    private List<Fact> distinct(Collection<Fact> received) {
        Map<String, List<Fact>> copies = received.stream()
                .collect(Collectors.groupingBy(
                        f -> f.kind + " " + f.ordinal + " " + f.content, LinkedHashMap::new, Collectors.toList()));
        List<Fact> records = new ArrayList<>();
        for (List<Fact> same : copies.values()) {
            same.sort(comparing((Fact f) -> f.topic).thenComparing(f -> f.partition));
            long appended = same.stream().mapToLong(f -> f.appendedAt).min().orElseThrow();
            same.stream().skip(1).forEach(f -> book(f, "duplicate"));
            records.add(same.get(0).heldBy(same.get(0), appended));
        }
        return records;
    }

    // section 4

    private static List<List<Fact>> sessions(List<Fact> records) {
        List<Fact> sorted = records.stream().sorted(BY_TIME).collect(Collectors.toList());
        List<List<Fact>> sessions = new ArrayList<>();
        for (Fact record : sorted) {
            List<Fact> last = sessions.isEmpty() ? List.of() : sessions.get(sessions.size() - 1);
            boolean begins = last.isEmpty()
                    || record.ownTime - last.get(last.size() - 1).ownTime > G
                    || record.ownTime - last.get(0).ownTime > L;
            if (begins) {
                last = new ArrayList<>();
                sessions.add(last);
            }
            last.add(record);
        }
        return sessions;
    }

    private List<Amount> amountsOf(List<Fact> records, boolean ofAll) {
        amounts = new ArrayList<>();
        speaksOfAll = ofAll;
        sessions(records).forEach(this::session);
        return amounts;
    }

    // section 5

    private void session(List<Fact> records) {
        Optional<Fact> acceptance = best(records, f -> f.kind == FactKind.ACCEPTED);
        Optional<Fact> completedEvent = best(records, f -> f.kind == FactKind.COMPLETED);
        boolean caseEvent = records.stream().anyMatch(PlainCounting::isCaseEvent);
        Optional<Fact> completion =
                caseEvent ? completedEvent : best(records, f -> f.kind == FactKind.RATING && isNear(f.completedAt, f));

        ofCase = rulesOfCase(records, acceptance, completion);
        bookBest(records, f -> f.kind == FactKind.ACCEPTED, f -> 0)
                .forEach(f -> add(f, f.ownTime, f.dimensions, "accepted", 1));
        bookBest(records, f -> f.kind == FactKind.COMPLETED, f -> 0);
        bookBest(records, f -> f.kind == FactKind.SERVED, f -> f.ordinal)
                .forEach(f -> add(f, f.ownTime, f.dimensions, "served", 1));
        List<Fact> steps = bestOfEach(
                records, f -> f.kind == FactKind.WORK_ORDER && !isClaim(f), f -> f.ordinal + f.group + " " + f.step);
        List<Fact> reRatings = steps.stream()
                .filter(f -> f.step == Step.RERATED)
                .sorted(BY_TIME.thenComparing(f -> f.ordinal))
                .collect(Collectors.toList());
        if (ofCase.reRating().atMost() > 0) {
            Map<Integer, Integer> seen = new HashMap<>();
            reRatings.removeIf(f ->
                    seen.merge(f.ordinal, 1, Integer::sum) > ofCase.reRating().atMost());
            steps.removeIf(f -> f.step == Step.RERATED && !reRatings.contains(f));
        }
        records.stream()
                .filter(f -> f.kind == FactKind.WORK_ORDER && !isClaim(f))
                .forEach(f -> book(f, steps.contains(f) ? "counted" : "superseded"));
        steps.forEach(this::step);
        List<Fact> complaint = bookBest(records, f -> f.kind == FactKind.COMPLAINT, f -> f.step);
        complaint.forEach(this::step);
        countComplaint(complaint);

        List<Fact> claims = bookLast(records, PlainCounting::isClaim);
        claims.stream().filter(f -> f.step == Step.INVALID_GRANTED).forEach(f -> {
            add(f, f.ownTime, f.dimensions, "voids", 1);
        });
        PlainOrders.count(
                steps,
                claims,
                ofCase.orderDeadlines().all(),
                (time, dated, at, figure) ->
                        amounts.add(new Amount(time, dated, at.dimensions, ofCase.version(), figure, 1, true)));
        List<Fact> exclusions = bookLast(records, f -> f.kind == FactKind.EXCLUSION);
        Predicate<Fact> isVoid =
                r -> claims.stream().anyMatch(f -> f.ordinal == r.ordinal && f.step == Step.INVALID_GRANTED);
        Predicate<Fact> isExcluded =
                r -> exclusions.stream().anyMatch(f -> f.ordinal == r.ordinal && f.step == Step.EXCLUDE);

        List<Fact> counted = new ArrayList<>();
        for (Fact rating : effective(records, completion)) {
            String recordClass = isVoid.test(rating) ? "voided" : isExcluded.test(rating) ? "excluded" : "counted";
            book(rating, recordClass);
            if (recordClass.equals("counted")) {
                counted.add(rating);
            }
        }
        boolean unmatched = !caseEvent && completion.isEmpty();
        counted.forEach(rating -> rating(rating, unmatched, completion, reRatings));
        boolean anyRating = records.stream().anyMatch(f -> f.kind == FactKind.RATING);
        if (completedEvent.isPresent() && !anyRating && ofCase.defaultAfterDays() > 0) {
            Dimensions at = completedEvent.get().dimensions;
            Dimensions byDefault = new Dimensions(at.region(), at.department(), at.venue(), at.item(), "default", "");
            dated(completedEvent.get().ownTime, byDefault, ofCase.version(), "default_" + ofCase.defaultLevel());
            dated(completedEvent.get().ownTime, byDefault, ofCase.version(), "generated_defaults");
        }
        boolean rated = counted.stream().anyMatch(f -> !f.isDefault);
        completion.ifPresent(f -> completion(f, acceptance, rated));
        flags(records, acceptance, completion);
    }

    private Rules rulesOfCase(List<Fact> records, Optional<Fact> acceptance, Optional<Fact> completion) {
        Fact earliest = records.stream()
                .min(BY_TIME.thenComparing(f -> f.kind).thenComparing(f -> f.ordinal))
                .orElseThrow();
        Fact belongs = acceptance.or(() -> completion).orElse(earliest);
        return rulesOf(belongs.dimensions.region(), acceptance.orElse(earliest).ownTime);
    }

    private Object place(Fact rating) {
        return switch (ofCase.identity()) {
            case STAGE -> rating.ordinal;
            case MATTER -> "case";
            case VISIT -> local(rating.ownTime).toLocalDate() + " " + rating.dimensions.venue();
        };
    }

    private List<Fact> effective(List<Fact> records, Optional<Fact> completion) {
        Predicate<Fact> isReal = f -> f.kind == FactKind.RATING && !f.isDefault;
        Predicate<Fact> isDefault = f -> f.kind == FactKind.RATING && f.isDefault;
        Predicate<Fact> isLate = f -> ofCase.windowDays() > 0
                && completion.isPresent()
                && f.ownTime >= endOfDay(completedAt(completion.get()), ofCase.windowDays());
        List<Fact> late = records.stream().filter(isReal.and(isLate)).collect(Collectors.toList());
        late.forEach(f -> {
            book(f, "excluded");
            flag("rated-after-window", f.dimensions.department());
        });
        Comparator<Fact> byTime = BY_TIME.thenComparing(f -> f.ordinal);
        Comparator<Fact> better = comparing((Fact f) -> f.revision)
                .reversed()
                .thenComparing(ofCase.lastContent() ? byTime.reversed() : byTime);
        Map<Object, Fact> places = new LinkedHashMap<>();
        records.stream()
                .filter(isReal.and(isLate.negate()))
                .sorted(better)
                .forEach(f -> places.putIfAbsent(place(f), f));
        List<Fact> effective = new ArrayList<>(places.values());
        if (records.stream().noneMatch(isReal)) {
            best(records, isDefault).ifPresent(effective::add);
        }
        records.stream()
                .filter(f -> f.kind == FactKind.RATING && !effective.contains(f) && !late.contains(f))
                .forEach(f -> book(f, "superseded"));
        return effective;
    }

    private void rating(Fact rating, boolean unmatched, Optional<Fact> completion, List<Fact> reRatings) {
        if (rating.isDefault) {
            if (completion.isPresent() && ofCase.defaultAfterDays() > 0) {
                dated(completedAt(completion.get()), rating.dimensions, versionFor(rating), "default_" + rating.level);
            } else {
                add(rating, rating.ownTime, rating.dimensions, "default_" + rating.level, 1);
            }
            return;
        }
        int level = rating.level;
        for (Fact reRating : reRatings) {
            boolean replaces = ofCase.reRating().replaces() && rating.level <= 2 && reRating.ordinal == rating.ordinal;
            level = replaces ? reRating.level : level;
        }
        add(rating, rating.ownTime, rating.dimensions, "level_" + level, 1);
        if (rating.level <= 2 && rating.realName) {
            add(rating, rating.ownTime, rating.dimensions, "real_name_bad", 1);
        }
        if (unmatched) {
            add(rating, rating.ownTime, rating.dimensions, "unmatched", 1);
        }
        for (String item : shared(rating)) {
            addToHourOnly(rating, rating.ownTime, rating.dimensions.withItem(item), "shared_ratings", 1);
        }
        if (speaksOfAll) {
            ofBadAndTags(rating);
        }
    }

    private String[] shared(Fact record) {
        return rulesOf(record.dimensions.region(), record.ownTime).shares() ? record.participating : new String[0];
    }

    private void ofBadAndTags(Fact rating) {
        for (String tag : rating.tags) {
            row(key("tag", local(rating.ownTime).toLocalDate(), rating.dimensions.item(), tag), "tagged", 1);
        }
        if (rating.level <= 2) {
            Dimensions at = rating.dimensions;
            String bad = key(
                    "bad",
                    rating.scope,
                    rating.caseNumber,
                    rating.ordinal,
                    rating.level,
                    rating.ownTime,
                    at.region(),
                    at.department(),
                    at.venue(),
                    at.item(),
                    at.channel(),
                    String.join(";", rating.tags),
                    rating.realName);
            row(bad, "open", 1);
        }
    }

    private void countComplaint(List<Fact> winners) {
        PlainComplaints.count(
                winners,
                step -> step.level >= goodFrom(step),
                receipt -> rulesOf(receipt.dimensions.region(), receipt.ownTime).complaints(),
                (time, dated, at, figure, amount) ->
                        amounts.add(new Amount(time, dated, at.dimensions, versionFor(at), figure, amount, true)));
    }

    private void step(Fact step) {
        String figure =
                switch (step.step) {
                    case OPENED -> "order_opened";
                    case CONTACTED -> "order_contacted";
                    case RECTIFIED -> "order_rectified";
                    case REPLIED -> "order_replied";
                    case REVISITED -> "order_revisited";
                    case RERATED -> "order_rerated";
                    case COMPLAINT_RECEIVED -> "complaints";
                    default -> "";
                };
        if (!figure.isEmpty()) {
            add(step, step.ownTime, step.dimensions, figure, 1);
        }
        if (step.step == Step.RERATED && step.level >= goodFrom(step)) {
            add(step, step.ownTime, step.dimensions, "order_rerated_good", 1);
        }
    }

    private int goodFrom(Fact step) {
        return switch (rulesOf(step.dimensions.region(), step.ownTime).scale()) {
            case BINARY -> 3;
            case STRICT, TERNARY -> 4;
        };
    }

    private void completion(Fact completion, Optional<Fact> acceptance, boolean rated) {
        long at = completedAt(completion);
        add(completion, at, completion.dimensions, "completed", 1);
        if (rated) {
            add(completion, at, completion.dimensions, "rated_cases", 1);
        }
        for (String item : shared(completion)) {
            addToHourOnly(completion, at, completion.dimensions.withItem(item), "shared_completed", 1);
        }
        long accepted = acceptedAt(completion, acceptance);
        PlainLimits.count(completion, acceptance, accepted, at, lengthsFor(completion), new PlainLimits.Book() {
            @Override
            public void add(String figure, long amount) {
                addToHourOnly(completion, at, completion.dimensions, figure, amount);
            }

            @Override
            public void flag(String flag) {
                PlainCounting.this.flag(flag, completion.dimensions.department());
            }
        });
        if (accepted == 0) {
            return;
        }
        if (accepted > at) {
            flag("completed-before-accepted", completion.dimensions.department());
            return;
        }
        long[] special = completion.kind == FactKind.COMPLETED ? completion.specialSpans : new long[0];
        long millis = 0;
        long working = 0;
        boolean known = true;
        for (long[] piece : uncovered(accepted, at, special)) {
            millis += piece[1] - piece[0];
            for (LocalDate day = local(piece[0]).toLocalDate();
                    !day.isAfter(local(piece[1] - 1).toLocalDate());
                    day = day.plusDays(1)) {
                long from = day.atStartOfDay().toInstant(SHANGHAI).toEpochMilli();
                long to = day.plusDays(1).atStartOfDay().toInstant(SHANGHAI).toEpochMilli();
                known &= CALENDAR.knows(day);
                if (known && CALENDAR.isWorkingDay(day)) {
                    working += Math.min(to, piece[1]) - Math.max(from, piece[0]);
                }
            }
        }
        add(completion, at, completion.dimensions, "timed", 1);
        add(completion, at, completion.dimensions, "calendar_seconds", millis / 1000);
        addToHourOnly(completion, at, completion.dimensions, "calendar@" + bucket(millis / 1000), 1);
        if (known) {
            add(completion, at, completion.dimensions, "working_timed", 1);
            add(completion, at, completion.dimensions, "working_seconds", working / 1000);
            addToHourOnly(completion, at, completion.dimensions, "working@" + bucket(working / 1000), 1);
        }
    }

    private static long acceptedAt(Fact completion, Optional<Fact> acceptance) {
        if (acceptance.isPresent()) {
            return acceptance.get().ownTime;
        }
        return isNear(completion.acceptedAt, completion) ? completion.acceptedAt : 0;
    }

    /** Cuts [from, to) at every edge of a special procedure and keeps the pieces that none covers. */
    static List<long[]> uncovered(long from, long to, long[] special) {
        TreeSet<Long> edges = new TreeSet<>(List.of(from, to));
        for (long edge : special) {
            if (edge > from && edge < to) {
                edges.add(edge);
            }
        }
        List<long[]> pieces = new ArrayList<>();
        for (long edge : edges.headSet(to)) {
            long next = edges.higher(edge);
            boolean covered = false;
            for (int i = 0; i + 1 < special.length; i += 2) {
                covered |= special[i] <= edge && next <= special[i + 1];
            }
            if (!covered) {
                pieces.add(new long[] {edge, next});
            }
        }
        return pieces;
    }

    private static int bucket(long seconds) {
        if (seconds < 128) {
            return (int) seconds;
        }
        int e = 7;
        while (seconds >> (e + 1) != 0) {
            e++;
        }
        return (int) (((e - 6L) << 7) + ((seconds >> (e - 7)) & 127));
    }

    private void flags(List<Fact> records, Optional<Fact> acceptance, Optional<Fact> completion) {
        for (Fact record : records) {
            String department = record.dimensions.department();
            TreeSet<String> own = new TreeSet<>();
            for (int i = 0; i < record.flags.length; i += 2) {
                own.add(key("flag", record.flags[i], record.flags[i + 1]));
            }
            if (record.acceptedAt != 0 && !isNear(record.acceptedAt, record)
                    || record.completedAt != 0 && !isNear(record.completedAt, record)) {
                own.add(key("flag", "carried-out-of-range", department));
            }
            if (PlainLimits.isUnreadable(record)) {
                own.add(key("flag", "limit-unreadable", department));
            }
            if (record.kind == FactKind.RATING && acceptance.isPresent() && record.ownTime < acceptance.get().ownTime) {
                own.add(key("flag", "rated-before-accepted", department));
            }
            if (speaksOfAll) {
                own.forEach(flag -> row(flag, "records", 1));
            }
        }
    }

    // what the words of section 5 mean

    private static boolean isCaseEvent(Fact f) {
        return f.kind == FactKind.ACCEPTED || f.kind == FactKind.SERVED || f.kind == FactKind.COMPLETED;
    }

    private static boolean isClaim(Fact f) {
        return f.step == Step.INVALID_GRANTED || f.step == Step.INVALID_REFUSED;
    }

    private static boolean isNear(long carried, Fact carrier) {
        return carried != 0 && carried >= carrier.ownTime - L && carried <= carrier.ownTime + H;
    }

    private static long completedAt(Fact completion) {
        return completion.kind == FactKind.COMPLETED ? completion.ownTime : completion.completedAt;
    }

    private static Optional<Fact> best(List<Fact> records, Predicate<Fact> which) {
        return records.stream().filter(which).min(BETTER_FIRST);
    }

    private static <K> List<Fact> bestOfEach(List<Fact> records, Predicate<Fact> which, Function<Fact, K> place) {
        return new ArrayList<>(records.stream()
                .filter(which)
                .collect(Collectors.toMap(
                        place, f -> f, (a, b) -> BETTER_FIRST.compare(a, b) <= 0 ? a : b, LinkedHashMap::new))
                .values());
    }

    private <K> List<Fact> bookBest(List<Fact> records, Predicate<Fact> which, Function<Fact, K> place) {
        List<Fact> best = bestOfEach(records, which, place);
        records.stream().filter(which).forEach(f -> book(f, best.contains(f) ? "counted" : "superseded"));
        return best;
    }

    private List<Fact> bookLast(List<Fact> records, Predicate<Fact> which) {
        Collection<Fact> last = records.stream()
                .filter(which)
                .collect(Collectors.toMap(
                        f -> f.ordinal + " " + f.group,
                        f -> f,
                        (a, b) -> BY_TIME.compare(a, b) >= 0 ? a : b,
                        LinkedHashMap::new))
                .values();
        records.stream().filter(which).forEach(f -> book(f, last.contains(f) ? "counted" : "superseded"));
        return new ArrayList<>(last);
    }

    private void book(Fact record, String recordClass) {
        if (speaksOfAll || recordClass.equals("duplicate")) {
            row(key("equation", record.topic, record.partition, record.kind.equationKind()), recordClass, 1);
        }
    }

    private void flag(String flag, String subject) {
        if (speaksOfAll) {
            row(key("flag", flag, subject), "records", 1);
        }
    }

    // section 6

    private void add(Fact record, long time, Dimensions at, String figure, long amount) {
        amounts.add(new Amount(time, false, at, versionFor(record), figure, amount, false));
    }

    private void addToHourOnly(Fact record, long time, Dimensions at, String figure, long amount) {
        amounts.add(new Amount(time, false, at, versionFor(record), figure, amount, true));
    }

    private void dated(long completedAt, Dimensions at, String version, String figure) {
        long end = endOfDay(completedAt, ofCase.defaultAfterDays()) - 1_000;
        amounts.add(new Amount(end, true, at, version, figure, 1, false));
    }

    /** The first instant behind the n-th day after. */
    private static long endOfDay(long time, int days) {
        LocalDateTime next = local(time).toLocalDate().plusDays(days + 1L).atStartOfDay();
        return next.toInstant(SHANGHAI).toEpochMilli();
    }

    private void addToHour(Amount a, String part, int sign) {
        Dimensions at = a.at;
        String hour = local(a.time).toString().substring(0, 13);
        String row = key(
                "hour",
                hour,
                at.region(),
                at.department(),
                at.venue(),
                at.item(),
                at.channel(),
                at.originApp(),
                a.version,
                (a.dated ? "dated-" : "") + part);
        row(row, a.figure, sign * a.amount);
    }

    private void addToMinute(Amount a) {
        if (!a.dated && !a.hourOnly) {
            String minute = local(a.time).toString().substring(0, 16);
            row(key("minute", minute, a.at.region(), a.at.department(), a.at.channel()), a.figure, a.amount);
        }
    }

    /** Every month that may hold an amount: 40 working days over the spring festival reach from the end of January into April. */
    private static Collection<YearMonth> months(List<Fact> records) {
        TreeSet<YearMonth> months = new TreeSet<>();
        for (Fact record : records) {
            for (long time : new long[] {record.ownTime, record.completedAt}) {
                months.add(monthOf(time));
                months.add(monthOf(time).plusMonths(1));
                months.add(monthOf(time).plusMonths(2));
                months.add(monthOf(time).plusMonths(3));
            }
            // Ninety working days, the most that a step is drawn to be given, take less than half a year.
            for (int later = 3; record.kind == FactKind.WORK_ORDER && later <= 6; later++) {
                months.add(monthOf(record.ownTime).plusMonths(later));
            }
            if (record.complaint != null) {
                months.add(monthOf(record.complaint.acceptanceDueAt()));
                months.add(monthOf(record.complaint.completionDueAt()));
            }
        }
        return months;
    }

    private Set<Integer> closingDays() {
        Set<Integer> days = new TreeSet<>(Set.of(10));
        book.forEach(e -> days.add(e.rules().publication().cutOffDays()));
        return days;
    }

    private int closingDaysOf(String version) {
        return book.stream()
                .map(RandomRules.Entry::rules)
                .filter(rules -> rules.version().equals(version))
                .mapToInt(rules -> rules.publication().cutOffDays())
                .findFirst()
                .orElse(10);
    }

    /** Of rows whose rules let the month close after so many working days. */
    private List<Amount> of(YearMonth month, int days, List<Amount> amounts) {
        long from = month.atDay(1).atStartOfDay().toInstant(SHANGHAI).toEpochMilli();
        long to =
                month.plusMonths(1).atDay(1).atStartOfDay().toInstant(SHANGHAI).toEpochMilli();
        return amounts.stream()
                .filter(a -> a.time >= from && a.time < to && closingDaysOf(a.version) == days)
                .collect(Collectors.toList());
    }

    private static YearMonth monthOf(long time) {
        return YearMonth.from(local(time));
    }

    private static LocalDateTime local(long time) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(time), SHANGHAI);
    }

    private static String key(Object... parts) {
        StringBuilder key = new StringBuilder();
        for (Object part : parts) {
            key.append(key.length() == 0 ? "" : "|");
            for (char c : part.toString().toCharArray()) {
                key.append(c == '|' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return key.toString();
    }

    private void row(String key, String figure, long amount) {
        rows.computeIfAbsent(key, k -> new TreeMap<>()).merge(figure, amount, Long::sum);
    }
}
