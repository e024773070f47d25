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
    private static final int DATE = "yyyy-MM-dd".length();
    private static final int SECONDS = "yyyy-MM-dd HH:mm:ss".length();
    private static final int ROWS = 1000;
    private static final int PATIENCE_SECONDS = 900;

    private final DataSource pool;
    private final Columns columns;
    private final Form form;

    DetailLimit(DataSource pool, Form form) {
        this.pool = pool;
        this.columns = new Columns(pool);
        this.form = form;
    }

    /** What a dialect makes of the rows. */
    enum Form {
        GUIDE(
                "status, image.name, disk_format, container_format, id, size, place.name, location_path, checksum,"
                        + " created_at, updated_at, is_public, owner.name, properties",
                "created_at, id") {
            @Override
            void begin(JsonGenerator json) throws IOException {
                json.writeStartArray();
            }

            @Override
            void write(Columns columns, ResultSet row, JsonGenerator json) throws SQLException, IOException {
                json.writeStartObject();
                json.writeStringField("status", columns.word("status", row, 1));
                json.writeStringField("name", row.getString(2));
                json.writeStringField("disk_format", columns.word("disk_format", row, 3));
                json.writeStringField("container_format", columns.word("container_format", row, 4));
                json.writeStringField("id", Columns.uuid(row, 5));
                json.writeNumberField("size", row.getLong(6));
                json.writeStringField("location", Columns.location(row, 7));
                json.writeStringField("checksum", Columns.hex(row, 9));
                json.writeStringField("created_at", row.getString(10).substring(0, SECONDS));
                json.writeStringField("updated_at", row.getString(11).substring(0, SECONDS));
                json.writeStringField("deleted_at", "");
                json.writeBooleanField("is_public", row.getBoolean(12));
                json.writeStringField("owner", row.getString(13));
                json.writeFieldName("properties");
                json.writeRawValue(row.getString(14));
                json.writeEndObject();
            }

            @Override
            void end(JsonGenerator json) throws IOException {
                json.writeEndArray();
            }
        },

        GLANCE(
                "id, image.name, size, disk_format, container_format, NULLIF(HEX(md5), ''), status, min_disk, min_ram,"
                        + " is_public, is_protected, created_at, updated_at, owner.name, properties",
                "created_at DESC, id DESC") {
            @Override
            void begin(JsonGenerator json) throws IOException {
                json.writeStartObject();
                json.writeArrayFieldStart("images");
            }

            @Override
            void write(Columns columns, ResultSet row, JsonGenerator json) throws SQLException, IOException {
                json.writeStartObject();
                json.writeStringField("id", Columns.uuid(row, 1));
                json.writeStringField("name", row.getString(2));
                json.writeNumberField("size", row.getLong(3));
                json.writeStringField("disk_format", columns.word("disk_format", row, 4));
                json.writeStringField("container_format", columns.word("container_format", row, 5));
                json.writeStringField("checksum", row.getString(6));
                json.writeStringField(
                        "status", columns.word("status", row, 7).equals("available") ? "active" : "deactivated");
                json.writeNullField("virtual_size");
                json.writeNumberField("min_disk", row.getInt(8));
                json.writeNumberField("min_ram", row.getInt(9));
                json.writeBooleanField("is_public", row.getBoolean(10));
                json.writeBooleanField("protected", row.getBoolean(11));
                json.writeBooleanField("deleted", false);
                json.writeStringField("created_at", time(row.getString(12)));
                json.writeStringField("updated_at", time(row.getString(13)));
                json.writeNullField("deleted_at");
                json.writeStringField("owner", row.getString(14));
                json.writeFieldName("properties");
                json.writeRawValue(row.getString(15));
                json.writeEndObject();
            }

            @Override
            void end(JsonGenerator json) throws IOException {
                json.writeEndArray();
                json.writeEndObject();
            }
        };

        private final String columns;
        private final String order;

        Form(String columns, String order) {
            this.columns = columns;
            this.order = order;
        }

        abstract void begin(JsonGenerator json) throws IOException;

        abstract void write(Columns columns, ResultSet row, JsonGenerator json) throws SQLException, IOException;

        abstract void end(JsonGenerator json) throws IOException;

        /** As ISO 8601 has it. */
        private static String time(String column) {
            return column.substring(0, DATE) + "T" + column.substring(DATE + 1);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT " + form.columns + " FROM "
                        + Columns.IMAGES
                        + " WHERE owner.name = CONVERT(? USING ascii) AND stage = 0 AND is_public = FALSE ORDER BY "
                        + form.order);
                JsonGenerator json = JSON.createGenerator(response.getOutputStream())) {
            statement.setFetchSize(ROWS);
            statement.setQueryTimeout(PATIENCE_SECONDS);
            statement.setString(1, request.getQueryString());
            form.begin(json);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    form.write(columns, row, json);
                }
            }
            form.end(json);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
