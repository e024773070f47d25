package org.plankton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/** Fills the tables of a Glance with a catalogue's images, their properties, tags and members. */
final class GlanceData {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int BATCH = 1000;

    private static final String READ_IMAGES = """
            SELECT id, owner, name, disk_format, container_format, size, status, visibility, min_disk, min_ram,
                   is_protected, created_at, updated_at, properties, tags
            FROM readable_image WHERE stage = 0""";

    private static final String READ_MEMBERS = "SELECT image_id, account FROM readable_image_member";

    private static final String IMAGE = """
            INSERT INTO images (id, owner, name, disk_format, container_format, size, status, visibility, min_disk,
                                min_ram, protected, created_at, updated_at, deleted, os_hidden)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)""";

    private static final String PROPERTY = """
            INSERT INTO image_properties (image_id, name, value, created_at, updated_at, deleted)
            VALUES (?, ?, ?, NOW(), NOW(), 0)""";

    private static final String TAG = """
            INSERT INTO image_tags (image_id, value, created_at, updated_at, deleted)
            VALUES (?, ?, NOW(), NOW(), 0)""";

    private static final String LOCATION = """
            INSERT INTO image_locations (image_id, value, meta_data, status, created_at, updated_at, deleted)
            VALUES (?, ?, '{"store": "file"}', 'active', NOW(), NOW(), 0)""";

    private static final String MEMBER = """
            INSERT INTO image_members (image_id, member, can_share, status, created_at, updated_at, deleted)
            VALUES (?, ?, 0, 'accepted', NOW(), NOW(), 0)""";

    /** Who depends on others first. */
    private static final List<String> TABLES =
            List.of("image_members", "image_properties", "image_locations", "image_tags", "images");

    private static final Map<String, String> STATUSES =
            Map.of("available", "active", "unavailable", "deactivated", "error", "killed");

    private final Catalogue catalogue;
    private final String url;

    /** @param url of Glance's database, for JDBC, with user and password */
    GlanceData(Catalogue catalogue, String url) {
        this.catalogue = catalogue;
        this.url = url;
    }

    /** Leaves them as they are if as many images are there as are to be, else replaces all that there are. */
    void fill() {
        try (Connection glance = new Driver().connect(url, new Properties());
                Connection source = catalogue.connect()) {
            if (count(glance, "images") != catalogue.images()
                    || count(glance, "image_tags") != catalogue.images() * Catalogue.TAGS_EACH) {
                glance.setAutoCommit(false);
                clear(glance);
                copyImages(source, glance);
                copyMembers(source, glance);
                glance.setAutoCommit(true);
                execute(glance, "ANALYZE TABLE " + String.join(", ", TABLES));
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("Glance's tables could not be filled", e);
        }
    }

    private static long count(Connection glance, String table) throws SQLException {
        try (Statement statement = glance.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table + " WHERE deleted = 0")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void clear(Connection glance) throws SQLException {
        for (String table : TABLES) {
            execute(glance, "DELETE FROM " + table);
        }
        glance.commit();
    }

    private static void execute(Connection glance, String sql) throws SQLException {
        try (Statement statement = glance.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void copyImages(Connection source, Connection glance) throws SQLException, IOException {
        try (ResultSet image = read(source, READ_IMAGES);
                PreparedStatement images = glance.prepareStatement(IMAGE);
                PreparedStatement properties = glance.prepareStatement(PROPERTY);
                PreparedStatement tags = glance.prepareStatement(TAG);
                PreparedStatement locations = glance.prepareStatement(LOCATION)) {
            for (int number = 1; image.next(); number++) {
                add(images, image);
                add(properties, image.getString("id"), JSON.readTree(image.getString("properties")));
                for (JsonNode tag : JSON.readTree(image.getString("tags"))) {
                    tags.setString(1, image.getString("id"));
                    tags.setString(2, tag.asText());
                    tags.addBatch();
                }
                locations.setString(1, image.getString("id"));
                locations.setString(2, "file:///var/lib/glance/images/" + image.getString("id"));
                locations.addBatch();
                if (number % BATCH == 0) {
                    write(glance, images, properties, tags, locations);
                }
            }
            write(glance, images, properties, tags, locations);
        }
    }

    private static void add(PreparedStatement images, ResultSet image) throws SQLException {
        int at = 1;
        for (String column : List.of("id", "owner", "name", "disk_format", "container_format", "size")) {
            images.setString(at++, image.getString(column));
        }
        images.setString(at++, STATUSES.get(image.getString("status")));
        for (String column : List.of("visibility", "min_disk", "min_ram", "is_protected", "created_at", "updated_at")) {
            images.setString(at++, image.getString(column));
        }
        images.addBatch();
    }

    private static void add(PreparedStatement rows, String image, JsonNode properties) throws SQLException {
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            rows.setString(1, image);
            rows.setString(2, property.getKey());
            rows.setString(3, property.getValue().asText());
            rows.addBatch();
        }
    }

    private static void copyMembers(Connection source, Connection glance) throws SQLException {
        try (ResultSet member = read(source, READ_MEMBERS);
                PreparedStatement members = glance.prepareStatement(MEMBER)) {
            for (int number = 1; member.next(); number++) {
                members.setString(1, member.getString(1));
                members.setString(2, member.getString(2));
                members.addBatch();
                if (number % BATCH == 0) {
                    write(glance, members);
                }
            }
            write(glance, members);
        }
    }

    /** Not held in memory. */
    private static ResultSet read(Connection source, String sql) throws SQLException {
        Statement statement = source.createStatement();
        statement.closeOnCompletion();
        statement.setFetchSize(BATCH);
        return statement.executeQuery(sql);
    }

    private static void write(Connection glance, PreparedStatement... batches) throws SQLException {
        for (PreparedStatement batch : batches) {
            batch.executeBatch();
        }
        glance.commit();
    }
}
