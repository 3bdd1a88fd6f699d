package io.haochaping.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds for every history of a case. Another seed at each run; a failure names it. */
final class CaseLedgerLawsTest {
    private static final int HISTORIES = 10_000;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final MonthCutOff CUT_OFFS = MonthCutOff.builtIn();
    private static final List<Figure> RECORD_CLASSES =
            List.of(Figure.COUNTED, Figure.DUPLICATE, Figure.SUPERSEDED, Figure.VOIDED, Figure.EXCLUDED);

    private final long firstSeed = Long.getLong("haochaping.test.seed", System.nanoTime());

    @Test
    void theSumOfAllChangesIsWhatTheRecordsGivePlainlyCounted() {
        everyHistory(
                (random, received) -> assertThat(booksOf(received).rows()).isEqualTo(PlainCounting.rowsOf(received)));
    }

    @Test
    void everyOrderOfArrivalGivesTheSameSum() {
        everyHistory((random, received) -> {
            Map<RowKey, Tally> expected = booksOf(received).tallies();
            for (int i = 0; i < 2; i++) {
                assertThat(booksOf(shuffled(received, random)).tallies()).isEqualTo(expected);
            }
        });
    }

    @Test
    void theStoredBytesOfACaseDoNotDependOnTheOrderOfArrival() {
        everyHistory((random, received) ->
                assertThat(bytesOf(booksOf(shuffled(received, random)))).isEqualTo(bytesOf(booksOf(received))));
    }

    @Test
    void bothEquationsHoldAfterEveryRecord() {
        everyHistory(HISTORIES / 5, (random, received) -> {
            Books books = new Books();
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
    void whatIsForgottenWasFinal() {
        int[] forgotten = {0};
        everyHistory((random, received) -> {
            List<Fact> arrival = inTheOrderOfPartitions(received, random);
            Books books = new Books();
            for (int i = 0; i < arrival.size(); i++) {
                books.receive(arrival.get(i));
                long readThrough = earliestAppendOf(arrival.subList(i + 1, arrival.size()));
                forgotten[0] += i + 1 < arrival.size() ? books.purge(readThrough) : 0;
            }

            assertThat(books.tallies()).isEqualTo(booksOf(received).tallies());

            books.purge(Long.MAX_VALUE);
            assertThat(books.cases().size()).isZero();
        });
        assertThat(forgotten[0]).as("records forgotten on the way").isGreaterThan(HISTORIES / 10);
    }

    @Test
    void aSettledMonthNeverChanges() {
        everyHistory((random, received) -> {
            int month = MonthCutOff.monthIndexOf(received.get(random.nextInt(received.size())).ownTime);
            long cutOff = CUT_OFFS.cutOffMillis(month);
            Books books = new Books();
            received.stream().filter(f -> f.appendedAt < cutOff).forEach(books::receive);
            for (Fact late : shuffled(received, random)) {
                if (late.appendedAt >= cutOff) {
                    assertThat(books.receive(late)).noneMatch(row -> isInTime(row, month));
                }
            }
        });
    }

    private interface Law {
        void holdsFor(Random random, List<Fact> received);
    }

    private void everyHistory(Law law) {
        everyHistory(HISTORIES, law);
    }

    private void everyHistory(int histories, Law law) {
        for (int i = 0; i < histories; i++) {
            long seed = firstSeed + i;
            Random random = new Random(seed);
            List<Fact> received = RandomCase.received(random);
            try {
                law.holdsFor(random, received);
            } catch (AssertionError | RuntimeException broken) {
                String records = received.stream().map(Fact::toString).collect(Collectors.joining("\n"));
                throw new AssertionError("with -Dhaochaping.test.seed=" + seed + "\n" + records, broken);
            }
        }
    }

    private static Books booksOf(List<Fact> received) {
        Books books = new Books();
        received.forEach(books::receive);
        return books;
    }

    private static List<Fact> shuffled(List<Fact> received, Random random) {
        List<Fact> shuffled = new ArrayList<>(received);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** Each partition by append time, one partition up to 60 days behind another. */
    private static List<Fact> inTheOrderOfPartitions(List<Fact> received, Random random) {
        long[] lag = random.longs(6, 0, random.nextBoolean() ? 60 * DAY : 1).toArray();
        List<Fact> arrival = new ArrayList<>(received);
        arrival.sort(Comparator.comparingLong(f -> f.appendedAt + lag[f.topic.length() % 2 * 3 + f.partition]));
        return arrival;
    }

    private static long earliestAppendOf(List<Fact> pending) {
        return pending.stream().mapToLong(f -> f.appendedAt).min().orElse(Long.MAX_VALUE);
    }

    private static long classes(Books books) {
        return RECORD_CLASSES.stream()
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

    private static boolean isInTime(RowKey row, int month) {
        boolean inTime = Books.isHourOf(row, Part.IN_TIME) || Books.isHourOf(row, Part.DATED_IN_TIME);
        return inTime && MonthCutOff.monthIndexOf(row.time()) == month;
    }

    private static Map<String, String> bytesOf(Books books) {
        Map<String, String> bytes = new TreeMap<>();
        books.cases()
                .forEach((high, low, value, offset, count) -> bytes.put(
                        Long.toHexString(high) + Long.toHexString(low),
                        HexFormat.of().formatHex(value, offset, offset + count)));
        return bytes;
    }
}
