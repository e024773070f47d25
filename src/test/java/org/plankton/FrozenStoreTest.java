package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.RawConnection;
import org.plankton.testing.Together;

/** An object store that takes every question and answers none, while many ask for what it is needed for. */
@Tag("long")
class FrozenStoreTest {
    private static final List<User> ACCOUNTS = List.of(User.BOB, User.CAROL, User.ADMIN);

    /** Of each account, as many as may be at once; of all together more than may ask the store and wait for it. */
    private static final int CLIENTS = 50;

    /** Each who is refused comes again so soon: more of them would keep any server busy, whatever it waits for. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final int HEADS = 4;

    private static final int ASKING = 32;

    /** Of the threads 32 ask and 72 wait, and some may be on their way from the one to the other. */
    private static final int MOST = 120;

    private static final Duration SOON = Duration.ofSeconds(1);

    /** Of `plankton.limits.requests`, at its default. */
    private static final int BURST = 50;

    @TempDir
    private static Path folder;

    private static Parties parties;

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
    }

    @AfterAll
    static void stop() {
        parties.close();
    }

    @AfterEach
    void heal() {
        parties.store().heal();
    }

    /** @param nanos from the request's first byte to the answer's last */
    private record Timed(int status, boolean tellsWhen, long nanos) {}

    /** A client that keeps its connection. */
    private static final class Caller implements AutoCloseable {
        private final RawConnection connection;

        Caller(Service service) throws IOException {
            connection = new RawConnection(URI.create(service.address()).getPort());
        }

        Timed send(String method, String path, User user, String... headers) throws IOException {
            long start = System.nanoTime();
            connection.send((method + " /v1.0" + path + " HTTP/1.1\r\nHost: plankton.example.org\r\nX-Auth-Token: "
                            + user.token() + "\r\nContent-Length: 0\r\n" + String.join("", headers) + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            RawConnection.Answer answer = connection.receive(method.equals("HEAD"));
            return new Timed(answer.status(), answer.header("Retry-After").isPresent(), System.nanoTime() - start);
        }

        Timed register(User user, String location) throws IOException {
            return send(
                    "POST",
                    "/images",
                    user,
                    "X-Image-Meta-Name: name\r\n",
                    "X-Image-Meta-Location: " + location + "\r\n");
        }

        Timed share(User user, String id, int number) throws IOException {
            return send("PUT", "/images/" + id + "/members/member-" + number, user);
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /** Of each account half of the clients register its file, the others change members of one image. */
    private static final class Attack implements AutoCloseable {
        private final ExecutorService clients = Executors.newFixedThreadPool(ACCOUNTS.size() * CLIENTS);
        private final List<Future<?>> ends = new ArrayList<>();
        private final Queue<Timed> answers = new ConcurrentLinkedQueue<>();
        private volatile boolean over;

        Attack(Service service, Map<User, String> images) {
            images.forEach((user, id) -> {
                for (int i = 0; i < CLIENTS; i++) {
                    int number = i;
                    ends.add(clients.submit(() -> send(service, user, id, number)));
                }
            });
        }

        private Void send(Service service, User user, String id, int number) throws IOException {
            String location = Parties.location(user, "file");
            try (Caller caller = new Caller(service)) {
                while (!over) {
                    answers.add(number % 2 == 0 ? caller.register(user, location) : caller.share(user, id, number));
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
            return null;
        }

        /** Of all that has been asked by now; throws what one of them has met with. */
        void end() throws Exception {
            over = true;
            for (Future<?> end : ends) {
                end.get();
            }
        }

        @Override
        public void close() {
            over = true;
            clients.shutdownNow();
        }
    }

    /** What one attempt has shown. The machine may have had something else to do meanwhile. */
    private record Attempt(Duration without, Duration with, double toldSoon) {
        boolean isAsItShouldBe() {
            return with.minus(without).compareTo(Duration.ofMillis(50)) <= 0 && toldSoon >= 0.8;
        }
    }

    /** Of a few callers who ask nothing of the store, in a loop, until {@code end}. */
    private static Duration p99(Service service, String id, long end) throws Exception {
        List<Long> nanos = new ArrayList<>();
        Together.run(HEADS, number -> {
                    List<Long> own = new ArrayList<>();
                    try (Caller caller = new Caller(service)) {
                        while (System.nanoTime() < end) {
                            Timed timed = caller.send("HEAD", "/images/" + id, User.ALICE);
                            assertThat(timed.status()).isEqualTo(200);
                            own.add(timed.nanos());
                        }
                    }
                    return own;
                })
                .forEach(nanos::addAll);
        nanos.sort(null);
        return Duration.ofNanos(nanos.get(nanos.size() * 99 / 100));
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    /** Threads that ask the store, or wait until they may; and not those who are just told that they may not. */
    private static int atTheStore() {
        return (int) Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Arrays.stream(thread.getValue())
                        .map(StackTraceElement::getClassName)
                        .anyMatch(name -> name.endsWith(".BoundedHttpClient")
                                || (name.endsWith(".StoreTurns") || name.endsWith(".ImageLocks"))
                                        && thread.getKey().getState() == Thread.State.TIMED_WAITING))
                .count();
    }

    @Test
    void keepsNobodyWaitingWhoDoesNotNeedItAndFewOthers() throws Exception {
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            String id = client.registered(User.ALICE.token(), "name", parties.upload(User.ALICE, "file"));
            Map<User, String> images = new EnumMap<>(User.class);
            for (User user : ACCOUNTS) {
                images.put(user, client.registered(user.token(), "name", parties.upload(user, "file")));
            }
            p99(service, id, in(Duration.ofSeconds(3))); // until the code is compiled
            List<Attempt> attempts = new ArrayList<>();
            do {
                attempts.add(attempt(service, id, images));
            } while (attempts.size() < 3 && attempts.stream().noneMatch(Attempt::isAsItShouldBe));

            assertThat(attempts).anyMatch(Attempt::isAsItShouldBe);
            assertThat(burst(
                            service, (caller, number) -> caller.register(User.BOB, Parties.location(User.BOB, "file"))))
                    .containsOnly(200);
            assertThat(burst(service, (caller, number) -> caller.share(User.BOB, images.get(User.BOB), number)))
                    .containsOnly(204);
        }
    }

    private static Attempt attempt(Service service, String id, Map<User, String> images) throws Exception {
        Duration without = p99(service, id, in(Duration.ofSeconds(2)));
        parties.store().hang();
        try (Attack attack = new Attack(service, images)) {
            AtomicInteger most = new AtomicInteger();
            long end = in(Duration.ofSeconds(6)); // longer than a question may take
            CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> {
                while (System.nanoTime() < end) {
                    most.accumulateAndGet(atTheStore(), Math::max);
                    LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
                }
            });
            Duration with = p99(service, id, end);
            watching.get();
            List<Timed> answers = List.copyOf(attack.answers);
            assertThat(answers).allMatch(answer -> answer.status() == 503 && answer.tellsWhen());
            assertThat(most.get()).isBetween(ASKING, MOST);
            long soon = answers.stream()
                    .filter(answer -> answer.nanos() <= SOON.toNanos())
                    .count();

            parties.store().heal();
            attack.end();
            Attempt attempt = new Attempt(without, with, (double) soon / answers.size());
            System.out.println(attempt + ", refused " + answers.size() + ", at the store " + most);
            return attempt;
        }
    }

    private interface Call {
        Timed of(Caller caller, int number) throws IOException;
    }

    /** As many at once as one account may ask. */
    private static List<Integer> burst(Service service, Call call) throws Exception {
        return Together.run(BURST, number -> {
            try (Caller caller = new Caller(service)) {
                return call.of(caller, number).status();
            }
        });
    }
}
