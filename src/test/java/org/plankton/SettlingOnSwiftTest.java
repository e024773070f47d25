package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.testing.Await.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.KeystoneServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** As the user that Keystone knows it as, the service settles in Swift what it has the role for. */
@Tag("long")
class SettlingOnSwiftTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ALICE = User.ALICE.token();
    private static final String BOBS = User.BOB.account() + ":*";
    private static final String CONTAINER = "/AUTH_" + User.ALICE.account() + "/disk";

    @TempDir
    private Path folder;

    private Parties parties;
    private Client store;

    @BeforeEach
    void removeAMemberWhileTheStoreFails() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        store = new Client(parties.openStackSettings().get("plankton.store.url"));
        assertThat(store.send("PUT", CONTAINER, ALICE).statusCode()).isEqualTo(201);
        assertThat(store.send("PUT", CONTAINER + "/disk", ALICE, "content", "Content-Type", "application/octet-stream")
                        .statusCode())
                .isEqualTo(201);
        try (Service service = start("off")) {
            Client registry = new Client(service.address());
            String id = registry.registered(ALICE, "disk", "pithos://" + User.ALICE.account() + "/disk/disk");
            String member = "/images/" + id + "/members/" + User.BOB.account();
            assertThat(registry.send("PUT", member, ALICE).statusCode()).isEqualTo(204);
            parties.swift().answer("POST", 503);
            assertThat(registry.send("DELETE", member, ALICE).statusCode()).isEqualTo(503);
        }
        parties.swift().heal();
        parties.swift().forgetRequests();
        assertThat(readers()).isEqualTo(BOBS);
    }

    @AfterEach
    void stop() {
        parties.close();
    }

    private Service start(String credentials) {
        Map<String, String> settings = parties.openStackSettings();
        settings.put("plankton.store.credentials", credentials);
        return Service.start(settings);
    }

    private String readers() {
        return store.send("HEAD", CONTAINER, ALICE)
                .headers()
                .firstValue("X-Container-Read")
                .orElse("");
    }

    @Test
    void withTheRoleItSettlesByItself() {
        parties.swift().letReseller(KeystoneServlet.SERVICE_TOKEN);
        try (Service service = start("service")) {
            await(SOON, () -> readers().isEmpty());
            assertThat(service.address()).isNotNull(); // and has been asked for nothing
        }
    }

    @Test
    void withoutItTheOwnersNextRequestDoes() {
        try (Service service = start("service")) {
            await(
                    SOON,
                    () -> parties.swift().requests().stream()
                            .anyMatch(seen -> seen.user().isEmpty()));
            assertThat(readers()).isEqualTo(BOBS);

            Client registry = new Client(service.address());
            await(SOON, () -> {
                assertThat(registry.send("GET", "/images", ALICE).statusCode()).isEqualTo(200);
                return readers().isEmpty();
            });
        }
    }
}
