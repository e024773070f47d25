package org.plankton.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Locale;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;

/**
 * What {@code POST /images} of a private file could at best be: the object store is asked for the file, the table
 * whether it is registered, and a row is written. Nobody is asked whose token it is, and nothing is refused.
 */
@SuppressWarnings("serial") // no servlet here is ever serialised
final class RegisterLimit extends HttpServlet {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String PROPERTY = "x-image-meta-property-";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String HASH = "LEFT(UNHEX(SHA2(?, 256)), 16)";
    private static final int SECONDS = "yyyy-MM-dd HH:mm:ss".length();

    private final DataSource pool;
    private final String store;
    private final CloseableHttpClient http = HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(100)
                    .setMaxConnTotal(100)
                    .build())
            .build();

    /** @param store the object store's address */
    RegisterLimit(DataSource pool, String store) {
        this.pool = pool;
        this.store = store;
    }

    private record StoredFile(String id, String checksum, long size) {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String location = request.getHeader("X-Image-Meta-Location");
        StoredFile file = file(location, request.getHeader("X-Auth-Token"));
        String owner = location.split("/")[2];
        String name = request.getHeader("X-Image-Meta-Name");
        TreeMap<String, String> properties = properties(request);
        String now = TIME.format(Instant.now());
        try (Connection connection = pool.getConnection()) {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT number FROM image WHERE location_hash = " + HASH)) {
                select.setString(1, location);
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        response.setStatus(HttpServletResponse.SC_CONFLICT);
                        return;
                    }
                }
            }
            insert(connection, owner, name, location, file, json(properties), now);
        } catch (SQLException e) {
            throw new IOException(e);
        }
        response.setContentType("application/json;charset=UTF-8");
        response.setContentLength(0);
        response.setHeader("ETag", "\"" + now + "\"");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("x-image-meta-id", file.id);
        response.setHeader("x-image-meta-name", name);
        response.setHeader("x-image-meta-disk-format", "diskdump");
        response.setHeader("x-image-meta-container-format", "bare");
        response.setHeader("x-image-meta-size", Long.toString(file.size));
        response.setHeader("x-image-meta-checksum", file.checksum);
        response.setHeader("x-image-meta-location", location);
        response.setHeader("x-image-meta-created-at", now.substring(0, SECONDS));
        response.setHeader("x-image-meta-updated-at", now.substring(0, SECONDS));
        response.setHeader("x-image-meta-deleted-at", "");
        response.setHeader("x-image-meta-status", "available");
        response.setHeader("x-image-meta-is-public", "False");
        response.setHeader("x-image-meta-owner", owner);
        properties.forEach((key, value) -> response.setHeader(PROPERTY + key.replace('_', '-'), value));
    }

    private StoredFile file(String location, String token) throws IOException {
        HttpHead head = new HttpHead(store + location.substring("pithos:/".length()));
        head.setHeader("X-Auth-Token", token);
        return http.execute(
                head,
                answer -> new StoredFile(
                        answer.getHeader("X-Object-UUID").getValue(),
                        answer.getHeader("X-Object-Hash").getValue(),
                        Long.parseLong(answer.getHeader("Content-Length").getValue())));
    }

    private static TreeMap<String, String> properties(HttpServletRequest request) {
        TreeMap<String, String> properties = new TreeMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            if (name.regionMatches(true, 0, PROPERTY, 0, PROPERTY.length())) {
                String key = name.substring(PROPERTY.length()).toLowerCase(Locale.ROOT);
                properties.put(key.replace('-', '_'), request.getHeader(name));
            }
        }
        return properties;
    }

    private static String json(TreeMap<String, String> properties) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (var property : properties.entrySet()) {
                json.writeStringField(property.getKey(), property.getValue());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void insert(
            Connection connection,
            String owner,
            String name,
            String location,
            StoredFile file,
            String properties,
            String now)
            throws SQLException {
        String[] parts = location.split("/", 4);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO image (id, owner, name, location_account, location_path, location_hash, disk_format,"
                        + " container_format, size, checksum, object_uuid, status, visibility, is_public, properties,"
                        + " created_at, updated_at, readers_version, stage)"
                        + " SELECT UNHEX(REPLACE(?, '-', '')), number, ?, number, ?, " + HASH
                        + ", 40, 40, ?, UNHEX(?), UNHEX(REPLACE(?, '-', '')), 10, 20, FALSE, ?, ?, ?, 0, 0"
                        + " FROM account WHERE name = ?")) {
            insert.setString(1, file.id);
            insert.setString(2, name);
            insert.setString(3, parts[3]);
            insert.setString(4, location);
            insert.setLong(5, file.size);
            insert.setString(6, file.checksum);
            insert.setString(7, file.id);
            insert.setString(8, properties);
            insert.setString(9, now);
            insert.setString(10, now);
            insert.setString(11, owner);
            if (insert.executeUpdate() == 0) {
                throw new SQLException("the service is to register the first image of " + owner);
            }
        }
    }
}
