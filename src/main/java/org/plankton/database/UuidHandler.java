package org.plankton.database;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.apache.ibatis.type.JdbcType;
import org.plankton.registry.image.Image;

/** A UUID in lower case, which a column holds as its bytes: these are in the order of the text. */
public final class UuidHandler extends ColumnHandler<String> {
    private static final byte[] NONE = {};

    /** None of a text that is no UUID, which no column holds then, and every one's bytes come after. */
    static byte[] bytes(String uuid) {
        if (!Image.isId(uuid)) {
            return NONE;
        }
        UUID value = UUID.fromString(uuid);
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    /** Null of null. */
    static String read(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        if (bytes == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }

    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, String uuid, JdbcType type)
            throws SQLException {
        statement.setBytes(index, bytes(uuid));
    }

    @Override
    public String getNullableResult(ResultSet row, int column) throws SQLException {
        return read(row, column);
    }
}
