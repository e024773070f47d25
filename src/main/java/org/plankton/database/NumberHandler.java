package org.plankton.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.OptionalLong;
import org.apache.ibatis.type.JdbcType;

/** A whole number that may not be known, which is NULL then. */
final class NumberHandler extends ColumnHandler<OptionalLong> {
    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, OptionalLong number, JdbcType type)
            throws SQLException {
        if (number.isPresent()) {
            statement.setLong(index, number.getAsLong());
        } else {
            statement.setNull(index, Types.BIGINT);
        }
    }

    @Override
    public OptionalLong getNullableResult(ResultSet row, int column) throws SQLException {
        return read(row, column);
    }

    static OptionalLong read(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
