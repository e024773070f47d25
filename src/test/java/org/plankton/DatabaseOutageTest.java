package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.testing.Await.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.api.ops.ReadinessServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.DatabaseLine;
import org.plankton.testing.Parties;

/**
 * What clients feel of a database that dies, stands still or comes back, whatever they are doing: a 503 soon, and an
 * answer as soon as there is one. What was acknowledged is there afterwards.
 */
@Timeout(300)
@Tag("long")
class DatabaseOutageTest {
    private static final String ALICE = User.ALICE.token();

    private static final Duration READ = Duration.ofSeconds(3);

    /** innodb_lock_wait_timeout, as every connection has it. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(3);

    private static final Duration LONGEST = Duration.ofSeconds(6);
    private static final Duration BACK = Duration.ofSeconds(1);

    /** Forever. */
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** What is going on when the database is killed. */
    private enum Call {
        PUBLISH(Duration.ofSeconds(3)),
        REGISTER(Duration.ofSeconds(3)),
        UPLOAD(Duration.ofSeconds(4));

        final Duration longest;

        Call(Duration longest) {
            this.longest = longest;
        }

        HttpResponse<String> send(Client client, String published, String location) {
            return switch (this) {
                case PUBLISH -> client.send("PUT", "/images/" + published, ALICE, "", "X-Image-Meta-Is-Public", "true");
                case REGISTER -> client.register(ALICE, "name", location, "X-Image-Meta-Is-Public", "true");
                case UPLOAD ->
                    client.send(
                            "POST",
                            "/v1/images",
                            ALICE,
                            "hello image",
                            "Content-Type",
                            "application/octet-stream",
                            "X-Image-Meta-Name",
                            "name",
                            "X-Image-Meta-Disk-Format",
                            "raw",
                            "X-Image-Meta-Container-Format",
                            "bare");
            };
        }
    }

    /** At every fifth of its packets to the database, before and after the database had it, until it has no more. */
    @ParameterizedTest
    @EnumSource
    void aDatabaseThatIsKilledInTheMiddleOfACallIsToldSoon(Call call) throws IOException {
        Path data = folder.resolve("mariadb");
        EmbeddedMariaDb[] server = {EmbeddedMariaDb.start(data, 0)};
        int port = server[0].port();
        Parties parties = new Parties(server[0], folder.resolve("cloud"));
        try (DatabaseLine line = new DatabaseLine(port);
                Service service = Service.start(through(parties, List.of(line)))) {
            Client client = new Client(service.address());
            Map<Integer, Duration> times = new TreeMap<>();
            int refused = 0;
            boolean isWhole = false;
            for (int packet = 1; !isWhole; packet += 5) {
                String location = parties.upload(User.ALICE, "file-" + packet);
                String published = client.registered(ALICE, "name", parties.upload(User.ALICE, "own-" + packet));
                Runnable kill = () -> kill(server[0]);
                if (packet % 2 == 1) {
                    line.before(packet, "", kill);
                } else {
                    line.after(packet, "", kill);
                }

                Instant start = Instant.now();
                HttpResponse<String> answer = call.send(client, published, location);
                Duration time = Duration.between(start, Instant.now());

                isWhole = line.forget();
                assertThat(answer.statusCode()).as(answer::body).isIn(200, 201, 503);
                if (answer.statusCode() == 503) {
                    refused++;
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                }
                times.put(packet, time);
                if (!isWhole) {
                    server[0].close();
                    server[0] = EmbeddedMariaDb.start(data, port);
                    await(BOUND, () -> isReady(client));
                    HttpResponse<String> again = call.send(client, published, location);
                    assertThat(again.statusCode()).as(again::body).isIn(200, 201);
                }
                if (answer.statusCode() != 503) {
                    String id = call == Call.PUBLISH ? published : id(answer);
                    HttpResponse<String> image = client.send("HEAD", "/images/" + id, ALICE);
                    assertThat(image.statusCode()).isEqualTo(200);
                    assertThat(image.headers().firstValue("x-image-meta-is-public"))
                            .hasValue(call == Call.UPLOAD ? "False" : "True");
                }
            }
            assertThat(times).hasSizeGreaterThan(4);
            assertThat(refused).isPositive();
            assertThat(times.values()).allSatisfy(time -> assertThat(time).isLessThan(call.longest));
        } finally {
            server[0].close();
        }
    }

