package org.plankton.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.plankton.http.BoundedHttpClient.Answer;
import org.plankton.registry.ByteRange;
import org.plankton.registry.Caller;
import org.plankton.registry.Fault;
import org.plankton.registry.Image;
import org.plankton.registry.Location;
import org.plankton.registry.ObjectStore;
import org.plankton.registry.PercentEncoding;
import org.plankton.registry.StoredBytes;
import org.plankton.registry.StoredObject;

/**
 * Swift, the object store of OpenStack, behind Keystone: an account is a project, by its id.
 *
 * <p>Swift says who may read for a whole container, never for an object of it. So what is uploaded gets a container of its own,
 * {@code <container>-<image>}; a file that its owner has put anywhere else is shared only while it is alone in its container.
 * What they put beside it later, its readers may read too.
 *
 * <p>Swift takes objects of 5 GiB at most in one piece. A larger image has to be uploaded in segments by other means, and
 * registered where its manifest is; it has no MD5 then, and who may read the segments is for its owner to say.
 */
public final class SwiftObjectStore implements ObjectStore, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    private final String url;
    private final boolean shares;
    private final String accountPrefix;
    private final String container;
    private final StoreHttp http;

    /**
     * @param url of the object store, {@code …/v1}
     * @param deadline for one whole exchange without an object's bytes
     * @param shares whether {@link #share} does anything: without it members see images whose bytes they may not read
     * @param accountPrefix what Swift's name of an account has before the project's id, {@code AUTH_} as a rule
     * @param container what the names of uploads' containers begin with
     * @param idle how long the object store may be silent while bytes are transferred
     * @param transfers how many there are at most at a time
     */
    public SwiftObjectStore(
            String url,
            Duration deadline,
            boolean shares,
            String accountPrefix,
            String container,
            Duration idle,
            int transfers) {
        this.url = url;
        this.shares = shares;
        this.accountPrefix = accountPrefix;
        this.container = container;
        this.http = new StoreHttp(deadline, idle, transfers);
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

    @Override
    public boolean isGone(Caller caller, Location location) {
        return http.isGone(caller, address(location));
    }

    private static StoredObject object(Answer answer, long size) {
        String checksum = answer.header("ETag")
                .map(tag -> tag.replace("\"", "").toLowerCase(Locale.ROOT))
                .filter(tag -> MD5.matcher(tag).matches())
                .orElseThrow(() -> StoreHttp.unreliable("gave no hash of an object"));
        // That of an object in segments is a hash of theirs.
        boolean isInSegments = answer.header("X-Object-Manifest").isPresent()
                || answer.header("X-Static-Large-Object").isPresent();
        return new StoredObject(
                Optional.empty(), size, checksum, isInSegments ? Optional.empty() : Optional.of(checksum));
    }

    @Override
    public void share(Caller caller, Location location, Set<String> readers, Set<String> former) {
        if (!shares) {
            return;
        }
        StoreHttp.requireOwn(caller, location);
        if (stat(caller, location).isEmpty()) {
            throw StoreHttp.noObject();
        }
        Answer listing = StoreHttp.found(
                        http.exchange(caller, new HttpGet(containerAddress(location) + "?format=json&limit=2")))
                .orElseThrow(StoreHttp::noObject);
        ReadAcl now = ReadAcl.parse(listing.header("X-Container-Read").orElse(""));
        ReadAcl then = now.with(readers, former);
        if (then.equals(now)) {
            return;
        }
        if (then.exceeds(now) && !isAlone(location, listing)) {
            throw Fault.badRequest(
                    "the object store shares whole containers, and there are other files beside the image's:"
                            + " move it to a container of its own, and register it there");
        }
        HttpPost request = new HttpPost(containerAddress(location));
        request.setHeader("X-Container-Read", then.header());
        Answer answer = http.exchange(caller, request);
        switch (answer.status()) {
            case 204 -> {}
            case 400 -> throw Fault.badRequest("the object store cannot note so many readers; share it with fewer");
            case 404 -> throw StoreHttp.noObject();
            default ->
                throw StoreHttp.refusal(
                        answer, "sharing", "the object store does not let you say who may read it; ask its operator");
        }
    }

    /** Whether no other object is listed. That object itself may not be yet: Swift's lists lag behind. */
    private static boolean isAlone(Location location, Answer listing) {
        try {
            for (JsonNode entry : JSON.readTree(listing.body())) {
                if (!entry.path("name").asText().equals(location.object())) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw StoreHttp.unreliable("gave no list of a container");
        }
    }

    @Override
    public void put(Caller caller, Location location, InputStream bytes, OptionalLong length) throws IOException {
        http.put(caller, location, containerAddress(location), address(location), bytes, length);
    }

    @Override
    public Optional<StoredBytes> open(Caller caller, Location location, Optional<ByteRange> range) {
        return http.open(caller, new HttpGet(address(location)), range, SwiftObjectStore::object);
    }

    @Override
    public void delete(Caller caller, Location location) {
        http.delete(caller, address(location));
        if (isPlace(location)) {
            Answer answer = http.exchange(caller, new HttpDelete(containerAddress(location)));
            if (answer.status() != 409) { // somebody has put something else there
                StoreHttp.requireDeleted(answer);
            }
        }
    }

    private String containerAddress(Location location) {
        return url + "/" + PercentEncoding.encodePart(accountPrefix + location.account()) + "/"
                + PercentEncoding.encodePart(location.container());
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
