package io.haochaping.auditreplay;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.store.StoredCut;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What may have made rows differ that the committer wrote: what the replay did not have as the cut had it. */
final class Causes {
    private static final int DIGITS_SHOWN = 12;

    private Causes() {}

    /**
     * The causes that hold for every row the committer wrote, never none.
     *
     * @param cut that is audited
     * @param replayed the last cut of its replay
     * @param bounds what the replay read
     */
    static List<Cause> ofCommittedRows(StoredCut cut, StoredCut replayed, ReplayBounds bounds) {
        List<Cause> causes = new ArrayList<>(missingRecords(cut, replayed, bounds));
        causes.addAll(decisions(cut.decisions(), replayed.decisions()));
        if (causes.isEmpty() && !cut.codeVersion().equals(replayed.codeVersion())) {
            causes.add(new Cause(
                    Cause.Kind.CODE_VERSION,
                    new Text(
                            "代码版本不同：切面由 " + cut.codeVersion() + " 生成，重放使用 " + replayed.codeVersion(),
                            "the code version differs: the cut was made by " + cut.codeVersion() + ", the replay by "
                                    + replayed.codeVersion())));
        }
        if (causes.isEmpty()) {
            causes.add(new Cause(
                    Cause.Kind.UNEXPLAINED,
                    new Text(
                            "原因不明：记录、决策集与代码版本均相同，应为代码差异",
                            "unexplained: code difference (records, decision set and code version are the same)")));
        }
        return causes;
    }

    /** Offsets that are gone, and partitions that hold fewer or more records between the same offsets. */
    static List<Cause> missingRecords(StoredCut cut, StoredCut replayed, ReplayBounds bounds) {
        List<Cause> causes = new ArrayList<>();
        Set<TopicPartition> named = new HashSet<>();
        for (MissingOffsets gone : bounds.missing()) {
            named.add(gone.source());
            causes.add(new Cause(Cause.Kind.MISSING_RECORDS, gone.text()));
        }
        Map<TopicPartition, PartitionProgress> now = new TreeMap<>();
        replayed.partitions().forEach(read -> now.put(read.source(), read));
        for (PartitionProgress then : cut.partitions()) {
            PartitionProgress read = now.get(then.source());
            if (read != null && !named.contains(then.source()) && !sameRecords(then, read)) {
                causes.add(new Cause(Cause.Kind.MISSING_RECORDS, otherRecords(then, read)));
            }
        }
        return causes;
    }

    private static boolean sameRecords(PartitionProgress then, PartitionProgress now) {
        return then.received() == now.received() && then.ticks() == now.ticks();
    }

    private static Text otherRecords(PartitionProgress then, PartitionProgress now) {
        String span = then.source() + " " + then.startOffset() + "–" + (then.endOffset() - 1);
        return new Text(
                "分区内容不同：" + span + " 当时有 " + then.received() + " 条记录和 " + then.ticks() + " 个时刻标记，现在有 " + now.received()
                        + " 条和 " + now.ticks() + " 个",
                "the partition holds other records: between offsets " + span + " the cut received " + then.received()
                        + " records and " + then.ticks() + " ticks, now there are " + now.received() + " and "
                        + now.ticks());
    }

    /** Decisions that the two sets do not hold alike; empty: none. */
    static List<Cause> decisions(SortedMap<String, String> then, SortedMap<String, String> now) {
        List<String> differing = new ArrayList<>();
        List<String> added = new ArrayList<>();
        Set<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            if (!then.containsKey(name)) {
                added.add(name);
            } else if (!then.get(name).equals(now.get(name))) {
                differing.add("“" + name + "” (" + shown(then.get(name)) + " → " + shown(now.get(name)) + ")");
            }
        }
        List<Cause> causes = new ArrayList<>();
        if (!differing.isEmpty()) {
            String list = String.join(", ", differing);
            causes.add(new Cause(
                    Cause.Kind.DECISIONS,
                    new Text("决策集不同（切面 → 重放）：" + list, "the decision set differs (cut → replay): " + list)));
        } else if (!added.isEmpty()) {
            String list = String.join(", ", added);
            causes.add(new Cause(
                    Cause.Kind.DECISIONS,
                    new Text("决策集不同：重放多出 " + list, "the decision set differs: the replay has in addition " + list)));
        }
        return causes;
    }

    private static String shown(String digest) {
        return digest == null ? "–" : digest.substring(0, Math.min(DIGITS_SHOWN, digest.length()));
    }

    /**
     * For a row that the store lacks although the committer counted its ratings.
     *
     * @param counted ratings that the committer counted up to the cut
     * @param there ratings that the hour leaves of the store hold
     */
    static Cause removedOutside(long counted, long there) {
        return new Cause(
                Cause.Kind.CHANGED_OUTSIDE,
                new Text(
                        "该行在提交程序之外被删除：提交程序计有 " + counted + " 条评价，存储的小时叶中有 " + there + " 条",
                        "row removed outside the committer: it counted " + counted
                                + " ratings, the hour leaves of the store hold " + there));
    }

    /** For a row whose id or hash is not what the committer writes. */
    static Cause changedOutside() {
        return new Cause(
                Cause.Kind.CHANGED_OUTSIDE,
                new Text(
                        "该行在提交程序之外被改动：存储的行与其哈希不符",
                        "row changed outside the committer: the stored row does not match its hash"));
    }

    /** For a row of a snapshot that no longer matches its digest; the row fits its own hash, so somebody made both. */
    static Cause snapshotChanged() {
        return new Cause(
                Cause.Kind.CHANGED_OUTSIDE,
                new Text(
                        "快照在取得之后被改动：其行与其摘要不符",
                        "snapshot changed after it was taken: its rows do not match its digest"));
    }
}
