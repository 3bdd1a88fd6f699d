package io.haochaping.domain.ledger;

import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.rules.Publication;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import java.util.ArrayList;
import java.util.List;

/** When months close, by the rules of the row. Rules that let them close on one day share one list, and are looked at together. */
final class CutOffs {
    private final MonthCutOff[] byDays = new MonthCutOff[Publication.MOST_CUT_OFF_DAYS + 1];
    private final List<MonthCutOff> different = new ArrayList<>();

    /** @param standard of rules that do not say otherwise */
    CutOffs(RuleBook rules, WorkingDays calendar, MonthCutOff standard) {
        byDays[Publication.STANDARD.cutOffDays()] = standard;
        different.add(standard);
        for (Rules version : rules.versions()) {
            int days = version.publication().cutOffDays();
            if (byDays[days] == null) {
                byDays[days] = new MonthCutOff(calendar, days);
                different.add(byDays[days]);
            }
        }
    }

    /** Every list that some rules close their months by. */
    List<MonthCutOff> different() {
        return different;
    }

    MonthCutOff of(Rules rules) {
        return byDays[rules.publication().cutOffDays()];
    }
}
