package org.plankton.database;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Found;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;

/**
 * Reads a whole row as an image. MyBatis takes it for the handler of a single value, and so looks up neither
 * constructor nor columns for each row of a long listing.
 *
 * <p>Statements ask for columns in the order in which they are read here ({@link #COLUMNS}). To look for a column's
 * name in each row would take half as long as the reading itself, and to go back in a row as long again.
 */
public final class ImageRow extends BaseTypeHandler<Image> {
    /** The columns of {@code image} that are read, each called what it is called there, in the order of reading. */
    private enum Column {
        ID,
        OWNER,
        NAME,
        DISK_FORMAT,
        CONTAINER_FORMAT,
        VISIBILITY,
        IS_PROTECTED,
        MIN_RAM,
        MIN_DISK,
        PROPERTIES,
        STATUS,
        FINDING,
        FOUND_AT,
        OWN_STATUS,
        LOCATION,
        SIZE,
        CHECKSUM,
        OBJECT_UUID,
        MD5,
        OWNS_BYTES,
        CREATED_AT,
        UPDATED_AT,
        DELETED_AT;

        private final int index = ordinal() + 1;
    }

    /** What a statement asks for whose rows are images. */
    static final String COLUMNS = Stream.of(Column.values())
            .map(column -> "image." + column.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));

    private static final Map<String, DiskFormat> DISK_FORMATS = words(EnumSet.allOf(DiskFormat.class));
    private static final Map<String, ContainerFormat> CONTAINER_FORMATS = words(EnumSet.allOf(ContainerFormat.class));
    private static final Map<String, Status> STATUSES = words(EnumSet.allOf(Status.class));
    private static final Map<String, Finding> FINDINGS = words(EnumSet.allOf(Finding.class));
    private static final Map<String, Visibility> VISIBILITIES = words(EnumSet.allOf(Visibility.class));

    private static <E extends Enum<E>> Map<String, E> words(EnumSet<E> constants) {
        return constants.stream().collect(Collectors.toMap(TextHandler::word, Function.identity()));
    }

    /** Null of the empty word. */
    private static <E> E constant(Map<String, E> words, String word) {
        E constant = words.get(word);
        if (constant == null && !word.isEmpty()) {
            throw new IllegalStateException(
                    "the database holds a word that is none of " + words.keySet() + ": " + word);
        }
        return constant;
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
        String id = text(row, Column.ID);
        String owner = text(row, Column.OWNER);
        Metadata metadata = metadata(row);
        Status status = constant(STATUSES, text(row, Column.STATUS));
        return new Image(
                id,
                owner,
                metadata,
                status,
                found(row),
                content(row, status),
                instant(row, Column.CREATED_AT),
                instant(row, Column.UPDATED_AT),
                instant(row, Column.DELETED_AT));
    }

    private static Metadata metadata(ResultSet row) throws SQLException {
        return new Metadata(
                text(row, Column.NAME),
                constant(DISK_FORMATS, text(row, Column.DISK_FORMAT)),
                constant(CONTAINER_FORMATS, text(row, Column.CONTAINER_FORMAT)),
                constant(VISIBILITIES, text(row, Column.VISIBILITY)),
                row.getBoolean(Column.IS_PROTECTED.index),
                row.getInt(Column.MIN_RAM.index),
                row.getInt(Column.MIN_DISK.index),
                PropertiesJson.stored(text(row, Column.PROPERTIES)));
    }

    /** Null if there are no bytes, and there were none when the image was unregistered. */
    private static Content content(ResultSet row, Status status) throws SQLException {
        String location = text(row, Column.LOCATION);
        long size = row.getLong(Column.SIZE.index);
        String checksum = text(row, Column.CHECKSUM);
        if (location == null && (status != Status.DELETED || checksum.isEmpty())) {
            return null;
        }
        return new Content(
                location == null ? null : new Location(location),
                size,
                checksum,
                text(row, Column.OBJECT_UUID),
                text(row, Column.MD5),
                row.getBoolean(Column.OWNS_BYTES.index));
    }

    private static Found found(ResultSet row) throws SQLException {
        String finding = text(row, Column.FINDING);
        return finding.isEmpty()
                ? null
                : new Found(
                        constant(FINDINGS, finding),
                        instant(row, Column.FOUND_AT),
                        constant(STATUSES, text(row, Column.OWN_STATUS)));
    }

    private static String text(ResultSet row, Column column) throws SQLException {
        return row.getString(column.index);
    }

    private static Instant instant(ResultSet row, Column column) throws SQLException {
        return InstantHandler.read(row, column.index);
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
