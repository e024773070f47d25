package org.plankton.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.plankton.http.BoundedHttpClient;
import org.plankton.http.BoundedHttpClient.Answer;
import org.plankton.http.RemoteService;
import org.plankton.http.StreamingHttpClient;
import org.plankton.http.StreamingHttpClient.Download;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;

/**
 * What asking an object store has in common, whichever it is: Pithos+ speaks Swift's protocol, with its own headers.
 */
final class StoreHttp implements Closeable {
    /**
     * What an upload puts on its object: the UUID of the location. Whatever else is there somebody else has put there.
     */
    private static final String MARK = "X-Object-Meta-Plankton-Upload";

    /** Of which two can be added. */
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    private final BoundedHttpClient http;
    private final StreamingHttpClient transfers;

    /**
     * @param url of the object store, as it is set
     * @param deadline for one whole exchange without an object's bytes
     * @param idle how long the object store may be silent while bytes are transferred
     * @param transfers how many there are at most at a time
     */
    StoreHttp(String url, Duration deadline, Duration idle, int transfers) {
        RemoteService store = new RemoteService("the object store", "plankton.store.url", url);
        this.http = new BoundedHttpClient(store, deadline);
        this.transfers = new StreamingHttpClient(store, idle, transfers);
    }

    Answer exchange(Caller caller, HttpUriRequestBase request) {
        authenticate(caller, request);
        return http.exchange(request);
    }

    /** The answer to HEAD; empty if there is no object, or none that the caller may read. */
    Optional<Answer> head(Caller caller, String address) {
        return found(exchange(caller, new HttpHead(address)));
    }

    /** Makes the container at {@code address}, if there is none. */
    void makeContainer(Caller caller, String address) {
        Answer made = exchange(caller, new HttpPut(address));
        switch (made.status()) {
            case 201, 202 -> {} // whether or not there was one
            default -> throw writingRefusal(made, "making a container");
        }
    }

    /**
     * As {@link ObjectStore#put}, into a container that is there. A store that can takes the object only if there is
     * none.
     *
     * @param request with whatever is that store's own, and no body
     */
    void put(Caller caller, Location location, HttpPut request, InputStream bytes, OptionalLong length)
            throws IOException {
        request.setHeader("Content-Type", "application/octet-stream");
        request.setHeader(MARK, location.uuid().toString());
        authenticate(caller, request);
        Answer answer = transfers.send(request, bytes, length);
        switch (answer.status()) {
            case 201 -> {}
            case 412 -> throw occupied(location);
            default -> throw writingRefusal(answer, "writing a file");
        }
    }

    static Fault occupied(Location location) {
        return new Fault(Fault.Kind.CONFLICT, "there is a file at " + location.uri() + " already; move it away");
    }

    /**
     * Deletes the object at {@code address}, unless it is not one that {@link #put} has made there.
     *
     * @return whether there is nothing any longer
     */
    boolean delete(Caller caller, Location location, String address) {
        Optional<String> mark = Optional.of(location.uuid().toString());
        if (head(caller, address)
                .filter(answer -> !answer.header(MARK).equals(mark))
                .isPresent()) {
            return false;
        }
        requireDeleted(exchange(caller, new HttpDelete(address)));
        return true;
    }

    static void requireDeleted(Answer answer) {
        switch (answer.status()) {
            case 204, 404 -> {}
            default -> throw refusal(answer, "deleting", "the object store lets only the file's owner delete it");
        }
    }

    private static void authenticate(Caller caller, HttpUriRequestBase request) {
        request.setHeader("X-Auth-Token", caller.token());
    }

    /**
     * The object's bytes; empty if there is none, or none that the caller may read.
     *
     * @param object makes of an answer and the object's size what is known of it
     * @throws Fault OUT_OF_RANGE if it has none of these bytes; UNAUTHORIZED; UNAVAILABLE
     */
    Optional<StoredBytes> open(
            Caller caller, HttpGet request, Optional<ByteRange> range, BiFunction<Answer, Long, StoredObject> object) {
        authenticate(caller, request);
        range.ifPresent(some -> request.setHeader("Range", "bytes=" + some.first() + "-" + some.last()));
        Download download = transfers.open(request);
        boolean isOpen = false;
        try {
            Optional<StoredBytes> bytes = bytes(download, range, object);
            isOpen = bytes.isPresent();
            return bytes;
        } finally {
            if (!isOpen) {
                download.close();
            }
        }
    }

    private static Optional<StoredBytes> bytes(
            Download download, Optional<ByteRange> range, BiFunction<Answer, Long, StoredObject> object) {
        Answer answer = download.head();
        return switch (answer.status()) {
            case 206 -> Optional.of(part(download, range, object));
            case 416 ->
                throw new Fault(Fault.Kind.OUT_OF_RANGE, "the file does not have all the bytes that are asked for");
            default ->
                found(answer).map(whole -> {
                    long size = length(whole);
                    return new Fetched(download, size, Optional.empty(), object.apply(whole, size));
                });
        };
    }

