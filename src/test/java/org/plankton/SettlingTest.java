package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.cloud.CloudServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.development.ServiceProcess;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/**
 * The service is killed between object store and registry, in the middle of every kind of change of readers at once,
 * and started again: what that has left is settled by itself where it has a token, or else beside its owner's next
 * request.
 */
@Tag("long")
class SettlingTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String ALICE = User.ALICE.token();
    private static final String BOB = User.BOB.account();

    /** Files of Alice's, each called as what was being done with it. */
    private static final List<String> FILES =
            List.of("registered", "published", "added-to", "removed-from", "unregistered");

    @TempDir
    private Path folder;

    private Parties parties;

    /** By their files' names. */
    private final Map<String, String> ids = new TreeMap<>();

    @BeforeEach
    void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        crash();
    }

    @AfterEach
    void stop() {
        parties.close();
    }

    /** Leaves behind a service that has been killed while the store was being told, and what the store then did. */
    private void crash() {
        // So that the service waits for the store until it is killed.
        Map<String, String> patient = parties.settings("plankton.store.timeout", "60");
        List<CompletableFuture<Void>> requests = new ArrayList<>();
        try (ServiceProcess process = ServiceProcess.start(patient)) {
            Client client = new Client(process.address());
            for (String file : FILES) {
                String location = parties.upload(User.ALICE, file);
                if (!file.equals("registered")) {
                    ids.put(file, id(client.register(ALICE, file, location)));
                }
            }
            ids.put("another", id(client.register(ALICE, "another", parties.upload(User.ALICE, "another"))));
            for (String file : List.of("removed-from", "unregistered")) {
                send(client, "PUT", "/images/" + ids.get(file) + "/members/" + BOB);
            }

            // What is given is at the store before it is here: the store is about to do it.
            parties.store().forgetRequests();
            parties.store().hang("POST");
            requests.add(CompletableFuture.runAsync(() -> client.register(
                    ALICE, "x", Parties.location(User.ALICE, "registered"), "X-Image-Meta-Is-Public", "true")));
            requests.add(CompletableFuture.runAsync(
                    () -> client.send("POST", "/v1/images", ALICE, "bytes", uploadHeaders())));
            requests.add(CompletableFuture.runAsync(() -> client.send(
                    "PUT", "/images/" + ids.get("published"), ALICE, "", "X-Image-Meta-Is-Public", "true")));
            requests.add(CompletableFuture.runAsync(
                    () -> client.send("PUT", "/images/" + ids.get("added-to") + "/members/" + BOB, ALICE)));
            await(() -> asked("POST") == 4);
            // What is taken is taken here first: the store has not been told yet.
            long heads = asked("HEAD");
            parties.store().hang("HEAD");
            requests.add(CompletableFuture.runAsync(
                    () -> client.send("DELETE", "/images/" + ids.get("removed-from") + "/members/" + BOB, ALICE)));
            requests.add(CompletableFuture.runAsync(
                    () -> client.send("DELETE", "/images/" + ids.get("unregistered"), ALICE)));
            await(() -> asked("HEAD") == heads + 2);
            process.kill();
        }
        requests.forEach(SettlingTest::assertCutOff);
        parties.store().heal();
        await(() -> sharing("registered").equals("read=*")
                && sharing("published").equals("read=*")
                && sharing("added-to").equals("read=" + BOB));
        assertThat(sharing("removed-from")).isEqualTo("read=" + BOB);
        assertThat(sharing("unregistered")).isEqualTo("read=" + BOB);
        assertThat(parties.query("SELECT image_id FROM image_upload")).hasSize(1);
        assertThat(isInStep()).isFalse();
    }

    private static String[] uploadHeaders() {
        return new String[] {
            "Content-Type",
            "application/octet-stream",
            "X-Image-Meta-Name",
            "uploaded",
            "X-Image-Meta-Is_public",
            "true",
            "X-Image-Meta-Disk_format",
            "raw",
            "X-Image-Meta-Container_format",
            "bare"
        };
    }

    private static String id(HttpResponse<String> registered) {
        return registered.headers().firstValue("x-image-meta-id").orElseThrow();
    }

    private static void send(Client client, String method, String path) {
        assertThat(client.send(method, path, ALICE).statusCode()).isBetween(200, 204);
    }

    private static void assertCutOff(CompletableFuture<Void> request) {
        try {
            request.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return;
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
        throw new AssertionError("it was answered");
    }

    private long asked(String method) {
        return parties.store().requests().stream()
                .map(CloudServlet.Seen::method)
                .filter(method::equals)
                .count();
    }

    private String sharing(String file) {
        return parties.sharing(User.ALICE, file);
    }

    private boolean isInStep() {
        return FILES.stream()
                .allMatch(file -> sharing(file).equals(parties.recordedSharing(ids.getOrDefault(file, "none"))));
    }

    /** Neither readers nor bytes are left that are no image's. */
    private boolean isSettled() {
        return isInStep() && parties.query("SELECT image_id FROM image_upload").isEmpty();
    }

    private static void await(BooleanSupplier fact) {
        Instant end = Instant.now().plus(SOON);
        while (!fact.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(PAUSE.toNanos()); // so as not to take the processor from those who are waited for
        }
    }

    /** The service is started again, and soon takes a change or an upload for dead that nothing is heard of. */
    private Service again(String... others) {
        Map<String, String> settings = parties.settings(others);
        settings.putAll(
                Map.of("plankton.store.timeout", "2", "plankton.store.idle", "1", "plankton.upload.lease", "4"));
        return Service.start(settings);
    }

    /** What the store was told it has done by now, if it ever will; so nothing need be noted any longer. */
    private void assertForgottenInTheEnd(Runnable meanwhile) {
        parties.execute("UPDATE image_sharing SET began_at = began_at - INTERVAL 1 HOUR");
        await(() -> {
            meanwhile.run();
            return parties.query("SELECT location FROM image_unsettled_reader UNION SELECT location FROM image_sharing")
                    .isEmpty();
        });
        assertThat(isSettled()).isTrue();
    }

    @Test
    void itIsSettledByTheServiceWhereItHasCredentials() {
        try (Service service = again("plankton.store.credentials", "token", "plankton.store.token", ALICE)) {
            await(this::isSettled);
            assertForgottenInTheEnd(() -> {});
            assertThat(service.address()).isNotNull(); // and has been asked for nothing
        }
    }

    @Test
    void itIsSettledOnceTheStoreAnswers() {
        parties.store().forgetRequests();
        parties.store().answer(503);
        Service service = again("plankton.store.credentials", "token", "plankton.store.token", ALICE);
        try (service) {
            await(() -> !parties.store().requests().isEmpty());
            parties.store().heal();
            assertThat(isInStep()).isFalse();

            await(this::isSettled);
        }
    }

    /** HEAD of another image, and lists, each dialect once. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEAD /images/{another}",
                "GET /v1.0/images/detail",
                "HEAD /v1/images/{another}",
                "GET /v2/images"
            })
    void itIsSettledBesideItsOwnersRequests(String request) {
        String[] parts = request.split(" ");
        String path = parts[1].replace("{another}", ids.get("another"));
        parties.store().forgetRequests();
        try (Service service = again()) {
            Client client = new Client(service.address());
            await(() -> {
                // A stranger, whose request settles nothing, since what is noted is none of theirs.
                assertThat(client.send(parts[0], path, User.BOB.token()).statusCode())
                        .isIn(200, 403, 404, 405);
                assertThat(client.send(parts[0], path, ALICE).statusCode()).isIn(200, 404);
                return isSettled();
            });
            assertThat(parties.store().requests())
                    .extracting(seen -> seen.user().orElseThrow())
                    .containsOnly(User.ALICE);
        }
    }

    @Test
    void whatIsNotedIsForgottenInTheEndBesideItsOwnersRequests() {
        try (Service service = again()) {
            Client client = new Client(service.address());
            await(() -> {
                send(client, "GET", "/images");
                return isSettled();
            });
            assertForgottenInTheEnd(() -> send(client, "GET", "/images"));
        }
    }
}
