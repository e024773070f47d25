package org.plankton.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.plankton.cloud.Storage.Access;
import org.plankton.cloud.Storage.StoredObject;
import org.plankton.cloud.Storage.Version;

/** What Pithos does with objects. */
final class PithosObjects {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
    private static final long LONGEST_BODY = 5L << 30;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Storage storage;

    PithosObjects(Storage storage) {
        this.storage = storage;
    }

    void handle(PithosCall call, User user) throws IOException {
        switch (call.method()) {
            case "HEAD", "GET" -> read(call, user);
            case "PUT" -> write(call, user);
            case "POST" -> update(call, user);
            case "DELETE" -> delete(call, user);
            default -> {
                String account = call.header("Destination-Account").orElse(user.account());
                Place to = place(account, call.header("Destination"), "Destination");
                copy(call, user, new Place(call.account(), call.container(), call.name()), to);
            }
        }
    }

    /** Keeps the body as blocks, whose hashes it adds to the list, and returns its size in bytes. */
    long receive(PithosCall call, List<String> hashes) throws IOException {
        return receive(call, hashes, md5());
    }

    private long receive(PithosCall call, List<String> hashes, MessageDigest digest) throws IOException {
        InputStream body = call.request().getInputStream();
        byte[] block = new byte[Blocks.SIZE];
        long size = 0;
        for (int read; (read = body.readNBytes(block, 0, block.length)) > 0; ) {
            digest.update(block, 0, read);
            hashes.add(storage.blocks().put(block, read));
            size += read;
        }
        return size;
    }

    private void read(PithosCall call, User user) throws IOException {
        boolean get = call.method().equals("GET");
        Optional<String> number = call.query("version");
        StoredObject object = readable(call, user);
        if (get && number.equals(Optional.of("list"))) {
            if (!call.isJson()) {
                throw CloudFault.badRequest("No format specified for version list.");
            }
            List<List<Object>> versions = new ArrayList<>();
            for (Version version : object.versions()) {
                versions.add(List.of(version.number(), PithosServlet.seconds(version.time())));
            }
            CloudServlet.writeJson(call.request(), call.response(), Map.of("versions", versions));
            return;
        }
        Version version = number.isEmpty()
                ? object.latest()
                : object.versions().stream()
                        .filter(one -> String.valueOf(one.number()).equals(number.get()))
                        .findFirst()
                        .orElseThrow(() -> CloudFault.notFound("Version"));
        if (!preconditions(call, version)) {
            call.set("ETag", version.hash());
            call.response().setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        boolean asHashmap = get && call.asks("hashmap") && call.isJson();
        Part part = get && !asHashmap ? Part.of(call, version.size()) : new Part(false, 0, version.size());
        describe(call, user, object, version);
        if (asHashmap) {
            CloudServlet.writeJson(
                    call.request(),
                    call.response(),
                    Map.of(
                            "block_hash",
                            "sha256",
                            "block_size",
                            Blocks.SIZE,
                            "bytes",
                            version.size(),
                            "hashes",
                            version.blocks()));
        } else if (get) {
            send(call, version, part);
        } else {
            call.response().setContentLengthLong(version.size());
        }
    }

    private void describe(PithosCall call, User user, StoredObject object, Version version) {
        boolean owner = user.account().equals(object.account());
        call.set("ETag", version.hash());
        call.response().setContentType(version.type());
        call.response()
                .setHeader(
                        "Last-Modified",
                        CloudServlet.httpDate(
                                PithosServlet.instant(object.latest().time())));
        call.set("X-Object-Hash", version.hash());
        call.set("X-Object-UUID", version.uuid());
        call.set("X-Object-Version", String.valueOf(version.number()));
        call.set("X-Object-Version-Timestamp", CloudServlet.httpDate(PithosServlet.instant(version.time())));
        call.set("X-Object-Modified-By", version.modifiedBy());
        version.meta().forEach(call::set);
        if (call.asks("version")) {
            return; // sharing is the object's, not a version's
        }
        storage.grant(call.account(), call.container(), call.name()).ifPresent(grant -> {
            call.set("X-Object-Sharing", grant.sharing().format());
            if (!grant.path().equals(object.path())) {
                call.set("X-Object-Shared-By", grant.path());
            }
        });
        if (!owner) {
            access(call, user).ifPresent(access -> call.set("X-Object-Allowed-To", access.word()));
        } else if (object.publicId() != null) {
            call.response()
                    .setHeader(
                            "X-Object-Public",
                            CloudServlet.address(call.request()) + Cloud.PATH + "/public/" + object.publicId());
        }
    }

    private void send(PithosCall call, Version version, Part part) throws IOException {
        if (part.isRange()) {
            call.response().setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            call.response()
                    .setHeader(
                            "Content-Range",
                            "bytes " + part.from() + "-" + (part.from() + part.length() - 1) + "/" + version.size());
        }
        String file = call.name().substring(call.name().lastIndexOf('/') + 1);
        call.set("Content-Disposition", "attachment; filename=\"" + file + "\"");
        call.response().setContentLengthLong(part.length());
        storage.blocks()
                .copy(
                        version.blocks(),
                        part.from(),
                        part.length(),
                        call.response().getOutputStream());
    }

    /** @param isRange whether it was asked for, and is not simply everything */
    private record Part(boolean isRange, long from, long length) {
        static Part of(PithosCall call, long size) {
            Matcher range = RANGE.matcher(call.header("Range").orElse("").replace(" ", ""));
            if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
                return new Part(false, 0, size);
            }
            long from;
            long end;
            if (range.group(1).isEmpty()) {
                from = size - Long.parseLong(range.group(2));
                end = size;
            } else {
                from = Long.parseLong(range.group(1));
                end = range.group(2).isEmpty() ? size : Long.parseLong(range.group(2)) + 1;
                if (end <= from && !range.group(2).isEmpty()) {
                    return new Part(false, 0, size); // the wrong way round, and ignored
                }
            }
            // Stricter than HTTP: a range that ends behind the end of the object is refused, not cut.
            if (from < 0 || end <= from || end > size) {
                throw new CloudFault(416, "Requested range exceeds object limits");
            }
            return new Part(true, from, end - from);
        }
    }

