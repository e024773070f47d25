package org.plankton.registry.change;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.rules.Inspection;
import org.plankton.registry.writing.Findings;

/**
 * The service's own check of registered images' files, for where it has a token of its own: a walk over all images in
 * the order of their ids, a few at a time, that begins again when it has come to the end. Any number of servers may do
 * it at once: a table says how far the walk has come, and no two go on with it within the pause.
 *
 * <p>Files are recorded as gone only while the object store has others: where it has none of them, it is more likely
 * that it is not what it was, behind a proxy that has lost it, say.
 *
 * <p>What the object store does not show to that token is left alone. Pithos+ says of others' files that they are gone
 * no more than of any that may not be read; so there it finds those that have changed, and those gone that were the
 * token's own.
 */
public final class FileWatch implements Runnable {
    private static final int AT_ONCE = 10;
    private static final String ITSELF = Caller.service("").account();

    private static final System.Logger LOG = System.getLogger(FileWatch.class.getName());

    private final Database database;
    private final ObjectStore objects;
    private final Findings findings;
    private final Supplier<Caller> self;
    private final Duration pause;

    /** An image whose file was there; null: none has been yet. Only {@link #run} looks, one at a time. */
    private volatile Image seen;

    /**
     * @param self whom the object store is asked for, asked anew each time; may throw what the identity service fails
     *     with
     * @param pause between ten images and the next ten, on all servers together; whole seconds
     */
    public FileWatch(Database database, ObjectStore objects, Supplier<Caller> self, Duration pause, ChangeClock clock) {
        this.database = database;
        this.objects = objects;
        this.findings = new Findings(database, objects, clock);
        this.self = self;
        this.pause = pause;
    }

    /**
     * Looks at the next ten images' files, unless another server has just done so. Those of which the object store does
     * not answer, or not as it should, are left to the next walk, so that none of them stops this one.
     *
     * @throws Fault UNAVAILABLE of the database or the identity service, and UNAUTHORIZED if the store refuses the
     *     token: the walk goes on where it was the next time; UNAVAILABLE if the store answers for none of the images:
     *     the walk goes on after them
     */
    @Override
    public void run() {
        if (database.inTransaction(ITSELF, tables -> tables.fileChecks().claim(pause.toSeconds())) == 0) {
            return;
        }
        String from = database.read(tables -> tables.fileChecks().position());
        List<Image> images = database.read(tables -> tables.images().listAfter(from, AT_ONCE));
        List<Fault> unanswered = new ArrayList<>();
        Caller caller = images.isEmpty() ? null : self.get();
        Map<Image, Finding> found = look(caller, images, unanswered);
        String to = images.size() < AT_ONCE ? "" : images.get(images.size() - 1).id();
        database.inTransaction(ITSELF, tables -> tables.fileChecks().move(from, to));
        found.forEach((image, finding) -> findings.record(caller, image, finding));
        if (!unanswered.isEmpty() && unanswered.size() == images.size()) {
            throw unanswered.get(0);
        }
    }

    /** @param unanswered is given the fault for each image of which the store does not answer */
    private Map<Image, Finding> look(Caller caller, List<Image> images, List<Fault> unanswered) {
        Map<Image, Finding> found = new LinkedHashMap<>();
        for (Image image : images) {
            look(caller, image, unanswered).ifPresent(finding -> found.put(image, finding));
        }
        Optional<Image> there = found.entrySet().stream()
                .filter(one -> one.getValue() != Finding.GONE)
                .map(Map.Entry::getKey)
                .findFirst();
        if (there.isPresent()) {
            seen = there.get();
        } else if (!found.isEmpty() && !isThere(caller, seen)) {
            found.clear();
        }
        return found;
    }

    private boolean isThere(Caller caller, Image image) {
        return image != null
                && look(caller, image, new ArrayList<>())
                        .filter(finding -> finding != Finding.GONE)
                        .isPresent();
    }

    private Optional<Finding> look(Caller caller, Image image, List<Fault> unanswered) {
        try {
            return Inspection.look(objects, caller, image);
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.UNAVAILABLE) {
                throw fault;
            }
            LOG.log(Level.DEBUG, () -> "left to the next walk: the file of image " + image.id(), fault);
            unanswered.add(fault);
            return Optional.empty();
        }
    }
}
