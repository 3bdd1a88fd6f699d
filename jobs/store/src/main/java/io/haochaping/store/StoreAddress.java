package io.haochaping.store;

import io.haochaping.schemas.store.StoreDriver;
import io.haochaping.schemas.store.StoreMigrations;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Where the store is.
 *
 * @param url {@code jdbc:postgresql://…}
 * @param schema schema of the store: lower-case letters, digits and underscores
 */
public record StoreAddress(String url, String user, String password, String schema) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Duration ANSWER = Duration.ofMinutes(10);
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    public StoreAddress {
        if (!isSchemaName(schema)) {
            throw new IllegalArgumentException("store.schema \"" + schema
                    + "\" is no schema name: use lower-case letters, digits and underscores, at most 63 characters");
        }
    }

    public static boolean isSchemaName(String text) {
        return NAME.matcher(text).matches();
    }

    /** A connection with a bounded wait, outside of auto-commit; the caller closes it. */
    public Connection connect() throws SQLException {
        return connect(ANSWER);
    }

    /** @param answer how long a statement may take, in whole seconds */
    public Connection connect(Duration answer) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", String.valueOf(answer.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        // The server's detail names the values of a row, case numbers among them, and would end in logs.
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("ApplicationName", "haochaping");
        Connection connection = StoreDriver.connect(url, properties);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        return connection;
    }

    public void migrate() {
        StoreMigrations.migrate(url, user, password, schema);
    }

    /** @param lockWait how long to wait for what others hold, each time */
    void migrate(Duration lockWait) {
        StoreMigrations.migrate(url, user, password, schema, lockWait);
    }

    /** Without the password, for logs. */
    @Override
    public String toString() {
        return url + " schema " + schema;
    }
}
