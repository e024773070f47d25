package org.plankton.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.plankton.http.Response;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.request.Caller;

/** What of an object of Swift lies in which container: the object itself, and the segments that its manifest names. */
record SwiftSegments(StoreHttp http, Caller caller, Location location) {
    /** Entries of a list that a response has room for, however long their names. */
    private static final int PAGE = 150;

    /**
     * What of the object lies in one container.
     *
     * @param names of objects there
     * @param prefix of the names of others there; empty: there are no others
     */
    record Part(Set<String> names, Optional<String> prefix) {
        static Part none() {
            return new Part(new HashSet<>(), Optional.empty());
        }

        boolean has(String name) {
            return names.contains(name) || prefix.filter(name::startsWith).isPresent();
        }

        /** How many entries of the container's list are enough to see whether there is another object. */
        int page() {
            return prefix.isPresent() ? PAGE : Math.min(PAGE, names.size() + 1);
        }
    }

    /**
     * By container, that of the object itself first.
     *
     * @param object the response to HEAD; empty if it is gone
     * @param isForReaders whether they are to read it: segments of segments are a fault then
     * @throws Fault BAD_REQUEST; NO_OBJECT if the manifest has gone meanwhile; UNAVAILABLE if it does not say where the
     *     segments are
     */
    Map<String, Part> parts(Optional<Response> object, boolean isForReaders) {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put(location.container(), new Part(new HashSet<>(Set.of(location.object())), Optional.empty()));
        object.ifPresent(response -> addSegments(response, parts, isForReaders));
        return parts;
    }

    private void addSegments(Response object, Map<String, Part> parts, boolean isForReaders) {
        if (object.header("X-Static-Large-Object")
                .filter("true"::equalsIgnoreCase)
                .isPresent()) {
            addStatic(parts, isForReaders);
        } else if (object.header("X-Object-Manifest").isPresent()) {
            addDynamic(object, parts);
        }
    }

    private static void addDynamic(Response object, Map<String, Part> parts) {
        String[] manifest = object.header("X-Object-Manifest")
                .map(SwiftSegments::text)
                .flatMap(PercentEncoding::decode)
                .orElse("")
                .split("/", 2);
        if (manifest.length < 2 || manifest[0].isEmpty() || manifest[1].isEmpty()) {
            throw object.from().unreliable("gave a manifest that does not say where the segments are");
        }
        Part known = parts.getOrDefault(manifest[0], Part.none());
        parts.put(manifest[0], new Part(known.names(), Optional.of(manifest[1])));
    }

    private void addStatic(Map<String, Part> parts, boolean isForReaders) {
        Response manifest = StoreResponses.found(http.exchange(
                        caller, new HttpGet(http.addresses().object(location) + "?multipart-manifest=get")))
                .orElseThrow(StoreResponses::noObject);
        for (JsonNode segment : StoreResponses.list(manifest)) {
            if (segment.path("sub_slo").asBoolean() && isForReaders) {
                throw Fault.badRequest("the file's segments have segments themselves, and so deep it is not shared:"
                        + " upload it in segments of one level, and register it again");
            }
            if (segment.has("data")) {
                continue; // bytes that are in the manifest itself
            }
            String[] path = segment.path("name").asText().split("/", 3); // begins with a slash
            if (path.length < 3 || !path[0].isEmpty()) {
                throw manifest.from().unreliable("gave a manifest that does not say where the segments are");
            }
            parts.computeIfAbsent(path[1], container -> Part.none()).names().add(path[2]);
        }
    }

    /** A header's bytes come one for a character. */
    private static String text(String header) {
        return new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