    @Test
    void aDatabaseThatWasAwayForLongIsUsedAsSoonAsItIsBack() {
        Path data = folder.resolve("mariadb");
        EmbeddedMariaDb first = EmbeddedMariaDb.start(data, 0);
        int port = first.port();
        Parties parties = new Parties(first, folder.resolve("cloud"));
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            String id = client.registered(ALICE, "name", parties.upload(User.ALICE, "file"));
            kill(first);
            List<Duration> times = new ArrayList<>();
            for (Instant end = Instant.now().plusSeconds(7); Instant.now().isBefore(end); ) {
                Instant start = Instant.now();
                assertThat(client.send("HEAD", "/images/" + id, ALICE).statusCode())
                        .isEqualTo(503);
                times.add(Duration.between(start, Instant.now()));
            }
            assertThat(times).allSatisfy(time -> assertThat(time).isLessThan(READ));
            first.close();

            try (EmbeddedMariaDb second = EmbeddedMariaDb.start(data, port)) {
                Instant back = Instant.now();
                assertThat(second.port()).isEqualTo(port);
                await(BOUND, () -> client.send("HEAD", "/images/" + id, ALICE).statusCode() == 200);
                Duration time = Duration.between(back, Instant.now());
                assertThat(time).isLessThan(BACK);
            }
        }
    }

    /** What happens while clients are at work. */
    private interface Trouble {
        void make(EmbeddedMariaDb server, List<DatabaseLine> lines, Clients clients) throws Exception;
    }

    /**
     * Clients that had their way before that and have it again afterwards, and of whose images none is lost.
     *
     * @param lines which lead to the one database, at the most two; directly if none does
     */
    private Clients clientsAfter(int lines, Trouble trouble) throws Exception {
        try (EmbeddedMariaDb server = EmbeddedMariaDb.start(folder.resolve("mariadb"), 0);
                Parties parties = new Parties(server, folder.resolve("cloud"));
                DatabaseLine one = new DatabaseLine(server.port());
                DatabaseLine other = new DatabaseLine(server.port());
                Service service =
                        Service.start(through(parties, List.of(one, other).subList(0, lines)));
                Clients clients = new Clients(service, parties)) {
            clients.awaitAll();
            trouble.make(server, List.of(one, other), clients);
            clients.awaitAll();
            clients.stop();
            clients.assertAllAreThere(parties);
            return clients;
        }
    }

    @Test
    void aDatabaseThatStandsStillHoldsNobodyForLongAndLosesNothing() throws Exception {
        Clients clients = clientsAfter(0, (server, lines, working) -> stand(server, 10));

        clients.assertNobodyWaitedLonger(LONGEST);
        assertThat(clients.refused.get()).isPositive();
    }

    @Test
    void aDatabaseThatStandsStillForASecondLosesNobodysRequest() throws Exception {
        assertThat(clientsAfter(0, (server, lines, working) -> stand(server, 1)).refused)
                .hasValue(0);
    }

    /** As where a busy machine runs all threads but one. */
    @Test
    void aDatabaseThatAnswersAnybodyIsThere() throws Exception {
        Clients clients = clientsAfter(1, (server, lines, working) -> {
            DatabaseLine line = lines.get(0);
            await(BOUND, () -> isReady(working.client));
            line.swallowHeartbeats();
            int before = line.heartbeats();
            await(BOUND, () -> line.heartbeats() > before + 4);
            assertThat(isReady(working.client)).isTrue();
        });

        assertThat(clients.refused).hasValue(0);
    }

    /** As the driver finds its way by itself. */
    @Test
    void whereOneNodeStandsStillAnotherTakesOver() throws Exception {
        Clients clients = clientsAfter(2, (server, lines, working) -> {
            lines.get(0).stand();
            await(BOUND, () -> lines.get(1).heartbeats() > 12);
            working.awaitAll();
            lines.get(0).cut();
        });

        // Both lines lead to one server, which keeps the locks of whoever stands still, and others wait for those.
        clients.assertNobodyWaitedLonger(LONGEST.plus(LOCK_WAIT));
    }

    @Test
    void whereAllNodesStandStillNobodyIsHeldForLong() throws Exception {
        clientsAfter(2, (server, lines, working) -> stand(server, 10)).assertNobodyWaitedLonger(LONGEST);
    }

    /** As on a slow disk: whoever waits for it is not cut off. */
    @Test
    void aCommitThatTakesItsTimeIsWaitedFor() throws Exception {
        try (EmbeddedMariaDb server = EmbeddedMariaDb.start(folder.resolve("mariadb"), 0);
                Parties parties = new Parties(server, folder.resolve("cloud"));
                DatabaseLine line = new DatabaseLine(server.port());
                Service service = Service.start(through(parties, List.of(line)))) {
            Client client = new Client(service.address());
            String location = parties.upload(User.ALICE, "file");
            CountDownLatch isOver = new CountDownLatch(1);
            CountDownLatch isHeld = new CountDownLatch(1);
            line.after(1, "COMMIT", () -> {
                isHeld.countDown();
                awaitUninterruptibly(isOver);
            });
            FutureTask<HttpResponse<String>> request = new FutureTask<>(() -> client.register(ALICE, "name", location));
            new Thread(request).start();
            isHeld.await();
            int before = line.heartbeats();

            await(BOUND, () -> line.heartbeats() > before + 12);
            assertThat(isReady(client)).isTrue();
            isOver.countDown();

            assertThat(request.get().statusCode()).isEqualTo(200);
        }
    }

    /** Nor is whoever waits for a table that somebody else has for himself, though nothing can be asked of it. */
    @Test
    void aTableThatIsBeingChangedIsWaitedFor() throws Exception {
        try (EmbeddedMariaDb server = EmbeddedMariaDb.start(folder.resolve("mariadb"), 0);
                Parties parties = new Parties(server, folder.resolve("cloud"));
                Service service = Service.start(parties.settings());
                var other = server.connect(parties.database());
                var statement = other.createStatement()) {
            Client client = new Client(service.address());
            String id = client.registered(ALICE, "name", parties.upload(User.ALICE, "file"));
            statement.execute("LOCK TABLES image WRITE");
            FutureTask<HttpResponse<String>> request =
                    new FutureTask<>(() -> client.send("PUT", "/images/" + id, ALICE, "", "X-Image-Meta-Name", "new"));
            new Thread(request).start();

            await(BOUND, () -> !isReady(client));
            statement.execute("UNLOCK TABLES");

            assertThat(request.get().statusCode()).isEqualTo(200);
            await(BOUND, () -> isReady(client));
        }
    }

    /** Two who read and two who register, one request after the other. */
    private static final class Clients implements AutoCloseable {
        final List<Duration> reads = new CopyOnWriteArrayList<>();
        final List<Duration> writes = new CopyOnWriteArrayList<>();
        final Map<String, String> acknowledged = new ConcurrentHashMap<>();
        final AtomicInteger refused = new AtomicInteger();

        private final AtomicBoolean isOver = new AtomicBoolean();
        private final List<FutureTask<Void>> threads = new ArrayList<>();
        private final List<AtomicInteger> successes = new ArrayList<>();
        private final Client client;
        private final Parties parties;
        private final String image;

        Clients(Service service, Parties parties) {
            this.client = new Client(service.address());
            this.parties = parties;
            this.image = client.registered(ALICE, "read", parties.upload(User.ALICE, "read"));
            for (int i = 0; i < 4; i++) {
                int number = i;
                AtomicInteger success = new AtomicInteger();
                successes.add(success);
                FutureTask<Void> task = new FutureTask<>(() -> go(number, success), null);
                threads.add(task);
                new Thread(task).start();
            }
        }

        private void go(int number, AtomicInteger success) {
            for (int i = 0; !isOver.get(); i++) {
                String file = "file-" + number + "-" + i;
                String location = number < 2 ? "" : parties.upload(User.ALICE, file);
                Instant start = Instant.now();
                HttpResponse<String> answer = number < 2
                        ? client.send("HEAD", "/images/" + image, ALICE)
                        : client.register(ALICE, file, location, "X-Image-Meta-Is-Public", String.valueOf(i % 2 == 0));
                Duration time = Duration.between(start, Instant.now());
                (number < 2 ? reads : writes).add(time);
                assertThat(answer.statusCode()).as(answer::body).isIn(200, 503);
                if (answer.statusCode() == 503) {
                    refused.incrementAndGet();
                } else {
                    success.incrementAndGet();
                    if (number >= 2) {
                        acknowledged.put(id(answer), file);
                    }
                }
            }
        }

        /** Until each of them has had its way once more, and in what it began from now on. */
        void awaitAll() {
            List<Integer> before = successes.stream().map(AtomicInteger::get).toList();
            await(BOUND, () -> {
                for (int i = 0; i < before.size(); i++) {
                    if (successes.get(i).get() < before.get(i) + 2) {
                        assertThat(threads.get(i).isDone()).isFalse();
                        return false;
                    }
                }
                return true;
            });
        }

        void assertAllAreThere(Parties parties) {
            assertThat(parties.query("SELECT CONCAT(id, ' ', name) FROM readable_image"))
                    .containsAll(acknowledged.entrySet().stream()
                            .map(one -> one.getKey() + " " + one.getValue())
                            .toList());
            assertThat(acknowledged).isNotEmpty();
        }

        void assertNobodyWaitedLonger(Duration write) {
            assertThat(reads).allSatisfy(time -> assertThat(time).isLessThan(READ));
            assertThat(writes).allSatisfy(time -> assertThat(time).isLessThan(write));
        }

        /** What they have come upon fails the test. */
        void stop() throws InterruptedException, ExecutionException {
            isOver.set(true);
            for (FutureTask<Void> thread : threads) {
                thread.get();
            }
        }

        @Override
        public void close() {
            isOver.set(true);
        }
    }

    /** The settings that lead there by these lines, the first that answers; directly if there are none. */
    private static Map<String, String> through(Parties parties, List<DatabaseLine> lines) {
        if (lines.isEmpty()) {
            return parties.settings();
        }
        String url = parties.settings().get("plankton.database.url");
        StringBuilder servers = new StringBuilder();
        for (DatabaseLine line : lines) {
            servers.append(servers.isEmpty() ? "" : ",").append("127.0.0.1:").append(line.port());
        }
        return parties.settings(
                "plankton.database.url",
                url.replaceFirst(
                        "jdbc:mariadb://[^/]*",
                        "jdbc:mariadb:" + (lines.size() > 1 ? "sequential:" : "") + "//" + servers));
    }

    /** As if the machine were gone: nothing of it is put in order. */
    private static void kill(EmbeddedMariaDb server) {
        server.process().destroyForcibly();
        server.process().onExit().join();
    }

    /** For so many seconds. */
    private static void stand(EmbeddedMariaDb server, int seconds) throws Exception {
        long pid = server.process().pid();
        assertThat(new ProcessBuilder("sh", "-c", "kill -STOP " + pid + "; sleep " + seconds + "; kill -CONT " + pid)
                        .start()
                        .waitFor())
                .isZero();
    }

    private static boolean isReady(Client client) {
        return client.send("GET", ReadinessServlet.PATH, null).statusCode() == 200;
    }

    private static String id(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("x-image-meta-id")
                .orElseGet(() -> answer.body().replaceFirst("(?s).*\"id\": *\"([^\"]*)\".*", "$1"));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
