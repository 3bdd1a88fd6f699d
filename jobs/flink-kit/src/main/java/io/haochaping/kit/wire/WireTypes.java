package io.haochaping.kit.wire;

import io.haochaping.domain.fraud.Trace;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.intake.RawRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of everything that crosses the network or stands in state. */
public final class WireTypes {
    public static final TypeInformation<RawRecord> RAW_RECORD =
            new FlatType<>(RawRecord.class, RawRecordSerializer::new);
    public static final TypeInformation<Fact> FACT = new FlatType<>(Fact.class, FactSerializer::new);
    public static final TypeInformation<Trace> TRACE = new FlatType<>(Trace.class, TraceSerializer::new);
    public static final TypeInformation<RowDelta> ROW_DELTA = new FlatType<>(RowDelta.class, RowDeltaSerializer::new);
    public static final TypeInformation<CommitItem> COMMIT_ITEM =
            new FlatType<>(CommitItem.class, CommitItemSerializer::new);
    public static final TypeInformation<ByteTable> BYTE_TABLE =
            new FlatType<>(ByteTable.class, ByteTableSerializer::new);
    /** Of the tallies' rows, whose values begin with their keys. */
    public static final TypeInformation<ByteTable> ROW_TABLE =
            new FlatType<>(ByteTable.class, ByteTableSerializer::ofRows);
    /** Of the ledger's cases, whose values have a form of their own. */
    public static final TypeInformation<ByteTable> CASE_TABLE =
            new FlatType<>(ByteTable.class, ByteTableSerializer::ofCases);

    private WireTypes() {}
}
