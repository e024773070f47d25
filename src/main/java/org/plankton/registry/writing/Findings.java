package org.plankton.registry.writing;

import java.util.Optional;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.rules.Inspection;

/** Records what is found of registered images' files, so that nobody is told of a file that is not there. */
public final class Findings {
    private final Database database;
    private final ObjectStore objects;
    private final ChangeClock clock;

    public Findings(Database database, ObjectStore objects, ChangeClock clock) {
        this.database = database;
        this.objects = objects;
        this.clock = clock;
    }

    /**
     * Records it in a transaction of its own; nothing if that is what is recorded, or the image has changed since: then
     * the look was at a file that it may have no longer.
     *
     * @param caller for whom it was looked at
     * @param image as it was before the look
     */
    public void record(Caller caller, Image image, Finding finding) {
        if (image.withFinding(finding, image.updatedAt()).equals(image)) {
            return; // as a rule, and then no transaction is needed
        }
        database.inTransaction(caller.account(), tables -> {
            Image now = tables.images().lock(image.id());
            if (now != null && now.updatedAt().equals(image.updatedAt())) {
                Image found = now.withFinding(finding, clock.after(now));
                ImageWriter.write(tables, caller, ImageEdit.of(EditKind.CHECK, now, found));
            }
            return image.id();
        });
    }

    /** The same of what the store has said is at the image's location. */
    public void record(Caller caller, Image image, StoredObject object) {
        record(caller, image, Inspection.of(image, Optional.of(object)));
    }

    /**
     * Looks at the file, and records what is found; nothing if the caller is not to know.
     *
     * @return what was found
     * @throws Fault as {@link Inspection#look}
     */
    public Optional<Finding> look(Caller caller, Image image) {
        Optional<Finding> finding = Inspection.look(objects, caller, image);
        finding.ifPresent(found -> record(caller, image, found));
        return finding;
    }
}
