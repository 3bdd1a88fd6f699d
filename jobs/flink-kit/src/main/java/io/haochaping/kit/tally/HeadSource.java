package io.haochaping.kit.tally;

import io.haochaping.store.CutSettings;
import io.haochaping.store.Head;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoreCommitter;
import java.io.Serializable;
import java.sql.SQLException;

/** Tells the name of the store's latest cut; empty where there is none. */
@FunctionalInterface
public interface HeadSource extends Serializable {
    String cutName() throws SQLException;

    /** What is told of a store that was put back and is not whole: no cut has this name, so all rows are told again. */
    String RESTORED = "restored";

    static HeadSource of(StoreAddress address, CutSettings settings) {
        return () -> {
            try (StoreCommitter store = new StoreCommitter(address, settings)) {
                Head head = store.readHead();
                return head.restored() ? RESTORED : head.cutName();
            }
        };
    }
}
