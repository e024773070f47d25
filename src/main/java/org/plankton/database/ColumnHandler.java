package org.plankton.database;

import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.BaseTypeHandler;

/** A value that a column of a row holds. No procedure is called here. */
abstract class ColumnHandler<T> extends BaseTypeHandler<T> {
    @Override
    public final T getNullableResult(ResultSet row, String column) throws SQLException {
        return getNullableResult(row, row.findColumn(column));
    }

    @Override
    public final T getNullableResult(CallableStatement call, int column) {
        throw new UnsupportedOperationException();
    }
}
