package io.haochaping.domain.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is flagged is a function of the set of traces: any order, any repetition, any split, a snapshot in between, state that goes. */
class FraudCellsLawsTest {
    private static final Limits LIMITS = Limits.STANDARD;
    private static final int HISTORIES = 1_000;

    private final Map<RowKey, Long> rows = new TreeMap<>();

    private FraudCells cells() {
        return new FraudCells(RandomTraces.rules(), LIMITS);
    }

    private void add(RowKey row, Tally change) {
        rows.merge(row, change.get(Figure.RECORDS), Long::sum);
        rows.values().removeIf(amount -> amount == 0);
    }

    private TreeMap<String, Long> texts() {
        TreeMap<String, Long> texts = new TreeMap<>();
        rows.forEach((row, amount) -> texts.put(row.toString(), amount));
        return texts;
    }

    @Test
    void anyOrderAnyRepetitionAnySplitAndASnapshotInBetweenFlagTheSame() throws IOException {
        int flagged = 0;
        for (long seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            List<Trace> traces = RandomTraces.of(seed, 4 + random.nextInt(60), 1_200_000);
            TreeMap<String, Long> plain = PlainSuspicion.rows(traces, RandomTraces.rules(), LIMITS.horizon());
            flagged += plain.size();
            List<Trace> arriving = new ArrayList<>(traces);
            arriving.addAll(traces.subList(0, random.nextInt(traces.size())));
            Collections.shuffle(arriving, random);

            rows.clear();
            int subtasks = 1 + random.nextInt(3);
            List<ByteTable> state = new ArrayList<>();
            List<FraudCells> operators = new ArrayList<>();
            for (int i = 0; i < subtasks; i++) {
                state.add(new ByteTable());
                operators.add(cells());
            }
            for (Trace trace : arriving) {
                int subtask = (int) Long.remainderUnsigned(trace.key().high(), subtasks);
                operators.get(subtask).receive(state.get(subtask), trace, this::add);
                if (random.nextInt(20) == 0) {
                    state.set(subtask, restored(state.get(subtask)));
                    operators.set(subtask, cells());
                }
            }

            assertThat(texts()).as("seed %d", seed).isEqualTo(plain);
        }
        assertThat(flagged).as("flags looked at").isGreaterThan(10 * HISTORIES);
    }

    private static ByteTable restored(ByteTable table) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.write(new DataOutputStream(bytes));
        return ByteTable.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    @Test
    void stateThatGoesTakesNoFlagWithItAndBringsNone() {
        int forgotten = 0;
        for (long seed = 0; seed < HISTORIES / 4; seed++) {
            Random random = new Random(seed);
            List<Trace> traces = RandomTraces.of(seed, 80, 400 * RandomTraces.DAY);
            TreeMap<String, Long> plain = PlainSuspicion.rows(traces, RandomTraces.rules(), LIMITS.horizon());

            // Each is appended at most H after its own time, and read in the order of appends.
            List<long[]> order = new ArrayList<>();
            for (int i = 0; i < traces.size(); i++) {
                order.add(new long[] {ownTime(traces.get(i)) + (long) (random.nextDouble() * LIMITS.horizon()), i});
            }
            order.sort((one, other) -> Long.compare(one[0], other[0]));

            rows.clear();
            ByteTable state = new ByteTable();
            FraudCells operator = cells();
            for (long[] next : order) {
                forgotten += operator.purge(state, next[0]);
                operator.receive(state, traces.get((int) next[1]), this::add);
            }

            assertThat(texts()).as("seed %d", seed).isEqualTo(plain);
            operator.purge(state, RandomTraces.START + 1_000 * RandomTraces.DAY);
            assertThat(state.size()).isZero();
        }
        assertThat(forgotten).isGreaterThan(HISTORIES);
    }

    private static long ownTime(Trace trace) {
        return trace.rating() == null ? trace.acceptedAt() : trace.rating().ratedAt();
    }

