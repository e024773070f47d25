package org.plankton.cloud;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stand-in for Swift 2.30 behind Keystone's middlewares, below {@code /swift/v1}: containers and objects of accounts that
 * are called {@code AUTH_} and the user's. Lists of containers and objects are forgotten when the process ends.
 *
 * <p>What it lacks: lists of containers, metadata, large objects other than their header {@code X-Object-Manifest}, copies,
 * dates as conditions, several ranges at once, referrers and roles in ACLs.
 */
@SuppressWarnings("serial") // no servlet here is ever serialised
public final class SwiftServlet extends CloudServlet {
    private static final String PREFIX = "/swift/v1/";
    private static final String ACCOUNT_PREFIX = "AUTH_";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final int ENTRIES_AT_MOST = 10_000;

    private final Path folder;
    private final NavigableMap<String, Container> containers = new ConcurrentSkipListMap<>();
    private final Set<String> resellers = ConcurrentHashMap.newKeySet();

    private static final class Container {
        final NavigableMap<String, StoredFile> objects = new ConcurrentSkipListMap<>();
        volatile String read = "";
        volatile String write = "";
    }

    /**
     * @param md5 lower-case hex
     * @param manifest of a dynamic large object; empty if it is none
     */
    private record StoredFile(Path path, long size, String md5, String type, Optional<String> manifest) {}

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
        try {
            Call call = call(request, response);
            if (call.name().isEmpty()) {
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
        User user = isReseller ? User.ADMIN : User.withToken(token).orElseThrow(() -> new Refusal(401));
        String path = path(request);
        if (!path.startsWith(PREFIX)) {
            throw new Refusal(404);
        }
        String[] parts = path.substring(PREFIX.length()).split("/", 3);
        if (parts.length < 2) {
            throw new Refusal(405);
        }
        String account = PithosCall.decode(parts[0]);
        String container = PithosCall.decode(parts[1]);
        String name = parts.length < 3 ? "" : PithosCall.decode(parts[2]);
        boolean owns = isReseller || account.equals(ACCOUNT_PREFIX + user.account());
        return new Call(request, response, user, account + "/" + container, owns, name);
    }

    private void handleContainer(Call call) throws IOException, Refusal {
        switch (call.method()) {
            case "PUT" -> {
                require(call.owns(), 403);
                Container made = new Container();
                Container there = containers.putIfAbsent(call.path(), made);
                setAcls(call, there == null ? made : there);
                call.response().setStatus(there == null ? 201 : 202);
            }
            case "POST" -> {
                require(call.owns(), 403);
                setAcls(call, container(call));
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

    private static void setAcls(Call call, Container container) {
        Optional.ofNullable(call.request().getHeader("X-Container-Read")).ifPresent(acl -> container.read = acl);
        Optional.ofNullable(call.request().getHeader("X-Container-Write")).ifPresent(acl -> container.write = acl);
    }

    private void list(Call call) throws IOException, Refusal {
        Container container = readable(call);
        HttpServletResponse response = call.response();
        response.setHeader("X-Container-Object-Count", String.valueOf(container.objects.size()));
        if (call.owns()) {
            setUnlessEmpty(response, "X-Container-Read", container.read);
            setUnlessEmpty(response, "X-Container-Write", container.write);
        }
        if (call.method().equals("HEAD")) {
            response.setStatus(204);
            return;
        }
        require("json".equals(call.request().getParameter("format")), 406);
        String limit = call.request().getParameter("limit");
        List<Map<String, Object>> entries = container.objects.entrySet().stream()
                .limit(limit == null ? ENTRIES_AT_MOST : Long.parseLong(limit))
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
        Container container = writable(call);
        boolean mustBeNew = "*".equals(call.request().getHeader("If-None-Match"));
        require(!mustBeNew || !container.objects.containsKey(call.name()), 412);
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
        String type = Optional.ofNullable(call.request().getContentType()).orElse("application/octet-stream");
        String hash = HexFormat.of().formatHex(md5.digest());
        StoredFile former = container.objects.put(
                call.name(),
                new StoredFile(
                        path,
                        size,
                        hash,
                        type,
                        Optional.ofNullable(call.request().getHeader("X-Object-Manifest"))));
        if (former != null) {
            Files.deleteIfExists(former.path());
        }
        call.response().setHeader("Etag", hash);
        call.response().setStatus(201);
    }

    private void get(Call call) throws IOException, Refusal {
        StoredFile file = readable(call).objects.get(call.name());
        require(file != null, 404);
        HttpServletResponse response = call.response();
        response.setContentType(file.type());
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Last-Modified", httpDate(Instant.now()));
        response.setHeader("Etag", file.manifest().isPresent() ? '"' + file.md5() + '"' : file.md5());
        file.manifest().ifPresent(manifest -> response.setHeader("X-Object-Manifest", manifest));
        long first = 0;
        long last = file.size() - 1;
        Matcher range = RANGE.matcher(
                Optional.ofNullable(call.request().getHeader("Range")).orElse(""));
        if (range.matches()) {
            first = Long.parseLong(range.group(1));
            last = range.group(2).isEmpty() ? last : Math.min(last, Long.parseLong(range.group(2)));
            if (first >= file.size()) {
                response.setHeader("Content-Range", "bytes */" + file.size());
                throw new Refusal(416);
            }
            response.setStatus(206);
            response.setHeader("Content-Range", "bytes " + first + "-" + last + "/" + file.size());
        }
        response.setContentLengthLong(last - first + 1);
        if (call.method().equals("GET")) {
            send(file, first, last - first + 1, response);
        }
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
        Container container = containers.get(call.path());
        require(call.isIn(container == null ? "" : container.read), 403);
        return container(call);
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
