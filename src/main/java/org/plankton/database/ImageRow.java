package org.plankton.database;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Found;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;

/**
 * Reads a whole row, whose columns are those of {@code ImageMapper.xml} in their order, as an image. MyBatis takes it for the
 * handler of a single value, and so looks up neither constructor nor columns for each row of a long listing.
 */
public final class ImageRow extends BaseTypeHandler<Image> {
    private static final Map<String, DiskFormat> DISK_FORMATS = words(EnumSet.allOf(DiskFormat.class));
    private static final Map<String, ContainerFormat> CONTAINER_FORMATS = words(EnumSet.allOf(ContainerFormat.class));
    private static final Map<String, Status> STATUSES = words(EnumSet.allOf(Status.class));

    private static final Map<String, Finding> FINDINGS = words(EnumSet.allOf(Finding.class));

    private static <E extends Enum<E>> Map<String, E> words(EnumSet<E> constants) {
        return constants.stream().collect(Collectors.toMap(TextHandler::word, Function.identity()));
    }

    @Override
    public Image getNullableResult(ResultSet row, String first) throws SQLException {
        return image(row);
    }

    @Override
    public Image getNullableResult(ResultSet row, int first) throws SQLException {
        return image(row);
    }

    private static Image image(ResultSet row) throws SQLException {
        String location = row.getString(4);
        return new Image(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                location == null ? null : TextHandler.location(location),
                DISK_FORMATS.get(row.getString(5)),
                CONTAINER_FORMATS.get(row.getString(6)),
                row.getLong(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getBoolean(11),
                STATUSES.get(row.getString(12)),
                found(row),
                row.getBoolean(16),
                row.getBoolean(17),
                row.getInt(18),
                row.getInt(19),
                new StoredProperties(row.getString(20)),
                instant(row, 21),
                instant(row, 22),
                instant(row, 23));
    }

    private static Found found(ResultSet row) throws SQLException {
        String finding = row.getString(13);
        return finding.isEmpty()
                ? null
                : new Found(FINDINGS.get(finding), instant(row, 14), STATUSES.get(row.getString(15)));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return InstantHandler.read(row, column);
    }

    /** An image is no value of a column. */
    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, Image image, JdbcType type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Image getNullableResult(CallableStatement call, int column) {
        throw new UnsupportedOperationException();
    }
}
