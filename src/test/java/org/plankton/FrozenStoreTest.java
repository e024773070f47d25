package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
import org.plankton.testing.InsistentClients;
import org.plankton.testing.Parties;
import org.plankton.testing.TimedCaller;
import org.plankton.testing.TimedCaller.Timed;
import org.plankton.testing.Together;

/** An object store that takes every question and answers none, while many ask for what it is needed for. */
@Tag("long")
class FrozenStoreTest {
    private static final List<User> ACCOUNTS = List.of(User.BOB, User.CAROL, User.ADMIN);

    /** Of each account, as many as may be at once; of all together more than may ask the store and wait for it. */
    private static final int CLIENTS = 50;

    private static final int HEADS = 4;
    private static final String NO_BODY = "Content-Length: 0\r\n";

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

    private static Timed register(TimedCaller caller, User user) throws IOException {
        return caller.send(
                "POST",
                "/images",
                user.token(),
                NO_BODY,
                "X-Image-Meta-Name: name\r\n",
                "X-Image-Meta-Location: " + Parties.location(user, "file") + "\r\n");
    }

    private static Timed share(TimedCaller caller, User user, String id, int number) throws IOException {
        return caller.send("PUT", "/images/" + id + "/members/member-" + number, user.token(), NO_BODY);
    }

    /** Of each account half of the clients register its file, the others change members of one image. */
    private static InsistentClients attack(Service service, Map<User, String> images) {
        return new InsistentClients(ACCOUNTS.size() * CLIENTS, service.address(), (caller, number) -> {
            User user = ACCOUNTS.get(number / CLIENTS);
            return number % 2 == 0 ? register(caller, user) : share(caller, user, images.get(user), number);
        });
    }

    /** What one attempt has shown. The machine may have had something else to do meanwhile. */
    private record Attempt(Duration without, Duration with, double toldSoon) {
        boolean isAsItShouldBe() {
            return with.minus(without).compareTo(Duration.ofMillis(50)) <= 0 && toldSoon >= 0.8;
        }
    }

    /** Of a few callers who ask nothing of the store, in a loop, until {@code end}. */
    private static Duration p99(Service service, String id, long end) throws Exception {
        return TimedCaller.p99(service.address(), id, User.ALICE.token(), HEADS, end);
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
            assertThat(burst(service, (caller, number) -> register(caller, User.BOB)))
                    .containsOnly(200);
            assertThat(burst(service, (caller, number) -> share(caller, User.BOB, images.get(User.BOB), number)))
                    .containsOnly(204);
        }
    }

    private static Attempt attempt(Service service, String id, Map<User, String> images) throws Exception {
        Duration without = p99(service, id, in(Duration.ofSeconds(2)));
        parties.store().hang();
        try (InsistentClients attack = attack(service, images)) {
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
            List<Timed> answers = attack.answers();
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

    /** As many at once as one account may ask. */
    private static List<Integer> burst(Service service, InsistentClients.Call call) throws Exception {
        return Together.run(BURST, number -> {
            try (TimedCaller caller = new TimedCaller(service.address())) {
                return call.of(caller, number).status();
            }
        });
    }
}
