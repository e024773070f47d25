package org.plankton.registry.listing;

import java.util.List;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.Files;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredContainer;
import org.plankton.registry.request.StoredFile;

/** What the caller has in the object store, and which of it is registered. */
public final class FileLists {
    private final Database database;
    private final Files files;

    public FileLists(Database database, Files files) {
        this.database = database;
        this.files = files;
    }

    public List<StoredContainer> listContainers(Caller caller, String after, int limit) {
        return files.listContainers(caller, after, limit);
    }

    public List<StoredFile> list(Caller caller, String container, String prefix, String after, int limit) {
        List<StoredFile> found = files.listFiles(caller, container, prefix, after, limit);
        return database.read(tables -> found.stream()
                .map(file -> file.with(registered(tables, caller, file)))
                .toList());
    }

    /** Null if the image there is another's. */
    private static Image registered(Tables tables, Caller caller, StoredFile file) {
        Image image = tables.images().findByLocation(file.location());
        return image != null && image.owner().equals(caller.account()) ? image : null;
    }
}
