package org.plankton.database;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Journal;

class MemoryDatabaseTest extends OneImageContract {
    private final List<Journal.Entry> journal = new ArrayList<>();
    private final Database database = new MemoryDatabase(Clock.systemUTC(), journal::add);

    @Override
    Database database() {
        return database;
    }

    @Override
    List<Journal.Entry> journal() {
        return journal;
    }
}
