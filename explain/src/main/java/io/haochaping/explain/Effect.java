package io.haochaping.explain;

import io.haochaping.domain.ledger.Contribution;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a record adds to one figure of one row, as it is shown. */
record Effect(String row, String figure, long amount, Place record, Place other, String cause, Sentence reason) {

    /**
     * The effects on figures, by row; classes are told apart. A row of a bad review is named without its case: whoever asked knows it, a screen that is copied should not.
     */
    static List<Effect> of(List<CaseAccount.Told> told) {
        List<Effect> effects = new ArrayList<>();
        for (CaseAccount.Told one : told) {
            Contribution what = one.what();
            if (what.row().kind() == RowKind.EQUATION) {
                continue;
            }
            Place other = one.other() == null ? null : one.other().place();
            Sentence reason = what.beforeCutOff() && what.amount() < 0 ? Reasons.stoodInTime(one) : Reasons.of(one);
            effects.add(new Effect(
                    rowText(what),
                    Figure.text(what.figure()),
                    what.amount(),
                    one.record().place(),
                    other,
                    Lines.codeOf(what.cause()),
                    reason));
        }
        effects.sort(
                Comparator.comparing(Effect::row).thenComparing(Effect::figure).thenComparing(Effect::record));
        return effects;
    }

    private static String rowText(Contribution what) {
        if (what.row().kind() != RowKind.BAD) {
            return what.row().toString();
        }
        List<Object> parts = what.row().parts();
        return "bad|…|…|" + parts.get(2) + "|" + parts.get(3) + "|" + parts.get(4);
    }
}
