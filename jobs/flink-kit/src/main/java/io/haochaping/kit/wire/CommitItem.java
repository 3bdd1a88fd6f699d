package io.haochaping.kit.wire;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import io.haochaping.store.QuarantineEntry;
import io.haochaping.store.RowUpdate;
import java.util.List;

/** What the committer is told between two barriers. */
public sealed interface CommitItem {
    /** A row changed. */
    record Row(RowUpdate update) implements CommitItem {}

    /** A row as it stands, told once after a restore where the store's head is not the cut that was restored. */
    record ImageRow(RowKey key, Tally figures) implements CommitItem {}

    /** One tally subtask has told all its rows. */
    record ImageEnd(int subtask, int parallelism) implements CommitItem {}

    /** How far a partition was read. */
    record Progress(PartitionProgress partition) implements CommitItem {}

    /** A valid tick was read: the round of this time has these partitions. */
    record Round(long time, List<TopicPartition> partitions) implements CommitItem {}

    /** A record was refused. */
    record Refused(QuarantineEntry entry) implements CommitItem {}
}
