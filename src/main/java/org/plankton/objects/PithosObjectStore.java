package org.plankton.objects;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
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

/** Pithos+, the object store of Synnefo. */
public final class PithosObjectStore implements ObjectStore, AutoCloseable {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{16,128}");

    private final String url;
    private final boolean shares;
    private final String container;
    private final StoreHttp http;

    /**
     * @param url of the object store, {@code …/object-store/v1}
     * @param deadline for one whole exchange without an object's bytes
     * @param shares whether {@link #share} does anything: without it members see images whose bytes they may not read
     * @param container of each account, where its images' bytes go
     * @param idle how long the object store may be silent while bytes are transferred
     * @param transfers how many there are at most at a time
     */
    public PithosObjectStore(
            String url, Duration deadline, boolean shares, String container, Duration idle, int transfers) {
        this.url = url;
        this.shares = shares;
        this.container = container;
        this.http = new StoreHttp(deadline, idle, transfers);
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
        return http.head(caller, address(location)).map(answer -> object(answer, StoreHttp.length(answer)));
    }

    @Override
    public boolean isGone(Caller caller, Location location) {
        return http.isGone(caller, address(location));
    }

    private static StoredObject object(Answer answer, long size) {
        String checksum = answer.header("X-Object-Hash")
                .or(() -> answer.header("ETag").map(tag -> tag.replace("\"", "")))
                .map(hash -> hash.toLowerCase(Locale.ROOT))
                .filter(hash -> HASH.matcher(hash).matches())
                .orElseThrow(() -> StoreHttp.unreliable("gave no hash of an object"));
        Optional<String> uuid = answer.header("X-Object-UUID")
                .map(id -> id.toLowerCase(Locale.ROOT))
                .filter(Image::isId);
        return new StoredObject(uuid, size, checksum, Optional.empty());
    }

    @Override
    public void share(Caller caller, Location location, Set<String> readers, Set<String> former) {
        if (!shares) {
            return;
        }
        StoreHttp.requireOwn(caller, location);
        for (String reader : readers) {
            if (!reader.equals(reader.toLowerCase(Locale.ROOT))) {
                // Pithos+ would give the right to whoever has that name in lower case.
                throw Fault.badRequest("member_id must be in lower case: the object store knows no other accounts");
            }
        }
        Answer object = http.head(caller, address(location)).orElseThrow(StoreHttp::noObject);
        // What an object inherits from a folder stays the folder's: written to the object it would outlive that.
        Sharing now = object.header("X-Object-Shared-By").isPresent()
                ? Sharing.NONE
                : object.header("X-Object-Sharing").map(Sharing::parse).orElse(Sharing.NONE);
        Sharing then = now.with(readers, former);
        if (then.equals(now)) {
            return;
        }
        // Without "update" the request would also replace the object's own metadata, by none.
        HttpPost request = new HttpPost(address(location) + "?update");
        request.setHeader("X-Object-Sharing", then.header());
        Answer answer = http.exchange(caller, request);
        switch (answer.status()) {
            case 202 -> {}
            case 404 -> throw StoreHttp.noObject();
            default ->
                throw StoreHttp.refusal(
                        answer, "sharing", "the object store lets only the file's owner say who may read it");
        }
    }

    @Override
    public void put(Caller caller, Location location, InputStream bytes, OptionalLong length) throws IOException {
        String container = url + "/" + PercentEncoding.encodePart(location.account()) + "/"
                + PercentEncoding.encodePart(location.container());
        http.put(caller, location, container, address(location), bytes, length);
    }

    @Override
    public Optional<StoredBytes> open(Caller caller, Location location, Optional<ByteRange> range) {
        return http.open(caller, new HttpGet(address(location)), range, PithosObjectStore::object);
    }

    @Override
    public void delete(Caller caller, Location location) {
        http.delete(caller, address(location));
    }

    private String address(Location location) {
        return url + "/" + location.path();
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
