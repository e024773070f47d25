package org.plankton.objects;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.plankton.http.BoundedHttpClient.Answer;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;

/** Pithos+, the object store of Synnefo. */
public final class PithosObjectStore implements ObjectStore, Sharing, AutoCloseable {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** An MD5 before 0.14, the hash from then on. */
    private static final Pattern TAG = Pattern.compile("\"?([0-9a-f]{32}|[0-9a-f]{64})\"?");

    /** More bytes it takes only of a body whose length it is not told. */
    private static final long LONGEST_BODY = 5L << 30;

    private static final Pattern FOLDER = Pattern.compile("application/(directory|folder)\\s*(;.*)?");

    /** How many folders above an object are looked at, so that a long name does not make many requests. */
    private static final int LEVELS = 16;

    private final String url;
    private final String container;
    private final StoreHttp http;

    /**
     * @param url of the object store, {@code …/object-store/v1}
     * @param deadline for one whole exchange without an object's bytes
     * @param container of each account, where its images' bytes go
     * @param idle how long the object store may be silent while bytes are transferred
     * @param transfers how many there are at most at a time
     */
    public PithosObjectStore(String url, Duration deadline, String container, Duration idle, int transfers) {
        this.url = url;
        this.container = container;
        this.http = new StoreHttp(url, deadline, idle, transfers);
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
        Optional<Answer> found = http.head(caller, address(location));
        found.flatMap(answer -> answer.header("X-Object-Manifest")).ifPresent(manifest -> {
            // Its hash, and who may read it, say nothing of the bytes.
            throw Fault.badRequest("the file is a manifest, whose bytes are other files': upload it in one piece");
        });
        return found.map(answer -> object(answer, StoreHttp.length(answer)));
    }

    private static StoredObject object(Answer answer, long size) {
        Optional<String> uuid = answer.header("X-Object-UUID").map(id -> id.toLowerCase(Locale.ROOT));
        if (uuid.isPresent() && !Image.isId(uuid.get())) {
            throw StoreHttp.unreliable(answer, "gave an object a UUID that is none");
        }
        return new StoredObject(uuid, size, checksum(answer), Optional.empty());
    }

    private static String checksum(Answer answer) {
        Optional<String> hash = answer.header("X-Object-Hash").map(text -> text.toLowerCase(Locale.ROOT));
        return (hash.isPresent()
                        ? hash.filter(text -> HASH.matcher(text).matches())
                        : answer.header("ETag")
                                .map(tag -> TAG.matcher(tag.toLowerCase(Locale.ROOT)))
                                .filter(Matcher::matches)
                                .map(tag -> tag.group(1)))
                .orElseThrow(() -> StoreHttp.unreliable(answer, "gave no hash of an object, or none that can be"));
    }

    @Override
    public void share(
            Caller caller, Location location, Set<String> readers, Set<String> former, Consumer<StoredObject> look) {
        StoreHttp.requireOwn(caller, location);
        for (String reader : readers) {
            if (!reader.equals(reader.toLowerCase(Locale.ROOT))) {
                // Pithos+ would give the right to whoever has that name in lower case.
                throw Fault.badRequest("member_id must be in lower case: the object store knows no other accounts");
            }
        }
        Answer object = http.head(caller, address(location)).orElseThrow(StoreHttp::noObject);
        look.accept(object(object, StoreHttp.length(object)));
        boolean inherits = object.header("X-Object-Shared-By").isPresent();
        PithosSharing now = sharing(object);
        PithosSharing then = inherits ? beside(now, readers) : instead(caller, location, now, readers, former);
        if (inherits ? then.equals(PithosSharing.NONE) : then.equals(now)) {
            return;
        }
        // Without "update" the request would also replace the object's own metadata, by none.
        HttpPost request = new HttpPost(address(location) + "?update");
        request.setHeader("X-Object-Sharing", then.header());
        Answer answer = http.exchange(caller, request);
        switch (answer.status()) {
            case 202 -> {}
            case 403 -> throw StoreHttp.unreliable(answer, "forbade to share what it had shown to its owner");
            default ->
                throw StoreHttp.refusal(
                        answer, "sharing", "the object store lets only the file's owner say who may read it");
        }
    }

