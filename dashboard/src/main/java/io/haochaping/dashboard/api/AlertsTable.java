package io.haochaping.dashboard.api;

import io.haochaping.dashboard.cut.Alert;
import io.haochaping.dashboard.cut.Snapshot;
import java.io.IOException;
import java.util.List;

/** {@code /api/alerts}: those that stand. */
final class AlertsTable implements Table {
    @Override
    public List<Parameter> parameters() {
        return List.of(Ask.LIMIT, Ask.OFFSET);
    }

    @Override
    public List<Parameter> csvParameters() {
        return List.of(Ask.CSV_LIMIT, Ask.OFFSET);
    }

    @Override
    public void json(Json out, Snapshot snapshot, Values values) throws IOException {
        CutFields.reference(out, snapshot.cut());
        out.objects("rows", page(snapshot, values), (fields, alert) -> fields.field("id", alert.id())
                        .field("kind", alert.kind())
                        .field("subject", alert.subject())
                        .field("state", alert.state())
                        .field("messageZh", alert.messageZh())
                        .field("messageEn", alert.messageEn())
                        .instant("since", alert.since())
                        .instant("completeThrough", alert.completeThrough())
                        .field("epoch", alert.epoch()))
                .field("rowCount", snapshot.alerts().size())
                .field("limit", values.number("limit").orElseThrow())
                .field("offset", values.number("offset").orElseThrow());
    }

    private static List<Alert> page(Snapshot snapshot, Values values) {
        return snapshot.alerts().stream()
                .skip(values.number("offset").orElseThrow())
                .limit(values.number("limit").orElse(Integer.MAX_VALUE))
                .toList();
    }

    @Override
    public void csv(CsvTable table, Snapshot snapshot, Values values, Language language) {
        table.texts(
                        language == Language.ZH
                                ? List.of("编号", "类型", "对象", "说明", "开始时间", "数据完整至", "切面")
                                : List.of("Id", "Kind", "Subject", "Message", "Since", "Complete through", "Cut"))
                .endLine();
        for (Alert alert : page(snapshot, values)) {
            table.text(alert.id())
                    .text(alert.kind())
                    .text(alert.subject())
                    .text(language.choose(alert.messageZh(), alert.messageEn()))
                    .instant(alert.since())
                    .instant(alert.completeThrough())
                    .number(alert.epoch())
                    .endLine();
        }
    }
}
