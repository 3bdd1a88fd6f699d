package io.haochaping.auditreplay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.store.Snapshot;
import io.haochaping.store.SnapshotTable;
import java.time.Instant;
import java.util.List;

/** What is said about snapshots, to people and to machines. */
final class SnapshotReport {
    private static final String END = System.lineSeparator();

    /** What helps where a table was changed past its triggers. */
    static final Text RESTORE = new Text(
            "请从备份恢复 snapshot 与 snapshot_row 两表，再运行 ./haochaping snapshot verify，并与通报上印出的封印对照",
            "put the tables snapshot and snapshot_row back from a backup, run ./haochaping snapshot verify and compare"
                    + " with the seal that was printed");

    private SnapshotReport() {}

    static String taken(SnapshotTake.Taken taken, boolean json) {
        Snapshot snapshot = taken.snapshot();
        if (json) {
            return object(snapshot).put("isNew", taken.isNew()).toPrettyString() + END;
        }
        Text text = taken.isNew()
                ? new Text("已取快照 " + snapshot.number(), "took snapshot " + snapshot.number())
                : new Text(
                        "快照 " + snapshot.number() + " 的行与现在相同，未新增",
                        "snapshot " + snapshot.number() + " has the very rows already; none was added");
        return text.lines() + END + line(snapshot) + END;
    }

    static String list(List<Snapshot> snapshots, boolean json) {
        if (json) {
            ArrayNode all = new ObjectMapper().createArrayNode();
            snapshots.forEach(snapshot -> all.add(object(snapshot)));
            return all.toPrettyString() + END;
        }
        if (snapshots.isEmpty()) {
            return new Text("还没有快照", "there is no snapshot yet").lines() + END;
        }
        StringBuilder text = new StringBuilder();
        snapshots.forEach(snapshot -> text.append(line(snapshot)).append(END));
        return text.toString();
    }

    /** One line says which, of when, how many rows and what they sum up to. */
    private static String line(Snapshot snapshot) {
        StringBuilder line = new StringBuilder()
                .append(snapshot.number())
                .append("  ")
                .append(snapshot.firstDay())
                .append(" – ")
                .append(snapshot.lastDay())
                .append("  ")
                .append(snapshot.provisional() ? "暂定 provisional" : "已定 settled")
                .append("  ")
                .append(snapshot.rows())
                .append(" 行 rows  ")
                .append(snapshot.digest());
        snapshot.restates().ifPresent(earlier -> line.append("  重述 restates ")
                .append(earlier)
                .append(" (")
                .append(snapshot.differingRows())
                .append(" 行 rows)"));
        return line.toString();
    }

    /** @param changes the first of them; empty where it restates none */
    static String one(Snapshot snapshot, List<SnapshotTable.Change> changes, boolean json) {
        if (json) {
            ObjectNode root = object(snapshot);
            ArrayNode partitions = root.putArray("partitions");
            for (PartitionProgress read : snapshot.cut().partitions()) {
                partitions
                        .addObject()
                        .put("topic", read.source().topic())
                        .put("partition", read.source().partition())
                        .put("startOffset", read.startOffset())
                        .put("endOffset", read.endOffset())
                        .put("received", read.received())
                        .put("ticks", read.ticks());
            }
            ObjectNode decisions = root.putObject("decisions");
            snapshot.cut().decisions().forEach(decisions::put);
            ArrayNode rows = root.putArray("changes");
            for (SnapshotTable.Change change : changes) {
                rows.addObject()
                        .put("row", change.row())
                        .put("before", change.before().orElse(null))
                        .put("after", change.after().orElse(null));
            }
            return root.toPrettyString() + END;
        }
        StringBuilder text = new StringBuilder(line(snapshot)).append(END);
        field(text, "截止 cut-off", snapshot.cutOff().map(Instant::toString).orElse("–"));
        field(
                text,
                "切面 cut",
                snapshot.cut().epoch() + ", 完整至 complete through " + through(snapshot) + ", "
                        + snapshot.cut().codeVersion());
        field(text, "决策集 decision set", snapshot.cut().decisionSetDigest());
        field(text, "取得 taken", snapshot.takenAt() + ", " + snapshot.takenBy());
        field(text, "原因 reason", snapshot.reason().isEmpty() ? "–" : snapshot.reason());
        field(text, "前一封印 predecessor", snapshot.predecessor().isEmpty() ? "–" : snapshot.predecessor());
        field(text, "封印 seal", snapshot.seal());
        for (SnapshotTable.Change change : changes) {
            text.append(END).append(change.row()).append(END);
            text.append("  ").append(change.before().orElse("–")).append(END);
            text.append("  → ").append(change.after().orElse("–")).append(END);
        }
        long more = snapshot.differingRows() - changes.size();
        if (more > 0) {
            text.append(END)
                    .append("… +")
                    .append(more)
                    .append(" (v_snapshot_change)")
                    .append(END);
        }
        return text.toString();
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append("  ").append(name).append(": ").append(value).append(END);
    }

