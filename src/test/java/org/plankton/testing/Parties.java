package org.plankton.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.plankton.cloud.AstakosServlet;
import org.plankton.cloud.CloudServer;
import org.plankton.cloud.KeystoneServlet;
import org.plankton.cloud.PithosServlet;
import org.plankton.cloud.SwiftServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;

/**
 * The parties that a service needs, on servers of their own, so that they outlive it: an empty database, an identity
 * service and an object store in which every user has the container {@value #CONTAINER}; and what the service has
 * left with them.
 */
public final class Parties implements AutoCloseable {
    /** Of every user. */
    public static final String CONTAINER = "images";

    /** Nowhere but in the service's settings may this be read. */
    public static final String DATABASE_PASSWORD = "Xyzzy-database-secret";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String DATABASE_USER = "plankton";

    private final String name = "parties_" + UUID.randomUUID().toString().replace('-', '_');
    private final EmbeddedMariaDb server;
    private final String databaseUrl;
    private final CloudServer cloud;
    private final Client store;

    /**
     * @param server the database is created there, and dropped in the end
     * @param folder the object store's files
     */
    public Parties(EmbeddedMariaDb server, Path folder) {
        this.server = server;
        databaseUrl = server.jdbcUrl(name);
        execute(
                "CREATE USER IF NOT EXISTS '" + DATABASE_USER + "'@'127.0.0.1' IDENTIFIED BY '" + DATABASE_PASSWORD
                        + "'",
                "GRANT ALL ON `" + name + "`.* TO '" + DATABASE_USER + "'@'127.0.0.1'");
        try {
            cloud = new CloudServer(folder, 0, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store = new Client(cloud.uri() + "/cloud/object-store/v1");
        for (User user : User.values()) {
            store.send("PUT", "/" + user.account() + "/" + CONTAINER, user.token());
        }
    }

    /** What leads a service to them; and that tests make as many images as they like. */
    public Map<String, String> settings() {
        return Map.of(
                "plankton.database.url",
                databaseUrl,
                "plankton.database.user",
                DATABASE_USER,
                "plankton.database.password",
                DATABASE_PASSWORD,
                "plankton.identity.url",
                cloud.uri() + "/cloud/identity/v2.0",
                "plankton.store.url",
                cloud.uri() + "/cloud/object-store/v1",
                "plankton.quota.queued",
                "1000000");
    }

    /** The same with others added, or put in their place: name, value, name, value, … */
    public Map<String, String> settings(String... others) {
        Map<String, String> settings = new TreeMap<>(settings());
        for (int i = 0; i < others.length; i += 2) {
            settings.put(others[i], others[i + 1]);
        }
        return settings;
    }

    /** The same with a Keystone for its identity service. */
    public Map<String, String> keystoneSettings() {
        return settings(
                "plankton.identity.kind",
                "keystone",
                "plankton.identity.url",
                cloud.uri() + "/cloud/keystone/v3",
                "plankton.identity.user",
                KeystoneServlet.SERVICE_USER,
                "plankton.identity.password",
                KeystoneServlet.SERVICE_PASSWORD,
                "plankton.identity.project",
                KeystoneServlet.SERVICE_USER);
    }

    /** The same with a Keystone and a Swift, in which no user has a container. */
    public Map<String, String> openStackSettings() {
        Map<String, String> settings = new TreeMap<>(keystoneSettings());
        settings.put("plankton.store.kind", "swift");
        settings.put("plankton.store.url", cloud.uri() + "/cloud/swift/v1");
        return settings;
    }

    /** Has a service make its tables in the database, and end. */
    public void makeTables() {
        try (Service service = Service.start(settings())) {
            var answer = new Client(service.address()).send("GET", "/images", User.ALICE.token());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer + " " + answer.body());
            }
        }
    }

    /** The name of its database. */
    public String database() {
        return name;
    }

    public AstakosServlet identity() {
        return cloud.cloud().astakos();
    }

    public KeystoneServlet keystone() {
        return cloud.cloud().keystone();
    }

    public PithosServlet store() {
        return cloud.cloud().pithos();
    }

    public SwiftServlet swift() {
        return cloud.cloud().swift();
    }

