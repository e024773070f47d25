package org.plankton.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.plankton.http.Response;
import org.plankton.objects.SwiftSegments.Part;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.request.Caller;

/** Containers of a location's account in Swift: who may read them, what else is in them, and what they note. */
record SwiftContainers(StoreHttp http, Caller caller, Location location) {
    private static final String HEADER = "X-Container-Read";

    /** The names of containers, percent-encoded, between slashes. */
    static final String NOTE = "X-Container-Meta-Plankton-Segments";

    /** Characters, as Swift has it. */
    private static final int NOTE_LENGTH = 256;

    /**
     * A container whose readers are to change.
     *
     * @param list the first page of what is in it
     */
    record Change(String container, Part part, Response list, ReadHeader now, ReadHeader then) {
        boolean isNeeded() {
            return !then.equals(now);
        }

        boolean isLettingIn() {
            return then.exceeds(now);
        }

        /** Which containers it notes that segments are or were in. */
        Set<String> noted() {
            return list.header(NOTE).stream()
                    .flatMap(note -> Arrays.stream(note.split("/")))
                    .filter(name -> !name.isEmpty())
                    .flatMap(name -> PercentEncoding.decode(name).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    /**
     * What is to change there; empty if there is no such container.
     *
     * @param part what of the object lies in it
     */
    Optional<Change> look(String container, Part part, UnaryOperator<ReadHeader> change) {
        return list(container, part, "").map(list -> {
            ReadHeader now = ReadHeader.parse(list.header(HEADER).orElse(""));
            return new Change(container, part, list, now, change.apply(now));
        });
    }

    private Optional<Response> list(String container, Part part, String marker) {
        String page = "?format=json&limit=" + part.page();
        return StoreResponses.found(http.exchange(
                caller,
                new HttpGet(http.addresses().container(location, container)
                        + (marker.isEmpty() ? page : page + "&marker=" + PercentEncoding.encodePart(marker)))));
    }

    /**
     * That object itself, or a segment, may not be listed yet: Swift's lists lag behind.
     *
     * @throws Fault BAD_REQUEST if somebody is let in and something else is there
     */
    void requireAlone(Change change) {
        if (!change.isLettingIn()) {
            return;
        }
        Response list = change.list();
        while (true) {
            String last = "";
            JsonNode entries = StoreResponses.list(list);
            for (JsonNode entry : entries) {
                last = entry.path("name").asText();
                if (last.isEmpty()) {
                    throw list.from().unreliable("gave a list of a container without names");
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
            list = list(change.container(), change.part(), last).orElseThrow(StoreResponses::noObject);
        }
    }

    /** Writes who may read it, which others it notes, or both. */
    void write(String container, Optional<ReadHeader> header, Optional<Set<String>> note) {
        HttpPost request = new HttpPost(http.addresses().container(location, container));
        header.ifPresent(entries -> request.setHeader(HEADER, entries.header()));
        note.ifPresent(containers -> request.setHeader(NOTE, note(containers)));
        Response response = http.exchange(caller, request);
        switch (response.status()) {
            case 204 -> {}
            case 400 -> throw Fault.badRequest("the object store cannot note so many readers; share it with fewer");
            default ->
                throw StoreResponses.refusal(
                        response, "sharing", "the object store does not let you say who may read it; ask its operator");
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
