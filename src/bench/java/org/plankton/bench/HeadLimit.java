package org.plankton.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * What {@code HEAD /images/<id>} could at best be: one row by its primary key, and its columns as headers. Nobody is
 * asked who the caller is. It takes columns as they are, which must hold nothing that a header could not.
 */
@SuppressWarnings("serial") // no servlet here is ever serialised
final class HeadLimit extends HttpServlet {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int SECONDS = "yyyy-MM-dd HH:mm:ss".length();

    private final DataSource pool;

    HeadLimit(DataSource pool) {
        this.pool = pool;
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT id, name, disk_format, container_format, size, checksum, location, created_at,"
                                + " updated_at, status, is_public, owner, properties FROM image WHERE id = ?")) {
            statement.setString(1, request.getPathInfo().substring(1));
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    write(row, response);
                } else {
                    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
                }
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    static void write(ResultSet row, HttpServletResponse response) throws SQLException, IOException {
        response.setContentType("application/json;charset=UTF-8");
        response.setContentLength(0);
        String updatedAt = row.getString("updated_at");
        response.setHeader("ETag", "\"" + updatedAt + "\"");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("x-image-meta-id", row.getString("id"));
        response.setHeader("x-image-meta-name", row.getString("name"));
        response.setHeader("x-image-meta-disk-format", row.getString("disk_format"));
        response.setHeader("x-image-meta-container-format", row.getString("container_format"));
        response.setHeader("x-image-meta-size", row.getString("size"));
        response.setHeader("x-image-meta-checksum", row.getString("checksum"));
        response.setHeader("x-image-meta-location", row.getString("location"));
        response.setHeader(
                "x-image-meta-created-at", row.getString("created_at").substring(0, SECONDS));
        response.setHeader("x-image-meta-updated-at", updatedAt.substring(0, SECONDS));
        response.setHeader("x-image-meta-deleted-at", "");
        response.setHeader("x-image-meta-status", row.getString("status"));
        response.setHeader("x-image-meta-is-public", row.getBoolean("is_public") ? "True" : "False");
        response.setHeader("x-image-meta-owner", row.getString("owner"));
        try (JsonParser json = JSON.createParser(row.getString("properties"))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                response.setHeader("x-image-meta-property-" + key.replace('_', '-'), json.getText());
            }
        }
    }
}
