package io.haochaping.store;

import java.io.IOException;
import java.io.Serializable;
import java.sql.SQLException;

/** The refused records of all time as they are known outside of the store: a store that was put back or emptied lost those of its index. */
@FunctionalInterface
public interface RefusedRecords extends Serializable {
    /** Takes one entry after the other. */
    @FunctionalInterface
    interface Taker {
        void take(QuarantineEntry entry) throws SQLException;
    }

    /**
     * In no order; an entry may come more than once.
     *
     * @throws IOException where they cannot be read to their end
     */
    void forEach(Taker taker) throws IOException, SQLException;

    /** Where nothing outside of the store keeps them: on a replay, which begins with an empty schema. */
    static RefusedRecords none() {
        return taker -> {};
    }
}
