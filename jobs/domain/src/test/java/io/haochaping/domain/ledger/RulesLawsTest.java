package io.haochaping.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.Publication;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds for every history of a case under every rules, with a change of rules in its middle. Another seed at each run; a failure names it. */
final class RulesLawsTest {
    private static final int HISTORIES = 10_000;

    private final long firstSeed = Long.getLong("haochaping.test.seed", System.nanoTime());

    @Test
    void theSumOfAllChangesIsWhatTheRecordsGivePlainlyCounted() {
        everyHistory(HISTORIES, (random, received, book) -> assertThat(
                        booksOf(received, RandomRules.bookOf(book)).rows())
                .isEqualTo(PlainCounting.rowsOf(received, book)));
    }

    @Test
    void everyOrderOfArrivalGivesTheSameSum() {
        everyHistory(HISTORIES, (random, received, book) -> {
            RuleBook rules = RandomRules.bookOf(book);
            Map<RowKey, Tally> expected = booksOf(received, rules).tallies();

            assertThat(booksOf(shuffled(received, random), rules).tallies()).isEqualTo(expected);
        });
    }

    @Test
    void bothEquationsHoldAfterEveryRecord() {
        everyHistory(HISTORIES / 5, (random, received, book) -> {
            Books books = Books.under(RandomRules.bookOf(book));
            int taken = 0;
            for (Fact record : shuffled(received, random)) {
                books.receive(record);
                taken++;
                assertThat(classes(books)).isEqualTo(taken);
                assertThat(ratings(books)).isEqualTo(countedRatings(books) + books.total(Figure.GENERATED_DEFAULTS));
            }
        });
    }

    @Test
    void aSettledMonthNeverChanges() {
        everyHistory(HISTORIES / 2, (random, received, book) -> {
            int month = MonthCutOff.monthIndexOf(received.get(random.nextInt(received.size())).ownTime);
            int days = book.isEmpty() || random.nextBoolean()
                    ? Publication.STANDARD.cutOffDays()
                    : book.get(random.nextInt(book.size()))
                            .rules()
                            .publication()
                            .cutOffDays();
            long cutOff = new MonthCutOff(WorkingDays.builtIn(), days).cutOffMillis(month);
            Set<String> closing =
                    new TreeSet<>(days == Publication.STANDARD.cutOffDays() ? List.of("builtin-1") : List.of());
            book.stream()
                    .filter(entry -> entry.rules().publication().cutOffDays() == days)
                    .forEach(entry -> closing.add(entry.rules().version()));
            Books books = Books.under(RandomRules.bookOf(book));
            received.stream().filter(f -> f.appendedAt < cutOff).forEach(books::receive);
            for (Fact late : shuffled(received, random)) {
                if (late.appendedAt >= cutOff) {
                    assertThat(books.receive(late)).noneMatch(row -> isInTime(row, month, closing));
                }
            }
        });
    }

    /** What lets a job go on from its state with the larger set: what was counted stays, and what comes is counted as if the version had always stood in the book. */
    @Test
    void aVersionThatBeginsBehindWhatWasReadMayJoinOnTheWay() {
        everyHistory(HISTORIES, (random, received, book) -> {
            LocalDate begins =
                    book.isEmpty() ? LocalDate.MAX : book.get(book.size() - 1).from();
            List<RandomRules.Entry> before =
                    book.stream().filter(e -> e.from().isBefore(begins)).toList();
            List<Fact> arrival = shuffled(received, random);
            RuleBook larger = RandomRules.bookOf(book);
            Books joined = Books.under(RandomRules.bookOf(before));
            boolean hasJoined = false;
            for (Fact record : sortedInto(arrival, begins)) {
                boolean isBehind = !RandomRules.dayOf(record.ownTime).isBefore(begins);
                if (isBehind && !hasJoined) {
                    joined = joined.goingOnUnder(larger);
                    hasJoined = true;
                }
                joined.receive(record);
            }

            assertThat(joined.tallies()).isEqualTo(booksOf(received, larger).tallies());
        });
    }

    private interface Law {
        void holdsFor(Random random, List<Fact> received, List<RandomRules.Entry> book);
    }

    private void everyHistory(int histories, Law law) {
        for (int i = 0; i < histories; i++) {
            long seed = firstSeed + i;
            Random random = new Random(seed);
            List<Fact> received = RandomCase.received(random);
            List<RandomRules.Entry> book = RandomRules.during(received, random);
            try {
                law.holdsFor(random, received, book);
            } catch (AssertionError | RuntimeException broken) {
                String records = received.stream().map(Fact::toString).collect(Collectors.joining("\n"));
                throw new AssertionError("with -Dhaochaping.test.seed=" + seed + "\n" + book + "\n" + records, broken);
            }
        }
    }

    private static Books booksOf(List<Fact> received, RuleBook rules) {
        Books books = Books.under(rules);
        received.forEach(books::receive);
        return books;
    }

    private static List<Fact> shuffled(List<Fact> received, Random random) {
        List<Fact> shuffled = new ArrayList<>(received);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** First what happened before the day, in any order, then the rest in any order. */
    private static List<Fact> sortedInto(List<Fact> arrival, LocalDate day) {
        List<Fact> sorted = new ArrayList<>(arrival);
        sorted.sort((one, other) -> Boolean.compare(
                !RandomRules.dayOf(one.ownTime).isBefore(day),
                !RandomRules.dayOf(other.ownTime).isBefore(day)));
        return sorted;
    }

    private static long classes(Books books) {
        return List.of(Figure.COUNTED, Figure.DUPLICATE, Figure.SUPERSEDED, Figure.VOIDED, Figure.EXCLUDED).stream()
                .mapToLong(recordClass -> books.total(row -> true, recordClass))
                .sum();
    }

    private static long countedRatings(Books books) {
        return books.total(
                row -> row.kind() == RowKind.EQUATION && row.parts().get(2).equals("rating"), Figure.COUNTED);
    }

    private static long ratings(Books books) {
        long sum = 0;
        for (int level = 1; level <= 5; level++) {
            sum += books.total(Figure.level(level)) + books.total(Figure.defaultLevel(level));
        }
        return sum;
    }

    private static boolean isInTime(RowKey row, int month, Set<String> versions) {
        boolean inTime = Books.isHourOf(row, Part.IN_TIME) || Books.isHourOf(row, Part.DATED_IN_TIME);
        // part, hour, region, department, venue, item, channel, origin app, version
        return inTime
                && MonthCutOff.monthIndexOf(row.time()) == month
                && versions.contains((String) row.parts().get(8));
    }
}
