package org.plankton.pithos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Mirror;
import org.plankton.registry.ports.Mirror.Kind;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.registry.ports.Mirror.Place;
import org.plankton.registry.ports.Mirror.Present;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection on which images are written, each in a short transaction that locks the file's row: whoever makes a
 * version of the file at the same time does so before, or copies what was written here.
 */
final class MirrorSession implements Mirror.Session {
    private static final Logger LOG = LoggerFactory.getLogger(MirrorSession.class);

    /** Who waits for a lock, or in a circle of locks, has waited for too long; a key that others have just inserted. */
    private static final Set<String> IN_THE_WAY = Set.of("55P03", "40P01", "40001", "23505");

    /** No connection could be made, or there is none any more; the server ends, or begins. */
    private static final Set<String> AWAY = Set.of("08001", "08003", "57P01", "57P02", "57P03");

    /** A connection has failed, be it as the server is not whom it should be. */
    private static final String FAILED = "08006";

    /** Of states: that a value is none of its column's. */
    private static final String DATA = "22";

    /** How often a file is followed that is moved while it is written. */
    private static final int MOST_MOVES = 3;

    private static final String NO_FILE = "there is no file of its id";

    private static final int LOCK_MILLIS = 2000;

    /**
     * Once one was waited for in vain, so that many that are locked together keep others from little; twice as long
     * with each that was not.
     */
    private static final int NEXT_LOCK_MILLIS = 100;

    private final SqlSession session;
    private final AttributeMapper attributes;
    private final MirrorServer server;
    private final PathReaders readers;
    private int lockMillis = LOCK_MILLIS;

    /** @param writesReaders whether who may read a file is written, too */
    MirrorSession(SqlSession session, MirrorServer server, boolean writesReaders) {
        this.session = session;
        this.attributes = session.getMapper(AttributeMapper.class);
        this.server = server;
        this.readers = writesReaders ? new PathReaders(session.getMapper(ReaderMapper.class)) : null;
    }

    /** @param file where it was; null: there is none */
    private record Look(AttributeMapper.File file, SortedSet<String> fields, List<String> remarks) {
        static Look absent(String remark) {
            return new Look(null, Collections.emptySortedSet(), List.of(remark));
        }

        /** @param all what was otherwise, there and where it was before */
        Outcome outcome(SortedSet<String> all) {
            boolean isMissed = file == null && !remarks.isEmpty();
            Kind kind = !all.isEmpty() ? Kind.DIFFERENT : isMissed ? Kind.ABSENT : Kind.ALIKE;
            return new Outcome(kind, all, remarks);
        }
    }

    /** And nothing of it should be there. */
    private static final Look NOTHING = new Look(null, Collections.emptySortedSet(), List.of());

    /** Moved or deleted, while its lock was waited for. */
    private static final Look GONE_MEANWHILE = Look.absent("");

    @Override
    public Outcome compare(Place place, Supplier<Present> present) {
        Look look = transaction(() -> {
            attributes.beginLooking();
            AttributeMapper.File file = attributes.findFile(place.id(), server.encoding());
            return file == null
                    ? absent(present.get(), NO_FILE)
                    : look(place, present, file, attributes.findNewest(file.node()), false);
        });
        return look.outcome(look.fields);
    }

    /** Whoever has moved it meanwhile has copied attributes to where it is by then, perhaps before these were there. */
    @Override
    public Outcome write(Place place, Supplier<Present> present) {
        SortedSet<String> fields = new TreeSet<>();
        try {
            for (int i = 0; i < MOST_MOVES; i++) {
                Look look = transaction(() -> {
                    attributes.begin(lockMillis, server.endsIdle());
                    AttributeMapper.File file = attributes.findFile(place.id(), server.encoding());
                    return file == null
                            ? absent(present.get(), NO_FILE)
                            : look(place, present, file, attributes.lockNode(file.node()), true);
                });
                fields.addAll(look.fields);
                if (look != GONE_MEANWHILE && (look.file == null || isThereStill(place, look.file))) {
                    lockMillis = Math.min(2 * lockMillis, LOCK_MILLIS);
                    return look.outcome(fields);
                }
            }
        } catch (RuntimeException e) {
            if (!isOfData(e)) {
                throw e;
            }
            LOG.debug("not written", e);
            return new Outcome(
                    Kind.ABSENT,
                    fields,
                    List.of("it cannot be written there: "
                            + Failure.of(e).map(PSQLException::getMessage).orElse("")));
        }
        throw new Fault(Fault.Kind.CONFLICT, "a file is being moved in Pithos' database");
    }

    /** To be asked also where nothing was otherwise: it may have been written, and this waited for in vain. */
    private boolean isThereStill(Place place, AttributeMapper.File file) {
        return transaction(() -> {
            attributes.begin(lockMillis, server.endsIdle());
            String path = SentText.shown(file.path());
            attributes.awaitContainer(path.substring(0, path.indexOf('/', path.indexOf('/') + 1)));
            AttributeMapper.File now = attributes.findFile(place.id(), server.encoding());
            return now == null || now.node() == file.node();
        });
    }

