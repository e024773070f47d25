package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.CloudServer;
import org.plankton.cloud.KeystoneServlet;
import org.plankton.cloud.SwiftServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;

/** As the user that Keystone knows it as, the service settles in Swift what it has the role for. */
class SettlingOnSwiftTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String ALICE = User.ALICE.token();
    private static final String BOBS = User.BOB.account() + ":*";
    private static final String CONTAINER = "/AUTH_" + User.ALICE.account() + "/disk";

    @TempDir
    private Path folder;

    private final String database =
            "settling_on_swift_" + UUID.randomUUID().toString().replace('-', '_');
    private CloudServer cloud;
    private Client store;

    @BeforeEach
    void removeAMemberWhileTheStoreFails() throws IOException {
        cloud = new CloudServer(folder, 0, Optional.empty());
        store = new Client(cloud.uri() + "/cloud/swift/v1");
        assertThat(store.send("PUT", CONTAINER, ALICE).statusCode()).isEqualTo(201);
        assertThat(store.send("PUT", CONTAINER + "/disk", ALICE, "content", "Content-Type", "application/octet-stream")
                        .statusCode())
                .isEqualTo(201);
        try (Service service = start("off")) {
            Client registry = new Client(service.address());
            String id = registry.register(ALICE, "disk", "pithos://" + User.ALICE.account() + "/disk/disk")
                    .headers()
                    .firstValue("x-image-meta-id")
                    .orElseThrow();
            String member = "/images/" + id + "/members/" + User.BOB.account();
            assertThat(registry.send("PUT", member, ALICE).statusCode()).isEqualTo(204);
            swift().answer("POST", 503);
            assertThat(registry.send("DELETE", member, ALICE).statusCode()).isEqualTo(503);
        }
        swift().heal();
        swift().forgetRequests();
        assertThat(readers()).isEqualTo(BOBS);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private SwiftServlet swift() {
        return cloud.cloud().swift();
    }

    private Service start(String credentials) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "plankton.database.url",
                EmbeddedMariaDb.shared().jdbcUrl(database),
                "plankton.database.user",
                "root",
                "plankton.identity.kind",
                "keystone",
                "plankton.identity.url",
                cloud.uri() + "/cloud/keystone/v3",
                "plankton.identity.user",
                KeystoneServlet.SERVICE_USER,
                "plankton.identity.password",
                KeystoneServlet.SERVICE_PASSWORD,
                "plankton.identity.project",
                KeystoneServlet.SERVICE_USER,
                "plankton.store.kind",
                "swift",
                "plankton.store.url",
                cloud.uri() + "/cloud/swift/v1",
                "plankton.store.credentials",
                credentials));
        return Service.start(settings);
    }

    private String readers() {
        return store.send("HEAD", CONTAINER, ALICE)
                .headers()
                .firstValue("X-Container-Read")
                .orElse("");
    }

    private static void await(BooleanSupplier fact) {
        Instant end = Instant.now().plus(SOON);
        while (!fact.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(PAUSE.toNanos()); // so as not to take the processor from those who are waited for
        }
    }

    @Test
    void withTheRoleItSettlesByItself() {
        swift().letReseller(KeystoneServlet.SERVICE_TOKEN);
        try (Service service = start("service")) {
            await(() -> readers().isEmpty());
            assertThat(service.address()).isNotNull(); // and has been asked for nothing
        }
    }

    @Test
    void withoutItTheOwnersNextRequestDoes() {
        try (Service service = start("service")) {
            await(() -> swift().requests().stream().anyMatch(seen -> seen.user().isEmpty()));
            assertThat(readers()).isEqualTo(BOBS);

            Client registry = new Client(service.address());
            await(() -> {
                assertThat(registry.send("GET", "/images", ALICE).statusCode()).isEqualTo(200);
                return readers().isEmpty();
            });
        }
    }
}
