package org.plankton.pithos;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.session.SqlSession;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.Mirror;

/**
 * Images as Synnefo's library finds them: as attributes of files in Pithos+' database, written in place on the newest
 * version of each, so that no version is made, and nobody's usage changes.
 */
public final class PithosMirror implements Mirror {
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** For what all rows are looked at. */
    private static final Duration LONG_ANSWER = Duration.ofMinutes(10);

    private final Sessions sessions;
    private final Sessions patient;
    private final Optional<PithosRelease> release;
    private final boolean writesReaders;

    /**
     * @param url {@code jdbc:postgresql://…}, with neither user nor password
     * @param release of Synnefo; empty: 0.16 if there is what came with that, else 0.15
     * @param writesReaders whether who may read a file is written, too, as Pithos+ itself is not told
     */
    public PithosMirror(
            String url, String user, String password, Optional<PithosRelease> release, boolean writesReaders) {
        this.sessions = new Sessions(url, user, password, ANSWER);
        this.patient = new Sessions(url, user, password, LONG_ANSWER);
        this.release = release;
        this.writesReaders = writesReaders;
    }

    @Override
    public Session open() {
        try {
            SqlSession session = sessions.open();
            try {
                MirrorServer server = MirrorServer.of(session.getMapper(CatalogueMapper.class), release);
                session.commit(true);
                return new MirrorSession(session, server, writesReaders);
            } catch (RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (RuntimeException e) {
            throw MirrorSession.fault(e);
        }
    }

    @Override
    public void each(Consumer<Place> reader) {
        try (SqlSession session = patient.open()) {
            AttributeMapper attributes = session.getMapper(AttributeMapper.class);
            attributes.beginLooking();
            MirrorServer server = MirrorServer.of(session.getMapper(CatalogueMapper.class), release);
            try (Cursor<AttributeMapper.Seen> all = attributes.listSeen(server.hasSnapshots(), server.encoding())) {
                for (AttributeMapper.Seen seen : all) {
                    reader.accept(new Place(
                            SentText.shown(seen.uuid()),
                            new Location(Location.CLOUD + "://" + SentText.shown(seen.path()))));
                }
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "Pithos' database cannot be read", e);
        } catch (RuntimeException e) {
            throw MirrorSession.fault(e);
        }
    }

    /**
     * Which of the rights are missing that are needed there, in words.
     *
     * @throws Fault UNAVAILABLE if it does not answer
     */
    public List<String> missingRights() {
        try (SqlSession session = sessions.open()) {
            CatalogueMapper catalogue = session.getMapper(CatalogueMapper.class);
            MirrorServer.of(catalogue, release);
            return catalogue.missingRights(writesReaders);
        } catch (RuntimeException e) {
            throw MirrorSession.fault(e);
        }
    }

    @Override
    public void close() {
        sessions.close();
        patient.close();
    }
}
