package io.haochaping.kit.commit;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Tally;
import io.haochaping.kit.wire.CommitItem;
import io.haochaping.store.Cut;
import io.haochaping.store.RowUpdate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All rows as they are to stand, gathered from every tally subtask and kept up to date until a restatement of them is committed. */
final class StoreImage {
    private static final int UNKNOWN = -1;

    private final Map<RowKey, Tally> rows = new HashMap<>();
    private final Set<Integer> ended = new HashSet<>();
    private int expected = UNKNOWN;

    /**
     * What was to be withdrawn by a cut that found no place is withdrawn by the restatement; a row that stands is told by the tallies.
     *
     * @param unplaced cuts that were staged and cannot follow the head
     */
    StoreImage(Collection<Cut> unplaced) {
        unplaced.stream()
                .flatMap(cut -> cut.rows().stream())
                .filter(StoreImage::isWithdrawal)
                .forEach(row -> rows.put(row.key(), row.after()));
    }

    void changed(RowUpdate row) {
        rows.put(row.key(), row.after());
    }

    void told(CommitItem.ImageRow row) {
        rows.put(row.key(), row.figures());
    }

    void ended(CommitItem.ImageEnd end) {
        ended.add(end.subtask());
        expected = end.parallelism();
    }

    /** Every tally subtask has told all its rows. */
    boolean isWhole() {
        return ended.size() == expected;
    }

    List<RowUpdate> rows() {
        List<RowUpdate> updates = new ArrayList<>(rows.size());
        rows.forEach((key, figures) -> {
            RowUpdate row = new RowUpdate(key, figures, Tally.ZERO);
            if (!figures.isZero() || isWithdrawal(row)) {
                updates.add(row);
            }
        });
        return updates;
    }

    /** A store that was put back may not know a review that consumers were told of: its end is told all the same. */
    private static boolean isWithdrawal(RowUpdate row) {
        return row.key().kind() == RowKind.BAD && row.after().isZero();
    }
}
