package org.plankton.registry.change;

import static org.plankton.registry.ports.Sharing.EVERYONE;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.rules.Coupling;
import org.plankton.registry.rules.Inspection;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.writing.Findings;
import org.plankton.registry.writing.ImageEdit;

/**
 * What becomes of an image at whose location another object is, and of readers that objects take along when they are
 * moved.
 */
final class Displacement {
    private final Findings findings;
    private final Access access;
    private final ChangeClock clock;

    Displacement(Findings findings, Access access, ChangeClock clock) {
        this.findings = findings;
        this.access = access;
        this.clock = clock;
    }

    /** @throws Fault FORBIDDEN unless the image may be unregistered because another object is at its location */
    void require(Caller caller, Coupling seen) {
        if (!isAllowed(caller, seen)) {
            Image displaced = seen.displaced();
            findings.record(caller, displaced, seen.object());
            boolean isOthers = !access.mayChange(caller, displaced);
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "location is still registered as "
                            + (isOthers ? "another account's image" : "the protected image " + displaced.id())
                            + " whose file was there: put this file elsewhere, or have that image unregistered first");
        }
    }

    boolean isAllowed(Caller caller, Coupling coupling) {
        return access.mayChange(caller, coupling.displaced())
                && !coupling.displaced().metadata().isProtected();
    }

    /** Whom the store may take for readers of what is at the location because of the image that was there. */
    static Set<String> readers(Tables tables, Coupling then) {
        if (then.displaced() == null) {
            return Set.of();
        }
        Set<String> readers =
                new HashSet<>(tables.members().listAccounts(then.displaced().id()));
        if (then.displaced().isForEveryone()) {
            readers.add(EVERYONE);
        }
        readers.addAll(then.displaced().givenTo());
        readers.addAll(tables.unsettledReaders().list(then.location()));
        return readers;
    }

    /**
     * Takes the location from the image whose object is there no longer, and is not known to be elsewhere: it is
     * registered no longer.
     *
     * @param readers as {@link #readers} says
     */
    ImageEdit unregister(Tables tables, Coupling then, Set<String> readers) {
        Image displaced = then.displaced();
        if (displaced.knownObject() != null && !readers.isEmpty()) {
            // Its file may have been moved, and have taken them along; nobody knows where.
            tables.objectReaders().insert(displaced.knownObject(), readers);
        }
        return ImageEdit.of(EditKind.UNREGISTER, displaced, displaced.deleted(clock.after(displaced)))
                .withLeft(tables.members().listAccounts(displaced.id()))
                .withCountsReaders(true); // whoever is changing them finds that they were overtaken
    }

    /**
     * Gives the image whose object has changed places with this one the location that this one's image had.
     *
     * @param there its object
     * @param readers as {@link #readers} says
     * @param others whom the store may take for readers of this one's object
     */
    ImageEdit swap(Tables tables, Coupling then, StoredObject there, Set<String> readers, Set<String> others) {
        Image displaced = then.displaced();
        Instant now = clock.after(displaced);
        Image moved = displaced
                .movedTo(then.image().location(), now)
                .withFinding(Inspection.of(displaced, Optional.of(there)), now);
        Set<String> all = new HashSet<>(readers); // so that the store is told of them, too
        all.addAll(others);
        all.remove(moved.owner());
        ReaderSync.note(tables, moved.id(), moved.location(), moved.owner(), all);
        return ImageEdit.of(EditKind.MOVE, displaced, moved).withCountsReaders(true);
    }

    /**
     * Whom the store may take for readers of what is at the location, so that it must be told of them: those of what
     * was there before; and those of the object, where it is now.
     *
     * @param readers of the object's image before
     * @param displaced of the image that was at the location
     */
    static Set<String> former(Tables tables, Coupling then, Set<String> readers, Set<String> displaced) {
        Set<String> former = new HashSet<>(displaced);
        if (then.isMoved()) {
            former.addAll(readers);
            former.addAll(tables.unsettledReaders().list(then.image().location()));
        }
        if (then.image() != null) {
            former.addAll(then.image().givenTo());
        }
        then.object().uuid().ifPresent(uuid -> {
            former.addAll(tables.objectReaders().list(uuid));
            tables.objectReaders().delete(uuid);
        });
        return former;
    }
}