    private void write(PithosCall call, User user) throws IOException {
        if (isConditional(call)) {
            // A trap of the original: of an object that is not there it looks up the hash, and breaks off.
            Optional<StoredObject> there = mayRead(user, new Place(call.account(), call.container(), call.name()))
                    ? storage.object(call.account(), call.container(), call.name())
                    : Optional.of(readable(call, user));
            preconditions(
                    call, there.map(StoredObject::latest).orElseThrow(() -> new CloudFault(500, "Unexpected error")));
        }
        if (call.header("X-Copy-From").isPresent() || call.header("X-Move-From").isPresent()) {
            requireLength(call);
            String header = call.header("X-Move-From").isPresent() ? "X-Move-From" : "X-Copy-From";
            String account = call.header("X-Source-Account").orElse(user.account());
            Place to = new Place(call.account(), call.container(), call.name());
            copy(call, user, place(account, call.header(header), header), to);
            return;
        }
        if (!"chunked".equals(call.request().getHeader("Transfer-Encoding"))) {
            requireLength(call);
        }
        if (call.request().getContentType() == null) {
            throw new CloudFault(411, "Missing Content-Type header");
        }
        if (call.request().getContentLengthLong() > LONGEST_BODY) {
            throw CloudFault.badRequest("Maximum size is reached");
        }
        call.requireMeta("X-Object-Meta-");
        List<String> hashes = new ArrayList<>();
        long size;
        if (call.asks("hashmap")) {
            size = receiveHashmap(call, hashes);
            Set<String> known = Set.copyOf(hashes);
            List<String> missing =
                    known.stream().filter(hash -> !storage.blocks().has(hash)).toList();
            if (!missing.isEmpty()) {
                call.response().setStatus(HttpServletResponse.SC_CONFLICT);
                CloudServlet.writeJson(call.request(), call.response(), missing);
                return;
            }
        } else {
            MessageDigest digest = md5();
            size = receive(call, hashes, digest);
            String sum = HexFormat.of().formatHex(digest.digest());
            if (!call.header("ETag").orElse(sum).replace("\"", "").equalsIgnoreCase(sum)) {
                throw new CloudFault(422, "Object ETag does not match");
            }
        }
        if (size == 0) {
            hashes = List.of(storage.blocks().put(new byte[0], 0)); // an empty file has one block too
        }
        Version version = put(call, user, hashes, size);
        call.response().setStatus(HttpServletResponse.SC_CREATED);
        call.set("ETag", version.hash());
        call.set("X-Object-Version", String.valueOf(version.number()));
    }

    /** Reads {@code {"hashes": […], "bytes": n}}; returns n. */
    private static long receiveHashmap(PithosCall call, List<String> hashes) throws IOException {
        if (!call.isJson()) {
            throw CloudFault.badRequest("Invalid hashmap format");
        }
        JsonNode map;
        try {
            map = CloudServlet.JSON.readTree(call.request().getInputStream());
        } catch (JsonProcessingException e) {
            throw CloudFault.badRequest("Invalid data formatting");
        }
        map.path("hashes").forEach(hash -> hashes.add(hash.asText()));
        long size = map.path("bytes").asLong(-1);
        if (!map.path("hashes").isArray() || size < 0) {
            throw CloudFault.badRequest("Invalid data formatting");
        }
        for (String hash : hashes) {
            if (!HASH.matcher(hash).matches()) {
                throw CloudFault.badRequest("Invalid hash: " + hash);
            }
        }
        if (size > 0 && hashes.size() != (size + Blocks.SIZE - 1) / Blocks.SIZE) {
            throw CloudFault.badRequest("The object's size does not match with the object's hashmap length");
        }
        return size;
    }

