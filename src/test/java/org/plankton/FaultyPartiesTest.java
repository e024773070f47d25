package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.cloud.CloudServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.http.OddServer;
import org.plankton.testing.Await;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.Together;

/** The identity service, the object store and the database, each in trouble of every kind. */
@Tag("long")
class FaultyPartiesTest {
    private static final String ALICE = User.ALICE.token();
    private static final String BOB = User.BOB.token();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Seconds that the service waits for either; what is done to answer a request may take twice that. */
    private static final String DEADLINE = "1";

    private static final Duration IN_TIME = Duration.ofSeconds(4);

    /** For a database that does not answer. */
    private static final Duration BOUND = Duration.ofSeconds(6);

    @TempDir
    private static Path folder;

    private static Parties parties;
    private static Service service;
    private static Client client;

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        service = Service.start(settings());
        client = new Client(service.address());
    }

    @AfterAll
    static void stop() {
        service.close();
        parties.close();
    }

    @AfterEach
    void heal() {
        parties.identity().heal();
        parties.store().heal();
    }

    private static Map<String, String> settings(String... others) {
        String[] all = Arrays.copyOf(others, others.length + 4);
        all[others.length] = "plankton.identity.timeout";
        all[others.length + 1] = DEADLINE;
        all[others.length + 2] = "plankton.store.timeout";
        all[others.length + 3] = DEADLINE;
        return parties.settings(all);
    }

    /** What a party does instead of answering as it should. */
    private enum Oddity {
        SILENCE((client, closed) -> closed.await()),
        HANGING_UP((client, closed) -> client.setSoLinger(true, 0)),
        TRICKLE((client, closed) -> {
            client.getOutputStream().write("HTTP/1.1 200 OK\r\nX-Padding: ".getBytes(StandardCharsets.US_ASCII));
            while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                client.getOutputStream().write('x');
            }
        }),
        TRICKLED_BODY((client, closed) -> {
            client.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                client.getOutputStream().write(' ');
            }
        }),
        NOISE(saying("\u0000\u0001\u0002 220 mail.example ESMTP\r\n\r\n")),
        NOTHING_BUT_A_STATUS(saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")),
        HTML(saying("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>")),
        NEGATIVE_LENGTH(saying("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")),
        NULL(saying("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull")),
        NOBODY(saying("HTTP/1.1 200 OK\r\nContent-Length: 31\r\n\r\n{\"access\":{\"serviceCatalog\":[]}}")),
        CUT_OFF(saying("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"access\":")),
        TOO_LONG(saying("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + "[".repeat(3 << 20))),
        REDIRECT(saying("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")),
        BUSY(saying("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n")),
        BROKEN(saying("HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n")),
        UNAVAILABLE(saying("HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n"));

        final OddServer.Oddity answer;

        Oddity(OddServer.Oddity answer) {
            this.answer = answer;
        }

        private static OddServer.Oddity saying(String text) {
            return (client, closed) -> {
                client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                client.getOutputStream().flush();
            };
        }
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
    }

    private interface Request {
        HttpResponse<String> send();
    }

    private static HttpResponse<String> within(Duration time, Request request) {
        Instant start = Instant.now();
        HttpResponse<String> answer = request.send();
        assertThat(Duration.between(start, Instant.now())).isLessThan(time);
        return answer;
    }

    private static String id(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-image-meta-id").orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void anIdentityServiceThatGivesNoAnswerIsToldSoAndNotRemembered(Oddity oddity) throws IOException {
        String account = "{\"access\":{\"token\":{\"expires\":\"2099-01-01T00:00:00+00:00\"},\"user\":{\"id\":\"x\"}}}";
        OddServer.Oddity[] current = {oddity.answer};
        try (OddServer identity = new OddServer((socket, closed) -> current[0].answer(socket, closed));
                Service unlucky = Service.start(settings("plankton.identity.url", identity.url()))) {
            Client client = new Client(unlucky.address());

            assertUnavailable(within(IN_TIME, () -> client.send("GET", "/images", "token")));

            current[0] = Oddity.saying("HTTP/1.1 200 OK\r\nContent-Length: " + account.length() + "\r\n\r\n" + account);
            assertThat(client.send("GET", "/images", "token").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anObjectStoreThatGivesNoAnswerLeavesReadingAsItWasAndRegistersNothing(Oddity oddity) throws IOException {
        String id = id(client.register(ALICE, "before", parties.upload(User.ALICE, "before")));
        String location = parties.upload(User.ALICE, "file-" + NUMBER.incrementAndGet());
        try (OddServer store = new OddServer(oddity.answer);
                Service unlucky = Service.start(settings("plankton.store.url", store.url()))) {
            Client client = new Client(unlucky.address());
            String before = parties.tables();

            assertUnavailable(within(IN_TIME, () -> client.register(ALICE, "name", location)));

            assertThat(parties.tables()).isEqualTo(before);
            assertThat(client.send("HEAD", "/images/" + id, ALICE).statusCode()).isEqualTo(200);
            assertThat(client.send("GET", "/images/detail", ALICE).body()).contains(id);
            assertThat(client.send("GET", "/images/" + id + "/members", ALICE).statusCode())
                    .isEqualTo(200);
            // What concerns nobody's right to read is nothing to the store.
            assertThat(client.send("PUT", "/images/" + id, ALICE, "", "X-Image-Meta-Property-A", "" + NUMBER)
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(client.register(ALICE, "name", location).statusCode()).isEqualTo(200);
    }

    @Test
    void partiesThatCannotBeReachedAreUnavailable() {
        try (Service alone = Service.start(settings("plankton.identity.url", "http://127.0.0.1:1"))) {
            assertUnavailable(within(IN_TIME, () -> new Client(alone.address()).send("GET", "/images", ALICE)));
        }
        try (Service alone = Service.start(settings("plankton.store.url", "http://127.0.0.1:1"))) {
            Client client = new Client(alone.address());
            assertUnavailable(within(IN_TIME, () -> client.register(ALICE, "name", "pithos://a/b/c")));
        }
    }

    /** What changes who may read an image, and what a member may do afterwards. */
    private enum Step {
        REGISTER_PUBLIC(true),
        PUBLISH(true),
        UNPUBLISH(false),
        ADD(true),
        REMOVE(false),
        REPLACE(false),
        UNREGISTER(false);

        /** Else it takes away. */
        final boolean gives;

        Step(boolean gives) {
            this.gives = gives;
        }

        /** The image before: public, or shared with bob, if that is to be taken away. */
        String prepare(String location) {
            String id = id(client.register(
                    ALICE, "name", location, "X-Image-Meta-Is-Public", String.valueOf(this == UNPUBLISH)));
            if (!gives && this != UNPUBLISH) {
                client.send("PUT", "/images/" + id + "/members/" + User.BOB.account(), ALICE);
            }
            return id;
        }

        HttpResponse<String> send(String id, String location) {
            String image = "/images/" + id;
            String bob = image + "/members/" + User.BOB.account();
            String others = "{\"memberships\":[{\"member_id\":\"" + User.CAROL.account() + "\"}]}";
            return switch (this) {
                case REGISTER_PUBLIC -> client.register(ALICE, "name", location, "X-Image-Meta-Is-Public", "true");
                case PUBLISH -> client.send("PUT", image, ALICE, "", "X-Image-Meta-Is-Public", "true");
                case UNPUBLISH -> client.send("PUT", image, ALICE, "", "X-Image-Meta-Is-Public", "false");
                case ADD -> client.send("PUT", bob, ALICE);
                case REMOVE -> client.send("DELETE", bob, ALICE);
                case REPLACE -> client.send("PUT", image + "/members", ALICE, others);
                case UNREGISTER -> client.send("DELETE", image, ALICE);
            };
        }
    }

    /** @param method which of the requests to the store it happens to */
    private record Trouble(Step step, String method, boolean isSilence) {
        void begin(CloudServlet store) {
            if (isSilence) {
                store.hang(method);
            } else {
                store.answer(method, 500);
            }
        }
    }

    private static Stream<Trouble> troubles() {
        return Arrays.stream(Step.values())
                .flatMap(step -> Stream.of("HEAD", "POST")
                        .flatMap(method -> Stream.of(false, true).map(silence -> new Trouble(step, method, silence))));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void whatTheStoreDidNotHearGivesNobodyAnythingAndIsFinishedByItsRepetition(Trouble trouble) {
        String file = "file-" + NUMBER.incrementAndGet();
        String location = parties.upload(User.ALICE, file);
        String id = trouble.step.prepare(location);
        int own = trouble.step == Step.UNREGISTER ? 404 : 200;

        trouble.begin(parties.store());
        assertUnavailable(within(IN_TIME, () -> trouble.step.send(id, location)));

        // What was to be taken from him is so at once (but by a member list that gives something too, which comes
        // first).
        int bobs = client.send("HEAD", "/images/" + id, BOB).statusCode();
        if (trouble.step != Step.REPLACE) {
            assertThat(bobs).isEqualTo(own == 404 ? 404 : 405);
        }
        assertThat(client.send("HEAD", "/images/" + id, ALICE).statusCode()).isEqualTo(own);
        parties.store().heal();
        assertThat(trouble.step.send(id, location).statusCode()).isIn(200, 204);

        assertThat(parties.sharing(User.ALICE, file)).isEqualTo(parties.recordedSharing(id));
        if (trouble.method.equals("POST") && trouble.isSilence) {
            // The store may do yet what it did not answer. When it will not any longer, the next change settles that.
            parties.execute("UPDATE image_sharing SET began_at = began_at - INTERVAL 1 HOUR");
            trouble.step.send(id, location);
        }
        // Beside her requests the service itself may just be at it, as that is noted for long enough: then one of these
        // ends what the other leaves, once the store does no more of what it did not answer.
        Await.await(IN_TIME.multipliedBy(2), () -> {
            parties.execute("UPDATE image_sharing SET began_at = began_at - INTERVAL 1 HOUR");
            client.send("HEAD", "/images/" + id, ALICE);
            return parties.query("SELECT * FROM image_unsettled_reader").isEmpty();
        });
        assertThat(client.send("HEAD", "/images/" + id, BOB).statusCode())
                .isEqualTo(trouble.step.gives ? 200 : own == 404 ? 404 : 405);
    }

    /** The store was told, and then the database went away: whoever takes it back must reach the store too. */
    @Test
    void whatTheStoreHeardAndTheDatabaseDidNotIsTakenBackByTheOppositeRequest() throws Exception {
        String file = "file-" + NUMBER.incrementAndGet();
        String location = parties.upload(User.ALICE, file);
        String id = id(client.register(ALICE, "name", location));
        String bob = "/images/" + id + "/members/" + User.BOB.account();

        parties.execute("CREATE TRIGGER refuse BEFORE INSERT ON image_member FOR EACH ROW"
                + " SIGNAL SQLSTATE '08S01' SET MYSQL_ERRNO = 1053, MESSAGE_TEXT = 'shutting down'");
        try {
            assertUnavailable(client.send("PUT", bob, ALICE));
        } finally {
            parties.execute("DROP TRIGGER refuse");
        }
        assertThat(client.send("DELETE", bob, ALICE).statusCode()).isEqualTo(204);

        assertThat(parties.sharing(User.ALICE, file)).isEmpty();
    }

    @Test
    void aDatabaseThatStandsStillIsUnavailableInTimeAndComesBackByItself(@TempDir Path data) throws Exception {
        try (EmbeddedMariaDb server = EmbeddedMariaDb.start(data, 0);
                Parties own = new Parties(server, data.resolve("cloud"));
                Service alone = Service.start(own.settings())) {
            Client client = new Client(alone.address());
            String id = id(client.register(ALICE, "name", own.upload(User.ALICE, "file")));
            String process = Files.readString(data.resolve("server")).split(" ")[0];

            signal("STOP", process);
            try {
                List<HttpResponse<String>> answers = Together.run(
                        8,
                        number -> within(
                                BOUND,
                                () -> number % 2 == 0
                                        ? client.send("HEAD", "/images/" + id, ALICE)
                                        : client.send("PUT", "/images/" + id, ALICE, "", "X-Image-Meta-Name", "new")));
                assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(503);
            } finally {
                signal("CONT", process);
            }

            assertThatCode(() -> {
                        Instant end = Instant.now().plus(BOUND);
                        while (client.send("HEAD", "/images/" + id, ALICE).statusCode() != 200) {
                            assertThat(Instant.now()).isBefore(end);
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    private static void signal(String signal, String process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, process).start().waitFor())
                .isZero();
    }
}
