package io.haochaping.kit.wire;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.table.ByteTable;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A bucket of state. Mutable: the backend copies it on the first access after a checkpoint has begun, so whoever changes one must have got it by {@code value()} in the same
 * call and hand it back by {@code update()}.
 *
 * <p>Before the table stands a byte of form, by which a version refuses what a later one wrote instead of misreading it. Which form is written is the state's own matter; every one is read, for a
 * savepoint names the class alone, and says by its bytes which form each bucket has.
 */
public final class ByteTableSerializer extends TypeSerializer<ByteTable> {
    private static final long serialVersionUID = 1L;

    /** Cells of suspicion as ever, rows and minutes until decision 0104; cases whose facts are of either form, as they were written between decision 0095 and form 2. */
    private static final int ANY = 1;

    /** Cases whose facts may be of form 2 (docs/decisions/0095), which a version that knows form 1 alone cannot read; until decision 0104. */
    private static final int CASES_OF_FORM_2 = 2;

    /** Rows and minutes without their keys, which are hashes of what their values begin with (docs/decisions/0104). */
    private static final int ROWS = 3;

    /** Cases with short lengths (docs/decisions/0104). A change of another state's values takes 6. */
    private static final int CASES = 4;

    /** No table: its entries are in the backend one by one (docs/decisions/0108). */
    private static final int ELSEWHERE_FORM = 5;

    /** Stands where a table is that the backend holds entry by entry. Not to be changed. */
    public static final ByteTable ELSEWHERE = new ByteTable();

    private final int written;

    private ByteTableSerializer(int written) {
        this.written = written;
    }

    /** Of values whose form has not changed since the first release, and the one that a savepoint names. */
    public ByteTableSerializer() {
        this(ANY);
    }

    /** Of the tallies' rows. */
    static ByteTableSerializer ofRows() {
        return new ByteTableSerializer(ROWS);
    }

    /** Of the ledger's cases. */
    static ByteTableSerializer ofCases() {
        return new ByteTableSerializer(CASES);
    }

    public static boolean isElsewhere(ByteTable table) {
        return table == ELSEWHERE;
    }

    /** Without state of its own. */
    @Override
    public TypeSerializer<ByteTable> duplicate() {
        return this;
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public ByteTable createInstance() {
        return new ByteTable();
    }

    @Override
    public ByteTable copy(ByteTable from) {
        return isElsewhere(from) ? from : from.copy();
    }

    @Override
    public ByteTable copy(ByteTable from, ByteTable reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(ByteTable table, DataOutputView target) throws IOException {
        if (isElsewhere(table)) {
            target.writeByte(ELSEWHERE_FORM);
            return;
        }
        target.writeByte(written);
        switch (written) {
            case ROWS -> table.writeValues(target);
            case CASES -> table.writeShort(target);
            default -> table.write(target);
        }
    }

    @Override
    public ByteTable deserialize(DataInputView source) throws IOException {
        int form = source.readUnsignedByte();
        return switch (form) {
            case ANY, CASES_OF_FORM_2 -> ByteTable.read(source);
            case ROWS -> ByteTable.readValues(source, new KeysOfRows());
            case CASES -> ByteTable.readShort(source);
            case ELSEWHERE_FORM -> ELSEWHERE;
            default ->
                throw new IOException(
                        "a bucket of state has the form " + form
                                + ", which this version does not read: start the job with the version that wrote it, or a newer one");
        };
    }

    /** The value of a row begins with its key's bytes. */
    private static final class KeysOfRows implements ByteTable.Keys {
        private RowKey key;

        @Override
        public void of(ByteReader value) {
            key = RowKey.ofBytes(value.readBytes(value.readCount()));
        }

        @Override
        public long high() {
            return key.high();
        }

        @Override
        public long low() {
            return key.low();
        }
    }

    @Override
    public ByteTable deserialize(ByteTable reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteTableSerializer that && that.written == written;
    }

    @Override
    public int hashCode() {
        return written;
    }

    @Override
    public TypeSerializerSnapshot<ByteTable> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a savepoint; the one that it makes reads every form. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ByteTable> {
        public Snapshot() {
            super(ByteTableSerializer::new);
        }
    }
}
