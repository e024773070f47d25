package org.plankton.pithos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.session.SqlSession;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.ImageSource;

/**
 * The images of Synnefo's registry, of release 0.14 or later, as they are in Pithos+' database. It is read by one
 * statement, of which a few hundred rows are in memory at a time, in one transaction that writes nothing; a standby
 * will do.
 */
public final class PithosImages implements ImageSource, AutoCloseable {
    /** Until the first row is there, before which all have been looked at. */
    private static final Duration ANSWER = Duration.ofMinutes(10);

    private final Sessions sessions;
    private final String address;
    private long greatestSerial;

    /** @param url {@code jdbc:postgresql://…}, with neither user nor password */
    public PithosImages(String url, String user, String password) {
        this.sessions = new Sessions(url, user, password, ANSWER);
        this.address = PostgresUrl.address(url);
    }

    @Override
    public void each(Reader reader) throws IOException {
        atOneMoment(session -> {
            ImageRowMapper rows = session.getMapper(ImageRowMapper.class);
            greatestSerial = rows.greatestSerial();
            String encoding = session.getMapper(CatalogueMapper.class).encoding();
            try (Cursor<ImageRow> images = rows.list(hasSnapshots(session), encoding)) {
                for (ImageRow row : images) {
                    hand(row, reader);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        });
    }

    @Override
    public long count() throws IOException {
        return atOneMoment(session -> session.getMapper(ImageRowMapper.class).count(hasSnapshots(session)));
    }

    /** Of all versions of files when the images were read, the last: what was changed since has greater ones. */
    public long greatestSerial() {
        return greatestSerial;
    }

    private static boolean hasSnapshots(SqlSession session) {
        return session.getMapper(CatalogueMapper.class).hasColumn("versions", "is_snapshot");
    }

    private static void hand(ImageRow row, Reader reader) throws IOException {
        ImageReading reading = new ImageReading(row);
        WholeImage whole;
        try {
            whole = reading.whole();
        } catch (Fault fault) {
            reader.refuse(SentText.shown(row.uuid()), shownName(row), fault.getMessage());
            return;
        }
        reader.read(whole, reading.remarks());
    }

    private static String shownName(ImageRow row) {
        try {
            String name = SentText.object(row.attributes()).get(Attribute.NAME);
            return name == null ? "" : name;
        } catch (Fault notUtf8) {
            return SentText.shown(row.path());
        }
    }

    private <T> T atOneMoment(Function<SqlSession, T> work) throws IOException {
        try (SqlSession session = sessions.open()) {
            session.getMapper(AttributeMapper.class).beginLooking();
            requireVersion(session.getMapper(CatalogueMapper.class).version());
            return work.apply(session);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (SQLException e) {
            throw unreadable(e);
        } catch (RuntimeException e) { // a cursor fails by one that is nothing in particular
            throw Failure.of(e).map(this::unreadable).orElseThrow(() -> e);
        }
    }

    /** Whoever reads is told that no more can be read. */
    @Override
    public void close() {
        sessions.close();
    }

    private IOException unreadable(SQLException e) {
        return new IOException("Pithos' database at " + address + " cannot be read: " + e.getMessage(), e);
    }

    private static void requireVersion(int version) throws SQLException {
        if (version < MirrorServer.OLDEST) {
            throw new SQLException(
                    "PostgreSQL 9.4 or later is needed: restore a backup into one, and import from there");
        }
    }
}
