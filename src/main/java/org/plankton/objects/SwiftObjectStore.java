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
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.plankton.http.Probe;
import org.plankton.http.Response;
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

/**
 * Swift, the object store of OpenStack, behind Keystone: an account is a project, by its id.
 *
 * <p>Swift says who may read for a whole container, never for an object of it. So what is uploaded gets a container of
 * its own, {@code <container>-<image>}; a file that its owner has put anywhere else is shared only while it is alone in
 * its container. What they put beside it later, its readers may read too.
 *
 * <p>Swift takes objects of 5 GiB at most in one piece. A larger image has to be uploaded in segments by other means,
 * and registered where its manifest is; it has no MD5 then. It is shared together with its segments, while they too are
 * alone in their container: see {@link SwiftReaders}.
 */
public final class SwiftObjectStore implements ObjectStore, Sharing, Files, AutoCloseable {
    private static final Pattern MD5 = Pattern.compile("\"?([0-9a-f]{32})\"?");

    private final String container;
    private final StoreHttp http;
    private final StoreLists lists;

    /**
     * @param url of the object store, {@code …/v1}
     * @param timeout for one whole exchange without an object's bytes
     * @param accountPrefix what Swift's name of an account has before the project's id, {@code AUTH_} as a rule
     * @param container what the names of uploads' containers begin with
     * @param idle how long the object store may be silent while bytes are transferred
     * @param transfers how many there are at most at a time
     * @param waiting of whoever waits for the store, there or for another's change of the same readers
     */
    public SwiftObjectStore(
            String url,
            Duration timeout,
            String accountPrefix,
            String container,
            Duration idle,
            int transfers,
            Turns waiting) {
        this.container = container;
        this.http = new StoreHttp(new Addresses(url, accountPrefix), timeout, idle, transfers, waiting);
        this.lists = new StoreLists(http);
    }

    /**
     * Whether Swift is at that address.
     *
     * @param timeout for one whole question
     */
    public static Probe probe(String url, Duration timeout, String accountPrefix) {
        return StoreHttp.probe(new Addresses(url, accountPrefix), timeout);
    }

    /** Who may ask it now, but for images' bytes. */
    public Turns turns() {
        return http.turns();
    }

    @Override
    public String name() {
        return "swift";
    }

    @Override
    public Location place(String account, String imageId) {
        return new Location(account, container + "-" + imageId, imageId);
    }

    /** Whether it is one of those above, and its container nothing but an upload's. */
    private boolean isPlace(Location location) {
        return location.equals(place(location.account(), location.object()));
    }

    @Override
    public Optional<StoredObject> stat(Caller caller, Location location) {
        return http.head(caller, location).map(response -> object(response, StoreResponses.length(response)));
    }

    private static StoredObject object(Response response, long size) {
        String checksum = response.header("ETag")
                .map(tag -> MD5.matcher(tag.toLowerCase(Locale.ROOT)))
                .filter(Matcher::matches)
                .map(tag -> tag.group(1))
                .orElseThrow(() -> response.from().unreliable("gave no hash of an object, or none that can be"));
        // That of an object in segments is a hash of theirs.
        boolean isInSegments = response.header("X-Object-Manifest").isPresent()
                || response.header("X-Static-Large-Object").isPresent();
        return new StoredObject(
                Optional.empty(), size, checksum, isInSegments ? Optional.empty() : Optional.of(checksum));
    }

    @Override
    public void share(
            Caller caller, Location location, Set<String> readers, Set<String> former, Consumer<StoredObject> look) {
        StoreHttp.requireOwn(caller, location);
        Optional<Response> object = http.head(caller, location);
        object.ifPresent(response -> look.accept(object(response, StoreResponses.length(response))));
        new SwiftReaders(http, caller, location, readers, former).change(object);
        if (object.isEmpty()) {
            throw StoreResponses.noObject();
        }
    }

    @Override
    public boolean isGone(Caller caller, Location location) {
        return http.isGone(caller, location);
    }

    @Override
    public void put(Caller caller, Location location, InputStream bytes, OptionalLong length) throws IOException {
        http.makeContainer(caller, location);
        http.put(caller, location, Map.of("If-None-Match", "*"), bytes, length);
    }

    @Override
    public Optional<StoredBytes> open(Caller caller, Location location, Optional<ByteRange> range) {
        return http.open(caller, location, range, SwiftObjectStore::object);
    }

    @Override
    public void delete(Caller caller, Location location) {
        if (http.delete(caller, location) && isPlace(location)) {
            Response response =
                    http.exchange(caller, new HttpDelete(http.addresses().container(location)));
            if (response.status() != 409) { // somebody has put something else there
                StoreResponses.requireDeleted(response);
            }
        }
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
