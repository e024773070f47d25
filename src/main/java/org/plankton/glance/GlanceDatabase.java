package org.plankton.glance;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import org.plankton.registry.history.Membership;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ImageSource;

/**
 * The database of a Glance, MariaDB, MySQL or PostgreSQL, of any release since Havana: what an older one has no column
 * or table of is as if nothing were said. All is read as it was at one moment, some images at a time, in the order of
 * their ids, and nothing is written or locked.
 */
public final class GlanceDatabase implements ImageSource {
    private static final int AT_ONCE = 500;

    private final String url;
    private final Properties login = new Properties();
    private final ImageMapping mapping;

    /**
     * @param url {@code jdbc:mariadb://…} or {@code jdbc:postgresql://…}
     * @param look as {@link ImageMapping} has it
     */
    public GlanceDatabase(
            String url,
            String user,
            String password,
            SwiftLocations swift,
            Optional<Function<Location, Optional<StoredObject>>> look) {
        this.url = url;
        this.mapping = new ImageMapping(swift, look);
        login.setProperty("user", user);
        login.setProperty("password", password);
    }

    @Override
    public void each(Reader reader) throws IOException {
        try (Connection connection = connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            List<GlanceImage> images = some(connection, "");
            while (!images.isEmpty()) {
                for (GlanceImage image : images) {
                    mapping.hand(image, reader);
                }
                images = some(connection, images.get(images.size() - 1).id());
            }
            connection.rollback();
        } catch (SQLException e) {
            throw new IOException("the database of Glance cannot be read: " + e.getMessage(), e);
        }
    }

    private Connection connect() throws SQLException, IOException {
        for (Driver driver : ServiceLoader.load(Driver.class, getClass().getClassLoader())) {
            if (driver.acceptsURL(url)) {
                return driver.connect(url, login);
            }
        }
        throw new IOException("the database's address must begin with jdbc:mariadb: or jdbc:postgresql:");
    }

    /** What is said of an image in tables beside its own. */
    private static final class Others {
        private final Map<String, String> properties = new TreeMap<>();
        private final List<String> tags = new ArrayList<>();
        private final TreeMap<String, Membership> members = new TreeMap<>();
        private final List<String> locations = new ArrayList<>();
    }

    private List<GlanceImage> some(Connection connection, String after) throws SQLException {
        Map<String, GlanceImageBuilder> images = new LinkedHashMap<>();
        String sql = "SELECT * FROM images WHERE NOT deleted AND id > ? ORDER BY id LIMIT " + AT_ONCE;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, after);
            try (ResultSet rows = statement.executeQuery()) {
                GlanceRow row = new GlanceRow(rows);
                while (rows.next()) {
                    images.put(row.text("id"), row.image());
                }
            }
        }
        Map<String, Others> others = new LinkedHashMap<>();
        images.keySet().forEach(id -> others.put(id, new Others()));
        if (!images.isEmpty()) {
            addOthers(connection, others);
        }
        List<GlanceImage> whole = new ArrayList<>();
        images.forEach((id, image) -> {
            Others its = others.get(id);
            whole.add(image.properties(its.properties)
                    .tags(its.tags)
                    .members(its.members)
                    .locations(its.locations)
                    .build());
        });
        return whole;
    }

    private static void addOthers(Connection connection, Map<String, Others> images) throws SQLException {
        each(
                connection,
                "image_properties",
                images,
                (row, its) -> its.properties.put(row.text("name"), row.text("value")));
        each(connection, "image_tags", images, (row, its) -> its.tags.add(row.text("value")));
        each(
                connection,
                "image_members",
                images,
                (row, its) -> its.members.put(
                        row.text("member"),
                        new Membership(row.truth("can_share"), GlanceJson.status(row.text("status")))));
        each(connection, "image_locations", images, (row, its) -> {
            String status = row.text("status");
            if (status == null || status.equals("active")) {
                its.locations.add(row.text("value"));
            }
        });
    }

    /** What is done with a row of a table. */
    private interface Addition {
        void add(GlanceRow row, Others image) throws SQLException;
    }

    /** The rows of these images; none if there is no such table. */
    private static void each(Connection connection, String table, Map<String, Others> images, Addition addition)
            throws SQLException {
        if (!isThere(connection, table)) {
            return;
        }
        List<String> ids = List.copyOf(images.keySet());
        String sql = "SELECT * FROM " + table + " WHERE NOT deleted AND image_id >= ? AND image_id <= ? ORDER BY id";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, ids.get(0));
            statement.setString(2, ids.get(ids.size() - 1));
            try (ResultSet rows = statement.executeQuery()) {
                GlanceRow row = new GlanceRow(rows);
                while (rows.next()) {
                    Others image = images.get(row.text("image_id"));
                    if (image != null) {
                        addition.add(row, image);
                    }
                }
            }
        }
    }

    private static boolean isThere(Connection connection, String table) throws SQLException {
        DatabaseMetaData all = connection.getMetaData();
        try (ResultSet tables = all.getTables(connection.getCatalog(), connection.getSchema(), table, null)) {
            while (tables.next()) {
                if (tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT).equals(table)) {
                    return true;
                }
            }
            return false;
        }
    }
}
