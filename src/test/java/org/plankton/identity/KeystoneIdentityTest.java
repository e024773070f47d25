package org.plankton.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.cloud.CloudServer;
import org.plankton.cloud.CloudServlet;
import org.plankton.cloud.KeystoneServlet;
import org.plankton.cloud.User;
import org.plankton.http.OddServer;
import org.plankton.http.Probe;
import org.plankton.http.RemoteService;
import org.plankton.identity.KeystoneIdentity.AccountOf;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.plankton.testing.MovableClock;
import org.plankton.testing.Together;
import org.slf4j.LoggerFactory;

@Timeout(60)
@Tag("long")
class KeystoneIdentityTest extends IdentityContract {
    private static final Duration AMPLE = Duration.ofSeconds(30);

    /** For services that let it pass. */
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private static final String ALICE = "{\"token\": {\"user\": {\"id\": \"u1\"}, \"project\": {\"id\": \"p1\"},"
            + " \"expires_at\": \"2099-01-01T00:00:00.000000Z\"}}";

    @TempDir
    private static Path folder;

    private static CloudServer server;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-23T12:00:00Z"));

    private KeystoneIdentity identity;

    @BeforeAll
    static void startKeystone() throws IOException {
        server = new CloudServer(folder, 0, Optional.empty());
    }

    @AfterAll
    static void stopKeystone() {
        server.close();
    }

    @BeforeEach
    void connect() {
        keystone().forgetRequests();
        identity = asking(server.uri() + "/cloud/keystone/v3", AccountOf.PROJECT, Clock.systemUTC());
    }

    @AfterEach
    void close() throws IOException {
        keystone().heal();
        identity.close();
    }

    @Override
    Identity identity() {
        return identity;
    }

    private static KeystoneServlet keystone() {
        return server.cloud().keystone();
    }

    private KeystoneIdentity asking(String url) {
        return asking(url, DEADLINE, AccountOf.PROJECT, clock);
    }

    private static KeystoneIdentity asking(String url, AccountOf accountOf, Clock clock) {
        return asking(url, AMPLE, accountOf, clock);
    }

    private static KeystoneIdentity asking(String url, Duration deadline, AccountOf accountOf, Clock clock) {
        ServiceUser user = new ServiceUser(
                KeystoneServlet.SERVICE_USER,
                KeystoneServlet.SERVICE_PASSWORD,
                "Default",
                KeystoneServlet.SERVICE_USER,
                "Default");
        return new KeystoneIdentity(url, deadline, user, accountOf, clock);
    }

