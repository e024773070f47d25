package org.plankton.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables of a Pithos+ in a database of their own, and what its users and Synnefo's library do there. */
public final class PithosTables {
    /** SHA-256 of nothing. */
    public static final String HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final Path FOLDER = Path.of("src/test/pithos");

    private final String url;

    /** @param release {@code 0.15}, say */
    public PithosTables(String release) {
        this(Postgres.shared(), "UTF8", release);
    }

    /** @param encoding of the database */
    public PithosTables(Postgres server, String encoding, String release) {
        url = server.newDatabase(encoding);
        Postgres.execute(url, read("tables.sql"));
        if (release.equals("0.16")) {
            Postgres.execute(url, read("tables-0.16.sql"));
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a user. */
    public String url() {
        return url;
    }

    /**
     * Makes a file, and all folders above it that there are not yet.
     *
     * @param type {@code application/directory} of a folder that others can be in
     * @param mtime epoch seconds
     * @return the serial of its version
     */
    public long file(String path, String uuid, String type, String mtime) {
        long node = node(path);
        return version(node, uuid, type, mtime, 0);
    }

    /** Makes a file with attributes: key without {@code plankton:}, value, key, value, …; values may be null. */
    public long image(String path, String uuid, String mtime, String... attributes) {
        long serial = file(path, uuid, "application/octet-stream", mtime);
        attributes(serial, attributes);
        return serial;
    }

    /** One with the attributes that all have, and these. */
    public long plainImage(String path, String uuid, String... attributes) {
        long serial = image(
                path, uuid, "1371000100.25", "name", "Debian", "disk_format", "diskdump", "container_format", "bare");
        attributes(serial, "created_at", "1371000100.25");
        attributes(serial, attributes);
        return serial;
    }

    public void attributes(long serial, String... attributes) {
        for (int i = 0; i < attributes.length; i += 2) {
            run(
                    "INSERT INTO attributes (serial, domain, key, value, node, is_latest)"
                            + " SELECT ?, 'plankton', 'plankton:' || ?, ?, node, true FROM versions WHERE serial = ?",
                    serial,
                    attributes[i],
                    attributes[i + 1],
                    serial);
        }
    }

    /** The node of that path; it is made, with those above it, where there is none. */
    long node(String path) {
        int slash = path.lastIndexOf('/');
        Long parent = slash < 0 ? null : node(path.substring(0, slash));
        run("INSERT INTO nodes (parent, path) VALUES (?, ?) ON CONFLICT DO NOTHING", parent, path);
        return number("SELECT node FROM nodes WHERE path = ?", path);
    }

    private long version(long node, String uuid, String type, String mtime, int cluster) {
        long serial = number(
                "INSERT INTO versions (node, hash, size, type, mtime, uuid, cluster)"
                        + " VALUES (?, ?, 2048, ?, ?, ?, ?) RETURNING serial",
                node,
                HASH,
                type,
                new BigDecimal(mtime),
                uuid,
                cluster);
        run("UPDATE nodes SET latest_version = ? WHERE node = ?", serial, node);
        return serial;
    }

    /**
     * As Pithos does when something is changed.
     *
     * @param mtime epoch seconds
     * @return the serial of the version that there is then
     */
    public long change(String path, String mtime) {
        try (PithosChange change = new PithosChange(this, path)) {
            change.makeVersion();
            change.setTime(mtime);
            change.copyAttributes();
            return change.serial();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As Pithos does when a file is moved: it is deleted where it was, and all attributes go with it. */
    public void move(String from, String to) {
        try (PithosMove move = new PithosMove(this, from, to)) {
            move.copyAttributes();
            move.deleteWhereItWas();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As Pithos does when a file is copied: all attributes go with it, and it has a UUID of its own. */
    public void copy(String from, String to, String uuid) {
        long old = number("SELECT latest_version FROM nodes WHERE path = ?", from);
        long serial = file(to, uuid, "application/octet-stream", "1400000001");
        run(
                "INSERT INTO attributes SELECT ?, domain, key, value, node, true FROM attributes WHERE serial = ?",
                serial,
                old);
        run(
                "UPDATE attributes SET node = (SELECT node FROM versions WHERE serial = ?) WHERE serial = ?",
                serial,
                serial);
    }

    /** As Pithos does when a file is deleted. */
    public void delete(String path) {
        long node = node(path);
        long old = number("SELECT latest_version FROM nodes WHERE node = ?", node);
        version(node, text("SELECT uuid FROM versions WHERE serial = ?", old), "", "1400000002", 2);
        run("UPDATE versions SET cluster = 1 WHERE serial = ?", old);
        run("UPDATE attributes SET is_latest = false WHERE serial = ?", old);
    }

    /** @param key 0 read, 1 write */
    public void share(String path, int key, String... values) {
        run("INSERT INTO xfeatures (path) VALUES (?) ON CONFLICT DO NOTHING", path);
        for (String value : values) {
            run("INSERT INTO xfeaturevals SELECT feature_id, ?, ? FROM xfeatures WHERE path = ?", key, value, path);
        }
    }

    public void group(String owner, String name, String... members) {
        for (String member : members) {
            run("INSERT INTO groups VALUES (?, ?, ?)", owner, name, member);
        }
    }

    /** Runs a statement; values are texts, numbers, or null. */
    public int run(String sql, Object... values) {
        try (Connection connection = Postgres.connect(url);
                PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of all rows, as texts. */
    public List<String> texts(String sql, Object... values) {
        return textsAs("postgres", sql, values);
    }

    /** The same, asked by that role. */
    public List<String> textsAs(String role, String sql, Object... values) {
        try (Connection connection = Postgres.connect(url, role);
                PreparedStatement statement = prepared(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Of the one row that there is. */
    public String text(String sql, Object... values) {
        return texts(sql, values).get(0);
    }

    /** As {@link #text}. */
    public long number(String sql, Object... values) {
        return Long.parseLong(text(sql, values));
    }
}
