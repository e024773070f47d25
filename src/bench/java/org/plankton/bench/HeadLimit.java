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
 * What {@code HEAD /images/<id>} could at best be: one row by its key, and its columns as headers. Nobody is
 * asked who the caller is. It takes columns as they are, which must hold nothing that a header could not.
 */
@SuppressWarnings("serial") // no servlet here is ever serialised
final class HeadLimit extends HttpServlet {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int SECONDS = "yyyy-MM-dd HH:mm:ss".length();

    private final DataSource pool;
    private final Columns columns;

    HeadLimit(DataSource pool) {
        this.pool = pool;
        this.columns = new Columns(pool);
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT id, image.name, disk_format, container_format, size, checksum, place.name,"
                                + " location_path, created_at, updated_at, status, is_public, owner.name, properties"
                                + " FROM " + Columns.IMAGES + " WHERE id = UNHEX(REPLACE(?, '-', ''))")) {
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

    private void write(ResultSet row, HttpServletResponse response) throws SQLException, IOException {
        response.setContentType("application/json;charset=UTF-8");
        response.setContentLength(0);
        String updatedAt = row.getString(10);
        response.setHeader("ETag", "\"" + updatedAt + "\"");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("x-image-meta-id", Columns.uuid(row, 1));
        response.setHeader("x-image-meta-name", row.getString(2));
        response.setHeader("x-image-meta-disk-format", columns.word("disk_format", row, 3));
        response.setHeader("x-image-meta-container-format", columns.word("container_format", row, 4));
        response.setHeader("x-image-meta-size", row.getString(5));
        response.setHeader("x-image-meta-checksum", Columns.hex(row, 6));
        response.setHeader("x-image-meta-location", Columns.location(row, 7));
        response.setHeader("x-image-meta-created-at", row.getString(9).substring(0, SECONDS));
        response.setHeader("x-image-meta-updated-at", updatedAt.substring(0, SECONDS));
        response.setHeader("x-image-meta-deleted-at", "");
        response.setHeader("x-image-meta-status", columns.word("status", row, 11));
        response.setHeader("x-image-meta-is-public", row.getBoolean(12) ? "True" : "False");
        response.setHeader("x-image-meta-owner", row.getString(13));
        try (JsonParser json = JSON.createParser(row.getString(14))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                response.setHeader("x-image-meta-property-" + key.replace('_', '-'), json.getText());
            }
        }
    }
}
