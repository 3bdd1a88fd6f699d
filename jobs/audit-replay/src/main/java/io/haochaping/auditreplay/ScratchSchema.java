package io.haochaping.auditreplay;

import io.haochaping.store.StoreAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A schema that belongs to replays alone: marked as scratch in its comment, and held by one command at a time. Nothing is ever written into, or removed from, a schema that does
 * not carry the mark.
 */
final class ScratchSchema implements AutoCloseable {
    /** Begins the comment of every scratch schema. */
    static final String MARK = "haochaping scratch: ";

    private final StoreAddress address;
    private final Connection held;

    private ScratchSchema(StoreAddress address, Connection held) {
        this.address = address;
        this.held = held;
    }

    /**
     * Takes hold of the schema; nothing is changed yet.
     *
     * @throws Refusal where the schema is there and no scratch, or another command holds it
     */
    static ScratchSchema hold(StoreAddress address) throws SQLException, Refusal {
        Connection connection = address.connect();
        boolean taken = false;
        try {
            connection.setAutoCommit(true);
            ScratchSchema schema = new ScratchSchema(address, connection);
            schema.requireAlone();
            schema.requireMark();
            taken = true;
            return schema;
        } finally {
            if (!taken) {
                connection.close();
            }
        }
    }

    StoreAddress address() {
        return address;
    }

    private String name() {
        return address.schema();
    }

    /** The lock goes with the connection, so a command that was killed holds nothing. */
    private void requireAlone() throws SQLException, Refusal {
        try (PreparedStatement lock = held.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
            lock.setString(1, MARK + name());
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw Refusal.wrongUse(
                            "模式 " + name() + " 正被另一个重放使用，请用 --into 指定另一个模式",
                            "another replay is writing into schema " + name() + "; name another one with --into");
                }
            }
        }
    }

    private void requireMark() throws SQLException, Refusal {
        String sql = "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = ?";
        try (PreparedStatement select = held.prepareStatement(sql)) {
            select.setString(1, name());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return;
                }
                String comment = row.getString(1);
                if (comment == null || !comment.startsWith(MARK)) {
                    throw Refusal.wrongUse(
                            "模式 " + name() + " 已存在且不是重放的临时模式，不会写入；请用 --into 指定另一个模式",
                            "schema " + name()
                                    + " is there and is no scratch schema of a replay: nothing is written into it;"
                                    + " name another one with --into");
                }
            }
        }
    }

    /** Empty and marked, whatever an earlier run left in it. */
    void startOver(String purpose) throws SQLException, Refusal {
        requireMark();
        held.setAutoCommit(false);
        try (Statement statement = held.createStatement()) {
            statement.execute("drop schema if exists " + name() + " cascade");
            statement.execute("create schema " + name());
            statement.execute("comment on schema " + name() + " is '" + MARK + purpose + "'");
            held.commit();
        } finally {
            held.rollback();
            held.setAutoCommit(true);
        }
    }

    void remove() throws SQLException, Refusal {
        requireMark();
        try (Statement statement = held.createStatement()) {
            statement.execute("drop schema if exists " + name() + " cascade");
        }
    }

    @Override
    public void close() throws SQLException {
        held.close();
    }
}
