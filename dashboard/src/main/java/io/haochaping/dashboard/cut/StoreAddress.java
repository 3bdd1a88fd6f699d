package io.haochaping.dashboard.cut;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Where the store is. Its user needs no more than membership in {@code haochaping_reader}.
 *
 * @param url {@code jdbc:postgresql://…}
 * @param schema lower-case letters, digits and underscores
 */
public record StoreAddress(String url, String user, String password, String schema) {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    public StoreAddress {
        if (!NAME.matcher(schema).matches()) {
            throw new IllegalArgumentException("\"" + schema
                    + "\" is no schema name: use lower-case letters, digits and underscores, at most 63 characters");
        }
    }

    /** Its transactions see one moment and write nothing. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "600");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("ApplicationName", "haochaping-dashboard");
        Connection connection = DriverManager.getConnection(url, properties);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return connection;
    }

    /** Without the password, for logs. */
    @Override
    public String toString() {
        return url + " schema " + schema;
    }
}
