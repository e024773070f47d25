package org.plankton.registry;

import java.util.function.Function;
import org.plankton.registry.ports.Database;

/** Asks another database, and stops before each time. */
final class StoppingDatabase implements Database {
    private final Database database;
    private final Runnable stop;

    StoppingDatabase(Database database, Runnable stop) {
        this.database = database;
        this.stop = stop;
    }

    @Override
    public <T> T read(Function<Tables, T> work) {
        stop.run();
        return database.read(work);
    }

    @Override
    public <T> T snapshot(Function<Tables, T> work) {
        stop.run();
        return database.snapshot(work);
    }

    @Override
    public <T> T inTransaction(String account, Function<Tables, T> work) {
        stop.run();
        return database.inTransaction(account, work);
    }
}
