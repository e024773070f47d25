package org.plankton.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.ByteSource;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.Reach;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;

/**
 * What there is to copy.
 *
 * @param images that wait here for their bytes, and have them there
 * @param notThere how many wait here, and have none there
 * @param uploading how many have their bytes on their way here, as far as is known: be it that a run was killed, and
 *     their uploads are still to be taken for dead
 */
record CopyWork(List<ByteSource.Held> images, int notThere, int uploading) {
    /** @param owner whose images alone; empty: all */
    static CopyWork of(Installation installation, ByteSource source, Optional<String> owner) throws IOException {
        Set<String> waiting = new HashSet<>();
        Set<String> uploading = new HashSet<>();
        find(installation.registry(), installation.operator(), owner, waiting, uploading);
        List<ByteSource.Held> held = new ArrayList<>();
        if (!waiting.isEmpty()) {
            source.eachHeld(image -> {
                if (waiting.remove(image.id())) {
                    held.add(image);
                }
            });
        }
        return new CopyWork(held, waiting.size(), uploading.size());
    }

    private static void find(
            Registry registry, Caller caller, Optional<String> owner, Set<String> waiting, Set<String> uploading) {
        for (boolean isHidden : new boolean[] {false, true}) {
            Filter without = Filter.NONE
                    .withIncludesCommunity(true)
                    .withIsHidden(isHidden)
                    .withStatuses(Set.of(Status.QUEUED, Status.SAVING))
                    .withOwner(owner.orElse(null));
            registry.list(
                    caller,
                    new Query(Reach.ALL, without, SortKey.CREATED_AT, SortDirection.ASC, null),
                    image -> (image.status() == Status.QUEUED ? waiting : uploading).add(image.id()));
        }
    }

    /** All of them together. */
    long bytes() {
        return images.stream().mapToLong(ByteSource.Held::size).sum();
    }
}
