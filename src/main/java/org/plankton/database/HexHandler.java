package org.plankton.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.apache.ibatis.type.JdbcType;

/** A hash in lower-case hex, which a column holds as its bytes; empty is empty. */
public final class HexHandler extends ColumnHandler<String> {
    private static final HexFormat HEX = HexFormat.of();

    /** Null of null. */
    static String read(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? null : HEX.formatHex(bytes);
    }

    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, String hex, JdbcType type)
            throws SQLException {
        statement.setBytes(index, HEX.parseHex(hex));
    }

    @Override
    public String getNullableResult(ResultSet row, int column) throws SQLException {
        return read(row, column);
    }
}