    private <T> T transaction(Supplier<T> work) {
        try {
            T done = work.get();
            session.commit(true);
            return done;
        } catch (RuntimeException e) {
            undo();
            RuntimeException fault = fault(e);
            if (fault instanceof Fault known && known.kind() == Fault.Kind.CONFLICT) {
                lockMillis = NEXT_LOCK_MILLIS;
            }
            throw fault;
        }
    }

    /** Where the connection is lost the server does so by itself. */
    private void undo() {
        try {
            session.rollback(true);
        } catch (PersistenceException e) {
            LOG.debug("not rolled back", e);
        }
    }

    private static boolean isOfData(RuntimeException e) {
        return Failure.of(e)
                .map(PSQLException::getSQLState)
                .filter(state -> state.startsWith(DATA))
                .isPresent();
    }

    /** Of PostgreSQL's failures what it means that there is one; any other as it is. */
    static RuntimeException fault(RuntimeException e) {
        return Failure.of(e).<RuntimeException>map(MirrorSession::fault).orElse(e);
    }

    /** A server that is away says many things of that, one after the other, and it is always the same. */
    private static Fault fault(PSQLException cause) {
        String state = String.valueOf(cause.getSQLState());
        if (IN_THE_WAY.contains(state)) {
            return new Fault(Fault.Kind.CONFLICT, "others keep a file in Pithos' database from being written", cause);
        }
        boolean isAway = AWAY.contains(state) || state.equals(FAILED) && isLost(cause);
        return new Fault(
                Fault.Kind.UNAVAILABLE,
                "Pithos' database (plankton.pithos.database.url) cannot be asked: "
                        + (isAway ? "it does not answer" : cause.getMessage()),
                cause);
    }

    private static boolean isLost(PSQLException e) {
        return e.getCause() instanceof IOException && !(e.getCause() instanceof SSLHandshakeException);
    }

    /** @param newest null: there is no version */
    private Look look(Place place, Supplier<Present> present, AttributeMapper.File file, Long newest, boolean writes) {
        AttributeMapper.Version version = newest == null ? null : attributes.findVersion(newest, server.hasSnapshots());
        if (version == null || version.cluster() != 0 || !place.id().equals(version.uuid())) {
            return GONE_MEANWHILE;
        }
        if (version.isSnapshot()) {
            return absent(present.get(), "its file is a snapshot, which is the compute service's");
        }
        Present here = present.get();
        if (!here.isOfItsFile()) {
            return absent(here, "its file has another id");
        }
        WholeImage whole = image(here);
        WantedAttributes wanted =
                whole == null ? WantedAttributes.NONE : WantedAttributes.of(whole.image(), server, readers == null);
        SortedSet<String> fields = writeAttributes(file.node(), newest, wanted.values(), writes);
        if (writes ? attributes.deleteLeft(place.id(), newest) > 0 : attributes.countLeft(place.id(), newest) > 0) {
            fields.add("of older versions");
        }
        List<String> remarks = new ArrayList<>(wanted.remarks());
        String path = SentText.shown(file.path());
        if (whole != null && !whole.image().location().text().endsWith("://" + path)) {
            remarks.add("its file was moved to " + path);
        }
        if (readers != null) {
            readers.look(path, whole, place.former(), writes, fields, remarks);
        }
        return new Look(file, fields, remarks);
    }

    private static Look absent(Present here, String remark) {
        return image(here) == null ? NOTHING : Look.absent(remark);
    }

    /** Null if it is registered no longer, or waits for its bytes. */
    private static WholeImage image(Present here) {
        return here.image().filter(some -> some.image().hasBytes()).orElse(null);
    }

    /** @return names of those that were otherwise */
    private SortedSet<String> writeAttributes(
            long node, long serial, SortedMap<String, String> wanted, boolean writes) {
        Map<String, String> changed = new TreeMap<>();
        SortedMap<String, String> missing = new TreeMap<>(wanted);
        List<String> broken = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (AttributeMapper.Row there : attributes.list(serial, node, server.encoding())) {
            String key = SentText.shown(there.key());
            String value = wanted.get(key);
            if (value == null) {
                gone.add(key);
            } else if (!there.isWhole()) {
                broken.add(key);
            } else {
                missing.remove(key);
                if (there.value() == null || !WantedAttributes.isSaidBy(key, value, SentText.shown(there.value()))) {
                    changed.put(key, value);
                }
            }
        }
        if (writes) {
            changed.forEach((key, value) -> attributes.update(serial, key, value));
            if (!gone.isEmpty()) {
                attributes.deleteOthers(serial, wanted.keySet());
            }
            if (!broken.isEmpty()) {
                attributes.delete(serial, broken);
            }
            if (!missing.isEmpty()) {
                attributes.insert(serial, node, missing);
            }
        }
        SortedSet<String> fields = new TreeSet<>();
        for (Collection<String> keys : List.of(changed.keySet(), missing.keySet(), gone)) {
            keys.forEach(key -> fields.add(field(key)));
        }
        return fields;
    }

    private static String field(String key) {
        return key.startsWith(Attribute.PREFIX) ? key.substring(Attribute.PREFIX.length()) : key;
    }

    @Override
    public void close() {
        session.close();
    }
}
