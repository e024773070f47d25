package org.plankton.objects;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plankton.http.Probe;
import org.plankton.http.Response;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Files;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.request.StoredContainer;
import org.plankton.registry.request.StoredFile;
import org.plankton.registry.turns.Turns;

/** Pithos+, the object store of Synnefo. */
public final class PithosObjectStore implements ObjectStore, Sharing, Files, AutoCloseable {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** An MD5 before 0.14, the hash from then on. */
    private static final Pattern TAG = Pattern.compile("\"?([0-9a-f]{32}|[0-9a-f]{64})\"?");

    /** More bytes it takes only of a body whose length it is not told. */
    private static final long LONGEST_BODY = 5L << 30;

    private final String container;
    private final StoreHttp http;
    private final StoreLists lists;

    /**
     * @param url of the object store, {@code …/object-store/v1}
     * @param timeout for one whole exchange without an object's bytes
     * @param container of each account, where its images' bytes go
     * @param idle how long the object store may be silent while bytes are transferred
     * @param transfers how many there are at most at a time
     * @param waiting of whoever waits for the store, there or for another's change of the same readers
     */
    public PithosObjectStore(
            String url, Duration timeout, String container, Duration idle, int transfers, Turns waiting) {
        this.container = container;
        this.http = new StoreHttp(new Addresses(url, ""), timeout, idle, transfers, waiting);
        this.lists = new StoreLists(http);
    }

    /**
     * Whether Pithos+ is at that address.
     *
     * @param timeout for one whole question
     */
    public static Probe probe(String url, Duration timeout) {
        return StoreHttp.probe(new Addresses(url, ""), timeout);
    }

    /** Who may ask it now, but for images' bytes. */
    public Turns turns() {
        return http.turns();
    }

    @Override
    public String name() {
        return "pithos";
    }

    @Override
    public Location place(String account, String imageId) {
        return new Location(account, container, imageId);
    }

    @Override
    public Optional<StoredObject> stat(Caller caller, Location location) {
        Optional<Response> found = http.head(caller, location);
        found.flatMap(response -> response.header("X-Object-Manifest")).ifPresent(manifest -> {
            // Its hash, and who may read it, say nothing of the bytes.
            throw Fault.badRequest("the file is a manifest, whose bytes are other files': upload it in one piece");
        });
        return found.map(response -> object(response, StoreResponses.length(response)));
    }

    private static StoredObject object(Response response, long size) {
        Optional<String> uuid = response.header("X-Object-UUID").map(id -> id.toLowerCase(Locale.ROOT));
        if (uuid.isPresent() && !Image.isId(uuid.get())) {
            throw response.from().unreliable("gave an object a UUID that is none");
        }
        return new StoredObject(uuid, size, checksum(response), Optional.empty());
    }

    private static String checksum(Response response) {
        Optional<String> hash = response.header("X-Object-Hash").map(text -> text.toLowerCase(Locale.ROOT));
        return (hash.isPresent()
                        ? hash.filter(text -> HASH.matcher(text).matches())
                        : response.header("ETag")
                                .map(tag -> TAG.matcher(tag.toLowerCase(Locale.ROOT)))
                                .filter(Matcher::matches)
                                .map(tag -> tag.group(1)))
                .orElseThrow(() -> response.from().unreliable("gave no hash of an object, or none that can be"));
    }

    @Override
    public void share(
            Caller caller, Location location, Set<String> readers, Set<String> former, Consumer<StoredObject> look) {
        StoreHttp.requireOwn(caller, location);
        PithosReaders sharing = new PithosReaders(http, caller, location, readers, former);
        Response object = http.head(caller, location).orElseThrow(StoreResponses::noObject);
        look.accept(object(object, StoreResponses.length(object)));
        sharing.change(object);
    }

    @Override
    public boolean isGone(Caller caller, Location location) {
        return http.isGone(caller, location);
    }

    /**
     * Looks before it writes: before 0.16, Pithos+ breaks off with 500 where it is told to write only if nothing is
     * there.
     */
    @Override
    public void put(Caller caller, Location location, InputStream bytes, OptionalLong length) throws IOException {
        http.makeContainer(caller, location);
        if (http.head(caller, location).isPresent()) {
            throw StoreHttp.occupied(location);
        }
        boolean isTold = length.orElse(0) <= LONGEST_BODY;
        http.put(caller, location, Map.of(), bytes, isTold ? length : OptionalLong.empty());
    }

    @Override
    public Optional<StoredBytes> open(Caller caller, Location location, Optional<ByteRange> range) {
        return http.open(caller, location, range, PithosObjectStore::object);
    }

    @Override
    public void delete(Caller caller, Location location) {
        http.delete(caller, location);
    }

    @Override
    public List<StoredContainer> listContainers(Caller caller, String after, int limit) {
        return lists.containers(caller, after, limit);
    }

    @Override
    public List<StoredFile> listFiles(Caller caller, String container, String prefix, String after, int limit) {
        return lists.files(caller, container, prefix, after, limit);
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
