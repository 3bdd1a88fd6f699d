package io.haochaping.livemetrics;

import io.haochaping.kit.ShownCheck;
import io.haochaping.kit.wire.CommitItem;
import java.sql.SQLException;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Lets refused records through to their topic while readers are shown this job's store. A rebuild holds them in its index alone.
 *
 * <p>It begins to at a barrier: whatever it held back lies in a cut, where the switch finds it (docs/decisions/0069). It never stops again, for a job whose store is hidden is
 * fenced out.
 */
final class RefusedWhileShown extends AbstractStreamOperator<CommitItem>
        implements OneInputStreamOperator<CommitItem, CommitItem> {
    private static final long serialVersionUID = 1L;

    private final ShownCheck check;
    private transient boolean shown;

    RefusedWhileShown(ShownCheck check) {
        this.check = check;
    }

    @Override
    public void open() throws Exception {
        super.open();
        look();
    }

    @Override
    public void processElement(StreamRecord<CommitItem> element) {
        if (shown && element.getValue() instanceof CommitItem.Refused) {
            output.collect(element);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        look();
    }

    private void look() throws SQLException {
        shown = shown || check.isShown();
    }
}
