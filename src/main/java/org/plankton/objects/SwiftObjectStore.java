package org.plankton.objects;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.plankton.http.BoundedHttpClient.Answer;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;

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
public final class SwiftObjectStore implements ObjectStore, Sharing, AutoCloseable {
    private static final Pattern MD5 = Pattern.compile("\"?([0-9a-f]{32})\"?");

    private final String url;
    private final String accountPrefix;
    private final String container;
    private final StoreHttp http;

    /**
     * @param url of the object store, {@code …/v1}
     * @param deadline for one whole exchange without an object's bytes
     * @param accountPrefix what Swift's name of an account has before the project's id, {@code AUTH_} as a rule
     * @param container what the names of uploads' containers begin with
     * @param idle how long the object store may be silent while bytes are transferred
     * @param transfers how many there are at most at a time
     */
    public SwiftObjectStore(
            String url, Duration deadline, String accountPrefix, String container, Duration idle, int transfers) {
        this.url = url;
        this.accountPrefix = accountPrefix;
        this.container = container;
        this.http = new StoreHttp(url, deadline, idle, transfers);
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
        return Image.isId(location.object()) && location.equals(place(location.account(), location.object()));
    }

    @Override
    public Optional<StoredObject> stat(Caller caller, Location location) {
        return http.head(caller, address(location)).map(answer -> object(answer, StoreHttp.length(answer)));
    }

    private static StoredObject object(Answer answer, long size) {
        String checksum = answer.header("ETag")
                .map(tag -> MD5.matcher(tag.toLowerCase(Locale.ROOT)))
                .filter(Matcher::matches)
                .map(tag -> tag.group(1))
                .orElseThrow(() -> StoreHttp.unreliable(answer, "gave no hash of an object, or none that can be"));
        // That of an object in segments is a hash of theirs.
        boolean isInSegments = answer.header("X-Object-Manifest").isPresent()
                || answer.header("X-Static-Large-Object").isPresent();
        return new StoredObject(
                Optional.empty(), size, checksum, isInSegments ? Optional.empty() : Optional.of(checksum));
    }

    @Override
    public void share(
            Caller caller, Location location, Set<String> readers, Set<String> former, Consumer<StoredObject> look) {
        StoreHttp.requireOwn(caller, location);
        Optional<Answer> object = http.head(caller, address(location));
        object.ifPresent(answer -> look.accept(object(answer, StoreHttp.length(answer))));
        new SwiftReaders(http, caller, location, name -> containerAddress(location.account(), name), readers, former)
                .change(object);
        if (object.isEmpty()) {
            throw StoreHttp.noObject();
        }
    }

    @Override
    public boolean isGone(Caller caller, Location location) {
        return http.isGone(
                caller,
                address(location),
                containerAddress(location),
                accountAddress(location.account()),
                location.object(),
                location.container());
    }

    @Override
    public void put(Caller caller, Location location, InputStream bytes, OptionalLong length) throws IOException {
        http.makeContainer(caller, containerAddress(location));
        HttpPut request = new HttpPut(address(location));
        request.setHeader("If-None-Match", "*");
        http.put(caller, location, request, bytes, length);
    }

    @Override
    public Optional<StoredBytes> open(Caller caller, Location location, Optional<ByteRange> range) {
        return http.open(caller, new HttpGet(address(location)), range, SwiftObjectStore::object);
    }

    @Override
    public void delete(Caller caller, Location location) {
        if (http.delete(caller, location, address(location)) && isPlace(location)) {
            Answer answer = http.exchange(caller, new HttpDelete(containerAddress(location)));
            if (answer.status() != 409) { // somebody has put something else there
                StoreHttp.requireDeleted(answer);
            }
        }
    }

    private String containerAddress(Location location) {
        return containerAddress(location.account(), location.container());
    }

    private String containerAddress(String account, String name) {
        return accountAddress(account) + "/" + PercentEncoding.encodePart(name);
    }

    private String accountAddress(String account) {
        return url + "/" + PercentEncoding.encodePart(accountPrefix + account);
    }

    private String address(Location location) {
        return containerAddress(location)
                + Arrays.stream(location.object().split("/"))
                        .map(PercentEncoding::encodePart)
                        .collect(Collectors.joining("/", "/", ""));
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
