package io.haochaping.schemas.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL's driver past {@code DriverManager}, which refuses drivers that another class loader registered; a job's jar has its own. The driver registers itself when it is loaded, and a registered driver keeps
 * every class of its jar in memory as long as the process lives: a TaskManager would run out of metaspace after a few jobs. In a jar of a job it is taken off again.
 */
public final class StoreDriver {
    private static final Driver DRIVER = new Driver();

    static {
        if (Driver.class.getClassLoader() != ClassLoader.getSystemClassLoader() && Driver.isRegistered()) {
            try {
                Driver.deregister();
            } catch (SQLException refused) {
                throw new IllegalStateException("the driver cannot be taken off DriverManager", refused);
            }
        }
    }

    private StoreDriver() {}

    /** For Flyway, which takes nothing else. */
    static DataSource dataSource(String url, String user, String password) {
        PGSimpleDataSource database = new PastDriverManager();
        database.setUrl(url);
        database.setUser(user);
        database.setPassword(password);
        return database;
    }

    private static final class PastDriverManager extends PGSimpleDataSource {
        private static final long serialVersionUID = 1L;

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            Properties properties = new Properties();
            if (user != null) {
                properties.setProperty("user", user);
            }
            if (password != null) {
                properties.setProperty("password", password);
            }
            return connect(getUrl(), properties);
        }
    }

    /** @throws SQLException if the URL is not one of PostgreSQL's, or as the driver says */
    public static Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = DRIVER.connect(url, properties);
        if (connection == null) {
            throw new SQLException("store.url " + url + " is no jdbc:postgresql://host:port/database");
        }
        return connection;
    }
}
