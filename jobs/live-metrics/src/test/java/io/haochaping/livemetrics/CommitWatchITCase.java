package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.stack.Await;
import io.haochaping.stack.PostgresServer;
import io.haochaping.store.StoreAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitWatchITCase {

    @Test
    void anAlertSaysThatNoCutWasCommitted(@TempDir Path folder) throws Exception {
        try (PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"))) {
            StoreAddress store = new StoreAddress(postgres.jdbcUrl(), postgres.user(), postgres.password(), "watched");
            store.migrate();

            try (CommitWatch watch = CommitWatch.start(store, LiveRun.cutSettings(), Duration.ofMillis(500))) {
                watch.committed(1);
                Await.until("the alert stands", Duration.ofSeconds(30), () -> openAlerts(store) == 1);
            }

            assertThat(openAlerts(store)).isOne();
        }
    }

    private static int openAlerts(StoreAddress store) throws SQLException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from watched.alert where kind = 'no-checkpoint' and state = 'OPEN'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
