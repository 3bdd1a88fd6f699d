package io.haochaping.fold.shadow;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.ledger.CaseLedger;
import io.haochaping.domain.ledger.Cause;
import io.haochaping.domain.ledger.Contribution;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.intake.Decoded;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceReading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The same records under one of the two rules: the figures of a period by the rows, and what became of each rating by the ledger's own testimony. */
final class Side {
    private static final String GENERATED = "generated default";

    private final Intake intake;
    private final CaseLedger ledger;
    private final Map<String, Rules> versions = new HashMap<>();
    private final Map<String, Fate> fates = new HashMap<>();
    private final long from;
    private final long to;
    private SourceReading reading;
    private Sums sums = Sums.ZERO;

    Side(Intake intake, RuleBook rules, Limits limits, long from, long to) {
        this.intake = intake;
        this.from = from;
        this.to = to;
        this.ledger =
                new CaseLedger(rules, limits, WorkingDays.builtIn(), MonthCutOff.builtIn()).witnessedBy(this::hear);
        rules.versions().forEach(version -> versions.put(version.version(), version));
    }

    /** Begins with the first record of every partition again. */
    void rewind() {
        reading = new SourceReading(intake, (row, change) -> {});
    }

    /** The record as this side reads it; null where it has no case. */
    Fact receive(RawRecord raw) {
        return reading.read(raw) instanceof Decoded.Received received ? received.fact() : null;
    }

    /** What became of each rating of a case, by what tells it from the others; adds the case to the sums. */
    Map<String, Fate> account(List<Fact> records) {
        fates.clear();
        ledger.account(records).forEach((row, change) -> add(row, change.toTally()));
        return fates;
    }

    Sums sums() {
        return sums;
    }

    private void add(RowKey row, Tally tally) {
        if (!isInPeriod(row)) {
            return;
        }
        for (int level = 1; level <= 5; level++) {
            long count = tally.get(Figure.level(level)) + tally.get(Figure.defaultLevel(level));
            sums = sums.plus(shown(row, level, count));
        }
    }

    private boolean isInPeriod(RowKey row) {
        return row.kind() == RowKind.HOUR && row.time() >= from && row.time() < to;
    }

    private Sums shown(RowKey row, int level, long count) {
        String[] key = row.toString().split("\\|", -1);
        Rules rules = versions.get(key[8]);
        return Sums.of(count, level >= rules.goodFrom(), !rules.leftOut().contains(key[6]));
    }

    private void hear(Contribution told) {
        boolean speaksOfRating = told.record().kind == FactKind.RATING || told.cause() == Cause.DEFAULT_GENERATED;
        if (!speaksOfRating || told.beforeCutOff()) {
            return;
        }
        String name = told.cause() == Cause.DEFAULT_GENERATED
                ? GENERATED
                : told.record().ordinal + " " + told.record().content;
        if (told.row().kind() == RowKind.EQUATION && told.cause() != Cause.COPY_OF) {
            fates.merge(name, Fate.ofClass(told.record().level, told.cause()), Fate::with);
        } else if (told.row().kind() == RowKind.HOUR && told.amount() == 1 && levelOf(told.figure()) > 0) {
            int level = levelOf(told.figure());
            Sums counts = isInPeriod(told.row()) ? shown(told.row(), level, 1) : Sums.ZERO;
            fates.merge(name, new Fate(true, level, 0, told.cause(), null, counts), Fate::with);
        }
    }

    private static int levelOf(int figure) {
        if (figure >= Figure.LEVEL_1.number() && figure <= Figure.LEVEL_5.number()) {
            return figure - Figure.LEVEL_1.number() + 1;
        }
        boolean isDefault = figure >= Figure.DEFAULT_1.number() && figure <= Figure.DEFAULT_5.number();
        return isDefault ? figure - Figure.DEFAULT_1.number() + 1 : 0;
    }
}
