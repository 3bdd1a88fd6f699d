package io.haochaping.chaos;

import io.haochaping.stack.Await;
import io.haochaping.stack.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What happens to the database itself. */
final class StoreFaults {
    private static final String DEADLOCK_DETECTED = "40P01";

    private StoreFaults() {}

    static void kill(Scene scene, int millis) throws Exception {
        PostgresServer postgres = scene.grounds.postgres;
        scene.reader.whileAway(() -> {
            postgres.kill();
            postgres.restart();
        });
    }

    static void pause(Scene scene, int millis) throws Exception {
        PostgresServer postgres = scene.grounds.postgres;
        scene.reader.whileAway(() -> {
            postgres.suspendAll();
            try {
                Injury.last(millis);
            } finally {
                postgres.resumeAll();
            }
        });
    }

    static void shutDown(Scene scene, int millis) throws Exception {
        PostgresServer postgres = scene.grounds.postgres;
        scene.reader.whileAway(() -> {
            postgres.stop();
            try {
                Injury.last(millis);
            } finally {
                postgres.restart();
            }
        });
    }

    /** Held until a commit has run into it, and then as long as the fault lasts. */
    static void holdLock(Scene scene, int millis) throws Exception {
        try (Connection open = scene.grounds.postgres.connect();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("select * from " + scene.schema() + ".store_head for update");
            Await.until("a commit that waits for the lock", Scene.PATIENCE, () -> isWaitedFor(scene));
            Injury.last(millis);
            open.rollback();
        }
    }

    /** Commits lock the head first and rows behind it; this session does it the other way round, until it is the commit that the server gives up. */
    static void deadlock(Scene scene, int millis) throws Exception {
        long before = deadlocks(scene);
        Await.until("a commit that is given up for a deadlock", Scene.PATIENCE, () -> outlivesDeadlock(scene));
        Await.until("the server to tell of the deadlock", Scene.PATIENCE, () -> deadlocks(scene) > before);
    }

    /** The server looks for a deadlock once in every wait, a second after its begin unless told otherwise: this session's look comes later than the commit's. */
    private static boolean outlivesDeadlock(Scene scene) throws SQLException {
        try (Connection open = scene.grounds.postgres.connect();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("set deadlock_timeout = '4s'");
            statement.execute("select 1 from " + scene.schema() + ".equation_row for update");
            Await.until("a commit that waits for the rows", Scene.PATIENCE, () -> isWaitedFor(scene));
            statement.execute("select 1 from " + scene.schema() + ".store_head for update");
            open.rollback();
            return true;
        } catch (SQLException failure) {
            if (DEADLOCK_DETECTED.equals(failure.getSQLState())) {
                return false;
            }
            throw failure;
        }
    }

    private static long deadlocks(Scene scene) throws SQLException {
        try (Connection open = scene.grounds.postgres.connect();
                Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery(
                        "select deadlocks from pg_stat_database where datname = current_database()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static boolean isWaitedFor(Scene scene) throws SQLException {
        try (Connection open = scene.grounds.postgres.connect();
                Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_locks where not granted")) {
            row.next();
            return row.getLong(1) > 0;
        }
    }

    static void putBack(Scene scene, int millis) throws Exception {
        PostgresServer postgres = scene.grounds.postgres;
        PostgresServer.Backup backup = postgres.backup();
        long then = scene.store.epoch();
        // Two cuts further: a backup of the present would be no older store.
        Await.until("the store to go on", Scene.PATIENCE, () -> scene.store.epoch() > then + 1);
        scene.reader.whilePutBack(() -> postgres.restore(backup));
        Await.until("a reader to see the mark", Scene.PATIENCE, scene.reader::sawMark);
        Await.until("the store to be whole", Scene.PATIENCE, () -> !scene.store.markedRestored());
    }
}
