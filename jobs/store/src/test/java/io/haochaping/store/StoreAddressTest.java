package io.haochaping.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

class StoreAddressTest {
    /** A TaskManager that ran another job before: the driver that is registered there is that of the other job's class loader. */
    @Test
    void theStoreIsReachedThoughNoDriverIsRegisteredForIt() throws SQLException {
        StoreAddress address = Database.fresh().address();
        Driver.deregister();
        try (Connection connection = address.connect()) {
            assertThat(connection.isValid(5)).isTrue();
        } finally {
            Driver.register();
        }
    }

    @Test
    void anAddressOfAnotherKindOfDatabaseIsNamed() {
        StoreAddress address = new StoreAddress("jdbc:mysql://127.0.0.1:3306/store", "reader", "secret", "store");

        assertThatThrownBy(address::connect)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("jdbc:mysql://127.0.0.1:3306/store")
                .hasMessageNotContaining("secret");
    }
}
