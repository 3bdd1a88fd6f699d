package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** A cut in which only what matters to a test is said. */
final class CutDraft {
    static final String LINEAGE = "00000000-0000-0000-0000-00000000000a";

    /** What a cut adds to the decisions of the head takes effect behind everything that was read. */
    static final ToLongFunction<String> LATER = decision -> Long.MAX_VALUE;

    private final String name;
    private String predecessor = "";
    private long lastEpoch;
    private long completeThrough = -1;
    private boolean restatement;
    private Totals totals = new Totals(0, 0, 0, 0, 0);
    private final TreeMap<String, String> decisions = new TreeMap<>();
    private final List<PartitionProgress> partitions = new ArrayList<>();
    private final List<RowUpdate> rows = new ArrayList<>();
    private final List<QuarantineEntry> quarantine = new ArrayList<>();
    private final List<Cut.EquationGap> gaps = new ArrayList<>();

    private CutDraft(String name) {
        this.name = name;
    }

    static CutDraft cut(String name) {
        return new CutDraft(name);
    }

    CutDraft after(String cutName) {
        predecessor = cutName;
        return this;
    }

    CutDraft lastEpoch(long epoch) {
        lastEpoch = epoch;
        return this;
    }

    CutDraft through(long time) {
        completeThrough = time;
        return this;
    }

    CutDraft restating() {
        restatement = true;
        return this;
    }

    CutDraft totals(Totals counted) {
        totals = counted;
        return this;
    }

    CutDraft decided(String decision, String digest) {
        decisions.put(decision, digest);
        return this;
    }

    CutDraft read(String topic, int partition, long startOffset, long endOffset) {
        partitions.add(new PartitionProgress(
                new TopicPartition(topic, partition), startOffset, endOffset, endOffset - startOffset, 0, -1));
        return this;
    }

    CutDraft read(PartitionProgress progress) {
        partitions.add(progress);
        return this;
    }

    CutDraft row(RowKey key, Tally after) {
        return row(key, after, Tally.ZERO);
    }

    CutDraft row(RowKey key, Tally after, Tally before) {
        rows.add(new RowUpdate(key, after, before));
        return this;
    }

    CutDraft rows(List<RowUpdate> updates) {
        rows.addAll(updates);
        return this;
    }

    CutDraft refused(QuarantineEntry entry) {
        quarantine.add(entry);
        return this;
    }

    CutDraft gap(String topic, int partition, long received, long classified) {
        gaps.add(new Cut.EquationGap(topic, partition, received, classified));
        return this;
    }

    Cut draw() {
        return new Cut(
                name,
                predecessor,
                LINEAGE,
                lastEpoch,
                completeThrough,
                decisions,
                "digest",
                "test",
                restatement,
                totals,
                partitions,
                rows,
                quarantine,
                gaps);
    }
}