    private static String through(Snapshot snapshot) {
        long through = snapshot.cut().completeThrough();
        return through < 0 ? "–" : Instant.ofEpochMilli(through).toString();
    }

    static String verified(List<Snapshot> snapshots, boolean json) {
        String last =
                snapshots.isEmpty() ? "" : snapshots.get(snapshots.size() - 1).seal();
        if (json) {
            return new ObjectMapper()
                            .createObjectNode()
                            .put("outcome", "whole")
                            .put("snapshots", snapshots.size())
                            .put("seal", last)
                            .toPrettyString()
                    + END;
        }
        Text text = snapshots.isEmpty()
                ? new Text("还没有快照", "there is no snapshot yet")
                : new Text(
                        snapshots.size() + " 个快照均完好；末个封印 " + last,
                        snapshots.size() + " snapshots hold; the last seal is " + last);
        return text.lines() + END;
    }

    static String broken(SnapshotTable.Broken broken, boolean json) {
        Text why = why(broken);
        if (json) {
            return new ObjectMapper()
                            .createObjectNode()
                            .put("outcome", "broken")
                            .put("snapshot", broken.number())
                            .put("zh", why.chinese())
                            .put("en", why.english())
                            .toPrettyString()
                    + END;
        }
        return why.lines() + END;
    }

    private static Text why(SnapshotTable.Broken broken) {
        String snapshot = "快照 " + broken.number();
        String english = "snapshot " + broken.number();
        return switch (broken.flaw()) {
            case MISSING ->
                new Text(snapshot + " 已被删除；" + RESTORE.chinese(), english + " was removed; " + RESTORE.english());
            case ROWS ->
                new Text(
                        snapshot + " 的行与其摘要不符；./haochaping audit --snapshot " + broken.number() + " 指出是哪些",
                        "the rows of " + english + " do not match its digest; ./haochaping audit --snapshot "
                                + broken.number() + " says which");
            case SEAL ->
                new Text(
                        snapshot + " 的内容与其封印不符；" + RESTORE.chinese(),
                        english + " does not say what was sealed; " + RESTORE.english());
            case CHAIN ->
                new Text(
                        snapshot + " 未延续前一快照的封印：快照 " + (broken.number() - 1) + " 或更早的被重新封印；" + RESTORE.chinese(),
                        english + " does not follow the seal before it: snapshot " + (broken.number() - 1)
                                + " or an earlier one was sealed anew; " + RESTORE.english());
        };
    }

    private static ObjectNode object(Snapshot snapshot) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("snapshot", snapshot.number());
        node.put("firstDay", snapshot.firstDay().toString());
        node.put("lastDay", snapshot.lastDay().toString());
        node.put("cutOff", snapshot.cutOff().map(Instant::toString).orElse(null));
        node.put("provisional", snapshot.provisional());
        node.put("rows", snapshot.rows());
        node.put("digest", snapshot.digest());
        if (snapshot.restates().isPresent()) {
            node.put("restates", snapshot.restates().getAsLong());
        } else {
            node.putNull("restates");
        }
        node.put("differingRows", snapshot.differingRows());
        node.put("reason", snapshot.reason());
        node.put("takenAt", snapshot.takenAt().toString());
        node.put("takenBy", snapshot.takenBy());
        node.putObject("cut")
                .put("epoch", snapshot.cut().epoch())
                .put("name", snapshot.cut().name())
                .put("completeThrough", snapshot.cut().completeThrough() < 0 ? null : through(snapshot))
                .put("decisionSetDigest", snapshot.cut().decisionSetDigest())
                .put("codeVersion", snapshot.cut().codeVersion());
        node.put("predecessor", snapshot.predecessor());
        node.put("seal", snapshot.seal());
        return node;
    }
}
