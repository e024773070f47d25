package org.plankton.registry.change;

import java.time.Clock;
import java.time.Duration;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Database;

/**
 * What is to be done now and then, whoever asks for what: to end uploads that have died, and to clear away what is remembered of
 * images that were unregistered long ago. Any number of servers may do it at once.
 */
public final class Housekeeping implements Runnable {
    private static final int AT_ONCE = 1000;

    private final Database database;
    private final Duration lease;
    private final Duration keep;
    private final Clock clock;

    /**
     * @param lease how long an upload may be silent before it is taken for dead
     * @param keep how long it is remembered of an image that it is registered no longer
     */
    public Housekeeping(Database database, Duration lease, Duration keep, Clock clock) {
        this.database = database;
        this.lease = lease;
        this.keep = keep;
        this.clock = clock;
    }

    /** @throws Fault UNAVAILABLE of the database */
    @Override
    public void run() {
        database.inTransaction(tables -> tables.uploads().endSilent(lease.toSeconds()));
        int forgotten;
        do {
            forgotten = database.inTransaction(tables ->
                    tables.images().forgetDeletedBefore(clock.instant().minus(keep), AT_ONCE));
        } while (forgotten == AT_ONCE);
    }
}
