package io.haochaping.kit.commit;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.store.Cut;
import io.haochaping.store.CutCodec;
import io.haochaping.store.QuarantineEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

/** What the committer keeps in a checkpoint: its book, the cuts that are staged, and, in the form of former versions, refused records that no cut has taken yet. */
final class CommitState {
    private final ListState<byte[]> book;
    private final ListState<byte[]> staged;
    private final ListState<byte[]> refused;

    CommitState(OperatorStateStore store) throws Exception {
        book = list(store, "book");
        staged = list(store, "pending-cuts");
        refused = list(store, "refused");
    }

    private static ListState<byte[]> list(OperatorStateStore store, String name) throws Exception {
        return store.getListState(
                new ListStateDescriptor<>(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    /** An empty one at a fresh start. */
    CommitBook book() throws Exception {
        CommitBook read = new CommitBook();
        for (byte[] written : book.get()) {
            read = CommitBook.read(written);
        }
        return read;
    }

    /** In the order in which they were staged. */
    List<Cut> staged() throws Exception {
        return CutCodec.readAll(staged.get());
    }

    List<QuarantineEntry> refused() throws Exception {
        List<QuarantineEntry> entries = new ArrayList<>();
        for (byte[] written : refused.get()) {
            entries.add(CutCodec.readQuarantineOfFormOne(new ByteReader(written)));
        }
        return entries;
    }

    void write(CommitBook now, Collection<Cut> cuts) throws Exception {
        book.update(List.of(now.write()));
        staged.clear();
        for (Cut cut : cuts) {
            staged.addAll(CutCodec.write(cut));
        }
        refused.clear();
    }
}
