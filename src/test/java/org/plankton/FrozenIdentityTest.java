package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.cloud.CloudServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.http.RemoteService;
import org.plankton.testing.Client;
import org.plankton.testing.InsistentClients;
import org.plankton.testing.LogLines;
import org.plankton.testing.Parties;
import org.plankton.testing.TimedCaller;
import org.plankton.testing.TimedCaller.Timed;
import org.plankton.testing.Together;

/** An identity service that takes every question and answers none, while many ask who are nobody. */
@Tag("long")
class FrozenIdentityTest {
    private static final int JUNK = 300;

    private static final int CACHED = 4;

    /** Of `plankton.identity.waiting`, at its default. */
    private static final int WAITING = 50;

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
        parties.identity().heal();
        parties.keystone().heal();
    }

    /** Who stands still. */
    private enum Kind {
        ASTAKOS,
        KEYSTONE;

        CloudServlet stand() {
            return this == ASTAKOS ? parties.identity() : parties.keystone();
        }

        Map<String, String> settings() {
            return this == ASTAKOS ? parties.settings() : parties.keystoneSettings();
        }
    }

    /** What one attempt has shown. The machine may have had something else to do meanwhile. */
    private record Attempt(Duration without, Duration with, double toldAtOnce) {
        boolean isAsItShouldBe() {
            return with.minus(without).compareTo(Duration.ofMillis(50)) <= 0 && toldAtOnce >= 0.8;
        }
    }

    /** Of a few callers whose token is remembered, in a loop, until {@code end}. */
    private static Duration p99(Service service, String id, long end) throws Exception {
        return TimedCaller.p99(service.address(), id, User.ALICE.token(), CACHED, end);
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    /** Threads of the service that ask, or wait for another's question or for their turn. */
    private static int waiting() {
        return (int) Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().endsWith(".SingleFlight")
                                || frame.getMethodName().equals("isGivenPlace")))
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void keepsNobodyWaitingWhoIsRememberedAndFewOthers(Kind kind) throws Exception {
        try (Service service = Service.start(kind.settings());
                LogLines failures = LogLines.of(RemoteService.class);
                LogLines identity = LogLines.of("org.plankton.identity")) {
            Client client = new Client(service.address());
            String id = client.registered(User.ALICE.token(), "name", parties.upload(User.ALICE, "file"));
            p99(service, id, in(Duration.ofSeconds(3))); // until the code is compiled
            List<Attempt> attempts = new ArrayList<>();
            for (User unknown : List.of(User.BOB, User.CAROL, User.ADMIN)) {
                attempts.add(attempt(kind, service, id, unknown));
                if (attempts.get(attempts.size() - 1).isAsItShouldBe()) {
                    break;
                }
            }

            assertThat(attempts).anyMatch(Attempt::isAsItShouldBe);
            assertThat(failures.texts()).hasSizeLessThan(attempts.size() * 2 * WAITING);
            assertThat(identity.texts())
                    .filteredOn(line -> line.contains("has not answered"))
                    .hasSize(attempts.size());
        }
    }

    private static Attempt attempt(Kind kind, Service service, String id, User unknown) throws Exception {
        Duration without = p99(service, id, in(Duration.ofSeconds(2)));
        kind.stand().forgetRequests();
        kind.stand().hang();
        try (InsistentClients attack = new InsistentClients(
                JUNK,
                service.address(),
                (caller, number) -> caller.send("GET", "/images", "junk-" + UUID.randomUUID()))) {
            AtomicInteger most = new AtomicInteger();
            long end = in(Duration.ofSeconds(6)); // longer than a question may take
            CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> {
                while (System.nanoTime() < end) {
                    most.accumulateAndGet(waiting(), Math::max);
                    LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
                }
            });
            Duration with = p99(service, id, end);
            watching.get();
            assertThat(most.get()).isBetween(1, 2 * WAITING);
            assertThat(waiting()).isLessThan(10);
            // Those that are waited for at first, and then one a second.
            assertThat(kind.stand().requests()).hasSizeLessThan(WAITING + 20);

            long thawed = System.nanoTime();
            kind.stand().heal();
            Client client = new Client(service.address());
            while (client.send("GET", "/images", unknown.token()).statusCode() != 200) {
                assertThat(Duration.ofNanos(System.nanoTime() - thawed)).isLessThan(Duration.ofSeconds(3));
            }

            List<Timed> junk = attack.end();
            List<Timed> refused =
                    junk.stream().filter(answer -> answer.status() != 401).toList();
            assertThat(refused).allMatch(answer -> answer.status() == 503 && answer.tellsWhen());
            long atOnce = refused.stream()
                    .filter(answer -> !answer.isLongerThan(Duration.ofMillis(100)))
                    .count();
            Attempt attempt = new Attempt(without, with, (double) atOnce / refused.size());
            System.out.println(kind + ": " + attempt + ", refused " + refused.size() + ", waiting " + most);
            return attempt;
        }
    }

    /** The first of them asks; others wait for that answer, as many as may; it is there in half a second. */
    @Test
    void manyWithOneNewTokenMakeOneQuestion() throws Exception {
        try (Service service = Service.start(
                parties.settings("plankton.identity.timeout", "30", "plankton.limits.requests", "1000"))) {
            parties.identity().forgetRequests();
            parties.identity().hang();
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> {
                while (parties.identity().requests().isEmpty()) {
                    Thread.onSpinWait();
                }
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                parties.identity().heal();
            });

            List<Integer> answers = Together.run(500, number -> {
                try (TimedCaller caller = new TimedCaller(service.address())) {
                    return caller.send("GET", "/images", User.ALICE.token()).status();
                }
            });
            answering.get();

            int served = Collections.frequency(answers, 200);
            System.out.println("of 500 with one new token served: " + served);
            assertThat(parties.identity().tokenQuestions()).isEqualTo(1);
            assertThat(answers).containsOnly(200, 503);
            // Those that wait for their turn do so for a second, unless the machine is busy.
            assertThat(served).isGreaterThanOrEqualTo(WAITING);
        }
    }
}
