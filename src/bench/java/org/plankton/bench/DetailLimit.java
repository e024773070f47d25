package org.plankton.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
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
 * What {@code GET /images/detail} could at best be, of an account that sees nothing but its own: rows as they come from
 * the database, and their columns as JSON. Whose they are the query says: {@code ?<account>}.
 */
@SuppressWarnings("serial") // no servlet here is ever serialised
final class DetailLimit extends HttpServlet {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int SECONDS = "yyyy-MM-dd HH:mm:ss".length();
    private static final int ROWS = 1000;
    private static final int PATIENCE_SECONDS = 900;

    private final DataSource pool;

    DetailLimit(DataSource pool) {
        this.pool = pool;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT status, name, disk_format, container_format, id, size, location, checksum, created_at,"
                                + " updated_at, is_public, owner, properties FROM image"
                                + " WHERE owner = CONVERT(? USING ascii) AND stage = 0 ORDER BY created_at, id");
                JsonGenerator json = JSON.createGenerator(response.getOutputStream())) {
            statement.setFetchSize(ROWS);
            statement.setQueryTimeout(PATIENCE_SECONDS);
            statement.setString(1, request.getQueryString());
            json.writeStartArray();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    write(row, json);
                }
            }
            json.writeEndArray();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static void write(ResultSet row, JsonGenerator json) throws SQLException, IOException {
        json.writeStartObject();
        json.writeStringField("status", row.getString(1));
        json.writeStringField("name", row.getString(2));
        json.writeStringField("disk_format", row.getString(3));
        json.writeStringField("container_format", row.getString(4));
        json.writeStringField("id", row.getString(5));
        json.writeNumberField("size", row.getLong(6));
        json.writeStringField("location", row.getString(7));
        json.writeStringField("checksum", row.getString(8));
        json.writeStringField("created_at", row.getString(9).substring(0, SECONDS));
        json.writeStringField("updated_at", row.getString(10).substring(0, SECONDS));
        json.writeStringField("deleted_at", "");
        json.writeBooleanField("is_public", row.getBoolean(11));
        json.writeStringField("owner", row.getString(12));
        json.writeFieldName("properties");
        json.writeRawValue(row.getString(13));
        json.writeEndObject();
    }
}
