package io.haochaping.explain;

import io.haochaping.domain.calendar.ShanghaiTime;

/** What is said of places that hold no record of the ledger. */
final class Fates {
    private Fates() {}

    static String code(CaseSearch.Fate fate) {
        if (fate instanceof CaseSearch.Fate.Outside) {
            return "outside";
        }
        if (fate instanceof CaseSearch.Fate.NoPartition) {
            return "no-partition";
        }
        if (fate instanceof CaseSearch.Fate.Tick) {
            return "tick";
        }
        if (fate instanceof CaseSearch.Fate.Refused) {
            return "quarantined";
        }
        return fate instanceof CaseSearch.Fate.Received ? "received" : "control";
    }

    static Sentence sentence(Place place, CaseSearch.Fate fate) {
        if (fate instanceof CaseSearch.Fate.Outside outside) {
            String span = outside.span().start() + " … " + (outside.span().end() - 1);
            return new Sentence(
                    place + " 不在切面内：该分区的切面含位点 " + span + "。若刚刚写入，请待下一切面后再问。",
                    place + " is not in the cut, which holds the offsets " + span
                            + " of its partition. If it was sent just now, ask again after the next cut.");
        }
        if (fate instanceof CaseSearch.Fate.NoPartition) {
            return new Sentence(
                    "切面中没有分区 " + place.topic() + "-" + place.partition() + "：作业不读取该主题，或尚未读到。",
                    "The cut has no partition " + place.topic() + "-" + place.partition()
                            + ": the job does not read that topic, or has not come to it yet.");
        }
        if (fate instanceof CaseSearch.Fate.Tick tick) {
            String at = tick.tick().time() < 0
                    ? "−1"
                    : ShanghaiTime.minuteText(tick.tick().time()).replace('T', ' ');
            return tick.tick().valid()
                    ? new Sentence(
                            place + " 是心跳（T = " + at + "），不是记录，不计入任何数字。",
                            place + " is a tick (T = " + at + "): no record, and in no figure.")
                    : new Sentence(
                            place + " 是无效心跳（T = " + at + "），不起作用。",
                            place + " is a tick that is not valid (T = " + at + ") and changes nothing.");
        }
        return new Sentence(
                place + " 处没有记录：是事务标记，或属于已中止的事务（控制记录）。",
                "There is no record at " + place
                        + ": it is a marker of a transaction, or belongs to one that was aborted (control).");
    }
}
