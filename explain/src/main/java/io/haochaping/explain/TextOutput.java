package io.haochaping.explain;

import io.haochaping.domain.calendar.ShanghaiTime;
import java.io.PrintStream;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** For a terminal: a line in Chinese, the same below it in English. */
final class TextOutput implements Output {
    private static final String INDENT = "        ";
    private final PrintStream out;

    TextOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void figure(StoreCut cut, Lines lines, SortedMap<String, Long> stored) {
        cut(cut);
        lines.contributing().forEach(this::line);
        more(lines.found() - lines.contributing().size());
        if (lines.foundAside() > 0) {
            say("不计入此处的相关记录 Records that stand aside here:");
            lines.aside().forEach(this::line);
            more(lines.foundAside() - lines.aside().size());
        }
        sums(lines, stored);
    }

    private void cut(StoreCut cut) {
        String through = cut.completeThrough() < 0
                ? "?"
                : ShanghaiTime.minuteText(cut.completeThrough()).replace('T', ' ');
        say("切面 cut " + cut.epoch() + "，数据完整至 complete through " + through);
        if (cut.restored()) {
            say("数据库曾被恢复，尚未补齐 The store was put back and is not whole yet");
        }
    }

    private void line(Line line) {
        String amounts = line.amounts().size() == 1
                ? "%+d".formatted(line.amounts().values().iterator().next())
                : line.amounts().entrySet().stream()
                        .map(entry -> entry.getKey() + " %+d".formatted(entry.getValue()))
                        .collect(Collectors.joining(", "));
        say("%6s  %s  %s"
                .formatted(
                        line.standsAside() ? "0" : amounts,
                        line.place(),
                        line.reason().chinese()));
        say(INDENT + line.reason().english());
    }

    private void more(long left) {
        if (left > 0) {
            say("%,d 条未列出，用 --limit all 全部列出 %,d more are not listed: --limit all".formatted(left, left));
        }
    }

    private void sums(Lines lines, SortedMap<String, Long> stored) {
        SortedMap<String, Long> sums = lines.sums();
        TreeSet<String> names = new TreeSet<>(sums.keySet());
        names.addAll(stored.keySet());
        if (names.isEmpty()) {
            say("数据库中没有这一行，也没有记录归入其中 The store has no such row, and no record belongs to it");
        }
        for (String name : names) {
            long found = sums.getOrDefault(name, 0L);
            long there = stored.getOrDefault(name, 0L);
            if (found == there) {
                say("%s: 合计 %,d = 数据库中的 %,d   adds up to %,d = the store's %,d"
                        .formatted(name, found, there, found, there));
            } else {
                say("%s: 合计 %,d ≠ 数据库中的 %,d，相差 %,d   adds up to %,d, but the store says %,d"
                        .formatted(name, found, there, there - found, found, there));
                say(INDENT + "核对：doctor（决策与闭合等式）、audit（整月重放） look with doctor (decisions, equation) and audit");
            }
        }
    }

    @Override
    public void caseFound(StoreCut cut, CaseSearch.Found found) {
        cut(cut);
        if (found.records().isEmpty()) {
            say("切面中没有该办件的记录。请检查 --system 与编号（投诉加 --complaint）。");
            say("The cut holds no record of this case. Check --system and the number (--complaint for a complaint).");
        }
        for (Held held : found.records()) {
            CaseAccount.Told told = found.classOf(held.place());
            Sentence reason = Reasons.of(told);
            say("%s  %s".formatted(held.place(), reason.chinese()));
            say(INDENT + reason.english());
            say(INDENT + "追加于 appended "
                    + ShanghaiTime.minuteText(held.fact().appendedAt).replace('T', ' '));
        }
        for (CaseSearch.RefusedRecord refused : found.refused()) {
            refused(refused);
        }
        effects(Effect.of(found.told()));
    }

    private void refused(CaseSearch.RefusedRecord refused) {
        say("%s  隔离（%s）：%s"
                .formatted(
                        refused.place(),
                        refused.reason().code(),
                        refused.reason().chinese()));
        say(INDENT + "quarantined: " + refused.reason().sentence());
        if (!refused.redriveOf().isEmpty()) {
            say(INDENT + "重投自 redriven from " + refused.redriveOf());
        }
    }

    private void effects(List<Effect> effects) {
        String row = "";
        for (Effect effect : effects) {
            if (!effect.row().equals(row)) {
                row = effect.row();
                say(row);
            }
            say("%6s  %s  %s  %s"
                    .formatted(
                            effect.amount() == 0 ? "0" : "%+d".formatted(effect.amount()),
                            effect.figure(),
                            effect.record(),
                            effect.reason().chinese()));
            say(INDENT + effect.reason().english());
        }
    }

    @Override
    public void fate(StoreCut cut, Place place, CaseSearch.Fate fate) {
        cut(cut);
        if (fate instanceof CaseSearch.Fate.Refused no) {
            refused(no.record());
        } else if (fate instanceof CaseSearch.Fate.Received received) {
            CaseAccount.Told told = received.of().classOf(place);
            Sentence itsClass = Reasons.recordClass(told.what().cause());
            say("%s  %s：%s"
                    .formatted(place, itsClass.chinese(), Reasons.of(told).chinese()));
            say(INDENT + itsClass.english() + ": " + Reasons.of(told).english());
            effects(Effect.of(received.of().told().stream()
                    .filter(one -> one.record().place().equals(place))
                    .toList()));
        } else {
            Sentence said = Fates.sentence(place, fate);
            say(said.chinese());
            say(said.english());
        }
    }

    private void say(String line) {
        out.println(line);
    }
}
