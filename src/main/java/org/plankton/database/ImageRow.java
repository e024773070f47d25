package org.plankton.database;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Found;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Status;

/**
 * Reads a whole row as an image. MyBatis takes it for the handler of a single value, and so looks up neither
 * constructor nor columns for each row of a long listing.
 *
 * <p>Statements ask for columns in the order in which they are read here ({@link #COLUMNS}). To look for a column's
 * name in each row would take half as long as the reading itself, and to go back in a row as long again.
 */
public final class ImageRow extends BaseTypeHandler<Image> {
    /** The columns that are read, in the order of reading. */
    private enum Column {
        ID,
        OWNER("owner.name", "owner"),
        NAME,
        DISK_FORMAT,
        CONTAINER_FORMAT,
        VISIBILITY,
        IS_PROTECTED,
        MIN_RAM,
        MIN_DISK,
        IS_HIDDEN,
        TAGS,
        PROPERTIES,
        STATUS,
        FINDING,
        FOUND_AT,
        OWN_STATUS,
        LOCATION_STORE,
        LOCATION_ACCOUNT("place.name", "location_account"),
        LOCATION_PATH,
        SIZE,
        CHECKSUM,
        OBJECT_UUID,
        MD5,
        SHA512,
        VIRTUAL_SIZE,
        OWNS_BYTES,
        CREATED_AT,
        UPDATED_AT,
        DELETED_AT;

        private final int index = ordinal() + 1;
        private final String joined;
        private final String alone;

        /** One of {@code image}, called what it is called there. */
        Column() {
            joined = "image." + name().toLowerCase(Locale.ROOT);
            alone = joined;
        }

        /** An account, for whose number {@code image} has a column. */
        Column(String joined, String number) {
            this.joined = joined;
            this.alone = "(SELECT name FROM account WHERE account.number = image." + number + ")";
        }
    }

    /** What a statement asks for whose rows are images, each with its {@code owner} and its file's {@code place}. */
    static final String COLUMNS = columns(column -> column.joined);

    /** The same where there are rows of {@code image} alone, as where they are locked: accounts are not, then. */
    static final String COLUMNS_ALONE = columns(column -> column.alone);

    private static String columns(Function<Column, String> text) {
        return Stream.of(Column.values()).map(text).collect(Collectors.joining(", "));
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
        String id = UuidHandler.read(row, Column.ID.index);
        String owner = text(row, Column.OWNER);
        Metadata metadata = metadata(row);
        Status status = constant(row, Column.STATUS, WordHandler.STATUSES);
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
                constant(row, Column.DISK_FORMAT, WordHandler.DISK_FORMATS),
                constant(row, Column.CONTAINER_FORMAT, WordHandler.CONTAINER_FORMATS),
                constant(row, Column.VISIBILITY, WordHandler.VISIBILITIES),
                row.getBoolean(Column.IS_PROTECTED.index),
                row.getInt(Column.MIN_RAM.index),
                row.getInt(Column.MIN_DISK.index),
                row.getBoolean(Column.IS_HIDDEN.index),
                TagsJson.stored(text(row, Column.TAGS)),
                PropertiesJson.stored(text(row, Column.PROPERTIES)));
    }

    /** Null if there are no bytes, and there were none when the image was unregistered. */
    private static Content content(ResultSet row, Status status) throws SQLException {
        String account = text(row, Column.LOCATION_ACCOUNT);
        long size = row.getLong(Column.SIZE.index);
        String checksum = HexHandler.read(row, Column.CHECKSUM.index);
        if (account == null && (status != Status.DELETED || checksum.isEmpty())) {
            return null;
        }
        return new Content(
                account == null ? null : location(row, account),
                size,
                checksum,
                UuidHandler.read(row, Column.OBJECT_UUID.index),
                HexHandler.read(row, Column.MD5.index),
                HexHandler.read(row, Column.SHA512.index),
                NumberHandler.read(row, Column.VIRTUAL_SIZE.index),
                row.getBoolean(Column.OWNS_BYTES.index));
    }

    private static Location location(ResultSet row, String account) throws SQLException {
        String store = text(row, Column.LOCATION_STORE);
        return new Location(
                (store == null ? Location.CLOUD : store) + "://" + account + "/" + text(row, Column.LOCATION_PATH));
    }

    private static Found found(ResultSet row) throws SQLException {
        Finding finding = constant(row, Column.FINDING, WordHandler.FINDINGS);
        return finding == null
                ? null
                : new Found(
                        finding, instant(row, Column.FOUND_AT), constant(row, Column.OWN_STATUS, WordHandler.STATUSES));
    }

    /** Null if it has not been told. */
    private static <E extends Enum<E>> E constant(ResultSet row, Column column, WordHandler<E> words)
            throws SQLException {
        return words.constant(row.getInt(column.index));
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
