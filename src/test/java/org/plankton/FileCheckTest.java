package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.testing.Await.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.CloudServer;
import org.plankton.cloud.KeystoneServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;

/** The service as it is deployed looks at images' files itself, with whichever token it is given. */
class FileCheckTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ALICE = User.ALICE.token();

    @TempDir
    private Path folder;

    private CloudServer cloud;

    @BeforeEach
    void startTheCloud() throws IOException {
        cloud = new CloudServer(folder, 0, Optional.empty());
    }

    @AfterEach
    void stopIt() {
        cloud.close();
    }

    private Service start(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "plankton.database.url",
                EmbeddedMariaDb.shared()
                        .jdbcUrl("file_check_" + UUID.randomUUID().toString().replace('-', '_')),
                "plankton.database.user",
                "root",
                "plankton.check.interval",
                "1"));
        settings.forEach((name, value) -> all.put(name, value.replace("{cloud}", cloud.uri() + "/cloud")));
        return Service.start(all);
    }

    private static String status(Client registry, String id) {
        return registry.send("HEAD", "/images/" + id, ALICE)
                .headers()
                .firstValue("x-image-meta-status")
                .orElseThrow();
    }

    /** Registers two files, takes one away, and puts it back. */
    private static void assertThatFilesAreLookedAt(Service service, Client store, String account) {
        Client registry = new Client(service.address());
        store.send("PUT", account + "/images", ALICE);
        String[] ids = new String[2];
        for (int i = 0; i < ids.length; i++) {
            put(store, account + "/images/file" + i, "content");
            ids[i] = registry.registered(ALICE, "image", "pithos://" + User.ALICE.account() + "/images/file" + i);
        }

        put(store, account + "/images/file0", "another content");
        await(SOON, () -> status(registry, ids[0]).equals("unavailable"));
        put(store, account + "/images/file0", "content");
        await(SOON, () -> status(registry, ids[0]).equals("available"));
        store.send("DELETE", account + "/images/file0", ALICE);
        await(SOON, () -> status(registry, ids[0]).equals("unavailable"));
        assertThat(status(registry, ids[1])).isEqualTo("available");
    }

    private static void put(Client store, String path, String content) {
        assertThat(store.send("PUT", path, ALICE, content, "Content-Type", "application/octet-stream")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void withATokenOfTheFilesOwner() {
        try (Service service = start(Map.of(
                "plankton.identity.url", "{cloud}/identity/v2.0",
                "plankton.store.url", "{cloud}/object-store/v1",
                "plankton.check.kind", "token",
                "plankton.check.token", ALICE))) {
            assertThatFilesAreLookedAt(
                    service, new Client(cloud.uri() + "/cloud/object-store/v1"), "/" + User.ALICE.account());
        }
    }

    @Test
    void asTheServiceThatKeystoneKnows() {
        cloud.cloud().swift().letReseller(KeystoneServlet.SERVICE_TOKEN);
        try (Service service = start(Map.of(
                "plankton.identity.kind", "keystone",
                "plankton.identity.url", "{cloud}/keystone/v3",
                "plankton.identity.user", KeystoneServlet.SERVICE_USER,
                "plankton.identity.password", KeystoneServlet.SERVICE_PASSWORD,
                "plankton.identity.project", KeystoneServlet.SERVICE_USER,
                "plankton.store.kind", "swift",
                "plankton.store.url", "{cloud}/swift/v1",
                "plankton.check.kind", "service"))) {
            assertThatFilesAreLookedAt(
                    service, new Client(cloud.uri() + "/cloud/swift/v1"), "/AUTH_" + User.ALICE.account());
        }
    }
}
