package org.plankton.pithos;

import java.time.Duration;
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

    private final Sessions sessions;
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
        this.release = release;
        this.writesReaders = writesReaders;
    }

    @Override
    public Session open() {
        try {
            SqlSession session = sessions.open();
            try {
                return new MirrorSession(session, release(session), writesReaders);
            } catch (RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (RuntimeException e) {
            throw MirrorSession.fault(e);
        }
    }

    private PithosRelease release(SqlSession session) {
        return release.orElseGet(() -> hasSnapshots(session) ? PithosRelease.V0_16 : PithosRelease.V0_15);
    }

    private static boolean hasSnapshots(SqlSession session) {
        return session.getMapper(CatalogueMapper.class).hasColumn("versions", "is_snapshot");
    }

    @Override
    public void each(Consumer<Place> reader) {
        try (SqlSession session = sessions.openAtOneMoment();
                Cursor<AttributeMapper.Seen> all =
                        session.getMapper(AttributeMapper.class).listSeen(hasSnapshots(session))) {
            for (AttributeMapper.Seen seen : all) {
                reader.accept(new Place(seen.uuid(), new Location(Location.CLOUD + "://" + seen.path())));
            }
        } catch (java.io.IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "Pithos' database cannot be read", e);
        } catch (RuntimeException e) {
            throw MirrorSession.fault(e);
        }
    }
}
