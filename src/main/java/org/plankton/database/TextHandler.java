package org.plankton.database;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Function;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.plankton.registry.image.Location;

/** A value that a column holds as text. */
final class TextHandler<T> extends BaseTypeHandler<T> {
    private static final String SCHEME_END = "://";
    private static final String CLOUD = Location.CLOUD + SCHEME_END;

    private final Function<T, String> write;
    private final Function<String, T> read;

    TextHandler(Function<T, String> write, Function<String, T> read) {
        this.write = write;
        this.read = read;
    }

    /** A location as its canonical text. */
    static TextHandler<Location> ofLocation() {
        return new TextHandler<>(Location::toString, TextHandler::location);
    }

    static Location location(String text) {
        String store = text.startsWith(CLOUD) ? Location.CLOUD : text.substring(0, text.indexOf(SCHEME_END));
        int account = store.length() + SCHEME_END.length();
        int container = text.indexOf('/', account) + 1;
        int object = text.indexOf('/', container) + 1;
        return new Location(
                store,
                text.substring(account, container - 1),
                text.substring(container, object - 1),
                text.substring(object));
    }

    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, T value, JdbcType type)
            throws SQLException {
        statement.setString(index, write.apply(value));
    }

    @Override
    public T getNullableResult(ResultSet row, String column) throws SQLException {
        return value(row.getString(column));
    }

    @Override
    public T getNullableResult(ResultSet row, int column) throws SQLException {
        return value(row.getString(column));
    }

    @Override
    public T getNullableResult(CallableStatement call, int column) throws SQLException {
        return value(call.getString(column));
    }

    private T value(String text) {
        return text == null ? null : read.apply(text);
    }
}
