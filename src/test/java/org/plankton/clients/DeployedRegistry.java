package org.plankton.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.plankton.cloud.CloudServer;
import org.plankton.cloud.KeystoneServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;

/**
 * The service as it is deployed, with an empty database, and the development cloud, whose Keystone names the service in
 * its catalogue. Besides, what a test sees and does without the client that it is about.
 */
final class DeployedRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of every user. */
    private static final String CONTAINER = "images";

    private final String database = "clients_" + UUID.randomUUID().toString().replace('-', '_');
    private final CloudServer cloud;

    /** Every path begins with an account, but for what the store puts before it. */
    private final Client store;

    private final String accountPrefix;
    private final Service service;
    private final Client client;

    /**
     * @param accountPrefix what the object store puts before an account
     * @param settings of the identity service and the object store; {cloud} in them stands for the cloud's address
     */
    private DeployedRegistry(Path folder, String accountPrefix, Map<String, String> settings) {
        try {
            cloud = new CloudServer(folder, 0, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> all = new TreeMap<>(Map.of(
                "plankton.database.url", EmbeddedMariaDb.shared().jdbcUrl(database),
                "plankton.database.user", "root",
                "plankton.admins", User.ADMIN.account()));
        settings.forEach((name, value) -> all.put(name, value.replace("{cloud}", cloud.uri() + "/cloud")));
        this.accountPrefix = accountPrefix;
        store = new Client(all.get("plankton.store.url"));
        for (User user : User.values()) {
            store.send("PUT", path(user.account() + "/" + CONTAINER), user.token());
        }
        service = Service.start(all);
        client = new Client(service.address());
        cloud.cloud().keystone().publishImageService(service.address());
    }

    /**
     * With Astakos and Pithos. Tokens that Keystone gives are good at Astakos too.
     *
     * @param folder the object store's files; need not exist
     */
    static DeployedRegistry inSynnefo(Path folder) {
        return new DeployedRegistry(
                folder,
                "",
                Map.of(
                        "plankton.identity.url", "{cloud}/identity/v2.0",
                        "plankton.store.url", "{cloud}/object-store/v1"));
    }

    /**
     * With the same Keystone as its clients, and Swift.
     *
     * @param folder the object store's files; need not exist
     */
    static DeployedRegistry inOpenStack(Path folder) {
        return new DeployedRegistry(
                folder,
                "AUTH_",
                Map.of(
                        "plankton.identity.kind", "keystone",
                        "plankton.identity.url", "{cloud}/keystone/v3",
                        "plankton.identity.user", KeystoneServlet.SERVICE_USER,
                        "plankton.identity.password", KeystoneServlet.SERVICE_PASSWORD,
                        "plankton.identity.project", KeystoneServlet.SERVICE_USER,
                        "plankton.store.kind", "swift",
                        "plankton.store.url", "{cloud}/swift/v1"));
    }

    /** Where clients that need no Keystone find it: without a version. */
    String address() {
        return service.address();
    }

    /** Where clients are given tokens and the address of the service; with its version. */
    String keystone() {
        return cloud.uri() + "/cloud/keystone/v3";
    }

    /** For whatever a client has no method for. */
    HttpResponse<String> send(String method, String path, User user, String... headers) {
        return sendWithBody(method, path, user, "", headers);
    }

    HttpResponse<String> sendWithBody(String method, String path, User user, String body, String... headers) {
        return client.send(method, path, user.token(), body, headers);
    }

    /**
     * Puts a file into the object store and registers it through {@code /images}, as Plankton's own clients do.
     *
     * @param headers name, value, name, value, …
     * @return the image's id
     */
    String register(User owner, String file, String content, String name, String... headers) {
        String object = owner.account() + "/" + CONTAINER + "/" + file;
        store.send("PUT", path(object), owner.token(), content, "Content-Type", "application/octet-stream");
        return client.registered(owner.token(), encoded(name), "pithos://" + object, headers);
    }

    /**
     * The image as the listing tells of it that is at that path; empty if it is not listed.
     *
     * @param listing {@code /images/detail} or {@code /v1.0/images/detail}
     */
    Optional<JsonNode> listed(String listing, User user, String id) {
        JsonNode images = json(client.send("GET", listing, user.token()).body());
        return StreamSupport.stream(images.spliterator(), false)
                .filter(image -> image.path("id").asText().equals(id))
                .findFirst();
    }

    /** The JSON that is at that path. */
    JsonNode json(String path, User user) {
        return json(client.send("GET", path, user.token()).body());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** What the object store answers to its owner about the file: 200 if it has it, 404 if not. */
    int fileStatus(User owner, String location) {
        return store.send("HEAD", path(location.replace("pithos://", "")), owner.token())
                .statusCode();
    }

    /** @param object an account and what is there */
    private String path(String object) {
        return "/" + accountPrefix + object;
    }

    /** As many as asked for, and always the same. */
    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    /** In hex. */
    static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Text as it can be sent in a header by a client that takes only ASCII there: percent-encoded UTF-8. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        service.close();
        cloud.close();
        try (Connection connection = EmbeddedMariaDb.shared().connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE `" + database + "`");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
