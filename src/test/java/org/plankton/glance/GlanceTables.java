package org.plankton.glance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The tables of a Glance's database, as far as images are in them, with invented rows. */
public final class GlanceTables {
    /** What of an image an older Glance's table has no column of. */
    private static final List<String> LATER = List.of("visibility", "os_hidden", "os_hash_algo", "os_hash_value");

    private final Connection connection;
    private final boolean isOld;

    /**
     * Makes them.
     *
     * @param isOld whether they are those of a Glance before Ocata
     */
    public GlanceTables(Connection connection, boolean isOld) throws SQLException {
        this.connection = connection;
        this.isOld = isOld;
        boolean isPostgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        String time = isPostgres ? "TIMESTAMP" : "DATETIME";
        String number = isPostgres ? "SERIAL PRIMARY KEY" : "INT AUTO_INCREMENT PRIMARY KEY";
        String common = "created_at %s NOT NULL, updated_at %s, deleted_at %s, deleted BOOLEAN NOT NULL"
                .formatted(time, time, time);
        execute(
                """
                CREATE TABLE images (id VARCHAR(36) PRIMARY KEY, name VARCHAR(255), size BIGINT,
                  status VARCHAR(30) NOT NULL, %s, disk_format VARCHAR(20), container_format VARCHAR(20),
                  checksum VARCHAR(32), owner VARCHAR(255), min_disk INT NOT NULL, min_ram INT NOT NULL,
                  protected BOOLEAN NOT NULL, virtual_size BIGINT, %s)
                """.formatted(
                                common,
                                isOld
                                        ? "is_public BOOLEAN NOT NULL"
                                        : "visibility VARCHAR(9) NOT NULL, os_hidden BOOLEAN NOT NULL,"
                                                + " os_hash_algo VARCHAR(64), os_hash_value VARCHAR(128)"),
                """
                CREATE TABLE image_properties (id %s, image_id VARCHAR(36) NOT NULL, name VARCHAR(255) NOT NULL,
                  value TEXT, %s)
                """.formatted(number, common),
                """
                CREATE TABLE image_tags (id %s, image_id VARCHAR(36) NOT NULL, value VARCHAR(255) NOT NULL, %s)
                """.formatted(number, common),
                """
                CREATE TABLE image_members (id %s, image_id VARCHAR(36) NOT NULL, member VARCHAR(255) NOT NULL,
                  can_share BOOLEAN NOT NULL, status VARCHAR(20) NOT NULL, %s)
                """.formatted(number, common),
                """
                CREATE TABLE image_locations (id %s, image_id VARCHAR(36) NOT NULL, value TEXT NOT NULL,
                  meta_data TEXT, status VARCHAR(30) NOT NULL, %s)
                """.formatted(number, common));
    }

    public void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Each beside rows that are deleted, and say something else. */
    public void insert(List<GlanceFixture> images) throws SQLException {
        for (GlanceFixture image : images) {
            List<String> columns = new ArrayList<>(List.of("deleted"));
            List<Object> values = new ArrayList<>(List.of(image.column("status").equals("deleted")));
            image.columns().forEach((name, value) -> {
                if (!isOld || !LATER.contains(name)) {
                    columns.add(name);
                    values.add(name.endsWith("_at") ? time((String) value) : value);
                }
            });
            if (isOld) {
                columns.add("is_public");
                values.add(image.column("visibility").equals("public"));
            }
            insert("images", columns, values);
            for (Map.Entry<String, String> property : image.properties().entrySet()) {
                insertOf(image, "image_properties", false, "name", property.getKey(), "value", property.getValue());
            }
            insertOf(image, "image_properties", true, "name", "gone", "value", "x");
            for (String tag : image.tags()) {
                insertOf(image, "image_tags", false, "value", tag);
            }
            insertOf(image, "image_tags", true, "value", "gone");
            for (Map.Entry<String, String> member : image.members().entrySet()) {
                insertOf(
                        image,
                        "image_members",
                        false,
                        "member",
                        member.getKey(),
                        "status",
                        member.getValue(),
                        "can_share",
                        false);
            }
            insertOf(image, "image_members", true, "member", "gone", "status", "accepted", "can_share", true);
            for (String location : image.locations()) {
                insertOf(image, "image_locations", false, "value", location, "status", "active");
            }
            insertOf(image, "image_locations", true, "value", "file:///gone", "status", "deleted");
        }
    }

    /** @param pairs name, value, name, value, … */
    public void insertOf(GlanceFixture image, String table, boolean isDeleted, Object... pairs) throws SQLException {
        List<String> columns = new ArrayList<>(List.of("image_id", "deleted", "created_at"));
        List<Object> values = new ArrayList<>(List.of(image.id(), isDeleted, time("2015-01-01T00:00:00Z")));
        for (int i = 0; i < pairs.length; i += 2) {
            columns.add((String) pairs[i]);
            values.add(pairs[i + 1]);
        }
        insert(table, columns, values);
    }

    private void insert(String table, List<String> columns, List<Object> values) throws SQLException {
        String sql = "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(
                        table, String.join(", ", columns), String.join(", ", Collections.nCopies(columns.size(), "?")));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            statement.executeUpdate();
        }
    }

    private static LocalDateTime time(String iso) {
        return LocalDateTime.ofInstant(Instant.parse(iso), ZoneOffset.UTC);
    }
}