    @Test
    void aCellThatEverybodyFallsIntoHoldsItsFirstRatingsWheneverTheyCome() {
        RatingTraces traces = new RatingTraces(new Pseudonyms("k1", new byte[32]));
        List<Trace> all = new ArrayList<>();
        var keys = new io.haochaping.domain.record.CaseKey.Maker();
        for (int i = 0; i < Cell.MOST_RATINGS + 50; i++) {
            TracedRating rating = rating("C" + i, i, 5);
            traces.rated(keys.of("s", "C" + i), rating, "unknown", "", "", "", all::add);
        }
        TreeMap<String, Long> first = null;
        for (int seed = 0; seed < 3; seed++) {
            rows.clear();
            Collections.shuffle(all, new Random(seed));
            ByteTable state = new ByteTable();
            FraudCells operator = cells();
            all.forEach(trace -> operator.receive(state, trace, this::add));
            assertThat(rows).hasSize(2 * Cell.MOST_RATINGS + 1);
            first = first == null ? texts() : first;
            assertThat(texts()).isEqualTo(first);
        }
    }

    @Test
    void aLaterRatingThatIsNotOfTheBestLevelTakesTheFlagsBack() {
        RatingTraces traces = new RatingTraces(new Pseudonyms("k1", new byte[32]));
        var keys = new io.haochaping.domain.record.CaseKey.Maker();
        List<Trace> laid = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            traces.rated(keys.of("s", "C" + i), rating("C" + i, i, 5), "somebody", "", "", "", laid::add);
        }
        ByteTable state = new ByteTable();
        FraudCells operator = cells();
        laid.forEach(trace -> operator.receive(state, trace, this::add));
        assertThat(texts().keySet()).filteredOn(row -> row.contains("all-best")).hasSize(3);
        laid.clear();

        traces.rated(keys.of("s", "C9"), rating("C9", 9, 2), "somebody", "", "", "", laid::add);
        laid.forEach(trace -> operator.receive(state, trace, this::add));