    /** Puts a small file there; returns its location. */
    public String upload(User owner, String object) {
        var answer = store.send(
                "PUT", path(owner, object), owner.token(), "content of " + object, "Content-Type", "text/plain");
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("upload: " + answer);
        }
        return location(owner, object);
    }

    /** Moves a file of the owner's; what is at its new place is overwritten. */
    public void move(User owner, String from, String to) {
        var answer = store.send("PUT", path(owner, to), owner.token(), "", "X-Move-From", "/" + CONTAINER + "/" + from);
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("move: " + answer);
        }
    }

    public static String location(User owner, String object) {
        return "pithos:/" + path(owner, object);
    }

    private static String path(User owner, String object) {
        return "/" + owner.account() + "/" + CONTAINER + "/" + object;
    }

    /** The owner has it no longer. */
    public void remove(User owner, String object) {
        store.send("DELETE", path(owner, object), owner.token());
    }

    /** Everything that the owner's container tells of its files, their readers among them, as JSON. */
    public String files(User owner) {
        return store.send("GET", "/" + owner.account() + "/" + CONTAINER + "?format=json", owner.token())
                .body();
    }

    /** Who may read the file, as the store writes it: {@code read=…}; empty if nobody but its owner. */
    public String sharing(User owner, String object) {
        return store.send("HEAD", path(owner, object), owner.token())
                .headers()
                .firstValue("X-Object-Sharing")
                .map(Parties::decoded)
                .orElse("");
    }

    /** What {@link #sharing} is to be: of the image's members, or of everybody if it is public. */
    public String recordedSharing(String id) {
        List<String> everybody = query("SELECT '*' FROM readable_image WHERE id = '" + id
                + "' AND visibility IN ('public', 'community') AND deleted_at IS NULL");
        List<String> readers = everybody.isEmpty()
                ? query("SELECT account FROM readable_image_member WHERE image_id = '" + id + "' ORDER BY account")
                : everybody;
        return readers.isEmpty() ? "" : "read=" + String.join(",", readers);
    }

    private static String decoded(String header) {
        return URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Every row of every table of the service's. */
    public String tables() {
        return tablesBut();
    }

    /** The same without some of them. */
    public String tablesBut(String... others) {
        return connected(connection -> {
            List<String> tables = rows(
                    connection,
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                            + " AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'flyway%' ORDER BY 1");
            tables.removeAll(List.of(others));
            StringBuilder all = new StringBuilder();
            for (String table : tables) {
                all.append(table).append('\n');
                rows(connection, "SELECT * FROM " + table + " ORDER BY 1, 2")
                        .forEach(row -> all.append(row).append('\n'));
            }
            return all.toString();
        });
    }

    /**
     * Until nothing is noted that the object store is still to be told: it may be settled beside any request of the
     * account's.
     *
     * @param comesBy the account does so by that
     */
    public void awaitSettled(Runnable comesBy) {
        Await.await(PATIENCE, () -> {
            comesBy.run();
            return query("SELECT location FROM image_upload UNION SELECT location FROM image_sharing")
                    .isEmpty();
        });
    }

    /** What is remembered of an image that is registered no longer, so that there is less to compare. */
    public void forget(String id) {
        execute(Stream.of("journal WHERE image", "retired_id WHERE id", "image WHERE deleted_at IS NOT NULL AND id")
                .map(rows -> "DELETE FROM " + rows + " = UNHEX('" + id.replace("-", "") + "')")
                .toArray(String[]::new));
    }

    /** Runs the statements as the server's administrator. */
    public void execute(String... statements) {
        connected(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
                return statements.length;
            }
        });
    }

    /** The rows, the values of each with tabs between them. */
    public List<String> query(String sql) {
        return connected(connection -> rows(connection, sql));
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                String[] values = new String[rows.getMetaData().getColumnCount()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = rows.getString(i + 1);
                }
                found.add(Arrays.stream(values).map(String::valueOf).collect(Collectors.joining("\t")));
            }
            return found;
        }
    }

    /** What is done by way of one connection. */
    private interface Connected<T> {
        T ask(Connection connection) throws SQLException;
    }

    private <T> T connected(Connected<T> connected) {
        try (Connection connection = server.connect(name)) {
            return connected.ask(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Images of that owner that have nothing behind them at the store, each with nine properties. */
    public void insertImages(User owner, int count) {
        insertImages(owner, count, "a value that is neither long nor short ");
    }

    /** The same with properties that have so many characters together, and some more. */
    public void insertImages(User owner, int count, int said) {
        insertImages(owner, count, "x".repeat(said / 9));
    }

    private void insertImages(User owner, int count, String value) {
        String properties = IntStream.rangeClosed(1, 9)
                .mapToObj(i -> "\"key_" + i + "\":\"" + value + i + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        String ending = owner.account().substring(8);
        execute("INSERT IGNORE INTO account (name) VALUES ('" + owner.account() + "')", """
                INSERT INTO image (id, owner, name, location_account, location_path, location_hash, disk_format,
                  container_format, size, checksum, status, visibility, is_public, properties, created_at,
                  updated_at, readers_version, stage)
                SELECT UNHEX(REPLACE(CONCAT(LPAD(HEX(seq), 8, '0'), '%s'), '-', '')), account.number,
                  CONCAT('image ', seq), account.number, CONCAT('%s/', seq), UNHEX(MD5(CONCAT(account.name, seq))),
                  (SELECT number FROM word WHERE kind = 'disk_format' AND word = 'diskdump'),
                  (SELECT number FROM word WHERE kind = 'container_format' AND word = 'bare'),
                  seq, UNHEX(SHA2(seq, 256)),
                  (SELECT number FROM word WHERE kind = 'status' AND word = 'available'),
                  (SELECT number FROM word WHERE kind = 'visibility' AND word = 'private'),
                  FALSE, '%s', NOW(6) + INTERVAL seq MICROSECOND, NOW(6), 0, 0
                FROM account JOIN seq_1_to_%d
                WHERE account.name = '%s'
                """.formatted(
                        ending, CONTAINER, properties, count, owner.account()));
    }

    /** As a server that is killed does, ends every connection of the service in the middle of whatever it does. */
    public void cutDatabaseConnections() {
        execute("KILL USER " + DATABASE_USER); // one by one, some would be gone before it is their turn
    }

    @Override
    public void close() {
        cloud.close();
        execute("DROP DATABASE `" + name + "`");
    }
}
