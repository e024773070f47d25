package org.plankton.registry;

import java.util.function.Function;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Database;

/** Asks another database until it fails. */
final class FailingDatabase implements Database {
    private final Database database;
    private boolean fails;
    private boolean commitsFirst;
    private boolean staysDown;
    private volatile boolean isDown;
    private volatile boolean hasRefused;

    FailingDatabase(Database database) {
        this.database = database;
    }

    /**
     * The next transaction fails.
     *
     * @param afterCommit whether it has been committed then, and only the answer is lost
     * @param forGood whether nothing is answered from then on
     */
    void failNext(boolean afterCommit, boolean forGood) {
        fails = true;
        commitsFirst = afterCommit;
        staysDown = forGood;
    }

    @Override
    public <T> T read(Function<Tables, T> work) {
        requireUp();
        return database.read(work);
    }

    @Override
    public <T> T snapshot(Function<Tables, T> work) {
        requireUp();
        return database.snapshot(work);
    }

    @Override
    public <T> T inTransaction(String account, Function<Tables, T> work) {
        if (!fails) {
            requireUp();
            return database.inTransaction(account, work);
        }
        fails = false;
        if (commitsFirst) {
            database.inTransaction(account, work);
        }
        isDown = staysDown;
        throw gone();
    }

    /** Whether somebody has come who was answered nothing, after it had gone down. */
    boolean hasRefused() {
        return hasRefused;
    }

    private void requireUp() {
        if (isDown) {
            hasRefused = true;
            throw gone();
        }
    }

    private static Fault gone() {
        return new Fault(Fault.Kind.UNAVAILABLE, "the database does not answer; try again");
    }
}
