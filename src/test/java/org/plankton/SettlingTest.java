package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.testing.Await.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    /** Files of each owner's, each called as what was being done with it. */
    private static final List<String> FILES =
            List.of("registered", "published", "added-to", "removed-from", "unregistered");

    /** What an owner asks for next: HEAD of another image, and lists, each dialect once. */
    private static final Map<User, String> REQUESTS = Map.of(
            User.ALICE, "HEAD /images/{another}",
            User.BOB, "GET /v1.0/images/detail",
            User.CAROL, "HEAD /v1/images/{another}",
            User.ADMIN, "GET /v2/images");

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Parties parties;

    /** By their owners and their files' names. */
    private final Map<User, Map<String, String>> ids = new EnumMap<>(User.class);

    @BeforeEach
    void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
    }

    @AfterEach
    void stop() {
        parties.close();
        threads.shutdown();
    }

    /** Leaves behind a service that has been killed while the store was being told, and what the store then did. */
    private void crash(Set<User> owners) {
        // So that the service waits for the store until it is killed.
        Map<String, String> patient = parties.settings("plankton.store.timeout", "60");
        List<Future<?>> requests = new ArrayList<>();
        try (ServiceProcess process = ServiceProcess.start(patient)) {
            Client client = new Client(process.address());
            owners.forEach(owner -> register(client, owner));

            // What is given is at the store before it is here: the store is about to do it.
            parties.store().forgetRequests();
            parties.store().hang("POST");
            owners.forEach(owner -> requests.addAll(give(client, owner)));
            await(SOON, () -> countTold() == 4L * owners.size());
            // What is taken is taken here first: the store has not been told yet.
            parties.store().forgetRequests();
            parties.store().hang("HEAD");
            owners.forEach(owner -> requests.addAll(take(client, owner)));
            await(
                    SOON,
                    () -> owners.stream()
                            .allMatch(owner -> isLookedAt(owner, "removed-from") && isLookedAt(owner, "unregistered")));
            process.kill();
        }
        requests.forEach(SettlingTest::assertCutOff);
        parties.store().heal();
        for (User owner : owners) {
            String member = "read=" + member(owner);
            await(
                    SOON,
                    () -> parties.sharing(owner, "registered").equals("read=*")
                            && parties.sharing(owner, "published").equals("read=*")
                            && parties.sharing(owner, "added-to").equals(member));
            assertThat(parties.sharing(owner, "removed-from")).isEqualTo(member);
            assertThat(parties.sharing(owner, "unregistered")).isEqualTo(member);
            assertThat(leftBehind(owner)).hasSize(1);
            assertThat(isInStep(owner)).isFalse();
        }
    }

    private void register(Client client, User owner) {
        Map<String, String> registered = new TreeMap<>();
        ids.put(owner, registered);
        for (String file : FILES) {
            String location = parties.upload(owner, file);
            if (!file.equals("registered")) {
                registered.put(file, id(client.register(owner.token(), file, location)));
            }
        }
        registered.put("another", id(client.register(owner.token(), "another", parties.upload(owner, "another"))));
        for (String file : List.of("removed-from", "unregistered")) {
            assertThat(client.send("PUT", memberPath(owner, file), owner.token())
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    private List<Future<?>> give(Client client, User owner) {
        String token = owner.token();
        String published = "/images/" + ids.get(owner).get("published");
        return List.of(
                begin(() -> client.register(
                        token, "x", Parties.location(owner, "registered"), "X-Image-Meta-Is-Public", "true")),
                begin(() -> client.send("POST", "/v1/images", token, "bytes", uploadHeaders())),
                begin(() -> client.send("PUT", published, token, "", "X-Image-Meta-Is-Public", "true")),
                begin(() -> client.send("PUT", memberPath(owner, "added-to"), token)));
    }

    private List<Future<?>> take(Client client, User owner) {
        String unregistered = "/images/" + ids.get(owner).get("unregistered");
        return List.of(
                begin(() -> client.send("DELETE", memberPath(owner, "removed-from"), owner.token())),
                begin(() -> client.send("DELETE", unregistered, owner.token())));
    }

    /** Again where the service has no time for it, as on a busy machine. */
    private Future<?> begin(Supplier<HttpResponse<String>> request) {
        return threads.submit(() -> {
            while (request.get().statusCode() == 503) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        });
    }

    private String memberPath(User owner, String file) {
        return "/images/" + ids.get(owner).get(file) + "/members/" + member(owner);
    }

    private static String member(User owner) {
        return (owner == User.BOB ? User.CAROL : User.BOB).account();
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

    private static void assertCutOff(Future<?> request) {
        try {
            request.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return;
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
        throw new AssertionError("it was answered");
    }

    /** Each once: some may be told again beside another request. */
    private long countTold() {
        return parties.store().requests().stream()
                .filter(seen -> seen.method().equals("POST"))
                .map(CloudServlet.Seen::target)
                .distinct()
                .count();
    }

    private boolean isLookedAt(User owner, String file) {
        String path = owner.account() + "/" + Parties.CONTAINER + "/" + file;
        return parties.store().requests().stream()
                .anyMatch(seen -> seen.method().equals("HEAD") && seen.target().contains(path));
    }

    private boolean isInStep(User owner) {
        return FILES.stream()
                .allMatch(file -> parties.sharing(owner, file)
                        .equals(parties.recordedSharing(ids.get(owner).getOrDefault(file, "none"))));
    }

    private List<String> leftBehind(User owner) {
        return parties.query("SELECT image_id FROM image_upload WHERE account = '" + owner.account() + "'");
    }

    /** Neither readers nor bytes are left that are no image's. */
    private boolean isSettled(User owner) {
        return isInStep(owner) && leftBehind(owner).isEmpty();
    }

    /** The service is started again, and soon takes a change or an upload for dead that nothing is heard of. */
    private Service again(String... others) {
        Map<String, String> settings = parties.settings(others);
        settings.putAll(
                Map.of("plankton.store.timeout", "1", "plankton.store.idle", "1", "plankton.upload.lease", "3"));
        return Service.start(settings);
    }

    /** What the store was told it has done by now, if it ever will; so nothing need be noted any longer. */
    private void endSharings() {
        parties.execute("UPDATE image_sharing SET began_at = began_at - INTERVAL 1 HOUR");
    }

    private boolean isForgotten(User owner) {
        return Stream.of("image_unsettled_reader", "image_sharing")
                .allMatch(table -> parties.query(
                                "SELECT location FROM " + table + " WHERE location_account = '" + owner.account() + "'")
                        .isEmpty());
    }

    /** It is asked for nothing meanwhile. */
    @Test
    void itIsSettledByTheServiceWhereItHasCredentialsOnceTheStoreAnswers() {
        crash(Set.of(User.ALICE));
        parties.store().forgetRequests();
        parties.store().answer(503);
        Service service = again("plankton.store.credentials", "token", "plankton.store.token", User.ALICE.token());
        try (service) {
            await(SOON, () -> !parties.store().requests().isEmpty());
            endSharings();
            parties.store().heal();
            assertThat(isInStep(User.ALICE)).isFalse();

            await(SOON, () -> isSettled(User.ALICE) && isForgotten(User.ALICE));
        }
    }

    /** Each is a stranger to the others, and settles nothing of theirs. */
    @Test
    void itIsSettledBesideItsOwnersRequests() {
        crash(REQUESTS.keySet());
        try (Service service = again()) {
            Client client = new Client(service.address());
            Set<User> others = EnumSet.allOf(User.class);
            REQUESTS.forEach((owner, request) -> {
                parties.store().forgetRequests();
                await(SOON, () -> {
                    ask(client, owner, request);
                    return isSettled(owner);
                });
                assertThat(parties.store().requests())
                        .extracting(seen -> seen.user().orElseThrow())
                        .containsOnly(owner);
                others.remove(owner);
                assertThat(others)
                        .noneMatch(this::isInStep)
                        .allSatisfy(other -> assertThat(leftBehind(other)).hasSize(1));
            });
            assertThat(isForgotten(User.ALICE)).as("it may be done late").isFalse();
            endSharings();
            await(SOON, () -> {
                ask(client, User.ALICE, REQUESTS.get(User.ALICE));
                return isForgotten(User.ALICE);
            });
            assertThat(isSettled(User.ALICE)).isTrue();
        }
    }

    private void ask(Client client, User owner, String request) {
        String[] parts = request.split(" ");
        String path = parts[1].replace("{another}", ids.get(owner).get("another"));
        assertThat(client.send(parts[0], path, owner.token()).statusCode()).isIn(200, 204);
    }
}
