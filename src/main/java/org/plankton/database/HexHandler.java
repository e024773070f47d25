package org.plankton.database;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;

/** A hash in lower-case hex, which a column holds as its bytes; empty is empty. */
public final class HexHandler extends BaseTypeHandler<String> {
    private static final HexFormat HEX = HexFormat.of();

    /** Of a column that is never null. */
    static String read(ResultSet row, int column) throws SQLException {
        return HEX.formatHex(row.getBytes(column));
    }

    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, String hex, JdbcType type)
            throws SQLException {
        statement.setBytes(index, HEX.parseHex(hex));
    }

    @Override
    public String getNullableResult(ResultSet row, String column) throws SQLException {
        return text(row.getBytes(column));
    }

    @Override
    public String getNullableResult(ResultSet row, int column) throws SQLException {
        return text(row.getBytes(column));
    }

    @Override
    public String getNullableResult(CallableStatement call, int column) throws SQLException {
        return text(call.getBytes(column));
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : HEX.formatHex(bytes);
    }
}
