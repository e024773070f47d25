package org.plankton.glance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A stand-in for what of Glance 25's Images v2 an importer asks, below {@code /glance/v2}, as behind a proxy: its links
 * do not know that path. It refuses what Glance refuses, and a parameter that it does not know, which Glance would take
 * for a property. Its pages have two images at most, whatever is asked for. Only its administrator is let in.
 */
public final class GlanceServer implements AutoCloseable {
    private static final String PATH = "/glance/v2/images";
    private static final int PAGE = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String token;
    private final boolean showsLocations;
    private final List<GlanceFixture> images;
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final Map<String, byte[]> sent = new ConcurrentHashMap<>();
    private final Map<String, Integer> cuts = new ConcurrentHashMap<>();
    private final Map<String, Runnable> before = new ConcurrentHashMap<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    private final AtomicInteger listed = new AtomicInteger();
    private volatile List<String> lists = List.of();

    /** @param token the administrator's */
    public GlanceServer(String token, boolean showsLocations, List<GlanceFixture> images) throws IOException {
        this.token = token;
        this.showsLocations = showsLocations;
        this.images = List.copyOf(images);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** As in a catalogue. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/glance";
    }

    /** From now on what ends with that is answered with that status. */
    public void answer(String pathEnd, int status) {
        statuses.put(pathEnd, status);
    }

    /** From now on that happens before what ends with that is answered. */
    public void before(String pathEnd, Runnable happens) {
        before.put(pathEnd, happens);
    }

    /** From now on that is what it gives for a list, one after the other, and then again from the first. */
    public void list(String... answers) {
        lists = List.of(answers);
    }

    /** From now on these are sent as that image's bytes, however many Glance says that there are. */
    public void send(GlanceFixture image, String bytes) {
        sent.put(image.id(), bytes.getBytes(StandardCharsets.UTF_8));
    }

    /** From now on the connection ends after so many of the image's bytes. */
    public void cut(GlanceFixture image, int after) {
        cuts.put(image.id(), after);
    }

    /** Everything is well again. */
    public void heal() {
        statuses.clear();
        sent.clear();
        cuts.clear();
        before.clear();
        lists = List.of();
    }

    /** How often that image's bytes were asked for. */
    public int downloads(GlanceFixture image) {
        return asked.getOrDefault(image.id(), 0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            before.forEach((end, happens) -> {
                if (path.endsWith(end)) {
                    happens.run();
                }
            });
            for (Map.Entry<String, Integer> one : statuses.entrySet()) {
                if (path.endsWith(one.getKey())) {
                    exchange.sendResponseHeaders(one.getValue(), -1);
                    return;
                }
            }
            if (!token.equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (path.equals(PATH) && !lists.isEmpty()) {
                send(
                        exchange,
                        lists.get(listed.getAndIncrement() % lists.size()).getBytes(StandardCharsets.UTF_8));
            } else if (path.equals(PATH)) {
                list(exchange);
            } else if (path.startsWith(PATH + "/")) {
                one(exchange, path.substring(PATH.length() + 1).split("/"));
            } else {
                exchange.sendResponseHeaders(300, -1);
            }
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        Map<String, String> query = Stream.of(
                        exchange.getRequestURI().getQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        String marker = query.remove("marker");
        boolean isHidden = "true".equals(query.remove("os_hidden"));
        String limit = query.remove("limit");
        if (!query.equals(Map.of("visibility", "all", "sort_key", "created_at", "sort_dir", "asc")) || limit == null) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        List<GlanceFixture> all = images.stream()
                .filter(image -> isHidden == (Boolean) image.column("os_hidden"))
                .sorted((one, other) ->
                        ((String) one.column("created_at")).compareTo((String) other.column("created_at")))
                .toList();
        int begin = 0;
        if (marker != null) {
            while (!all.get(begin).id().equals(marker)) {
                begin++;
            }
            begin++;
        }
        List<GlanceFixture> page = all.subList(begin, Math.min(all.size(), begin + PAGE));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("first", "/v2/images?visibility=all");
        if (begin + PAGE < all.size()) {
            body.put(
                    "next",
                    "/v2/images?" + exchange.getRequestURI().getQuery().replaceFirst("&marker=[^&]*", "") + "&marker="
                            + page.get(page.size() - 1).id());
        }
        body.put("images", page.stream().map(this::json).toList());
        body.put("schema", "/v2/schemas/images");
        send(exchange, body);
    }

    private Map<String, Object> json(GlanceFixture image) {
        Map<String, Object> json = new LinkedHashMap<>(image.properties());
        for (String name : List.of("name", "owner", "disk_format", "container_format", "size", "checksum")) {
            json.put(name, null); // unless it is there
        }
        json.put("virtual_size", null);
        json.putAll(image.columns());
        json.put("tags", image.tags());
        json.put("self", "/v2/images/" + image.id());
        json.put("file", "/v2/images/" + image.id() + "/file");
        json.put("schema", "/v2/schemas/image");
        json.put("stores", "file");
        if (showsLocations && !image.locations().isEmpty()) {
            json.put("direct_url", image.locations().get(0));
            json.put(
                    "locations",
                    image.locations().stream()
                            .map(url -> Map.of("url", url, "metadata", Map.of()))
                            .toList());
        }
        return json;
    }

    private void one(HttpExchange exchange, String[] parts) throws IOException {
        GlanceFixture image = images.stream()
                .filter(one -> one.id().equals(parts[0]))
                .findFirst()
                .orElse(null);
        if (image == null || parts.length != 2) {
            exchange.sendResponseHeaders(404, -1);
        } else if (parts[1].equals("members")) {
            members(exchange, image);
        } else if (parts[1].equals("file")) {
            file(exchange, image);
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    private static void members(HttpExchange exchange, GlanceFixture image) throws IOException {
        if (!"shared".equals(image.column("visibility"))) {
            exchange.sendResponseHeaders(403, -1);
            return;
        }
        List<Map<String, Object>> members = new ArrayList<>();
        image.members()
                .forEach((account, status) -> members.add(
                        Map.of("image_id", image.id(), "member_id", account, "status", status, "schema", "/v2/x")));
        send(exchange, Map.of("members", members, "schema", "/v2/schemas/members"));
    }

    private void file(HttpExchange exchange, GlanceFixture image) throws IOException {
        asked.merge(image.id(), 1, Integer::sum);
        byte[] bytes = sent.getOrDefault(image.id(), image.bytes());
        if (bytes.length == 0) {
            exchange.sendResponseHeaders(204, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.sendResponseHeaders(200, bytes.length);
        OutputStream out = exchange.getResponseBody();
        out.write(bytes, 0, cuts.getOrDefault(image.id(), bytes.length));
        out.flush();
    }

    private static void send(HttpExchange exchange, Object body) throws IOException {
        send(exchange, JSON.writeValueAsBytes(body));
    }

    private static void send(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
