package org.plankton.pithos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.Mirror;
import org.plankton.registry.ports.Mirror.Kind;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.registry.ports.Mirror.Place;
import org.plankton.registry.ports.Sharing;
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

    /** Of states: that a value is none of its column's. */
    private static final String DATA = "22";

    private final SqlSession session;
    private final AttributeMapper attributes;
    private final ReaderMapper readers;
    private final PithosRelease release;
    private final boolean writesReaders;

    MirrorSession(SqlSession session, PithosRelease release, boolean writesReaders) {
        this.session = session;
        this.attributes = session.getMapper(AttributeMapper.class);
        this.readers = session.getMapper(ReaderMapper.class);
        this.release = release;
        this.writesReaders = writesReaders;
    }

    @Override
    public Outcome write(Place place, Supplier<Optional<WholeImage>> present) {
        return inTransaction(place, present, true);
    }

    @Override
    public Outcome compare(Place place, Supplier<Optional<WholeImage>> present) {
        return inTransaction(place, present, false);
    }

    private Outcome inTransaction(Place place, Supplier<Optional<WholeImage>> present, boolean writes) {
        try {
            attributes.boundLocks();
            Outcome outcome = see(place, present, writes);
            session.commit(true);
            return outcome;
        } catch (RuntimeException e) {
            undo();
            if (isOfData(e)) {
                LOG.error("image {} cannot be written to Pithos' database, and is left as it is there", place.id(), e);
                return absent("it cannot be written there; the log says why");
            }
            throw fault(e);
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
        return Failure.of(e)
                .<RuntimeException>map(cause -> IN_THE_WAY.contains(cause.getSQLState())
                        ? new Fault(
                                Fault.Kind.CONFLICT, "others keep a file in Pithos' database from being written", cause)
                        : new Fault(
                                Fault.Kind.UNAVAILABLE,
                                "Pithos' database (plankton.pithos.database.url) cannot be asked: "
                                        + cause.getMessage(),
                                cause))
                .orElse(e);
    }

    private static Outcome absent(String remark) {
        return new Outcome(Kind.ABSENT, new TreeSet<>(), List.of(remark));
    }

    private Outcome see(Place place, Supplier<Optional<WholeImage>> present, boolean writes) {
        Location location = place.location();
        if (!location.store().equals(Location.CLOUD)) {
            return absent("it is in another store");
        }
        String path = location.account() + "/" + location.container() + "/" + location.object();
        AttributeMapper.Node node = attributes.lockNode(path);
        AttributeMapper.Version version =
                node == null || node.latestVersion() == null ? null : attributes.findVersion(node.latestVersion());
        if (version == null || version.cluster() != 0) {
            return absent("there is no file at its location");
        }
        if (!version.uuid().equals(place.id())) {
            return absent("the file at its location has another id");
        }
        Optional<WholeImage> image = present.get().filter(whole -> whole.image().hasBytes());
        if (image.isPresent() && !image.get().image().location().equals(location)) {
            return absent("it is elsewhere by now");
        }
        WantedAttributes wanted =
                image.map(whole -> WantedAttributes.of(whole.image(), release)).orElse(WantedAttributes.NONE);
        SortedSet<String> fields = writeAttributes(node, wanted.values(), writes);
        if (writesReaders && image.isPresent() && writeReaders(path, image.get(), writes)) {
            fields.add("readers");
        }
        return new Outcome(fields.isEmpty() ? Kind.ALIKE : Kind.DIFFERENT, fields, wanted.remarks());
    }

    /** @return names of those that were otherwise */
    private SortedSet<String> writeAttributes(
            AttributeMapper.Node node, SortedMap<String, String> wanted, boolean writes) {
        long serial = node.latestVersion();
        Map<String, String> changed = new TreeMap<>();
        SortedMap<String, String> missing = new TreeMap<>(wanted);
        List<String> gone = new ArrayList<>();
        for (AttributeMapper.Row there : attributes.list(serial, node.node())) {
            String value = wanted.get(there.key());
            if (value == null || !there.isWhole()) {
                gone.add(there.key());
                continue;
            }
            missing.remove(there.key());
            if (!WantedAttributes.isSaidBy(there.key(), value, there.value())) {
                changed.put(there.key(), value);
            }
        }
        if (writes) {
            changed.forEach((key, value) -> attributes.update(serial, key, value));
            if (!gone.isEmpty()) {
                attributes.delete(serial, gone);
            }
            if (!missing.isEmpty()) {
                attributes.insert(serial, node.node(), missing);
            }
        }
        SortedSet<String> fields = new TreeSet<>();
        List.of(changed.keySet(), missing.keySet(), gone).forEach(keys -> keys.forEach(key -> fields.add(field(key))));
        return fields;
    }

    private static String field(String key) {
        return key.startsWith(Attribute.PREFIX) ? key.substring(Attribute.PREFIX.length()) : key;
    }

    /** Who may write stays, and so does the owner. @return whether it was otherwise */
    private boolean writeReaders(String path, WholeImage whole, boolean writes) {
        Set<String> wanted = readers(whole);
        Long feature = readers.findFeature(path);
        List<ReaderMapper.Reader> there = feature == null ? List.of() : readers.list(feature);
        Set<String> gone = new TreeSet<>();
        Set<String> missing = new TreeSet<>(wanted);
        for (ReaderMapper.Reader reader : there) {
            if (reader.key() == 0
                    && !wanted.contains(reader.value())
                    && !reader.value().equals(whole.image().owner())) {
                gone.add(reader.value());
            }
            missing.remove(reader.value());
        }
        if (writes && !missing.isEmpty()) {
            long its = feature == null ? readers.insertFeature(path) : feature;
            readers.insert(its, missing);
        }
        if (writes && !gone.isEmpty()) {
            readers.delete(feature, gone);
            if (missing.isEmpty() && gone.size() == there.size()) {
                readers.deleteFeature(feature);
            }
        }
        return !missing.isEmpty() || !gone.isEmpty();
    }

    /** Those who have only its id are no readers: what is everybody's is in everybody's lists there. */
    private static Set<String> readers(WholeImage whole) {
        Image image = whole.image();
        Set<String> readers = new TreeSet<>();
        if (image.metadata().visibility().isForMembers()) {
            readers.addAll(whole.others().keySet());
        }
        if (image.isPublic()) {
            readers.add(Sharing.EVERYONE);
        }
        return readers;
    }

    @Override
    public void close() {
        session.close();
    }
}
