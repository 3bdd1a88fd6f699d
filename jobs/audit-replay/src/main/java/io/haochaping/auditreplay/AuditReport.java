package io.haochaping.auditreplay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.store.RowComparison;
import io.haochaping.store.StoredCut;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What an audit found.
 *
 * @param summary of all rows that were compared
 * @param differences all of them
 * @param remarks about records and store that changed none of these rows
 * @param snapshot whose rows they are; empty: live ones
 */
record AuditReport(
        String scope,
        StoredCut cut,
        RowComparison.Summary summary,
        List<DifferingRow> differences,
        List<Text> remarks,
        Optional<AuditedSnapshot> snapshot) {
    private static final int RECORDS_SHOWN = 20;

    /**
     * A row that is not what the replay makes of the records.
     *
     * @param cells none where the row was touched and its figures agree all the same
     * @param there whether the store has it; {@code wanted}: whether the replay has it
     */
    record DifferingRow(
            RowKey key,
            UUID id,
            boolean there,
            boolean wanted,
            List<Cell> cells,
            List<Cause> causes,
            SortedSet<RecordPosition> records) {}

    /**
     * The snapshot that was audited.
     *
     * @param digest that it was taken with
     * @param isWhole whether its rows still match that
     */
    record AuditedSnapshot(long number, String digest, boolean isWhole) {
        private Text text() {
            return isWhole
                    ? new Text(
                            "快照 " + number + "，摘要 " + digest + "，与其行相符",
                            "snapshot " + number + ", digest " + digest + ", which its rows match")
                    : new Text(
                            "快照 " + number + "，摘要 " + digest + "：其行与该摘要不符，取得之后被改动",
                            "snapshot " + number + ", digest " + digest
                                    + ": its rows do not match it, they were changed after it was taken");
        }
    }

    boolean identical() {
        return differences.isEmpty() && snapshot.map(AuditedSnapshot::isWhole).orElse(true);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "", cutLine());
        snapshot.ifPresent(audited -> line(text, "", audited.text()));
        if (identical()) {
            line(
                    text,
                    "",
                    new Text(
                            "一致：" + summary.rows() + " 行，摘要 " + summary.digest(),
                            "identical: " + summary.rows() + " rows, digest " + summary.digest()));
        } else {
            line(
                    text,
                    "",
                    new Text(
                            "不一致：" + summary.rows() + " 行中有 " + differences.size() + " 行",
                            "different: " + differences.size() + " of " + summary.rows() + " rows"));
            differences.forEach(row -> append(text, row));
        }
        remarks.forEach(remark -> line(text, "! ", remark));
        return text.toString();
    }

    private Text cutLine() {
        String when = cut.completeThrough() < 0
                ? "–"
                : Instant.ofEpochMilli(cut.completeThrough()).toString();
        return new Text(
                "范围 " + scope + "；切面 " + cut.epoch() + "，完整至 " + when,
                "scope " + scope + "; cut " + cut.epoch() + ", complete through " + when);
    }

    private static void append(StringBuilder text, DifferingRow row) {
        text.append(System.lineSeparator())
                .append(shown(row.key()))
                .append("  ")
                .append(row.id())
                .append(System.lineSeparator());
        if (!row.there()) {
            line(text, "  ", new Text("存储中没有该行", "the store does not have this row"));
        } else if (!row.wanted()) {
            line(text, "  ", new Text("重放结果中没有该行", "the replay does not have this row"));
        } else if (row.cells().isEmpty()) {
            line(text, "  ", new Text("数值相同", "the figures agree"));
        }
        for (Cell cell : row.cells()) {
            text.append(
                    "  %s: 存储 stored %d, 重放 replayed %d%n".formatted(cell.figure(), cell.stored(), cell.replayed()));
        }
        row.causes().forEach(cause -> line(text, "  → ", cause.text()));
        if (!row.records().isEmpty()) {
            String list = row.records().stream()
                    .limit(RECORDS_SHOWN)
                    .map(RecordPosition::toString)
                    .collect(Collectors.joining(" "));
            int more = row.records().size() - RECORDS_SHOWN;
            text.append("  %d 条相关记录 records behind it: %s%s%n"
                    .formatted(row.records().size(), list, more > 0 ? " … +" + more + " (--json)" : ""));
        }
    }

    private static void line(StringBuilder text, String indent, Text sentence) {
        text.append(indent).append(sentence.chinese()).append(System.lineSeparator());
        text.append(" ".repeat(indent.length())).append(sentence.english()).append(System.lineSeparator());
    }

    /** The number of a case stays in the store, where the row's id finds it. */
    static String shown(RowKey key) {
        if (key.kind() != RowKind.BAD) {
            return key.toString();
        }
        List<Object> parts = key.parts();
        return "bad|" + parts.get(0) + "|…|"
                + parts.subList(2, parts.size()).stream().map(Object::toString).collect(Collectors.joining("|"));
    }

    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("outcome", identical() ? "identical" : "different");
        root.put("scope", scope);
        ObjectNode at = root.putObject("cut");
        at.put("epoch", cut.epoch());
        at.put("name", cut.name());
        if (cut.completeThrough() >= 0) {
            at.put(
                    "completeThrough",
                    Instant.ofEpochMilli(cut.completeThrough()).toString());
        }
        at.put("decisionSetDigest", cut.decisionSetDigest());
        at.put("codeVersion", cut.codeVersion());
        snapshot.ifPresent(audited -> root.putObject("snapshot")
                .put("number", audited.number())
                .put("digest", audited.digest())
                .put("isWhole", audited.isWhole()));
        root.put("rows", summary.rows());
        root.put("digest", summary.digest());
        ArrayNode rows = root.putArray("differences");
        differences.forEach(row -> add(rows.addObject(), row));
        ArrayNode said = root.putArray("remarks");
        remarks.forEach(remark -> said.addObject().put("zh", remark.chinese()).put("en", remark.english()));
        return root.toPrettyString() + System.lineSeparator();
    }

    private static void add(ObjectNode node, DifferingRow row) {
        node.put("row", shown(row.key()));
        node.put("id", row.id().toString());
        node.put("stored", row.there());
        node.put("replayed", row.wanted());
        ArrayNode cells = node.putArray("cells");
        for (Cell cell : row.cells()) {
            cells.addObject()
                    .put("figure", cell.figure())
                    .put("stored", cell.stored())
                    .put("replayed", cell.replayed());
        }
        ArrayNode causes = node.putArray("causes");
        for (Cause cause : row.causes()) {
            causes.addObject()
                    .put("cause", cause.kind().code())
                    .put("zh", cause.text().chinese())
                    .put("en", cause.text().english());
        }
        ArrayNode records = node.putArray("records");
        for (RecordPosition record : row.records()) {
            records.addObject()
                    .put("topic", record.topic())
                    .put("partition", record.partition())
                    .put("offset", record.offset());
        }
    }
}
