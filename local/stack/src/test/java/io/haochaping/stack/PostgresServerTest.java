package io.haochaping.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

    @TempDir
    static Path folder;

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void emptyTable() throws SQLException {
        execute("DROP TABLE IF EXISTS leaf");
        execute("CREATE TABLE leaf (level integer)");
    }

    @Test
    void committedRowsAreThereAfterTheServerWasKilled() throws SQLException {
        execute("INSERT INTO leaf VALUES (5)");
        String before = server.jdbcUrl();

        server.kill();
        assertThat(server.isAlive()).isFalse();
        server.restart();

        assertThat(server.jdbcUrl()).isEqualTo(before);
        assertThat(ask("SELECT level FROM leaf")).containsExactly("5");
    }

    /** A template is filled once, and what is done to one copy is in no other. */
    @Test
    void copiesOfATemplateStartAsItWasFilledAndGoTheirOwnWays() throws SQLException {
        AtomicInteger fillings = new AtomicInteger();
        PostgresServer.Filling fill = url -> {
            fillings.incrementAndGet();
            executeIn(url, "CREATE TABLE copied AS SELECT 5 AS level");
        };

        String first = server.copyOf("filled", fill);
        executeIn(first, "INSERT INTO copied VALUES (1)");
        String second = server.copyOf("filled", fill);

        assertThat(fillings).hasValue(1);
        assertThat(askIn(first, "SELECT level FROM copied ORDER BY 1")).containsExactly("1", "5");
        assertThat(askIn(second, "SELECT level FROM copied")).containsExactly("5");
    }

    @Test
    void theStoreIsPutBackToAnEarlierBackup() throws SQLException {
        execute("INSERT INTO leaf VALUES (5)");
        PostgresServer.Backup earlier = server.backup();
        execute("INSERT INTO leaf VALUES (1)");
        execute("CREATE TABLE later (level integer)");

        server.restore(earlier);

        assertThat(ask("SELECT level FROM leaf")).containsExactly("5");
        assertThat(ask("SELECT relname FROM pg_class WHERE relname = 'later'")).isEmpty();
    }

    @Test
    void theSameBackupCanBePutBackTwice() throws SQLException {
        execute("INSERT INTO leaf VALUES (5)");
        PostgresServer.Backup earlier = server.backup();
        for (int time = 0; time < 2; time++) {
            execute("INSERT INTO leaf VALUES (1)");
            server.restore(earlier);
        }

        assertThat(ask("SELECT level FROM leaf")).containsExactly("5");
    }

    @Test
    void everyCommitReachesTheDisk() throws SQLException {
        assertThat(ask("SHOW fsync")).containsExactly("on");
        assertThat(ask("SHOW synchronous_commit")).containsExactly("on");
        assertThat(ask("SHOW full_page_writes")).containsExactly("on");
    }

    @Test
    void nobodyComesInWithoutThePassword() {
        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "guess"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password");
    }

    private static void execute(String sql) throws SQLException {
        executeIn(server.jdbcUrl(), sql);
    }

    private static void executeIn(String url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, server.user(), server.password());
    }

    private static List<String> ask(String sql) throws SQLException {
        return askIn(server.jdbcUrl(), sql);
    }

    private static List<String> askIn(String url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
