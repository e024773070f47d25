package org.plankton.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A stand-in for Swift 2.30 behind Keystone's middlewares, below {@code /swift/v1}: containers and objects of accounts
 * that are called {@code AUTH_} and the user's. Lists of containers and objects are forgotten when the process ends.
 *
 * <p>What it lacks: lists of containers, changes of an object's metadata, copies, conditions but
 * {@code If-None-Match: *}, ranges from the end and several at once, referrers and roles in ACLs, segments that are
 * ranges or manifests of another kind.
 */
@SuppressWarnings("serial") // no servlet here is ever serialised
public final class SwiftServlet extends CloudServlet {
    private static final String PREFIX = "/swift/v1/";
    private static final String ACCOUNT_PREFIX = "AUTH_";
    private static final Pattern MANIFEST = Pattern.compile("[^/?&]+/[^/?&][^?&]*");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final int ENTRIES_AT_MOST = 10_000;
    private static final int CONTAINER_NAME = 256;
    private static final int OBJECT_NAME = 1024;
    private static final long LONGEST_BODY = (5L << 30) + 2;

    private final Path folder;
    private final NavigableMap<String, Container> containers = new ConcurrentSkipListMap<>();
    private final Set<String> resellers = ConcurrentHashMap.newKeySet();

    private static final class Container {
        final NavigableMap<String, StoredFile> objects = new ConcurrentSkipListMap<>();
        final Map<String, String> meta = new ConcurrentSkipListMap<>();
        volatile String read = "";
        volatile String write = "";
    }

    /**
     * @param size of a static large object: of its segments together
     * @param md5 lower-case hex; of a static large object: of its segments' hashes
     * @param meta by the full names of the headers, in lower case
     * @param manifest of a dynamic large object; empty if it is none
     * @param segments of a static large object; empty if it is none
     */
    private record StoredFile(
            Path path,
            long size,
            String md5,
            String type,
            Map<String, String> meta,
            Optional<String> manifest,
            Optional<List<Segment>> segments) {
        boolean isLarge() {
            return manifest.isPresent() || segments.isPresent();
        }
    }

    /**
     * As a manifest has it.
     *
     * @param container with its account
     */
    private record Segment(String container, String name, long size, String md5, String type, boolean isStatic) {}

    /** A large object that cannot be put together, though it may have begun. */
    private static final class MissingSegment extends IOException {}

    /** @param name empty if the request is about the container */
    private record Call(
            HttpServletRequest request,
            HttpServletResponse response,
            User user,
            String path,
            boolean owns,
            String name) {
        String method() {
            return request.getMethod();
        }

        boolean asks(String parameter, String value) {
            return value.equals(request.getParameter(parameter));
        }

        String account() {
            return path.substring(0, path.indexOf('/'));
        }

        boolean isIn(String acl) {
            List<String> entries = Arrays.asList(acl.split(","));
            return owns || entries.contains("*:*") || entries.contains(user.account() + ":*");
        }
    }

    /** A request that Swift refuses. */
    private static final class Refusal extends Exception {
        private final int status;

        Refusal(int status) {
            this.status = status;
        }
    }

    /** @param folder where objects are kept; need not exist */
    SwiftServlet(Path folder) {
        this.folder = folder;
    }

    /** From now on whoever has that token has the reseller_admin_role: every account is theirs. */
    public void letReseller(String token) {
        resellers.add(token);
    }

    /** Forgets all containers and objects. */
    public void reset() throws IOException {
        for (Container container : containers.values()) {
            for (StoredFile file : container.objects.values()) {
                Files.deleteIfExists(file.path());
            }
        }
        containers.clear();
    }