    private Version put(PithosCall call, User user, List<String> hashes, long size) throws IOException {
        synchronized (storage) {
            Optional<Sharing> sharing = requireWritable(call, user, call.account(), call.container(), call.name());
            if (storage.container(call.account(), call.container()).isEmpty()) {
                throw CloudFault.notFound("Container");
            }
            Optional<StoredObject> before = storage.object(call.account(), call.container(), call.name());
            Version version = new Version(
                    storage.nextVersion(),
                    storage.now(),
                    before.map(object -> object.latest().uuid())
                            .orElseGet(() -> UUID.randomUUID().toString()),
                    Blocks.merkle(hashes),
                    size,
                    hashes,
                    call.request().getContentType(),
                    user.account(),
                    call.headers("X-Object-Meta-"));
            storage.put(shared(
                    call,
                    sharing,
                    before.orElseGet(() -> object(call.account(), call.container(), call.name()))
                            .with(version)));
            return version;
        }
    }

    private void update(PithosCall call, User user) throws IOException {
        synchronized (storage) {
            Optional<Sharing> sharing = call.header("X-Object-Sharing").map(Sharing::parse);
            StoredObject object = readable(call, user);
            call.requireMeta("X-Object-Meta-");
            preconditions(call, object.latest());
            if ("application/octet-stream".equals(call.request().getContentType())) {
                if (call.header("Content-Range").isEmpty()) {
                    throw CloudFault.badRequest("Missing Content-Range header");
                }
                throw new CloudFault(501, "The development cloud does not update part of an object");
            }
            boolean hasMeta =
                    !call.asks("update") || !call.headers("X-Object-Meta-").isEmpty();
            if (hasMeta || sharing.isPresent() || isPublic(call).isPresent()) {
                requireWritable(call, user, call.account(), call.container(), call.name());
            }
            if (hasMeta) {
                Version before = object.latest();
                Version version = new Version(
                        storage.nextVersion(),
                        storage.now(),
                        before.uuid(),
                        before.hash(),
                        before.size(),
                        before.blocks(),
                        before.type(),
                        user.account(),
                        PithosServlet.updated(before.meta(), call, "X-Object-Meta-"));
                object = object.with(version);
                call.set("X-Object-Version", String.valueOf(version.number()));
            }
            storage.put(shared(call, sharing, object));
        }
        call.response().setStatus(HttpServletResponse.SC_ACCEPTED);
    }

    private void delete(PithosCall call, User user) throws IOException {
        if (!user.account().equals(call.account())) {
            throw CloudFault.forbidden();
        }
        synchronized (storage) {
            StoredObject object = readable(call, user);
            storage.remove(object);
            if (call.asks("delimiter")) {
                for (StoredObject below : storage.objects(object.path().replaceFirst("/*$", "/"))) {
                    storage.remove(below);
                }
            }
        }
        call.response().setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** Copies, or for MOVE and X-Move-From moves, keeping the UUID but, as Pithos does, not the sharing. */
    private void copy(PithosCall call, User user, Place from, Place to) throws IOException {
        boolean move =
                call.method().equals("MOVE") || call.header("X-Move-From").isPresent();
        boolean same = from.equals(to);
        synchronized (storage) {
            if (move && !user.account().equals(from.account()) || !mayRead(user, from)) {
                throw CloudFault.forbidden();
            }
            StoredObject source = storage.object(from.account(), from.container(), from.name())
                    .orElseThrow(() -> CloudFault.notFound("Container or object"));
            Version copied = call.header("X-Source-Version")
                    .map(number -> source.versions().stream()
                            .filter(version -> String.valueOf(version.number()).equals(number))
                            .findFirst()
                            .orElseThrow(() -> CloudFault.notFound("Container or object")))
                    .orElse(source.latest());
            Optional<Sharing> sharing = requireWritable(call, user, to.account(), to.container(), to.name());
            if (storage.container(to.account(), to.container()).isEmpty()) {
                throw CloudFault.notFound("Container or object");
            }
            Map<String, String> meta = new TreeMap<>(copied.meta());
            meta.putAll(call.headers("X-Object-Meta-"));
            Optional<String> type =
                    Optional.ofNullable(call.request().getContentType()).filter(t -> !call.asks("ignore_content_type"));
            Version version = new Version(
                    storage.nextVersion(),
                    storage.now(),
                    move || same ? copied.uuid() : UUID.randomUUID().toString(),
                    copied.hash(),
                    copied.size(),
                    copied.blocks(),
                    type.orElse(copied.type()),
                    user.account(),
                    meta);
            StoredObject before = storage.object(to.account(), to.container(), to.name())
                    .orElseGet(() -> object(to.account(), to.container(), to.name()));
            storage.put(shared(call, sharing, before.with(version)));
            if (move && !same) {
                storage.remove(source);
            }
            call.set("X-Object-Version", String.valueOf(version.number()));
        }
        call.response().setStatus(HttpServletResponse.SC_CREATED);
    }

    private record Place(String account, String container, String name) {}

    /** Reads {@code /container/object}. */
    private static Place place(String account, Optional<String> path, String header) {
        String[] parts = path.orElseThrow(() -> CloudFault.badRequest("Missing " + header + " header"))
                .split("/", 3);
        if (parts.length < 3 || !parts[0].isEmpty() || parts[2].isEmpty()) {
            throw CloudFault.badRequest("Invalid " + header + " header");
        }
        return new Place(account, parts[1], parts[2]);
    }

    /** An object to be, which has no version yet. */
    private static StoredObject object(String account, String container, String name) {
        return new StoredObject(account, container, name, List.of(), Set.of(), Set.of(), null);
    }

    /** With the sharing and publication that the request wants. */
    private static StoredObject shared(PithosCall call, Optional<Sharing> sharing, StoredObject object) {
        StoredObject shared = sharing.map(object::with).orElse(object);
        Optional<Boolean> isPublic = isPublic(call);
        if (isPublic.isEmpty() || isPublic.get() && object.publicId() != null) {
            return shared;
        }
        return shared.withPublicId(isPublic.get() ? UUID.randomUUID().toString().replace("-", "") : null);
    }

    private static Optional<Boolean> isPublic(PithosCall call) {
        return call.header("X-Object-Public").map(text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false", "" -> false;
            default -> throw CloudFault.badRequest("Bad X-Object-Public header value");
        });
    }

