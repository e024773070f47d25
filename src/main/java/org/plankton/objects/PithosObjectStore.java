package org.plankton.objects;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.plankton.http.BoundedHttpClient;
import org.plankton.http.BoundedHttpClient.Answer;
import org.plankton.registry.Caller;
import org.plankton.registry.Fault;
import org.plankton.registry.Image;
import org.plankton.registry.Location;
import org.plankton.registry.ObjectStore;
import org.plankton.registry.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pithos+, the object store of Synnefo. */
public final class PithosObjectStore implements ObjectStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PithosObjectStore.class);
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{16,128}");

    private final String url;
    private final boolean shares;
    private final BoundedHttpClient http;

    /**
     * @param url of the object store, {@code …/object-store/v1}
     * @param deadline for one whole exchange
     * @param shares whether {@link #share} does anything: without it members see images whose bytes they may not read
     */
    public PithosObjectStore(String url, Duration deadline, boolean shares) {
        this.url = url;
        this.shares = shares;
        this.http = new BoundedHttpClient("the object store", deadline);
    }

    @Override
    public Optional<StoredObject> stat(Caller caller, Location location) {
        return head(caller, location).map(PithosObjectStore::object);
    }

    private static StoredObject object(Answer answer) {
        try {
            long size = Long.parseLong(answer.header("Content-Length").orElse(""));
            String checksum = answer.header("X-Object-Hash")
                    .or(() -> answer.header("ETag").map(tag -> tag.replace("\"", "")))
                    .map(hash -> hash.toLowerCase(Locale.ROOT))
                    .filter(hash -> HASH.matcher(hash).matches())
                    .orElseThrow(() -> unreliable("gave no hash of an object"));
            Optional<String> uuid = answer.header("X-Object-UUID")
                    .map(id -> id.toLowerCase(Locale.ROOT))
                    .filter(Image::isId);
            return new StoredObject(uuid, size, checksum);
        } catch (NumberFormatException e) {
            throw unreliable("gave no length of an object");
        }
    }

    @Override
    public void share(Caller caller, Location location, Set<String> readers, Set<String> former) {
        if (!shares) {
            return;
        }
        if (!caller.account().equals(location.account())) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "only the account whose file it is says who may read it in the object store");
        }
        for (String reader : readers) {
            if (!reader.equals(reader.toLowerCase(Locale.ROOT))) {
                // Pithos+ would give the right to whoever has that name in lower case.
                throw Fault.badRequest("member_id must be in lower case: the object store knows no other accounts");
            }
        }
        Answer object = head(caller, location)
                .orElseThrow(() -> new Fault(
                        Fault.Kind.NO_OBJECT, "the image's file is not in the object store any more; upload it again"));
        // What an object inherits from a folder stays the folder's: written to the object it would outlive that.
        Sharing now = object.header("X-Object-Shared-By").isPresent()
                ? Sharing.NONE
                : object.header("X-Object-Sharing").map(Sharing::parse).orElse(Sharing.NONE);
        Sharing then = now.with(readers, former);
        if (then.equals(now)) {
            return;
        }
        // Without "update" the request would also replace the object's own metadata, by none.
        HttpPost request = new HttpPost(url + "/" + location.path() + "?update");
        request.setHeader("X-Object-Sharing", then.header());
        Answer answer = exchange(caller, request);
        switch (answer.status()) {
            case 202 -> {}
            case 401 -> throw unauthorized();
            case 403 ->
                throw new Fault(
                        Fault.Kind.FORBIDDEN, "the object store lets only the file's owner say who may read it");
            case 404 ->
                throw new Fault(
                        Fault.Kind.NO_OBJECT, "the image's file is not in the object store any more; upload it again");
            default -> throw unreliable("answered " + answer.status() + " to sharing");
        }
    }

    private Optional<Answer> head(Caller caller, Location location) {
        Answer answer = exchange(caller, new HttpHead(url + "/" + location.path()));
        return switch (answer.status()) {
            case 200 -> Optional.of(answer);
            case 401 -> throw unauthorized();
            case 403, 404 -> Optional.empty(); // which of the two is not the caller's to know
            case 400, 414 -> {
                // Nothing there can be called that, as when a name is too long for it. A wrong address of the store
                // looks the same, so it is told.
                LOG.warn("the object store answered {}: is its address right?", answer.status());
                yield Optional.empty();
            }
            default -> throw unreliable("answered " + answer.status());
        };
    }

    private Answer exchange(Caller caller, HttpUriRequestBase request) {
        request.setHeader("X-Auth-Token", caller.token());
        return http.exchange(request);
    }

    private static Fault unauthorized() {
        return new Fault(Fault.Kind.UNAUTHORIZED, "the object store refuses the token");
    }

    private static Fault unreliable(String how) {
        LOG.error("the object store {}", how);
        return new Fault(Fault.Kind.UNAVAILABLE, "the object store does not answer as it should; try again");
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
