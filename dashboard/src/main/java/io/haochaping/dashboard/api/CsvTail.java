package io.haochaping.dashboard.api;

import io.haochaping.dashboard.cut.CutState;
import io.haochaping.dashboard.cut.Snapshot;
import java.util.List;

/** The last cells of every line of figures: a line that is copied elsewhere still says which cut it comes from and whether it is settled. */
final class CsvTail {
    private CsvTail() {}

    static List<String> header(Language language) {
        return language == Language.ZH
                ? List.of("结算状态", "数据完整至", "切面", "恢复标记")
                : List.of("Settlement", "Complete through", "Cut", "Restored");
    }

    static void cells(CsvTable table, Snapshot snapshot, boolean settled, Language language) {
        CutState cut = snapshot.cut();
        table.text(language.choose(settled ? "已定" : "暂定", settlement(settled)))
                .instant(CutFields.completeThrough(cut))
                .number(cut.epoch())
                .text(language.choose(cut.restored() ? "是" : "否", cut.restored() ? "yes" : "no"));
    }

    static String settlement(boolean settled) {
        return settled ? "settled" : "provisional";
    }
}
