package org.plankton.registry;

import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.execute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.plankton.pithos.PithosMirror;
import org.plankton.pithos.PithosRelease;
import org.plankton.registry.following.MirrorWalk;
import org.plankton.registry.following.Mirroring;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Mirror;
import org.plankton.registry.ports.Mirror.Kind;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.registry.ports.Mirror.Place;
import org.plankton.registry.request.Limits;
import org.plankton.testing.Await;
import org.plankton.testing.BridgeRights;
import org.plankton.testing.PithosLibrary;
import org.plankton.testing.PithosTables;

/** A registry, and Pithos' tables with a bridge to them that has been begun and has no more rights than told. */
abstract class Bridged {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final TestRegistry test = new TestRegistry();
    final Registry registry = test.registry();

    PithosTables pithos;
    PithosLibrary library;
    Mirror mirror;
    Mirroring bridge;

    void start(String release) {
        start(release, false);
    }

    /** With a bridge that has been begun. */
    void start(String release, boolean writesReaders) {
        start(new PithosTables(release), release, writesReaders);
    }

    void start(PithosTables tables, String release, boolean writesReaders) {
        pithos = tables;
        library = new PithosLibrary(pithos, release);
        BridgeRights.give(pithos, writesReaders);
        mirror = new PithosMirror(
                pithos.url(),
                BridgeRights.ROLE,
                "",
                release.equals("0.14") ? Optional.of(PithosRelease.V0_14) : Optional.empty(),
                writesReaders);
        bridge = new Mirroring(test.database, mirror);
        execute("ALTER TABLE journal AUTO_INCREMENT = 1"); // before a gap it would be waited for those within
        walk().rebuild(new Seen());
    }

    MirrorWalk walk() {
        return new MirrorWalk(test.database, mirror);
    }

    /** What a walk has found. */
    static final class Seen implements MirrorWalk.Reader {
        final Map<String, Outcome> outcomes = new TreeMap<>();
        final List<String> others = new ArrayList<>();

        @Override
        public void read(Place place, Outcome outcome) {
            outcomes.put(place.id(), outcome);
        }

        @Override
        public void readOthers(Place place) {
            others.add(place.id());
        }

        List<String> of(Kind kind) {
            return outcomes.keySet().stream()
                    .filter(id -> outcomes.get(id).kind() == kind)
                    .toList();
        }
    }

    Seen compare() {
        Seen seen = new Seen();
        walk().compare(seen);
        return seen;
    }

    /** A file of alice's, in Pithos and in the store that the registry asks. */
    Location file(String name, String uuid) {
        Location location = TestRegistry.location(ALICE, name);
        pithos.file("alice/images/" + name, uuid, "application/octet-stream", "1400000000.5");
        test.store.put(location, new StoredObject(Optional.of(uuid), 2048, PithosTables.HASH, Optional.empty()));
        return location;
    }

    Image register(String name, Map<String, String> properties) {
        return registry.register(
                TestRegistry.over(ALICE, Limits.NONE),
                draft(file(name, UUID.randomUUID().toString()))
                        .name(name)
                        .properties(properties)
                        .done());
    }

    Map<String, String> found(Image image) {
        return library.find(image.id()).orElseThrow();
    }

    /** What the bridge logs meanwhile. */
    static List<String> told(Runnable work) {
        List<String> told = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                told.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Mirroring.class.getName());
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
        }
        return told;
    }

    /** What somebody has still to do in Pithos' database. */
    interface Rest {
        void end() throws Exception;
    }

    /** Runs the bridge, which waits for somebody's lock until that one ends what they are at. */
    void runUntilItWaitsFor(Rest rest) throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> written = threads.submit(bridge);
            Await.await(PATIENCE, this::isSomebodyWaiting);
            rest.end();
            written.get();
        } finally {
            threads.shutdownNow();
        }
    }

    /** Whether somebody waits for a lock in Pithos' database. */
    boolean isSomebodyWaiting() {
        return pithos.number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0;
    }
}
