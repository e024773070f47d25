package org.plankton.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.plankton.http.BoundedHttpClient.Answer;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.request.Caller;

/**
 * One change of who may read an object of Swift: of the read list of its container, and, of a manifest, of the
 * containers of its segments. Who may read the one and not the others gets no bytes: of a dynamic large object
 * ({@code X-Object-Manifest}) the segments' container is listed with the reader's token and each segment read with it,
 * of a static one ({@code X-Static-Large-Object}) each segment is read.
 *
 * <p>A manifest that is overwritten or deleted tells nobody any longer where its segments were. So before readers are
 * let in there, the manifest's container notes it ({@value #NOTE}), and as long as it does they are shut out there,
 * too.
 */
final class SwiftReaders {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACL = "X-Container-Read";

    /** The names of containers, percent-encoded, between slashes. */
    private static final String NOTE = "X-Container-Meta-Plankton-Segments";

    /** Characters, as Swift has it. */
    private static final int NOTE_LENGTH = 256;

    /** Entries of a list that an answer has room for, however long their names. */
    private static final int PAGE = 150;

    private final StoreHttp http;
    private final Caller caller;
    private final Location location;
    private final UnaryOperator<String> address;
    private final Set<String> readers;

    /** Of a container in which something of the object is. */
    private final UnaryOperator<ReadAcl> whole;

    /** Of one in which a segment was. */
    private final UnaryOperator<ReadAcl> left;

    /** Of each, when the object is not there. It may be only for once, so the others stay. */
    private final UnaryOperator<ReadAcl> ended;

    /** @param address of a container of the location's account, by its name */
    SwiftReaders(
            StoreHttp http,
            Caller caller,
            Location location,
            UnaryOperator<String> address,
            Set<String> readers,
            Set<String> former) {
        this.http = http;
        this.caller = caller;
        this.location = location;
        this.address = address;
        this.readers = readers;
        this.whole = acl -> acl.with(readers, former);
        this.left = acl -> acl.with(Set.of(), union(readers, former));
        this.ended = acl -> acl.with(
                Set.of(),
                former.stream().filter(account -> !readers.contains(account)).collect(Collectors.toSet()));
    }

    /**
     * What of the object lies in one container.
     *
     * @param names of objects there
     * @param prefix of the names of others there; empty: there are no others
     */
    private record Part(Set<String> names, Optional<String> prefix) {
        static Part none() {
            return new Part(new HashSet<>(), Optional.empty());
        }

        boolean has(String name) {
            return names.contains(name) || prefix.filter(name::startsWith).isPresent();
        }

        /** So many are enough to see whether there is another. */
        int page() {
            return prefix.isPresent() ? PAGE : Math.min(PAGE, names.size() + 1);
        }
    }

    /**
     * A container whose readers are to change.
     *
     * @param list the first page of what is in it
     */
    private record Change(String container, Part part, Answer list, ReadAcl now, ReadAcl then) {
        boolean isNeeded() {
            return !then.equals(now);
        }

        boolean isGrant() {
            return then.exceeds(now);
        }
    }