        assertThat(texts().keySet()).noneMatch(row -> row.contains("all-best"));
        assertThat(texts().keySet())
                .filteredOn(row -> row.contains("many-by-rater"))
                .hasSize(4);
    }

    /** The second of two ratings of a cell comes as late as it may: what is forgotten before that loses its flags. */
    @Test
    void aCellIsKeptUntilItsLastRatingMayHaveCome() {
        long end = RandomTraces.START + Trace.CELL_MILLIS;
        List<Trace> laid = laid("somebody", rating("C1", 1, 5), rating("C2", 2, 5), rating("C3", 3, 5));
        ByteTable state = new ByteTable();
        FraudCells operator = cells();
        receive(operator, state, laid.stream().limit(4).toList());

        operator.purge(state, end + LIMITS.horizon());
        receive(operator, state, laid.stream().skip(4).toList());

        assertThat(texts().keySet()).filteredOn(row -> row.contains("all-best")).hasSize(3);
        operator.purge(state, end + LIMITS.horizon() + 2 * 3_600_000);
        assertThat(state.size()).as("cells of cases are left").isEqualTo(3);
    }

    @Test
    void aTextThatOnlyTheSecondCopyHasCounts() {
        ByteTable state = new ByteTable();
        FraudCells operator = cells();
        receive(operator, state, laid("somebody", rating("C1", 1, 5), rating("C2", 2, 5), rating("C3", 3, 5)));
        assertThat(texts().keySet()).filteredOn(row -> row.contains("all-best")).hasSize(3);

        receive(operator, state, laid("somebody", RandomTraces.withText(rating("C2", 2, 5))));

        assertThat(texts().keySet()).noneMatch(row -> row.contains("all-best"));
        receive(operator, state, laid("somebody", rating("C2", 2, 5)));
        assertThat(texts().keySet())
                .as("and a copy without does not take it away")
                .noneMatch(row -> row.contains("all-best"));
    }

    /** By content, not by arrival: whoever comes first, the same are members. */
    @Test
    void ofTooManyTheFirstByContentAreMembersThoughTheyComeLast() {
        List<Trace> laid = new ArrayList<>();
        for (int i = Cell.MOST_RATINGS + 9; i >= 0; i--) {
            laid.addAll(laid("unknown", rating("C" + i, i, 5)));
        }
        ByteTable state = new ByteTable();
        receive(cells(), state, laid);

        assertThat(texts().keySet())
                .filteredOn(row -> row.contains("many-by-rater"))
                .hasSize(Cell.MOST_RATINGS)
                .anyMatch(row -> row.contains("|C0|"))
                .noneMatch(row -> row.contains("|C" + Cell.MOST_RATINGS + "|"));
    }

    /** A number that everybody sends makes one case of a city. What of it is flagged must not depend on when it was swept. */
    @Test
    void aFullCaseFlagsTheSameWheneverItIsSwept() {
        Random random = new Random(7);
        List<Trace> laid = new ArrayList<>();
        for (int i = 0; i < 2 * Cell.MOST_RATINGS + 60; i++) {
            long at = RandomTraces.START + (long) (random.nextDouble() * 124 * RandomTraces.DAY);
            laid.addAll(laid("", rating("0", random.nextLong(), 1 + random.nextInt(5), at)));
        }
        laid.sort(Comparator.comparingLong(FraudCellsLawsTest::ownTime));
        TreeMap<String, Long> never = flagged(laid, Integer.MAX_VALUE);

        assertThat(never).hasSizeGreaterThan(Cell.MOST_RATINGS);
        assertThat(flagged(laid, 1)).isEqualTo(never);
        assertThat(flagged(laid, 97)).isEqualTo(never);
        List<Trace> backwards = new ArrayList<>(laid);
        Collections.reverse(backwards);
        assertThat(flagged(backwards, Integer.MAX_VALUE)).isEqualTo(never);
    }

    /** In the order of their times; swept through the time of each, every so often. */
    private TreeMap<String, Long> flagged(List<Trace> laid, int every) {
        rows.clear();
        ByteTable state = new ByteTable();
        FraudCells operator = cells();
        int number = 0;
        for (Trace trace : laid) {
            if (++number % every == 0) {
                operator.purge(state, ownTime(trace));
            }
            operator.receive(state, trace, this::add);
        }
        return texts();
    }

    /** Told from its first bytes: a rating that a full cell does not take costs no look at its members. */
    @Test
    void aFullCellSaysSoWithoutBeingRead() {
        ByteTable state = new ByteTable();
        FraudCells operator = cells();
        List<Trace> laid = new ArrayList<>();
        for (int i = 0; i < Cell.MOST_RATINGS; i++) {
            laid.addAll(laid("unknown", rating("C" + i, i, 5)));
        }
        receive(operator, state, laid);
        Trace beyond = laid("unknown", rating("D", Cell.MOST_RATINGS, 5)).get(1);
        Trace within = laid("unknown", rating("D", Cell.MOST_RATINGS - 1, 5)).get(1);
        ByteReader in = new ByteReader();

        assertThat(state.read(beyond.key().high(), beyond.key().low(), in)).isTrue();
        int from = in.position();
        assertThat(Cell.isFullFor(in, beyond, LIMITS.horizon())).isTrue();
        assertThat(in.position() - from).as("bytes looked at").isLessThan(24);
        state.read(within.key().high(), within.key().low(), in);
        assertThat(Cell.isFullFor(in, within, LIMITS.horizon()))
                .as("of the same content as the last: its case decides")
                .isFalse();
    }

    private static List<Trace> laid(String rater, TracedRating... ratings) {
        RatingTraces traces = new RatingTraces(new Pseudonyms("k1", new byte[32]));
        CaseKey.Maker keys = new CaseKey.Maker();
        List<Trace> laid = new ArrayList<>();
        for (TracedRating rating : ratings) {
            traces.rated(keys.of("s", rating.caseNumber()), rating, rater, "", "", "", laid::add);
        }
        return laid;
    }

    private void receive(FraudCells operator, ByteTable state, List<Trace> laid) {
        laid.forEach(trace -> operator.receive(state, trace, this::add));
    }

    private static TracedRating rating(String number, long content, int level, long ratedAt) {
        return new TracedRating(
                "s", number, 1, content, level, ratedAt, 0, false, false, false, "440100000000", "d", "web");
    }

    private static TracedRating rating(String number, long content, int level) {
        return new TracedRating(
                "s", number, 1, content, level, RandomTraces.START, 0, false, false, false, "440100000000", "d", "web");
    }
}
