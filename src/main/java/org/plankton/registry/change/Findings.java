package org.plankton.registry.change;

import java.time.Clock;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database;

/** Records what is found of registered images' files, so that nobody is told of a file that is not there. */
public final class Findings {
    private final Database database;
    private final Clock clock;

    public Findings(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Records it in a transaction of its own; nothing if that is what is recorded, or the image has changed since: then
     * the look was at a file that it may have no longer.
     *
     * @param image as it was before the look
     */
    public void record(Image image, Finding finding) {
        if (image.withFinding(finding, image.updatedAt()).equals(image)) {
            return; // as a rule, and then no transaction is needed
        }
        database.inTransaction(tables -> {
            Image now = tables.images().lock(image.id());
            if (now != null && now.updatedAt().equals(image.updatedAt())) {
                tables.images().update(now, now.withFinding(finding, Registry.later(clock, now)));
            }
            return image.id();
        });
    }
}