    @Test
    void isKnownByItsVersion() throws IOException {
        try (Probe probe = KeystoneIdentity.probe(server.uri() + "/cloud/keystone/v3", AMPLE)) {
            assertThat(probe.answers()).isTrue();
            keystone().answer(503);
            assertThat(probe.answers()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"version\": {}}", "{\"version\": {\"id\": null}}", "{}", "[]"})
    void whatTellsNoVersionIsNone(String body) throws IOException {
        try (OddServer odd = OddServer.answering(200, body);
                Probe probe = KeystoneIdentity.probe(odd.url() + "/v3", AMPLE)) {
            assertThat(probe.answers()).isFalse();
        }
    }

    // ------------------------------------------------------------------ What is asked, and what is made of the answer

    @Test
    void asksForItsOwnTokenOnceAndLeavesTheCatalogueOut() {
        identity.authenticate(User.ALICE.token());
        identity.authenticate("nobody's");

        assertThat(keystone().requests())
                .extracting(CloudServlet.Seen::method, CloudServlet.Seen::target)
                .containsExactly(
                        tuple("POST", "/cloud/keystone/v3/auth/tokens?nocatalog"),
                        tuple("GET", "/cloud/keystone/v3/auth/tokens?nocatalog"),
                        tuple("GET", "/cloud/keystone/v3/auth/tokens?nocatalog"));
    }

    @ParameterizedTest
    @CsvSource({"PROJECT, p1", "USER, u1"})
    void anAccountIsTheProjectOrTheUser(AccountOf accountOf, String account) throws IOException {
        try (Keystone odd = new Keystone();
                KeystoneIdentity asking = asking(odd.url(), accountOf, clock)) {
            assertThat(asking.authenticate("t"))
                    .contains(new Identity.Authenticated(account, Instant.parse("2099-01-01T00:00:00Z")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"token\": {\"user\": {\"id\": \"u1\"}, \"expires_at\": \"2099-01-01T00:00:00Z\"}}",
                "{\"token\": {\"user\": {\"id\": \"u1\"}, \"project\": null,"
                        + " \"expires_at\": \"2099-01-01T00:00:00Z\"}}",
                "{\"token\": {\"user\": {\"id\": \"u1\"}, \"domain\": {\"id\": \"default\"},"
                        + " \"expires_at\": \"2099-01-01T00:00:00Z\"}}"
            })
    void aTokenForNoProjectIsNobodysUnlessAccountsAreUsers(String body) throws IOException {
        try (Keystone odd = new Keystone();
                KeystoneIdentity projects = asking(odd.url(), AccountOf.PROJECT, clock);
                KeystoneIdentity users = asking(odd.url(), AccountOf.USER, clock)) {
            odd.body = body;

            assertThat(projects.authenticate("t")).isEmpty();
            assertThat(users.authenticate("t"))
                    .map(Identity.Authenticated::account)
                    .contains("u1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 302, 400, 403, 413, 429, 500, 502, 503})
    void anythingButYesAndNoIsAFault(int status) {
        identity.authenticate(User.BOB.token());
        keystone().answer("GET", status);

        assertUnavailable(identity);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"token\": {}}",
                "{\"token\": {\"project\": {\"id\": \"p1\"}, \"expires_at\": \"2099-01-01T00:00:00Z\"}}",
                "{\"token\": {\"user\": {\"id\": 7}, \"project\": {\"id\": \"p1\"},"
                        + " \"expires_at\": \"2099-01-01T00:00:00Z\"}}",
                "{\"token\": {\"user\": {\"id\": \"u1\"}, \"project\": {}, \"expires_at\": \"2099-01-01T00:00:00Z\"}}",
                "{\"token\": {\"user\": {\"id\": \"u1\"}, \"project\": {\"id\": \"*\"},"
                        + " \"expires_at\": \"2099-01-01T00:00:00Z\"}}",
                "{\"token\": {\"user\": {\"id\": \"u1\"}, \"project\": {\"id\": \"p1\"}}}",
                "{\"token\": {\"user\": {\"id\": \"u1\"}, \"project\": {\"id\": \"p1\"},"
                        + " \"expires_at\": \"tomorrow\"}}",
            })
    void aYesThatNamesNobodyIsAFault(String body) throws IOException {
        try (Keystone odd = new Keystone();
                KeystoneIdentity asking = asking(odd.url(), AccountOf.PROJECT, clock)) {
            odd.body = body;

            assertUnavailable(asking);
            assertThat(odd.askedWith).containsExactly("own-1");
        }
    }

    @Test
    void aYesForAnotherTokenIsAFault() throws IOException {
        try (Keystone odd = new Keystone();
                KeystoneIdentity asking = asking(odd.url(), AccountOf.PROJECT, clock)) {
            odd.subject = "another";

            assertUnavailable(asking);
            assertThat(odd.askedWith).containsExactly("own-1");
        }
    }

    @Test
    void aYesThatIsTooLongIsAFault() throws IOException {
        try (Keystone odd = new Keystone();
                KeystoneIdentity asking = asking(odd.url(), AccountOf.PROJECT, clock)) {
            odd.body = " ".repeat(1 << 20) + ALICE;

            assertUnavailable(asking);
            assertThat(odd.askedWith).containsExactly("own-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T12:00:00.000000Z", "1970-01-01T00:00:00Z"})
    void aTokenIsGoodNoLongerFromTheMomentThatItExpires(String expires) throws IOException {
        try (Keystone odd = new Keystone();
                KeystoneIdentity asking = asking(odd.url(), AccountOf.PROJECT, clock)) {
            odd.body = ALICE.replace("2099-01-01T00:00:00.000000Z", expires);

            assertThat(asking.authenticate("t")).isEmpty();
        }
    }

    // ----------------------------------------------------------------------------------------- The service's own token

    @Test
    void aTokenOfItsOwnThatIsRefusedIsRenewedOnceAndTheQuestionAskedAgain() {
        identity.authenticate(User.BOB.token());
        keystone().forgetRequests();
        keystone().answerNext("GET", 401);

        assertThat(identity.authenticate(User.ALICE.token())).isPresent();
        assertThat(keystone().requests()).extracting(CloudServlet.Seen::method).containsExactly("GET", "POST", "GET");
    }

    @Test
    void aTokenOfItsOwnThatIsRefusedTwiceIsAFault() {
        identity.authenticate(User.BOB.token());
        keystone().forgetRequests();
        keystone().answer("GET", 401);

        assertUnavailable(identity);
        assertThat(keystone().requests()).extracting(CloudServlet.Seen::method).containsExactly("GET", "POST", "GET");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 400, 401, 403, 404, 500, 503})
    void withoutATokenOfItsOwnNobodyIsKnownAndNobodyRefused(int status) {
        keystone().answer("POST", status);

        assertUnavailable(identity);
        assertThat(keystone().requests()).extracting(CloudServlet.Seen::method).containsExactly("POST");

        keystone().heal();
        assertThat(identity.authenticate(User.ALICE.token())).isPresent();
    }

    @Test
    void aWrongPasswordIsAFaultAndTheLogSaysWhichSettingsToLookAt() throws IOException {
        ServiceUser stranger =
                new ServiceUser(KeystoneServlet.SERVICE_USER, "guessed", "Default", "plankton-service", "Default");
        Logger log = (Logger) LoggerFactory.getLogger(RemoteService.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try (KeystoneIdentity asking =
                new KeystoneIdentity(server.uri() + "/cloud/keystone/v3", AMPLE, stranger, AccountOf.PROJECT, clock)) {
            assertUnavailable(asking);
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage())
                    .contains("plankton.identity.user", "password")
                    .doesNotContain("guessed");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H, PT48M", // a fifth is longer than a minute
        "PT2M, PT1M"
    })
    void itsOwnTokenIsRenewedBeforeItExpires(Duration life, Duration renewed) throws IOException {
        try (Keystone odd = new Keystone();
                KeystoneIdentity asking = asking(odd.url(), AccountOf.PROJECT, clock)) {
            odd.life = life;
            asking.authenticate("t");
            clock.move(renewed.minusSeconds(1));
            asking.authenticate("t");
            assertThat(odd.issued).hasValue(1);

            clock.move(Duration.ofSeconds(1));
            asking.authenticate("t");
            asking.authenticate("t");
            assertThat(odd.issued).hasValue(2);
            assertThat(odd.askedWith).containsExactly("own-1", "own-1", "own-2", "own-2");
        }
    }

    @Test
    void itsOwnTokenServesUntilItExpiresIfItCannotBeRenewed() throws IOException {
        try (Keystone odd = new Keystone();
                KeystoneIdentity asking = asking(odd.url(), AccountOf.PROJECT, clock)) {
            asking.authenticate("t");
            odd.issueStatus = 503;
            clock.move(Duration.ofMinutes(59));
            assertThat(asking.authenticate("t")).isPresent();

            clock.move(Duration.ofMinutes(1));
            assertUnavailable(asking);
        }
    }

    @Test
    void aTokenOfItsOwnThatHasExpiredIsAFault() throws IOException {
        try (Keystone odd = new Keystone();
                KeystoneIdentity asking = asking(odd.url(), AccountOf.PROJECT, clock)) {
            odd.life = Duration.ZERO;

            assertUnavailable(asking);
        }
    }

    @Test
    void manyWhoNeedANewTokenMakeOneQuestion() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(16, work -> {
            threads.add(new Thread(work));
            return threads.get(threads.size() - 1);
        });
        try (Keystone odd = new Keystone();
                KeystoneIdentity asking = asking(odd.url(), AccountOf.PROJECT, clock)) {
            odd.released = new CountDownLatch(1);
            List<Future<Optional<Identity.Authenticated>>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                answers.add(callers.submit(() -> asking.authenticate("t")));
            }
            // All but the one that waits for Keystone wait for that one.
            while (threads.stream()
                            .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                            .count()
                    < 15) {
                Thread.onSpinWait();
            }
            odd.released.countDown();

            for (Future<Optional<Identity.Authenticated>> answer : answers) {
                assertThat(answer.get()).isPresent();
            }
            assertThat(odd.issued).hasValue(1);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void whoWaitsForAnothersQuestionMakesNone() throws Exception {
        ExecutorService callers = Executors.newSingleThreadExecutor();
        try (Keystone odd = new Keystone();
                KeystoneIdentity asking = asking(odd.url())) {
            odd.released = new CountDownLatch(1);
            Future<Optional<Identity.Authenticated>> first = callers.submit(() -> asking.authenticate("t"));
            odd.arrived.await();
            assertUnavailableInTime(asking); // at its own deadline

            assertThatThrownBy(first::get).hasCauseInstanceOf(Fault.class);
            assertThat(odd.issued).hasValue(0);
            odd.released.countDown();
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void neitherItsPasswordNorItsTokenIsInAnyText() {
        ServiceUser user = new ServiceUser("glance", "hunter2", "Users", "service", "Projects");
        Instant now = clock.instant();

        assertThat(user).asString().contains("glance").doesNotContain("hunter2");
        assertThat(ServiceToken.Token.of("own-1", now, now.plusSeconds(1)))
                .asString()
                .doesNotContain("own-1");
    }

    // -------------------------------------------------------------------------------------------------- Slow and odd

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void givesUpInTimeOnAServiceThatStandsStill(String method) throws IOException {
        keystone().hang(method);

        try (KeystoneIdentity asking = asking(server.uri() + "/cloud/keystone/v3")) {
            assertUnavailableInTime(asking);
        }
    }

    /** Whoever waits for the service's own token, too: the service has answered none of them. */
    @Test
    void aServiceThatStandsStillHasAnsweredNobody() throws Exception {
        keystone().hang();

        try (KeystoneIdentity asking = asking(server.uri() + "/cloud/keystone/v3")) {
            Together.run(8, number -> {
                assertThatThrownBy(() -> asking.authenticate("token-" + number))
                        .isInstanceOfSatisfying(
                                Fault.class, fault -> assertThat(fault.isOpen()).isTrue());
                return null;
            });
        }
    }

    @Test
    void twoSlowAnswersHaveOneDeadline() throws IOException {
        try (Keystone odd = new Keystone();
                KeystoneIdentity asking = asking(odd.url())) {
            odd.patience = DEADLINE.multipliedBy(7).dividedBy(10);
            assertUnavailable(asking);
            assertThat(odd.issued).hasValue(1);
        }
    }

    @Test
    void givesUpOnAnswersThatTrickleInAndConnectionsThatAreCut() throws IOException {
        try (OddServer trickling = OddServer.trickling();
                OddServer hangingUp = OddServer.hangingUp();
                KeystoneIdentity patient = asking(trickling.url());
                KeystoneIdentity cut = asking(hangingUp.url());
                KeystoneIdentity alone = asking("http://127.0.0.1:1")) {
            assertUnavailableInTime(patient);
            assertUnavailableInTime(cut);
            assertUnavailableInTime(alone);
        }
    }

    private static void assertUnavailableInTime(Identity identity) {
        long start = System.nanoTime();
        assertUnavailable(identity);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
    }

    private static void assertUnavailable(Identity identity) {
        assertThatThrownBy(() -> identity.authenticate("alice-token")).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
            assertThat(fault.getMessage())
                    .doesNotContain("alice-token", "service-token", "service-secret", "127.0.0.1");
        });
    }

    /** A Keystone that issues tokens own-1, own-2, … to everybody, and says of every token what it is told to. */
    private final class Keystone implements AutoCloseable {
        private final HttpServer http;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final AtomicInteger issued = new AtomicInteger();
        private final List<String> askedWith = new ArrayList<>();
        private volatile Duration life = Duration.ofHours(1);
        private volatile Duration patience = Duration.ZERO;
        private volatile int issueStatus = 201;

        /** What a request for a token waits for. */
        private volatile CountDownLatch released = new CountDownLatch(0);

        /** Until a request for a token has come. */
        private final CountDownLatch arrived = new CountDownLatch(1);

        private volatile String body = ALICE;

        /** Whose the answer is; null: whose was asked for. */
        private volatile String subject;

        Keystone() throws IOException {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            http.setExecutor(threads);
            http.createContext("/v3/auth/tokens", this::answer);
            http.start();
        }

        String url() {
            return "http://127.0.0.1:" + http.getAddress().getPort() + "/v3";
        }

        private void answer(HttpExchange exchange) throws IOException {
            exchange.getRequestBody().readAllBytes();
            boolean issuing = exchange.getRequestMethod().equals("POST");
            try {
                if (issuing) {
                    arrived.countDown();
                    released.await();
                }
                Thread.sleep(patience.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return; // the test is over
            }
            if (issuing) {
                exchange.getResponseHeaders().set("X-Subject-Token", "own-" + issued.incrementAndGet());
                send(
                        exchange,
                        issueStatus,
                        "{\"token\": {\"expires_at\": \"" + clock.instant().plus(life) + "\"}}");
            } else {
                synchronized (askedWith) {
                    askedWith.add(exchange.getRequestHeaders().getFirst("X-Auth-Token"));
                }
                String asked = exchange.getRequestHeaders().getFirst("X-Subject-Token");
                exchange.getResponseHeaders().set("X-Subject-Token", subject == null ? asked : subject);
                send(exchange, 200, body);
            }
        }

        private static void send(HttpExchange exchange, int status, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        @Override
        public void close() {
            http.stop(0);
            threads.shutdownNow();
        }
    }
}
