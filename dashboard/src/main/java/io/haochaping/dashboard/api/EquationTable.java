package io.haochaping.dashboard.api;

import io.haochaping.dashboard.cut.EquationLine;
import io.haochaping.dashboard.cut.Snapshot;
import java.io.IOException;
import java.util.List;

/** {@code /api/equation}: received = counted + duplicate + superseded + voided + excluded + quarantined. */
final class EquationTable implements Table {
    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public void json(Json out, Snapshot snapshot, Values values) throws IOException {
        CutFields.reference(out, snapshot.cut());
        out.object("total", fields -> line(fields, snapshot.equationTotal()))
                .objects("topics", lines(snapshot, "topic"), EquationTable::line)
                .objects("partitions", lines(snapshot, "partition"), EquationTable::line);
        CutFields.ratingEquation(out, snapshot.cut());
    }

    private static List<EquationLine> lines(Snapshot snapshot, String grain) {
        return snapshot.equation().stream()
                .filter(line -> line.grain().equals(grain))
                .toList();
    }

    private static void line(Json out, EquationLine line) throws IOException {
        out.field("topic", line.topic())
                .orNull("partition", line.partition())
                .field("received", line.received())
                .field("counted", line.counted())
                .field("duplicate", line.duplicate())
                .field("superseded", line.superseded())
                .field("voided", line.voided())
                .field("excluded", line.excluded())
                .field("quarantined", line.quarantined())
                .field("classified", line.classified())
                .field("gap", line.gap())
                .orNull("startOffset", line.startOffset())
                .orNull("endOffset", line.endOffset())
                .field("ticks", line.ticks())
                .orNull("control", line.control())
                .instant("lastTickAt", line.lastTickAt());
    }

    @Override
    public void csv(CsvTable table, Snapshot snapshot, Values values, Language language) {
        table.texts(
                        language == Language.ZH
                                ? List.of(
                                        "主题", "分区", "收到", "计入", "重复", "被替代", "作废", "排除", "隔离", "已归类", "差额", "起始位点",
                                        "结束位点", "心跳", "控制记录", "最后心跳")
                                : List.of(
                                        "Topic",
                                        "Partition",
                                        "Received",
                                        "Counted",
                                        "Duplicate",
                                        "Superseded",
                                        "Voided",
                                        "Excluded",
                                        "Quarantined",
                                        "Classified",
                                        "Gap",
                                        "Start offset",
                                        "End offset",
                                        "Ticks",
                                        "Control",
                                        "Last tick"))
                .endLine();
        // Partitions alone: with their sums between them, a column could not be added up.
        for (EquationLine line : lines(snapshot, "partition")) {
            table.text(line.topic())
                    .number(line.partition())
                    .number(line.received())
                    .number(line.counted())
                    .number(line.duplicate())
                    .number(line.superseded())
                    .number(line.voided())
                    .number(line.excluded())
                    .number(line.quarantined())
                    .number(line.classified())
                    .number(line.gap())
                    .number(line.startOffset())
                    .number(line.endOffset())
                    .number(line.ticks())
                    .number(line.control())
                    .instant(line.lastTickAt())
                    .endLine();
        }
    }
}
