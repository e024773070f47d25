package org.plankton.objects;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.plankton.http.Response;
import org.plankton.objects.SwiftContainers.Change;
import org.plankton.objects.SwiftSegments.Part;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.request.Caller;

/**
 * One change of who may read an object of Swift: of the read list of its container, and, of a manifest, of the
 * containers of its segments. Who may read the one and not the others gets no bytes: of a dynamic large object
 * ({@code X-Object-Manifest}) the segments' container is listed with the reader's token and each segment read with it,
 * of a static one ({@code X-Static-Large-Object}) each segment is read.
 *
 * <p>A manifest that is overwritten or deleted tells nobody any longer where its segments were. So before readers are
 * let in there, the manifest's container notes it ({@value SwiftContainers#NOTE}), and as long as it does they are shut
 * out there, too.
 */
final class SwiftReaders {
    private final SwiftSegments content;
    private final SwiftContainers containers;
    private final Location location;
    private final Set<String> readers;

    /** Of a container in which something of the object is. */
    private final UnaryOperator<ReadHeader> whole;

    /** Of one in which a segment was. */
    private final UnaryOperator<ReadHeader> left;

    /** Of each, when the object is not there. It may be only for once, so the others stay. */
    private final UnaryOperator<ReadHeader> ended;

    SwiftReaders(StoreHttp http, Caller caller, Location location, Set<String> readers, Set<String> former) {
        this.content = new SwiftSegments(http, caller, location);
        this.containers = new SwiftContainers(http, caller, location);
        this.location = location;
        this.readers = readers;
        this.whole = header -> header.with(readers, former);
        this.left = header -> header.with(Set.of(), union(readers, former));
        this.ended = header -> header.with(
                Set.of(),
                former.stream().filter(account -> !readers.contains(account)).collect(Collectors.toSet()));
    }

    /**
     * Makes the change. The manifest's container comes first, as it notes the others before anybody is let in there.
     *
     * @param object the response to HEAD; empty if it is gone, and then readers are only taken away
     * @throws Fault NO_OBJECT if a container is gone that readers are to be let into; BAD_REQUEST if something else is
     *     in it; those of sharing, as the port has them
     */
    void change(Optional<Response> object) {
        Map<String, Part> parts = content.parts(object, !readers.isEmpty());
        boolean isThere = object.isPresent();
        Change own = containers
                .look(location.container(), parts.get(location.container()), isThere ? whole : ended)
                .orElseThrow(StoreResponses::noObject);
        Set<String> noted = own.noted();
        Set<String> segments = new LinkedHashSet<>(parts.keySet());
        segments.remove(location.container());
        List<Change> others = new ArrayList<>();
        for (String container : union(segments, noted)) {
            boolean isPart = segments.contains(container);
            Part part = isPart ? parts.get(container) : Part.none();
            Optional<Change> change = containers.look(container, part, isPart ? whole : isThere ? left : ended);
            if (change.isEmpty() && isPart && !readers.isEmpty()) {
                throw StoreResponses.noObject();
            }
            change.ifPresent(others::add);
        }
        containers.requireAlone(own);
        others.forEach(containers::requireAlone);
        boolean isLettingIn = others.stream().anyMatch(Change::isLettingIn);
        Set<String> until = isLettingIn ? union(noted, segments) : noted;
        if (own.isNeeded() || !until.equals(noted)) {
            containers.write(
                    own.container(),
                    Optional.of(own.then()),
                    until.equals(noted) ? Optional.empty() : Optional.of(until));
        }
        try {
            others.stream()
                    .filter(Change::isNeeded)
                    .forEach(change ->
                            containers.write(change.container(), Optional.of(change.then()), Optional.empty()));
            if (isThere && !segments.containsAll(until)) {
                containers.write(own.container(), Optional.empty(), Optional.of(segments));
            }
        } catch (Fault fault) {
            // Whatever it is, it is not as if nothing had been written.
            throw new Fault(Fault.Kind.UNAVAILABLE, "the object store has shared the file in part; try again", fault);
        }
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(others);
        return all;
    }
}