    @Override
    void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html; charset=UTF-8");
        response.setHeader("X-Trans-Id", "tx" + UUID.randomUUID().toString().replace("-", ""));
        try {
            Call call = call(request, response);
            if (call.path().endsWith("/")) {
                listContainers(call);
            } else if (call.name().isEmpty()) {
                handleContainer(call);
            } else {
                handleObject(call);
            }
        } catch (Refusal refusal) {
            response.setStatus(refusal.status);
            write(request, response, "<html><h1>" + refusal.status + "</h1></html>");
        }
    }

    private Call call(HttpServletRequest request, HttpServletResponse response) throws Refusal {
        String token = request.getHeader("X-Auth-Token");
        boolean isReseller = token != null && resellers.contains(token);
        // The service's user has no account here, and without that role there is none that it may use.
        require(isReseller || !KeystoneServlet.SERVICE_TOKEN.equals(token), 403);
        User user = isReseller ? User.ADMIN : User.withToken(token).orElseThrow(() -> new Refusal(401));
        String path = path(request);
        if (!path.startsWith(PREFIX)) {
            throw new Refusal(404);
        }
        String[] parts = path.substring(PREFIX.length()).split("/", 3);
        String account = PithosCall.decode(parts[0]);
        String container = parts.length < 2 ? "" : PithosCall.decode(parts[1]);
        String name = parts.length < 3 ? "" : PithosCall.decode(parts[2]);
        boolean owns = isReseller || account.equals(ACCOUNT_PREFIX + user.account());
        return new Call(request, response, user, account + "/" + container, owns, name);
    }

    private void listContainers(Call call) throws IOException, Refusal {
        require(call.method().equals("GET"), 405);
        require(call.owns(), 403);
        require("json".equals(call.request().getParameter("format")), 406);
        String prefix =
                Optional.ofNullable(call.request().getParameter("prefix")).orElse("");
        List<Map<String, String>> entries = containers.keySet().stream()
                .filter(path -> path.startsWith(call.path() + prefix))
                .sorted()
                .limit(ENTRIES_AT_MOST)
                .map(path -> Map.of("name", path.substring(call.path().length())))
                .toList();
        call.response().setContentType("application/json; charset=utf-8");
        writeJson(call.request(), call.response(), entries);
    }

    private void handleContainer(Call call) throws IOException, Refusal {
        switch (call.method()) {
            case "PUT" -> {
                require(call.owns(), 403);
                require(bytes(call.path()) - bytes(call.account()) - 1 <= CONTAINER_NAME, 400);
                Map<String, String> meta = meta(call, "x-container-meta-");
                Container made = new Container();
                Container there = containers.putIfAbsent(call.path(), made);
                update(call, there == null ? made : there, meta);
                call.response().setStatus(there == null ? 201 : 202);
            }
            case "POST" -> {
                require(call.owns(), 403);
                update(call, container(call), meta(call, "x-container-meta-"));
                call.response().setStatus(204);
            }
            case "DELETE" -> {
                require(call.owns(), 403);
                require(container(call).objects.isEmpty(), 409);
                containers.remove(call.path());
                call.response().setStatus(204);
            }
            case "GET", "HEAD" -> list(call);
            default -> throw new Refusal(405);
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Within Swift's bounds. */
    private static Map<String, String> meta(Call call, String prefix) throws Refusal {
        Map<String, String> meta = new TreeMap<>();
        for (String header : Collections.list(call.request().getHeaderNames())) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(prefix)) {
                String value = call.request().getHeader(header);
                require(name.length() > prefix.length() && name.length() - prefix.length() <= 128, 400);
                require(value.length() <= 256, 400);
                meta.put(name, value);
            }
        }
        require(meta.size() <= 90, 400);
        return meta;
    }

    /** An empty value takes the metadata away. */
    private static void update(Call call, Container container, Map<String, String> meta) {
        container.meta.putAll(meta);
        container.meta.values().removeIf(String::isEmpty);
        Optional.ofNullable(call.request().getHeader("X-Container-Read")).ifPresent(acl -> container.read = acl);
        Optional.ofNullable(call.request().getHeader("X-Container-Write")).ifPresent(acl -> container.write = acl);
    }

    private void list(Call call) throws IOException, Refusal {
        Container container = readable(call);
        HttpServletResponse response = call.response();
        response.setHeader("X-Container-Object-Count", String.valueOf(container.objects.size()));
        container.meta.forEach(response::setHeader);
        if (call.owns()) {
            setUnlessEmpty(response, "X-Container-Read", container.read);
            setUnlessEmpty(response, "X-Container-Write", container.write);
        }
        if (call.method().equals("HEAD")) {
            response.setStatus(204);
            return;
        }
        String limit = call.request().getParameter("limit");
        int count = limit == null ? ENTRIES_AT_MOST : Integer.parseInt(limit);
        require(count <= ENTRIES_AT_MOST, 412);
        String marker =
                Optional.ofNullable(call.request().getParameter("marker")).orElse("");
        String prefix =
                Optional.ofNullable(call.request().getParameter("prefix")).orElse("");
        Map<String, StoredFile> page = new TreeMap<>();
        container.objects.tailMap(marker, marker.isEmpty()).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .limit(count)
                .forEach(entry -> page.put(entry.getKey(), entry.getValue()));
        if (!call.asks("format", "json")) {
            response.setContentType("text/plain; charset=utf-8");
            write(
                    call.request(),
                    response,
                    page.keySet().stream().map(name -> name + "\n").collect(Collectors.joining()));
            return;
        }
        List<Map<String, Object>> entries = page.entrySet().stream()
                .map(entry -> entry(entry.getKey(), entry.getValue()))
                .toList();
        response.setContentType("application/json; charset=utf-8");
        writeJson(call.request(), response, entries);
    }

    private static Map<String, Object> entry(String name, StoredFile file) {
        return Map.of("name", name, "bytes", file.size(), "hash", file.md5(), "content_type", file.type());
    }

    private static void setUnlessEmpty(HttpServletResponse response, String header, String value) {
        if (!value.isEmpty()) {
            response.setHeader(header, value);
        }
    }

    private void handleObject(Call call) throws IOException, Refusal {
        switch (call.method()) {
            case "PUT" -> put(call);
            case "DELETE" -> {
                StoredFile file = writable(call).objects.remove(call.name());
                require(file != null, 404);
                Files.deleteIfExists(file.path());
                call.response().setStatus(204);
            }
            case "GET", "HEAD" -> get(call);
            default -> throw new Refusal(405);
        }
    }

    /** There is an object only once its last byte is there. */
    private void put(Call call) throws IOException, Refusal {
        String noneMatch = call.request().getHeader("If-None-Match");
        require(noneMatch == null || noneMatch.equals("*"), 400);
        Container container = writable(call);
        String encoding = call.request().getHeader("Transfer-Encoding");
        require(encoding == null || encoding.equals("chunked"), 501);
        require(encoding != null || call.request().getContentLengthLong() >= 0, 411);
        require(call.request().getContentLengthLong() <= LONGEST_BODY, 413);
        require(bytes(call.name()) <= OBJECT_NAME, 400);
        Map<String, String> meta = meta(call, "x-object-meta-");
        Optional<String> manifest = Optional.ofNullable(call.request().getHeader("X-Object-Manifest"));
        require(manifest.isEmpty() || MANIFEST.matcher(manifest.get()).matches(), 400);
        require(noneMatch == null || !container.objects.containsKey(call.name()), 412);
        Files.createDirectories(folder);
        Path path = Files.createTempFile(folder, "object", null);
        path.toFile().deleteOnExit();
        MessageDigest md5 = md5();
        long size;
        try (InputStream in = new DigestInputStream(call.request().getInputStream(), md5);
                OutputStream out = Files.newOutputStream(path)) {
            size = in.transferTo(out);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
        String hash = HexFormat.of().formatHex(md5.digest());
        String said = Optional.ofNullable(call.request().getHeader("ETag")).orElse(hash);
        require(said.replace("\"", "").equalsIgnoreCase(hash), 422);
        String type = Optional.ofNullable(call.request().getContentType()).orElse("application/octet-stream");
        StoredFile file = new StoredFile(path, size, hash, type, meta, manifest, Optional.empty());
        if (call.asks("multipart-manifest", "put")) {
            file = large(call, file);
        }
        StoredFile former = container.objects.put(call.name(), file);
        if (former != null) {
            Files.deleteIfExists(former.path());
        }
        call.response().setHeader("Etag", etag(file));
        call.response().setStatus(201);
    }

    private static String etag(StoredFile file) {
        return file.segments().isPresent() ? '"' + file.md5() + '"' : file.md5();
    }

    /** The static large object whose manifest the file's bytes are. */
    private StoredFile large(Call call, StoredFile file) throws IOException, Refusal {
        List<Segment> segments = new ArrayList<>();
        long size = 0;
        StringBuilder hashes = new StringBuilder();
        for (JsonNode one : JSON.readTree(file.path().toFile())) {
            String[] path = one.path("path").asText().replaceFirst("^/", "").split("/", 2);
            require(path.length == 2, 400);
            String container = call.account() + "/" + path[0];
            StoredFile there = Optional.ofNullable(containers.get(container))
                    .filter(some -> call.isIn(some.read))
                    .map(some -> some.objects.get(path[1]))
                    .orElseThrow(() -> new Refusal(400));
            require(one.path("etag").asText(there.md5()).equals(there.md5()), 400);
            require(one.path("size_bytes").asLong(there.size()) == there.size(), 400);
            segments.add(new Segment(
                    container,
                    path[1],
                    there.size(),
                    there.md5(),
                    there.type(),
                    there.segments().isPresent()));
            size += there.size();
            hashes.append(there.md5());
        }
        require(!segments.isEmpty(), 400);
        return new StoredFile(
                file.path(),
                size,
                hash(hashes.toString()),
                file.type(),
                file.meta(),
                file.manifest(),
                Optional.of(segments));
    }

    private static String hash(String hashes) {
        return HexFormat.of().formatHex(md5().digest(hashes.getBytes(StandardCharsets.US_ASCII)));
    }

    private void get(Call call) throws IOException, Refusal {
        StoredFile file = readable(call).objects.get(call.name());
        require(file != null, 404);
        HttpServletResponse response = call.response();
        response.setContentType(file.type());
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Last-Modified", httpDate(Instant.now()));
        file.meta().forEach(response::setHeader);
        file.manifest().ifPresent(manifest -> response.setHeader("X-Object-Manifest", manifest));
        file.segments().ifPresent(segments -> response.setHeader("X-Static-Large-Object", "True"));
        if (file.isLarge() && call.asks("multipart-manifest", "get")) {
            manifest(call, file);
            return;
        }
        List<StoredFile> pieces = file.manifest().isPresent() ? dynamicPieces(call, file) : List.of(file);
        long size = pieces.stream().mapToLong(StoredFile::size).sum();
        String md5 = file.manifest().isPresent()
                ? hash(pieces.stream().map(StoredFile::md5).collect(Collectors.joining()))
                : file.md5();
        response.setHeader("Etag", file.isLarge() ? '"' + md5 + '"' : md5);
        long first = 0;
        long last = size - 1;
        Matcher range = RANGE.matcher(
                Optional.ofNullable(call.request().getHeader("Range")).orElse(""));
        if (range.matches()) {
            first = Long.parseLong(range.group(1));
            last = range.group(2).isEmpty() ? last : Math.min(last, Long.parseLong(range.group(2)));
            if (first >= size) {
                response.setHeader("Content-Range", "bytes */" + size);
                throw new Refusal(416);
            }
            response.setStatus(206);
            response.setHeader("Content-Range", "bytes " + first + "-" + last + "/" + size);
        }
        response.setContentLengthLong(last - first + 1);
        if (call.method().equals("GET")) {
            try {
                send(call, pieces, first, last - first + 1);
            } catch (MissingSegment e) {
                if (response.isCommitted()) {
                    throw e; // which ends the connection in the middle
                }
                response.reset();
                throw new Refusal(409);
            }
        }
    }

    /** The manifest itself, and not what it is of. */
    private static void manifest(Call call, StoredFile file) throws IOException {
        if (file.segments().isEmpty()) {
            call.response().setContentLengthLong(Files.size(file.path()));
            Files.copy(file.path(), call.response().getOutputStream());
            return;
        }
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Segment segment : file.segments().get()) {
            Map<String, Object> entry = new TreeMap<>(Map.of(
                    "name",
                    segment.container().substring(segment.container().indexOf('/')) + "/" + segment.name(),
                    "bytes",
                    segment.size(),
                    "hash",
                    segment.md5(),
                    "content_type",
                    segment.type(),
                    "last_modified",
                    "2026-01-01T00:00:00.000000"));
            if (segment.isStatic()) {
                entry.put("sub_slo", true);
            }
            entries.add(entry);
        }
        call.response().setContentType("application/json; charset=utf-8");
        writeJson(call.request(), call.response(), entries);
    }

    /** What is listed below the prefix, with the rights of whoever asks. */
    private List<StoredFile> dynamicPieces(Call call, StoredFile file) throws Refusal {
        String[] place = PithosCall.decode(file.manifest().orElseThrow()).split("/", 2);
        Container container = readable(call, call.account() + "/" + place[0]);
        return container.objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(place[1]))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void send(Call call, List<StoredFile> pieces, long first, long length) throws IOException {
        long skipped = first;
        long left = length;
        for (StoredFile piece : pieces) {
            long count = Math.min(piece.size() - skipped, left);
            if (count > 0) {
                if (piece.segments().isPresent()) {
                    send(call, segments(call, piece), skipped, count);
                } else {
                    send(piece, skipped, count, call.response());
                }
                left -= count;
            }
            skipped = Math.max(0, skipped - piece.size());
        }
    }

    /** Each must be as it was, and readable. */
    private List<StoredFile> segments(Call call, StoredFile large) throws MissingSegment {
        List<StoredFile> found = new ArrayList<>();
        for (Segment segment : large.segments().orElseThrow()) {
            Container container = containers.get(segment.container());
            StoredFile file =
                    container == null || !call.isIn(container.read) ? null : container.objects.get(segment.name());
            if (file == null || !file.md5().equals(segment.md5())) {
                throw new MissingSegment();
            }
            found.add(file);
        }
        return found;
    }

    private static void send(StoredFile file, long first, long length, HttpServletResponse response)
            throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file.path())) {
            in.skipNBytes(first);
            for (long left = length; left > 0; ) {
                int read = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
                response.getOutputStream().write(buffer, 0, read);
                left -= read;
            }
        }
    }

    private Container readable(Call call) throws Refusal {
        return readable(call, call.path());
    }

    private Container readable(Call call, String path) throws Refusal {
        Container container = containers.get(path);
        require(call.isIn(container == null ? "" : container.read), 403);
        require(container != null, 404);
        return container;
    }

    private Container writable(Call call) throws Refusal {
        Container container = containers.get(call.path());
        require(call.isIn(container == null ? "" : container.write), 403);
        return container(call);
    }

    private Container container(Call call) throws Refusal {
        return Optional.ofNullable(containers.get(call.path())).orElseThrow(() -> new Refusal(404));
    }

    private static void require(boolean condition, int status) throws Refusal {
        if (!condition) {
            throw new Refusal(status);
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
