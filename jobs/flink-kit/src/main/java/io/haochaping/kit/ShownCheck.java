package io.haochaping.kit;

import io.haochaping.kit.config.LiveConfig;
import io.haochaping.schemas.store.ShownStore;
import io.haochaping.store.StoreAddress;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Whether readers are shown the store of a job. Only then does the job speak in topics: a rebuild that catches up beside the store it is to replace would say everything twice.
 *
 * @param name schema that readers know
 */
public record ShownCheck(StoreAddress store, String name) implements Serializable {
    private static final long serialVersionUID = 1L;

    public static ShownCheck of(LiveConfig config) {
        return new ShownCheck(config.store(), config.shownAs());
    }

    /** Asks the store over a connection of its own. */
    public boolean isShown() throws SQLException {
        try (Connection connection = store.connect()) {
            return isShown(connection);
        }
    }

    public boolean isShown(Connection connection) throws SQLException {
        return new ShownStore(connection, name).schema().equals(store.schema());
    }
}
