package io.haochaping.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.record.Fact;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a witness is told is what the ledger adds, for every history of a case. Another seed at each run; a failure names it. */
final class WitnessLawsTest {
    private static final int HISTORIES = 10_000;
    private static final Map<Cause, Figure> CLASSES = new EnumMap<>(Cause.class);

    static {
        CLASSES.put(Cause.TAKES_ITS_PLACE, Figure.COUNTED);
        CLASSES.put(Cause.COPY_OF, Figure.DUPLICATE);
        CLASSES.put(Cause.HIGHER_REVISION, Figure.SUPERSEDED);
        CLASSES.put(Cause.EARLIER, Figure.SUPERSEDED);
        CLASSES.put(Cause.LATER, Figure.SUPERSEDED);
        CLASSES.put(Cause.ONE_RE_RATING_TOO_MANY, Figure.SUPERSEDED);
        CLASSES.put(Cause.AFTER_WINDOW, Figure.EXCLUDED);
        CLASSES.put(Cause.SAME_TIME, Figure.SUPERSEDED);
        CLASSES.put(Cause.LATER_DECISION, Figure.SUPERSEDED);
        CLASSES.put(Cause.REAL_RATING_STANDS, Figure.SUPERSEDED);
        CLASSES.put(Cause.VOIDED_BY, Figure.VOIDED);
        CLASSES.put(Cause.EXCLUDED_BY, Figure.EXCLUDED);
    }

    private final long firstSeed = Long.getLong("haochaping.test.seed", System.nanoTime());
    private final List<Contribution> told = new ArrayList<>();
    private RuleBook rules = RuleBook.builtIn();
    private CaseLedger ledger = Books.ledgerUnder(rules).witnessedBy(told::add);

    @Test
    void whatIsToldOfARecordAddsUpToWhatTheRecordChanges() {
        everyHistory((random, received) -> {
            ByteTable cases = new ByteTable();
            for (Fact record : shuffled(received, random)) {
                told.clear();
                Map<RowKey, Tally> changes = changesOf(ledger.receive(cases, record));
                assertThat(sumOf(told)).isEqualTo(changes);
            }
        });
    }

    @Test
    void whatIsToldOfACaseAddsUpToItsRowsAndNothingIsTakenBack() {
        everyHistory((random, received) -> {
            told.clear();
            Map<RowKey, Tally> account = changesOf(ledger.account(shuffled(received, random)));
            assertThat(account).isEqualTo(booksOf(received).tallies());
            assertThat(sumOf(told)).isEqualTo(account);
            assertThat(told).noneMatch(c -> c.amount() < 0 && !c.beforeCutOff());
        });
    }

    @Test
    void everyRecordHasExactlyOneClassWithItsReason() {
        Set<Cause> seen = EnumSet.noneOf(Cause.class);
        everyHistory((random, received) -> {
            told.clear();
            ledger.account(shuffled(received, random));
            List<Contribution> classes = told.stream()
                    .filter(c -> c.row().kind() == RowKind.EQUATION)
                    .toList();
            assertThat(classes.stream().map(c -> nameOf(c.record())).sorted())
                    .isEqualTo(received.stream()
                            .map(WitnessLawsTest::nameOf)
                            .sorted()
                            .toList());
            assertThat(classes)
                    .allSatisfy(c -> assertThat(CLASSES.get(c.cause()).number())
                            .as(c.toString())
                            .isEqualTo(c.figure()));
            told.forEach(c -> seen.add(c.cause()));
        });
        assertThat(seen).as("reasons that the histories show").isEqualTo(EnumSet.allOf(Cause.class));
    }

    @Test
    void aReasonNamesTheRecordThatDecidesWhereThereIsOne() {
        Set<Cause> alone = EnumSet.of(
                Cause.TAKES_ITS_PLACE,
                Cause.ONE_RE_RATING_TOO_MANY,
                Cause.DEFAULT_GENERATED,
                Cause.UNMATCHED,
                Cause.ACCEPTANCE,
                Cause.SERVICE,
                Cause.COMPLETION,
                Cause.CARRIED_COMPLETION,
                Cause.SHARED_ITEM,
                Cause.STEP,
                Cause.TAG);
        Set<Cause> sometimes = EnumSet.of(
                Cause.RATING,
                Cause.DEFAULT_SENT,
                Cause.DURATION,
                Cause.LIMITS,
                Cause.DEADLINE,
                Cause.DEADLINE_ORDINARY,
                Cause.DEADLINE_DIFFICULT,
                Cause.FLAG);
        everyHistory((random, received) -> {
            told.clear();
            ledger.account(received);
            for (Contribution c : told) {
                if (alone.contains(c.cause())) {
                    assertThat(c.other()).as(c.toString()).isNull();
                } else if (!sometimes.contains(c.cause())) {
                    assertThat(c.other()).as(c.toString()).isNotNull();
                }
                boolean carriesItsCompletion = c.cause() == Cause.RATED_CASE
                        || c.cause() == Cause.DEFAULT_SENT
                        || c.cause() == Cause.AFTER_WINDOW;
                assertThat(c.other() == c.record() && !carriesItsCompletion)
                        .as(c.toString())
                        .isFalse();
            }
        });
    }

    private interface Law {
        void holdsFor(Random random, List<Fact> received);
    }

    private void everyHistory(Law law) {
        for (int i = 0; i < HISTORIES; i++) {
            long seed = firstSeed + i;
            Random random = new Random(seed);
            List<Fact> received = RandomCase.received(random);
            rules = RandomRules.bookOf(RandomRules.during(received, random));
            ledger = Books.ledgerUnder(rules).witnessedBy(told::add);
            try {
                law.holdsFor(random, received);
            } catch (AssertionError | RuntimeException broken) {
                String records = received.stream().map(Fact::toString).collect(Collectors.joining("\n"));
                throw new AssertionError("with -Dhaochaping.test.seed=" + seed + "\n" + records, broken);
            }
        }
    }

    private Books booksOf(List<Fact> received) {
        Books books = Books.under(rules);
        received.forEach(books::receive);
        return books;
    }

    private static List<Fact> shuffled(List<Fact> received, Random random) {
        List<Fact> shuffled = new ArrayList<>(received);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static Map<RowKey, Tally> changesOf(RowDeltas deltas) {
        Map<RowKey, Tally> changes = new HashMap<>();
        deltas.forEach((row, change) -> changes.put(row, change.toTally()));
        return changes;
    }

    private static Map<RowKey, Tally> sumOf(List<Contribution> contributions) {
        Map<RowKey, TallyAccumulator> sums = new HashMap<>();
        for (Contribution c : contributions) {
            sums.computeIfAbsent(c.row(), row -> new TallyAccumulator()).add(c.figure(), c.amount());
        }
        Map<RowKey, Tally> tallies = new HashMap<>();
        sums.forEach((row, sum) -> {
            if (!sum.isZero()) {
                tallies.put(row, sum.toTally());
            }
        });
        return tallies;
    }

    /** Tells records apart as far as the ledger does. */
    private static String nameOf(Fact record) {
        return record.topic + "-" + record.partition + " " + record.kind + " " + record.ordinal + " " + record.content;
    }
}
