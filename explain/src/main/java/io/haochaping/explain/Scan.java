package io.haochaping.explain;

import io.haochaping.domain.cut.OffsetSpan;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import io.haochaping.intake.Decoded;
import io.haochaping.intake.RawRecord;
import java.util.List;
import java.util.SortedMap;

/** Reads partitions between exact offsets through the door. */
interface Scan {
    void read(SortedMap<TopicPartition, OffsetSpan> spans, Reader reader, Progress progress)
            throws Refusal, InterruptedException;

    /** Takes what a record turned out to be; called by several threads, for each partition in its order by one. */
    interface Reader {
        /** @param booked what reading itself booked for this record: a refusal, a flag of the copy; mostly empty */
        void read(RawRecord raw, Decoded decoded, List<Booked> booked);
    }

    /** A change of a row that needs no ledger. */
    record Booked(RowKey row, Tally change) {}
}
