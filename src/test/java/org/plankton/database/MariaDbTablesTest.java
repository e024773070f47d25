package org.plankton.database;

import java.util.List;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Journal;

class MariaDbTablesTest extends TablesContract {
    private final Database database = TestDatabase.empty();

    @Override
    Database database() {
        return database;
    }

    @Override
    List<Journal.Entry> journal() {
        return TestDatabase.journal();
    }
}
