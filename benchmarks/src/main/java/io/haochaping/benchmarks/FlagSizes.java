package io.haochaping.benchmarks;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.fraud.FraudCells;
import io.haochaping.domain.fraud.RatingTraces;
import io.haochaping.domain.fraud.Trace;
import io.haochaping.domain.fraud.TracedRating;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.FraudRules;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.domain.tally.TallyAccumulator;
import io.haochaping.kit.PseudonymKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What flags of suspicion take in state, as a checkpoint writes it: of one rater with so many ratings in ten minutes, each of a case of its own.
 *
 * @param ratings in the cell
 * @param threshold from which on each of them is flagged
 * @param cellBytes of the cell of the rater, a rating
 * @param caseBytes of the cell of its case, a rating, with its acceptance
 * @param rowBytes of flags and cells in the tallies, a rating
 */
record FlagSizes(int ratings, int threshold, double cellBytes, double caseBytes, double rowBytes) {
    private static final int[] RATINGS = {1, 2, 5, 10, 50, 400};
    private static final int[] THRESHOLDS = {2, 10, 100};
    private static final long NOON = 1_790_000_400_000L;
    private static final long ENTRY_COUNT = 4;

    static List<FlagSizes> measured() {
        List<FlagSizes> sizes = new ArrayList<>();
        for (int ratings : RATINGS) {
            for (int threshold : THRESHOLDS) {
                sizes.add(measured(ratings, threshold));
            }
        }
        return sizes;
    }

    private static FlagSizes measured(int ratings, int threshold) {
        FraudRules rules = new FraudRules(threshold, threshold, threshold, 0, threshold, 5);
        FraudCells fraud = new FraudCells(RuleBook.single(with(rules)), Limits.STANDARD);
        ByteTable cells = new ByteTable();
        ByteTable cases = new ByteTable();
        Map<RowKey, TallyAccumulator> rows = new HashMap<>();
        for (Trace trace : traces(ratings)) {
            fraud.receive(trace.kind().isPersonal() ? cells : cases, trace, (row, change) -> rows.computeIfAbsent(
                            row, any -> new TallyAccumulator())
                    .add(change, 1));
        }
        return new FlagSizes(
                ratings, threshold, bytes(cells) / ratings, bytes(cases) / ratings, bytes(tallies(rows)) / ratings);
    }

    private static Rules with(FraudRules fraud) {
        Rules of = new Rules("flags", 7, 3, 3);
        return new Rules(
                of.version(),
                of.defaultAfterDays(),
                of.defaultLevel(),
                of.scale(),
                of.identity(),
                of.lastContent(),
                of.reRating(),
                of.windowDays(),
                of.countsFor(),
                of.shares(),
                of.leftOut(),
                of.meanScore(),
                of.complaints(),
                fraud);
    }

    private static List<Trace> traces(int ratings) {
        RatingTraces traces = new PseudonymKey("bench", "x".repeat(32), new TreeSet<>()).newTraces();
        CaseKey.Maker keys = new CaseKey.Maker();
        List<Trace> laid = new ArrayList<>();
        for (int i = 0; i < ratings; i++) {
            String number = "GD%010d".formatted(i);
            CaseKey key = keys.of("gd-zwfw", number);
            TracedRating rating = new TracedRating(
                    "gd-zwfw",
                    number,
                    1,
                    0x9E3779B97F4A7C15L * (i + 1),
                    5,
                    NOON + i * 1_000L,
                    0,
                    true,
                    false,
                    false,
                    "440106000000",
                    "11440106006000097X",
                    "hall");
            traces.accepted(key, NOON - 86_400_000L, laid::add);
            traces.rated(key, rating, "one", "", "", "", laid::add);
        }
        return laid;
    }

    private static ByteTable tallies(Map<RowKey, TallyAccumulator> rows) {
        ByteTable tallies = new ByteTable();
        ByteWriter writer = new ByteWriter(512);
        rows.forEach((row, sum) -> {
            if (!sum.isZero()) {
                writer.clear().writeEncoded(row.bytes());
                sum.toTally().write(writer);
                tallies.put(row.high(), row.low(), writer.array(), 0, writer.length());
            }
        });
        return tallies;
    }

    private static double bytes(ByteTable table) {
        return table.size() == 0 ? 0 : table.size() * StateSizes.bytesPerEntry(table, ByteTable::write) - ENTRY_COUNT;
    }

    static String table(List<FlagSizes> sizes) {
        StringBuilder text = new StringBuilder("%nBytes of state a rating, of one rater in ten minutes%n%n".formatted())
                .append(
                        "| ratings in the cell | flagged from | cell of the rater | cell of the case | flags in the tallies |\n")
                .append("|---|---|---|---|---|\n");
        sizes.forEach(size -> text.append(String.format(
                Locale.ROOT,
                "| %d | %d | %.1f | %.1f | %.1f |%n",
                size.ratings,
                size.threshold,
                size.cellBytes,
                size.caseBytes,
                size.rowBytes)));
        return text.toString();
    }
}
