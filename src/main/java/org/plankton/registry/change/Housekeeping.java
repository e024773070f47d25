package org.plankton.registry.change;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.UploadMapper;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.writing.ImageEdit;
import org.plankton.registry.writing.ImageWriter;

/**
 * What is to be done now and then, whoever asks for what: to end uploads that have died, and to clear away what is
 * remembered of images that were unregistered long ago, and of what was done long ago. Any number of servers may do it
 * at once.
 */
public final class Housekeeping implements Runnable {
    private static final int AT_ONCE = 100;
    private static final Caller SELF = Caller.service("");

    private final Database database;
    private final Duration lease;
    private final Duration keep;
    private final Duration journalKept;
    private final ChangeClock clock;

    /**
     * @param lease how long an upload may be silent before it is taken for dead
     * @param keep how long it is remembered of an image that it is registered no longer
     * @param journalKept how long what is done to images is remembered
     */
    public Housekeeping(Database database, Duration lease, Duration keep, Duration journalKept, ChangeClock clock) {
        this.database = database;
        this.lease = lease;
        this.keep = keep;
        this.journalKept = journalKept;
        this.clock = clock;
    }

    /** @throws Fault UNAVAILABLE of the database */
    @Override
    public void run() {
        RuntimeException failure = null;
        for (Function<Tables, Integer> some :
                List.<Function<Tables, Integer>>of(this::endSilentUploads, this::forgetDeleted, this::clearJournal)) {
            try {
                untilNoneIsLeft(some);
            } catch (RuntimeException e) { // whatever keeps one from being done keeps no other
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** @param some does it for as many as it answers, {@link #AT_ONCE} at most */
    private void untilNoneIsLeft(Function<Tables, Integer> some) {
        int done;
        do {
            done = database.inTransaction(SELF.account(), some);
        } while (done == AT_ONCE);
    }

    private int endSilentUploads(Tables tables) {
        List<UploadMapper.Silent> uploads = tables.uploads().lockSilent(lease.toSeconds(), AT_ONCE);
        for (UploadMapper.Silent upload : uploads) {
            Image image = tables.images().lock(upload.imageId());
            if (image != null && image.status() == Status.SAVING) {
                Status status = upload.isRepeatable() ? Status.QUEUED : Status.ERROR;
                Image dead = image.withOwnStatus(status, clock.after(image));
                ImageWriter.write(tables, SELF, ImageEdit.of(EditKind.END_UPLOAD, image, dead));
            }
        }
        return uploads.size();
    }

    private int clearJournal(Tables tables) {
        return tables.journal().clear(clock.now().minus(journalKept), AT_ONCE);
    }

    private int forgetDeleted(Tables tables) {
        List<Image> images = tables.images().lockDeletedBefore(clock.now().minus(keep), AT_ONCE);
        images.forEach(image -> ImageWriter.write(tables, SELF, ImageEdit.of(EditKind.FORGET, image, null)));
        return images.size();
    }
}
