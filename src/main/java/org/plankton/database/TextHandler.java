package org.plankton.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Function;
import org.apache.ibatis.type.JdbcType;
import org.plankton.registry.image.Location;

/** A value that a column holds as text. */
final class TextHandler<T> extends ColumnHandler<T> {
    private final Function<T, String> write;
    private final Function<String, T> read;

    TextHandler(Function<T, String> write, Function<String, T> read) {
        this.write = write;
        this.read = read;
    }

    /** A location as its canonical text. */
    static TextHandler<Location> ofLocation() {
        return new TextHandler<>(Location::text, Location::new);
    }

    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, T value, JdbcType type)
            throws SQLException {
        statement.setString(index, write.apply(value));
    }

    @Override
    public T getNullableResult(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : read.apply(text);
    }
}