    /**
     * @param object the answer to HEAD; empty if it is gone, and then readers are only taken away
     * @throws Fault NO_OBJECT if a container is gone that readers are to be let into; BAD_REQUEST if something else is
     *     in it; those of {@link org.plankton.registry.ports.ObjectStore#share}
     */
    void change(Optional<Answer> object) {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put(location.container(), new Part(new HashSet<>(Set.of(location.object())), Optional.empty()));
        object.ifPresent(manifest -> addSegments(manifest, parts));
        boolean isThere = object.isPresent();
        Change own = look(location.container(), parts.get(location.container()), isThere ? whole : ended)
                .orElseThrow(StoreHttp::noObject);
        Set<String> noted = noted(own.list());
        Set<String> segments = new LinkedHashSet<>(parts.keySet());
        segments.remove(location.container());
        List<Change> others = new ArrayList<>();
        for (String container : union(segments, noted)) {
            boolean isPart = segments.contains(container);
            Part part = isPart ? parts.get(container) : Part.none();
            Optional<Change> change = look(container, part, isPart ? whole : isThere ? left : ended);
            if (change.isEmpty() && isPart && !readers.isEmpty()) {
                throw StoreHttp.noObject();
            }
            change.ifPresent(others::add);
        }
        requireAlone(own);
        others.forEach(this::requireAlone);
        boolean isGrant = others.stream().anyMatch(Change::isGrant);
        Set<String> until = isGrant ? union(noted, segments) : noted;
        if (own.isNeeded() || !until.equals(noted)) {
            write(
                    own.container(),
                    Optional.of(own.then()),
                    until.equals(noted) ? Optional.empty() : Optional.of(until));
        }
        try {
            others.stream()
                    .filter(Change::isNeeded)
                    .forEach(change -> write(change.container(), Optional.of(change.then()), Optional.empty()));
            if (isThere && !segments.containsAll(until)) {
                write(own.container(), Optional.empty(), Optional.of(segments));
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

    /** To each container what is in it of the object whose manifest that answer is about, if it is one. */
    private void addSegments(Answer object, Map<String, Part> parts) {
        if (object.header("X-Static-Large-Object")
                .filter("true"::equalsIgnoreCase)
                .isPresent()) {
            addStatic(parts);
        } else if (object.header("X-Object-Manifest").isPresent()) {
            addDynamic(object, parts);
        }
    }

    private void addDynamic(Answer object, Map<String, Part> parts) {
        String[] manifest = object.header("X-Object-Manifest")
                .map(SwiftReaders::text)
                .flatMap(PercentEncoding::decode)
                .orElse("")
                .split("/", 2);
        if (manifest.length < 2 || manifest[0].isEmpty() || manifest[1].isEmpty()) {
            throw StoreHttp.unreliable(object, "gave a manifest that does not say where the segments are");
        }
        Part known = parts.getOrDefault(manifest[0], Part.none());
        parts.put(manifest[0], new Part(known.names(), Optional.of(manifest[1])));
    }

    private void addStatic(Map<String, Part> parts) {
        Answer manifest = StoreHttp.found(http.exchange(
                        caller,
                        new HttpGet(address.apply(location.container()) + objectPath() + "?multipart-manifest=get")))
                .orElseThrow(StoreHttp::noObject);
        for (JsonNode segment : array(manifest)) {
            if (segment.path("sub_slo").asBoolean() && !readers.isEmpty()) {
                throw Fault.badRequest("the file's segments have segments themselves, and so deep it is not shared:"
                        + " upload it in segments of one level, and register it again");
            }
            if (segment.has("data")) {
                continue; // bytes that are in the manifest itself
            }
            String[] path = segment.path("name").asText().split("/", 3); // begins with a slash
            if (path.length < 3 || !path[0].isEmpty()) {
                throw StoreHttp.unreliable(manifest, "gave a manifest that does not say where the segments are");
            }
            parts.computeIfAbsent(path[1], container -> Part.none()).names().add(path[2]);
        }
    }

    private String objectPath() {
        return Arrays.stream(location.object().split("/"))
                .map(PercentEncoding::encodePart)
                .collect(Collectors.joining("/", "/", ""));
    }

    /** A header's bytes come one for a character. */
    private static String text(String header) {
        return new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static Set<String> noted(Answer own) {
        return own.header(NOTE).stream()
                .flatMap(note -> Arrays.stream(note.split("/")))
                .filter(name -> !name.isEmpty())
                .flatMap(name -> PercentEncoding.decode(name).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Empty if there is no such container. */
    private Optional<Change> look(String container, Part part, UnaryOperator<ReadAcl> change) {
        return list(container, part, "").map(list -> {
            ReadAcl now = ReadAcl.parse(list.header(ACL).orElse(""));
            return new Change(container, part, list, now, change.apply(now));
        });
    }

    private Optional<Answer> list(String container, Part part, String marker) {
        String page = "?format=json&limit=" + part.page();
        return StoreHttp.found(http.exchange(
                caller,
                new HttpGet(address.apply(container)
                        + (marker.isEmpty() ? page : page + "&marker=" + PercentEncoding.encodePart(marker)))));
    }

    /** That object itself, or a segment, may not be listed yet: Swift's lists lag behind. */
    private void requireAlone(Change change) {
        if (!change.isGrant()) {
            return;
        }
        Answer list = change.list();
        while (true) {
            String last = "";
            JsonNode entries = array(list);
            for (JsonNode entry : entries) {
                last = entry.path("name").asText();
                if (last.isEmpty()) {
                    throw StoreHttp.unreliable(list, "gave a list of a container without names");
                }
                if (!change.part().has(last)) {
                    throw Fault.badRequest(
                            change.container().equals(location.container())
                                    ? "the object store shares whole containers, and there are other files beside the"
                                            + " image's: move it to a container of its own, and register it there"
                                    : "the object store shares whole containers, and there are other files beside the"
                                            + " image's segments: upload it again with segments in a container of its"
                                            + " own, and register it there");
                }
            }
            if (entries.size() < change.part().page()) {
                return;
            }
            list = list(change.container(), change.part(), last).orElseThrow(StoreHttp::noObject);
        }
    }

    private static JsonNode array(Answer answer) {
        try {
            JsonNode array = JSON.readTree(answer.body());
            if (array.isArray()) {
                return array;
            }
        } catch (IOException e) {
            // as if it were something else
        }
        throw StoreHttp.unreliable(answer, "gave no list where it should");
    }

    private void write(String container, Optional<ReadAcl> acl, Optional<Set<String>> note) {
        HttpPost request = new HttpPost(address.apply(container));
        acl.ifPresent(entries -> request.setHeader(ACL, entries.header()));
        note.ifPresent(containers -> request.setHeader(NOTE, note(containers)));
        Answer answer = http.exchange(caller, request);
        switch (answer.status()) {
            case 204 -> {}
            case 400 -> throw Fault.badRequest("the object store cannot note so many readers; share it with fewer");
            default ->
                throw StoreHttp.refusal(
                        answer, "sharing", "the object store does not let you say who may read it; ask its operator");
        }
    }

    private static String note(Set<String> containers) {
        String note = containers.stream().map(PercentEncoding::encodePart).collect(Collectors.joining("/"));
        if (note.length() > NOTE_LENGTH) {
            throw Fault.badRequest("the file's segments are in too many containers to be shared, or in such of too long"
                    + " names: upload it again with segments in one container, and register it there");
        }
        return note;
    }
}