    private static PithosSharing sharing(Answer object) {
        return object.header("X-Object-Sharing").map(PithosSharing::parse).orElse(PithosSharing.NONE);
    }

    /**
     * What is to be written to an object that has no list of its own: a list of its own replaces the folder's, so those
     * are in it who read or write by the folder. Whom the registry takes away has not been let in by it here.
     *
     * @param folders what it inherits
     * @return NONE if nothing is to be written
     */
    private static PithosSharing beside(PithosSharing folders, Set<String> readers) {
        boolean isOpen = folders.read().contains(EVERYONE);
        // Everyone is not written to the object for somebody's sake: that would outlive the folder's being open.
        return readers.isEmpty() || isOpen && !readers.contains(EVERYONE)
                ? PithosSharing.NONE
                : folders.with(readers, Set.of());
    }

    /**
     * What is to be written to an object that has a list of its own, or is shared with nobody. Who reads by the folder,
     * too, is not the registry's to take away; and where nobody is left but they, the object goes back to what the
     * folder says.
     */
    private PithosSharing instead(
            Caller caller, Location location, PithosSharing now, Set<String> readers, Set<String> former) {
        PithosSharing without = now.with(readers, former);
        if (now.with(readers, Set.of()).equals(without)) {
            return without;
        }
        PithosSharing folders = folders(caller, location);
        PithosSharing then = now.with(readers, folders.without(former));
        return readers.isEmpty() && then.equals(folders) ? PithosSharing.NONE : then;
    }

    /** What an object there would inherit. */
    private PithosSharing folders(Caller caller, Location location) {
        String path = location.object();
        for (int level = 0, slash = path.lastIndexOf('/'); level < LEVELS && slash > 0; level++) {
            for (String folder : List.of(path.substring(0, slash + 1), path.substring(0, slash))) {
                Optional<PithosSharing> sharing = http.head(
                                caller, address(new Location(location.account(), location.container(), folder)))
                        .filter(answer -> answer.header("Content-Type")
                                .filter(type -> FOLDER.matcher(type).matches())
                                .isPresent())
                        .map(PithosObjectStore::sharing)
                        .filter(some -> !some.equals(PithosSharing.NONE));
                if (sharing.isPresent()) {
                    return sharing.get();
                }
            }
            slash = path.lastIndexOf('/', slash - 1);
        }
        return PithosSharing.NONE;
    }

    @Override
    public boolean isGone(Caller caller, Location location) {
        return http.isGone(
                caller,
                address(location),
                containerAddress(location),
                url + "/" + PercentEncoding.encodePart(location.account()),
                location.object(),
                location.container());
    }

    private String containerAddress(Location location) {
        return url + "/" + PercentEncoding.encodePart(location.account()) + "/"
                + PercentEncoding.encodePart(location.container());
    }

    /**
     * Looks before it writes: before 0.16, Pithos+ breaks off with 500 where it is told to write only if nothing is
     * there.
     */
    @Override
    public void put(Caller caller, Location location, InputStream bytes, OptionalLong length) throws IOException {
        http.makeContainer(caller, containerAddress(location));
        if (http.head(caller, address(location)).isPresent()) {
            throw StoreHttp.occupied(location);
        }
        boolean isTold = length.orElse(0) <= LONGEST_BODY;
        http.put(caller, location, new HttpPut(address(location)), bytes, isTold ? length : OptionalLong.empty());
    }

    @Override
    public Optional<StoredBytes> open(Caller caller, Location location, Optional<ByteRange> range) {
        return http.open(caller, new HttpGet(address(location)), range, PithosObjectStore::object);
    }

    @Override
    public void delete(Caller caller, Location location) {
        http.delete(caller, location, address(location));
    }

    private String address(Location location) {
        return url + "/" + location.path();
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
