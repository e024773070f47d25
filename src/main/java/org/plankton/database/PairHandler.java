package org.plankton.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.ibatis.type.JdbcType;
import org.plankton.registry.ports.ImageWriteMapper.Property;

/**
 * A property as the index has it ({@code image_property.pair}), and as {@code sql/003-listings.sql} and
 * {@code sql/008-numbers.sql} have made it of what was there: the first bytes of the SHA-256 of its key and value. It
 * is only written, and looked for.
 */
final class PairHandler extends ColumnHandler<Property> {
    private static final int BYTES = 6;

    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, Property property, JdbcType type)
            throws SQLException {
        statement.setBytes(index, pair(property));
    }

    private static byte[] pair(Property property) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update((property.key() + '=' + property.value()).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash.digest(), BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public Property getNullableResult(ResultSet row, int column) {
        throw new UnsupportedOperationException();
    }
}
