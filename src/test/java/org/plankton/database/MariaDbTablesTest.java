package org.plankton.database;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Journal;

@Tag("long")
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
