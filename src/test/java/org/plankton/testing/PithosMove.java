package org.plankton.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A move of a file as Pithos makes it, in one transaction: its container is locked, there is a version at the new place
 * with all attributes, and then none any more at the old one.
 */
public final class PithosMove implements AutoCloseable {
    private final Connection connection;
    private final long from;
    private final long to;

    /** And locks the container. */
    public PithosMove(PithosTables tables, String from, String to) throws SQLException {
        this.from = tables.node(from);
        this.to = tables.node(to);
        this.connection = Postgres.connect(tables.url());
        connection.setAutoCommit(false);
        number("SELECT node FROM nodes WHERE node = (SELECT parent FROM nodes WHERE node = ?) FOR UPDATE", this.from);
    }

    public void copyAttributes() throws SQLException {
        long old = number("SELECT latest_version FROM nodes WHERE node = ?", from);
        long serial = number(
                "INSERT INTO versions (node, hash, size, type, mtime, uuid, cluster) SELECT ?, hash, size, type,"
                        + " mtime + 1, uuid, 0 FROM versions WHERE serial = ? RETURNING serial",
                to,
                old);
        update("UPDATE nodes SET latest_version = ? WHERE node = ?", serial, to);
        update(
                "INSERT INTO attributes SELECT ?, domain, key, value, ?, true FROM attributes WHERE serial = ?",
                serial,
                to,
                old);
    }

    /** And commits. */
    public void deleteWhereItWas() throws SQLException {
        long old = number("SELECT latest_version FROM nodes WHERE node = ?", from);
        long deleted = number(
                "INSERT INTO versions (node, hash, size, type, mtime, uuid, cluster) SELECT node, NULL, 0, '',"
                        + " mtime + 1, uuid, 2 FROM versions WHERE serial = ? RETURNING serial",
                old);
        update("UPDATE nodes SET latest_version = ? WHERE node = ?", deleted, from);
        update("UPDATE versions SET cluster = 1 WHERE serial = ?", old);
        update("UPDATE attributes SET is_latest = false WHERE serial = ?", old);
        connection.commit();
    }

    private long number(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            statement.executeUpdate();
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
