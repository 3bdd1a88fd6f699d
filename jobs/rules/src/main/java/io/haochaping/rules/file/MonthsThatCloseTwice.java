package io.haochaping.rules.file;

import io.haochaping.domain.rules.CutOffChange;
import io.haochaping.domain.rules.InForce;
import io.haochaping.domain.rules.Profile;
import io.haochaping.domain.rules.Rules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Says of versions that change the cut-off within a month where they stand and what to do. */
public final class MonthsThatCloseTwice {
    private MonthsThatCloseTwice() {}

    /**
     * @param changes of the book that the files make
     * @throws FaultyRules where there is one
     */
    public static void refuse(List<RulesFile> files, List<CutOffChange> changes) throws FaultyRules {
        List<FaultyRules> faulty = new ArrayList<>();
        for (RulesFile file : files) {
            Problems problems = new Problems(file.name());
            changes.stream()
                    .filter(change -> change.profile().equals(file.profile().id()))
                    .forEach(change -> tell(change, firstDay(file, change), problems));
            try {
                problems.throwIfAny();
            } catch (FaultyRules refused) {
                faulty.add(refused);
            }
        }
        if (!faulty.isEmpty()) {
            throw FaultyRules.of(faulty);
        }
    }

    private static Given firstDay(RulesFile file, CutOffChange change) {
        List<Profile.Version> versions = file.profile().versions();
        int index = 0;
        while (!versions.get(index).from().equals(change.from())) {
            index++;
        }
        return file.written().itemsOf("versions").get(index).require("from");
    }

    private static void tell(CutOffChange change, Given from, Problems problems) {
        boolean everywhere = change.region().equals(InForce.EVERYWHERE);
        LocalDate first = change.from().withDayOfMonth(1).plusMonths(1);
        problems.add(
                from,
                "不是某月 1 日，而" + (everywhere ? "其他规则未指定的区划" : "区划 " + change.region() + " ") + "的截止工作日自该日起由 "
                        + daysOf(change.before()) + "（" + nameOf(change.before()) + "）改为 " + daysOf(change.now())
                        + "（" + nameOf(change.now()) + "），该月将有两个截止时间；请将该版本改为自某月 1 日起，如 " + first,
                "is not the first of a month, and from that day on months close after " + daysOf(change.now())
                        + " working days (" + nameOf(change.now()) + ") and not after " + daysOf(change.before()) + " ("
                        + nameOf(change.before()) + ") "
                        + (everywhere ? "where no other profile holds" : "in " + change.region())
                        + ", so that one month has two cut-offs; begin the version on the first of a month, such as "
                        + first);
    }

    private static int daysOf(Rules rules) {
        return rules.publication().cutOffDays();
    }

    private static String nameOf(Rules rules) {
        return rules.version();
    }
}
