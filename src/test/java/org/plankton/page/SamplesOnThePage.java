package org.plankton.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.SampleImages;
import org.plankton.development.Service;
import org.plankton.testing.Client;

/** The page over the samples of the development server, each test in a browser of its own. */
abstract class SamplesOnThePage {
    static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    static Service service;
    static Client client;
    Browser browser;

    @BeforeAll
    static void start() throws Exception {
        service = Service.startWithCloud(
                Map.of(
                        "plankton.database.url",
                        EmbeddedMariaDb.shared().newJdbcUrl("page"),
                        "plankton.database.user",
                        "root",
                        "plankton.admins",
                        User.ADMIN.account(),
                        "plankton.identity.cache",
                        "0",
                        "plankton.identity.refusals",
                        "0",
                        "plankton.limits.metadata",
                        "32768",
                        "plankton.page.site",
                        "cloud.example",
                        "plankton.page.users",
                        Arrays.stream(User.values())
                                .map(user -> user.shortName() + "=" + user.token())
                                .collect(Collectors.joining(","))),
                folder.resolve("cloud"));
        SampleImages.register(HttpClient.newHttpClient(), service.address());
        client = new Client(service.address());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void open() {
        service.cloud().orElseThrow().heal();
        browser = new Browser(service.address(), "en");
    }

    @AfterEach
    void close() {
        browser.closeContent();
    }

    void open(String user, String path) {
        browser.open("/page/images");
        browser.signIn(user);
        browser.open(path);
    }

    // What there is by the API

    static JsonNode get(User user, String path) throws IOException {
        return JSON.readTree(client.send("GET", path, user.token()).body());
    }

    static JsonNode found(User user, String words) throws IOException {
        return get(user, "/catalogue/v1/images?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8))
                .at("/images");
    }

    /** A file of Alice's, of that name, percent-encoded; tells its place. */
    static String store(String name) {
        String place = User.ALICE.account() + "/images/" + name;
        String path = "/cloud/object-store/v1/" + place;
        client.send("PUT", path, User.ALICE.token(), "bytes", "Content-Type", "application/octet-stream");
        return place;
    }

    /** Of that image of Alice's, as a pointer leads to it. */
    void await(String id, String pointer, String value) {
        browser.await(pointer + " of " + id + " to be " + value, () -> {
            try {
                JsonNode image = get(User.ALICE, "/catalogue/v1/images/" + id);
                return image.at(pointer).asText().equals(value);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** A new image of Alice's, of that name. */
    static String register(String name, String... headers) {
        String path = store(Integer.toHexString(name.hashCode()) + ".diskdump");
        String[] all = Stream.concat(
                        Stream.of(
                                "X-Image-Meta-Name",
                                URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"),
                                "X-Image-Meta-Location",
                                "pithos://" + path),
                        Arrays.stream(headers))
                .toArray(String[]::new);
        return client.send("POST", "/images", User.ALICE.token(), "", all)
                .headers()
                .firstValue("X-Image-Meta-Id")
                .orElseThrow();
    }
}
