package org.plankton.testing;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A change of a file as Pithos makes it, in one transaction: a version more, then the file's row, and then all
 * attributes of the version before are copied.
 */
public final class PithosChange implements AutoCloseable {
    private final Connection connection;
    private final String path;
    private long old;
    private long serial;

    public PithosChange(PithosTables tables, String path) throws SQLException {
        this.connection = Postgres.connect(tables.url());
        this.path = path;
        connection.setAutoCommit(false);
    }

    /** The version's serial, once it is made. */
    public long serial() {
        return serial;
    }

    public void makeVersion() throws SQLException {
        old = number("SELECT latest_version FROM nodes WHERE path = ?", path);
        serial = number(
                "INSERT INTO versions (node, hash, size, type, mtime, uuid, cluster) SELECT node, hash, size, type,"
                        + " mtime + 1, uuid, 0 FROM versions WHERE serial = ? RETURNING serial",
                old);
        update("UPDATE nodes SET latest_version = ? WHERE path = ?", serial, path);
        update("UPDATE versions SET cluster = 1 WHERE serial = ?", old);
    }

    /** When it was made: epoch seconds. */
    public void setTime(String mtime) throws SQLException {
        update("UPDATE versions SET mtime = ? WHERE serial = ?", new BigDecimal(mtime), serial);
    }

    /** And commits. */
    public void copyAttributes() throws SQLException {
        update(
                "INSERT INTO attributes SELECT ?, domain, key, value, node, true FROM attributes WHERE serial = ?",
                serial,
                old);
        update("UPDATE attributes SET is_latest = false WHERE serial = ?", old);
        connection.commit();
    }

    private long number(String sql, Object value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
