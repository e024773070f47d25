package org.plankton.registry.ports;

import java.util.List;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredContainer;
import org.plankton.registry.request.StoredFile;

/** What there is in the caller's own account of the object store, for whoever chooses a file. */
public interface Files {
    /**
     * Containers in the order in which the store has them, which is that of their names.
     *
     * @param after only what comes behind that name; empty: from the first
     * @throws Fault UNAUTHORIZED if the store refuses the token; UNAVAILABLE if it does not answer
     */
    List<StoredContainer> listContainers(Caller caller, String after, int limit);

    /**
     * Files in one of them, likewise.
     *
     * @param prefix only those whose name begins so
     * @throws Fault NOT_FOUND if there is no such container; UNAUTHORIZED and UNAVAILABLE likewise
     */
    List<StoredFile> listFiles(Caller caller, String container, String prefix, String after, int limit);
}
