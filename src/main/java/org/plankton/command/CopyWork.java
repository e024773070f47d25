package org.plankton.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.plankton.registry.Registry;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.ByteSource;
import org.plankton.registry.request.Caller;

/**
 * What there is to copy.
 *
 * @param images that wait here for their bytes, and have them there
 * @param notThere how many wait here, and have none there
 */
record CopyWork(List<ByteSource.Held> images, int notThere) {
    private static final int AT_ONCE = 500;

    /** @param owner whose images alone; empty: all */
    static CopyWork of(Installation installation, ByteSource source, Optional<String> owner) throws IOException {
        Set<String> waiting = waiting(installation.registry(), installation.operator(), owner);
        List<ByteSource.Held> held = new ArrayList<>();
        if (!waiting.isEmpty()) {
            source.eachHeld(image -> {
                if (waiting.remove(image.id())) {
                    held.add(image);
                }
            });
        }
        return new CopyWork(held, waiting.size());
    }

    private static Set<String> waiting(Registry registry, Caller caller, Optional<String> owner) {
        Set<String> ids = new HashSet<>();
        String last = "";
        for (List<WholeImage> some = registry.listWhole(caller, last, AT_ONCE);
                !some.isEmpty();
                some = registry.listWhole(caller, last, AT_ONCE)) {
            some.stream()
                    .map(WholeImage::image)
                    .filter(image -> image.status() == Status.QUEUED)
                    .filter(image -> owner.isEmpty() || image.owner().equals(owner.get()))
                    .forEach(image -> ids.add(image.id()));
            last = some.get(some.size() - 1).image().id();
        }
        return ids;
    }

    /** All of them together. */
    long bytes() {
        return images.stream().mapToLong(ByteSource.Held::size).sum();
    }
}