    /** @throws CloudFault 403 if the user may not read it; 404 if it is not there */
    private StoredObject readable(PithosCall call, User user) {
        if (!mayRead(user, new Place(call.account(), call.container(), call.name()))) {
            throw CloudFault.forbidden();
        }
        return storage.object(call.account(), call.container(), call.name())
                .orElseThrow(() -> CloudFault.notFound("Object"));
    }

    /** Whether by owning it, by a grant, or because it is published. */
    private boolean mayRead(User user, Place place) {
        return storage.access(user, place.account(), place.container(), place.name())
                        .isPresent()
                || storage.object(place.account(), place.container(), place.name())
                        .filter(object -> object.publicId() != null)
                        .isPresent();
    }

    /**
     * The sharing that the request wants; empty if it does not say.
     *
     * @throws CloudFault 400 if it is malformed; 403 if the user may not write the object, or share it, which only its
     *     owner may
     */
    private Optional<Sharing> requireWritable(
            PithosCall call, User user, String account, String container, String name) {
        Optional<Sharing> sharing = call.header("X-Object-Sharing").map(Sharing::parse);
        boolean owner = user.account().equals(account);
        if (sharing.isPresent() && !owner
                || !storage.access(user, account, container, name).equals(Optional.of(Access.WRITE))) {
            throw CloudFault.forbidden();
        }
        return sharing;
    }

    private Optional<Access> access(PithosCall call, User user) {
        return storage.access(user, call.account(), call.container(), call.name());
    }

    private static boolean isConditional(PithosCall call) {
        return Stream.of("If-Match", "If-None-Match")
                .anyMatch(header -> !call.header(header).orElse("").isEmpty());
    }

    /**
     * Whether the request is to be carried out; if not, the answer is 304.
     *
     * @throws CloudFault 412 if the object is not in the state that the request is meant for
     */
    private static boolean preconditions(PithosCall call, Version version) {
        Optional<String> match = call.header("If-Match");
        if (match.isPresent() && !matches(match.get(), version)) {
            throw new CloudFault(412, "Resource ETag does not match");
        }
        Optional<String> noneMatch = call.header("If-None-Match");
        if (noneMatch.isPresent() && matches(noneMatch.get(), version)) {
            if (call.method().equals("GET") || call.method().equals("HEAD")) {
                return false;
            }
            throw new CloudFault(412, "Resource exists or ETag matches");
        }
        return true;
    }

    private static boolean matches(String tags, Version version) {
        return tags.equals("*")
                || Stream.of(tags.split(","))
                        .map(tag -> tag.strip().replace("\"", "").toLowerCase(Locale.ROOT))
                        .anyMatch(tag -> tag.equals(version.hash()));
    }

    private static void requireLength(PithosCall call) {
        if (call.request().getContentLengthLong() < 0) {
            throw new CloudFault(411, "Missing or invalid Content-Length header");
        }
    }

    /** The sum that clients may send as ETag. */
    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