    private static Fetched part(
            Download download, Optional<ByteRange> asked, BiFunction<Answer, Long, StoredObject> object) {
        Answer answer = download.head();
        Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
        if (!range.matches()) {
            throw unreliable(answer, "did not say which part of an object it sent");
        }
        ByteRange part = new ByteRange(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
        long size = Long.parseLong(range.group(3));
        if (!asked.map(some -> cut(some, size)).equals(Optional.of(part))) {
            throw unreliable(answer, "sent a part of an object that was not asked for");
        }
        long length = length(answer);
        if (length != part.last() - part.first() + 1) {
            throw unreliable(answer, "sent another part of an object than it said");
        }
        return new Fetched(download, length, Optional.of(part), object.apply(answer, size));
    }

    /** What there is of it in an object of that size. */
    private static ByteRange cut(ByteRange range, long size) {
        return new ByteRange(range.first(), Math.min(range.last(), size - 1));
    }

    /**
     * The answer if it tells of what was asked for; empty if it says that there is none, or none that the caller may
     * read.
     */
    static Optional<Answer> found(Answer answer) {
        return switch (answer.status()) {
            case 200 -> Optional.of(answer);
            case 403, 404 -> { // which of the two is not the caller's to know
                if (isPageOfAnothers(answer)) {
                    answer.from().doubt("answered " + answer.status() + " with a page that is not an object store's");
                }
                yield Optional.empty();
            }
            case 400, 414 -> {
                // Nothing there can be called that, as when a name is too long for it. A wrong address of the store
                // looks the same, so it is told.
                answer.from().doubt("answered " + answer.status());
                yield Optional.empty();
            }
            case 409 -> Optional.empty(); // Swift has a manifest, and a segment is missing or not the caller's to read
            default -> throw refusal(answer, "reading", "the object store does not let that file be read");
        };
    }

    /** Pithos+ writes JSON, and Swift HTML with an id of the request. */
    private static boolean isPageOfAnothers(Answer answer) {
        return answer.header("Content-Type").orElse("").startsWith("text/html")
                && answer.header("X-Trans-Id").isEmpty();
    }

    /** Content-Length. */
    static long length(Answer answer) {
        return answer.header("Content-Length")
                .filter(length -> LENGTH.matcher(length).matches())
                .map(Long::parseLong)
                .orElseThrow(() -> unreliable(answer, "gave no length of an object, or none that can be"));
    }

    /** @throws Fault FORBIDDEN if the location is not of the caller's account */
    static void requireOwn(Caller caller, Location location) {
        if (!caller.account().equals(location.account())) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "only the account whose file it is says who may read it in the object store");
        }
    }

    /**
     * Whether there is certainly no object of that name: it is 404, and its container's list, or else the account's
     * list of containers, is there and does not name it. A store, or a proxy before it, that answers everything with
     * 404 proves nothing.
     *
     * @param object the address of the object; likewise the next two, of what it is in
     * @param containerName as the account's list names it
     */
    boolean isGone(
            Caller caller, String object, String container, String account, String objectName, String containerName) {
        if (exchange(caller, new HttpHead(object)).status() != 404) {
            return false;
        }
        String first = container + "?format=json&limit=1&prefix=" + PercentEncoding.encodePart(objectName);
        // Without a limit: Pithos+ lists an account whatever the prefix, but Swift one of any number of containers.
        String containers = account + "?format=json&prefix=" + PercentEncoding.encodePart(containerName);
        return lists(caller, first, objectName)
                .or(() -> lists(caller, containers, containerName))
                .map(isListed -> !isListed)
                .orElse(false);
    }

    /** Whether the list at that address names it; empty if there is no such list. */
    private Optional<Boolean> lists(Caller caller, String address, String name) {
        Answer answer = exchange(caller, new HttpGet(address));
        switch (answer.status()) {
            case 200 -> {}
            case 204 -> {
                return Optional.of(false);
            }
            case 403, 404 -> {
                return Optional.empty();
            }
            default -> throw refusal(answer, "listing", "the object store does not let that account be listed");
        }
        try {
            JsonNode entries = JSON.readTree(answer.body());
            if (!entries.isArray()) {
                throw unreliable(answer, "gave no list");
            }
            for (JsonNode entry : entries) {
                if (entry.path("name").asText().equals(name)) {
                    return Optional.of(true);
                }
            }
            return Optional.of(false);
        } catch (IOException e) {
            throw unreliable(answer, "gave no list");
        }
    }

    static Fault noObject() {
        return new Fault(Fault.Kind.NO_OBJECT, "the image's file is not in the object store any more; upload it again");
    }

    private static Fault writingRefusal(Answer answer, String doing) {
        return switch (answer.status()) {
            case 413 ->
                new Fault(
                        Fault.Kind.OVER_LIMIT,
                        "the object store takes no file of that size, or none more in that account;"
                                + " delete files there");
            case 507 ->
                new Fault(
                        Fault.Kind.OVER_LIMIT,
                        "the object store has no room for it in that account; delete files there");
            default -> refusal(answer, doing, "the object store does not let that account's files be written");
        };
    }

    /** @param forbidden what the client is told where the store forbids it */
    static Fault refusal(Answer answer, String doing, String forbidden) {
        return switch (answer.status()) {
            case 401 -> new Fault(Fault.Kind.UNAUTHORIZED, "the object store refuses the token");
            case 403 -> new Fault(Fault.Kind.FORBIDDEN, forbidden);
            case 502, 504 -> // a proxy says that the store has not answered it
                answer.from().silent("answered " + answer.status() + " to " + doing);
            default -> unreliable(answer, "answered " + answer.status() + " to " + doing);
        };
    }

    /** @param how as {@link RemoteService#unreliable} has it */
    static Fault unreliable(Answer answer, String how) {
        return answer.from().unreliable(how);
    }

    @Override
    public void close() throws IOException {
        try (http) {
            transfers.close();
        }
    }
}
