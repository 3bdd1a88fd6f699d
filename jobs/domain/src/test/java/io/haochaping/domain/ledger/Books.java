package io.haochaping.domain.ledger;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A ledger and the sum of everything it has said. */
final class Books {
    private static final MonthCutOff CUT_OFFS = MonthCutOff.builtIn();

    /** Shared: a ledger knows nothing of the cases but what their table holds. */
    private static final CaseLedger LEDGER =
            new CaseLedger(RuleBook.builtIn(), Limits.STANDARD, WorkingDays.builtIn(), CUT_OFFS);

    private final CaseLedger ledger;
    private final ByteTable cases = new ByteTable();
    private final Map<RowKey, TallyAccumulator> sums = new HashMap<>();

    Books() {
        this(LEDGER);
    }

    private Books(CaseLedger ledger) {
        this.ledger = ledger;
    }

    static Books under(RuleBook rules) {
        return new Books(ledgerUnder(rules));
    }

    /** The same cases and sums, as a job has them that was started again with other rules. */
    Books goingOnUnder(RuleBook rules) {
        Books books = under(rules);
        cases.forEach((high, low, value, offset, length) -> books.cases.put(high, low, value, offset, length));
        sums.forEach((row, sum) ->
                books.sums.computeIfAbsent(row, r -> new TallyAccumulator()).add(sum));
        return books;
    }

    static CaseLedger ledgerUnder(RuleBook rules) {
        return new CaseLedger(rules, Limits.STANDARD, WorkingDays.builtIn(), CUT_OFFS);
    }

    static Books under(Rules rules, CaseRecord... records) {
        Books books = under(RuleBook.single(rules));
        for (CaseRecord record : records) {
            books.receive(record.fact());
        }
        return books;
    }

    static Books of(CaseRecord... records) {
        Books books = new Books();
        for (CaseRecord record : records) {
            books.receive(record.fact());
        }
        return books;
    }

    /** Returns the rows that the record changed. */
    List<RowKey> receive(Fact record) {
        List<RowKey> changed = new ArrayList<>();
        ledger.receive(cases, record).forEach((row, change) -> {
            sums.computeIfAbsent(row, r -> new TallyAccumulator()).add(change);
            changed.add(row);
        });
        return changed;
    }

    int purge(long readThrough) {
        return ledger.purge(cases, readThrough);
    }

    ByteTable cases() {
        return cases;
    }

    /** Every row that is not zero, as text, with its figures. */
    SortedMap<String, SortedMap<String, Long>> rows() {
        SortedMap<String, SortedMap<String, Long>> rows = new TreeMap<>();
        sums.forEach((row, sum) -> {
            if (!sum.isZero()) {
                SortedMap<String, Long> figures = new TreeMap<>();
                Tally tally = sum.toTally();
                for (int i = 0; i < tally.size(); i++) {
                    figures.put(Figure.text(tally.number(i)), tally.amount(i));
                }
                rows.put(row.toString(), figures);
            }
        });
        return rows;
    }

    /** Every row that is not zero: the cheap form of {@link #rows}, to hold two books against each other. */
    Map<RowKey, Tally> tallies() {
        Map<RowKey, Tally> tallies = new HashMap<>();
        sums.forEach((row, sum) -> {
            if (!sum.isZero()) {
                tallies.put(row, sum.toTally());
            }
        });
        return tallies;
    }

    /** Figures of one row; {@code ""} where there is no such row. */
    String row(String key) {
        return sums.entrySet().stream()
                .filter(entry -> entry.getKey().toString().equals(key))
                .map(entry -> entry.getValue().toTally().toString())
                .findFirst()
                .orElse("");
    }

    /** The classes of the closing equation in one partition. */
    String equation(String kind, int partition) {
        return row("equation|" + kind + "|" + partition + "|" + kind);
    }

    /** Sum of one figure over the hour leaves of every part. */
    long total(Figure figure) {
        return total(row -> row.kind() == RowKind.HOUR, figure);
    }

    /** Sum of one figure over the hour leaves of one part. */
    long total(Part part, Figure figure) {
        return total(row -> isHourOf(row, part), figure);
    }

    /** Sum of one figure over some rows. */
    long total(Predicate<RowKey> of, Figure figure) {
        long sum = 0;
        for (Map.Entry<RowKey, TallyAccumulator> row : sums.entrySet()) {
            sum += of.test(row.getKey()) ? row.getValue().toTally().get(figure) : 0;
        }
        return sum;
    }

    static boolean isHourOf(RowKey row, Part part) {
        return row.kind() == RowKind.HOUR && row.parts().get(0).equals(part.code());
    }
}
