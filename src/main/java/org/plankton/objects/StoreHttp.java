package org.plankton.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.plankton.http.BoundedHttpClient;
import org.plankton.http.Probe;
import org.plankton.http.RemoteService;
import org.plankton.http.Response;
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
import org.plankton.registry.turns.Turns;
import org.plankton.registry.turns.Turns.Turn;

/**
 * What asking an object store has in common, whichever it is: Pithos+ speaks Swift's protocol, with its own headers.
 */
final class StoreHttp implements Closeable {
    /**
     * What an upload puts on its object: the UUID of the location. Whatever else is there somebody else has put there.
     */
    private static final String MARK = "X-Object-Meta-Plankton-Upload";

    private final Addresses addresses;
    private final StoreTurns turns;
    private final BoundedHttpClient http;
    private final StreamingHttpClient transfers;

    /**
     * @param timeout for one whole exchange without an object's bytes
     * @param idle how long the object store may be silent while bytes are transferred
     * @param transfers how many there are at most at a time
     * @param waiting as {@link StoreTurns} has them
     */
    StoreHttp(Addresses addresses, Duration timeout, Duration idle, int transfers, Turns waiting) {
        RemoteService store = service(addresses);
        this.addresses = addresses;
        this.turns = new StoreTurns(waiting, timeout);
        this.http = new BoundedHttpClient(store, timeout);
        this.transfers = new StreamingHttpClient(store, idle, transfers);
    }

    /**
     * Whether a store is at that address: it lets nobody see an account who brings no token, and asks nobody about it.
     *
     * @param timeout for one whole question
     */
    static Probe probe(Addresses addresses, Duration timeout) {
        return new Probe(
                service(addresses),
                timeout,
                () -> new HttpHead(addresses.account("plankton")),
                response -> response.status() == 401 || response.status() == 403);
    }

    private static RemoteService service(Addresses addresses) {
        return new RemoteService("the object store", "plankton.store.url", addresses.url());
    }

    /** Who may ask the store without transferring bytes. */
    Turns turns() {
        return turns.turns();
    }

    Addresses addresses() {
        return addresses;
    }

    /** In a turn of its own: who needs several exchanges keeps nothing from others between them. */
    Response exchange(Caller caller, HttpUriRequestBase request) {
        authenticate(caller, request);
        Turn turn = turns.take(caller.account());
        try (turn) {
            return http.exchange(request);
        }
    }

    private static void authenticate(Caller caller, HttpUriRequestBase request) {
        request.setHeader("X-Auth-Token", caller.token());
    }

    /** The response to HEAD of an object; empty if there is none, or none that the caller may read. */
    Optional<Response> head(Caller caller, Location location) {
        return StoreResponses.found(exchange(caller, new HttpHead(addresses.object(location))));
    }

    /** Makes the location's container, if there is none. */
    void makeContainer(Caller caller, Location location) {
        Response made = exchange(caller, new HttpPut(addresses.container(location)));
        switch (made.status()) {
            case 201, 202 -> {} // whether or not there was one
            default -> throw StoreResponses.writingRefusal(made, "making a container");
        }
    }

    /**
     * As {@link ObjectStore#put}, into a container that is there. A store that can takes the object only if there is
     * none.
     *
     * @param own headers that are that store's own
     */
    void put(Caller caller, Location location, Map<String, String> own, InputStream bytes, OptionalLong length)
            throws IOException {
        HttpPut request = new HttpPut(addresses.object(location));
        own.forEach(request::setHeader);
        request.setHeader("Content-Type", "application/octet-stream");
        request.setHeader(MARK, location.uuid().toString());
        authenticate(caller, request);
        Response response = transfers.send(request, bytes, length);
        switch (response.status()) {
            case 201 -> {}
            case 412 -> throw occupied(location);
            default -> throw StoreResponses.writingRefusal(response, "writing a file");
        }
    }

    static Fault occupied(Location location) {
        return new Fault(Fault.Kind.CONFLICT, "there is a file at " + location.uri() + " already; move it away");
    }

    /**
     * The object's bytes; empty if there is none, or none that the caller may read.
     *
     * @param object makes of a response and the object's size what is known of it
     * @throws Fault as {@link ObjectDownload#of}
     */
    Optional<StoredBytes> open(
            Caller caller,
            Location location,
            Optional<ByteRange> range,
            BiFunction<Response, Long, StoredObject> object) {
        HttpGet request = new HttpGet(addresses.object(location));
        authenticate(caller, request);
        range.ifPresent(some -> request.setHeader("Range", "bytes=" + some.first() + "-" + some.last()));
        Download download = transfers.open(request);
        boolean isOpen = false;
        try {
            Optional<StoredBytes> bytes = ObjectDownload.of(download, range, object);
            isOpen = bytes.isPresent();
            return bytes;
        } finally {
            if (!isOpen) {
                download.close();
            }
        }
    }

    /**
     * Deletes the object, unless it is not one that {@link #put} has made there.
     *
     * @return whether there is nothing any longer
     */
    boolean delete(Caller caller, Location location) {
        Optional<String> mark = Optional.of(location.uuid().toString());
        if (head(caller, location)
                .filter(response -> !response.header(MARK).equals(mark))
                .isPresent()) {
            return false;
        }
        StoreResponses.requireDeleted(exchange(caller, new HttpDelete(addresses.object(location))));
        return true;
    }

    /**
     * Of the service itself it is the store that says what it may.
     *
     * @throws Fault FORBIDDEN if the location is not of the caller's account
     */
    static void requireOwn(Caller caller, Location location) {
        if (!caller.isService() && !caller.account().equals(location.account())) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "only the account whose file it is says who may read it in the object store");
        }
    }

    /**
     * Whether there is certainly no object: it is 404, and its container's list, or else the account's list of
     * containers, is there and does not name it. A store, or a proxy before it, that answers everything with 404 proves
     * nothing.
     */
    boolean isGone(Caller caller, Location location) {
        if (exchange(caller, new HttpHead(addresses.object(location))).status() != 404) {
            return false;
        }
        String objects = addresses.container(location) + "?format=json&limit=1&prefix="
                + PercentEncoding.encodePart(location.object());
        // Without a limit: Pithos+ lists an account whatever the prefix, but Swift one of any number of containers.
        String containers =
                addresses.account(location) + "?format=json&prefix=" + PercentEncoding.encodePart(location.container());
        return lists(caller, objects, location.object())
                .or(() -> lists(caller, containers, location.container()))
                .map(isListed -> !isListed)
                .orElse(false);
    }

    /** Whether the list at that address names it; empty if there is no such list. */
    private Optional<Boolean> lists(Caller caller, String address, String name) {
        Response response = exchange(caller, new HttpGet(address));
        return switch (response.status()) {
            case 200 -> Optional.of(names(StoreResponses.list(response), name));
            case 204 -> Optional.of(false);
            case 403, 404 -> Optional.empty();
            default ->
                throw StoreResponses.refusal(
                        response, "listing", "the object store does not let that account be listed");
        };
    }

    private static boolean names(JsonNode list, String name) {
        for (JsonNode entry : list) {
            if (entry.path("name").asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        try (http) {
            transfers.close();
        }
    }
}
