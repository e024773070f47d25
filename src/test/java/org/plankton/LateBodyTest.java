package org.plankton;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.LogLines;
import org.plankton.testing.Parties;
import org.plankton.testing.RawConnection;

/**
 * Bodies of JSON that come later than their heads, in pieces, slowly, or never: whoever sends one whole is answered as
 * if it had come at once, and nobody else is kept waiting by the others.
 */
@Tag("long")
@Timeout(120)
class LateBodyTest {
    /** More than the container has threads. */
    private static final int MANY = 250;

    /** Of one account: half of all that the service waits for. */
    private static final int WAITED_FOR = 64;

    private static final Duration SLOW = Duration.ofSeconds(10);

    private static final String CHUNKED = "Transfer-Encoding: chunked";

    @TempDir
    private static Path folder;

    private static Parties parties;
    private static Service service;
    private static String image;

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        service = Service.start(parties.settings());
        image = new Client(service.address())
                .registered(User.ALICE.token(), "late", parties.upload(User.ALICE, "late"));
    }

    @AfterAll
    static void stop() {
        service.close();
        parties.close();
    }

    private static RawConnection connection() throws IOException {
        return new RawConnection(URI.create(service.address()).getPort());
    }

    private static byte[] head(String method, String path, String token, String... headers) {
        return (method + " " + path.replace("{image}", image) + " HTTP/1.1\r\nHost: plankton\r\nX-Auth-Token: " + token
                        + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    private static byte[] chunk(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
        out.writeBytes(bytes);
        out.writeBytes("\r\n".getBytes(ISO_8859_1));
        return out.toByteArray();
    }

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(ISO_8859_1);

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUT   | /images/{image}/members        | 400 | {'memberships': [{'member_id': 'carol-έ'}]}",
                "PUT   | /v1.0/images/{image}/members   | 204 | {'memberships': [{'member_id': 'carol'}]}",
                "PUT   | /v1/images/{image}/members/bob | 204 | {'member': {'can_share': true}}",
                "POST  | /v2/images                     | 201 | {'name': 'Ένα', 'tags': ['late']}",
                "POST  | /v2/images/{image}/members     | 200 | {'member': 'dora'}",
                "PATCH | /v2/images/{image}             | 200 | [{'op': 'add', 'path': '/k', 'value': 'v'}]",
                "PATCH | /v2/images/{image}             | 400 | [{'op': 'add'",
            })
    void whatComesInPiecesIsAnsweredAsIfItHadComeAtOnce(String method, String path, int status, String json)
            throws Exception {
        byte[] body = json.replace('\'', '"').getBytes(UTF_8);
        String type = method.equals("PATCH")
                ? "Content-Type: application/openstack-images-v2.1-json-patch"
                : "Content-Type: application/json";
        for (int cut : new int[] {0, 1, body.length / 2, body.length - 1}) {
            removeDora();
            try (RawConnection connection = connection()) {
                connection.send(head(
                        method,
                        path,
                        User.ALICE.token(),
                        "Content-Length: " + body.length,
                        type,
                        "X-Request-Id: late"));
                connection.send(Arrays.copyOf(body, cut));
                Thread.sleep(20); // a while later, or it might come along with the head
                connection.send(Arrays.copyOfRange(body, cut, body.length));
                RawConnection.Answer answer = connection.receive(false);

                assertThat(answer.status()).as("%s", answer).isEqualTo(status);
                assertThat(answer.header("X-Request-Id")).hasValue("late");
                assertThat(answer.header("Cache-Control")).hasValue("no-store");
                assertThat(answer.isLast()).isEqualTo(status >= 400);
            }
        }
        removeDora();
        try (RawConnection connection = connection()) {
            connection.send(head(method, path, User.ALICE.token(), CHUNKED, type));
            for (byte octet : body) {
                connection.send(chunk(new byte[] {octet}));
            }
            connection.send(LAST_CHUNK);

            assertThat(connection.receive(false).status()).isEqualTo(status);
        }
    }

    /** Who is no member may be made one again. */
    private static void removeDora() {
        new Client(service.address()).send("DELETE", "/v2/images/" + image + "/members/dora", User.ALICE.token());
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "PUT,   /images/{image}/members,     nobodys,     401",
        "PUT,   /v1/images/nosuch/nosuch,    alice-token, 404",
        "POST,  /v2/images/{image},          alice-token, 405",
        "PATCH, /v2/images/{image},          alice-token, 415",
        "GET,   /v1/images/detail,           alice-token, 200",
        "POST,  /images,                     alice-token, 400",
    })
    void whoSendsItInVainNeedNotSendIt(String method, String path, String token, int status) throws IOException {
        try (RawConnection connection = connection()) {
            connection.send(head(method, path, token, "Content-Length: 1000"));

            assertThat(connection.receive(false).status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 200000", CHUNKED})
    void oneThatIsTooLongIsRefusedAndReadToItsEnd(String framing) throws IOException {
        byte[] body = new byte[200_000];
        Arrays.fill(body, (byte) ' ');
        try (RawConnection connection = connection()) {
            connection.send(head("PUT", "/v1/images/{image}/members", User.ALICE.token(), framing));
            connection.send(framing.equals(CHUNKED) ? chunk(body) : body);
            connection.send(framing.equals(CHUNKED) ? LAST_CHUNK : new byte[0]);
            RawConnection.Answer answer = connection.receive(false);

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.isLast()).isTrue();
            assertThat(connection.isAtEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 90000", CHUNKED})
    void whoSendsItSlowlyIsTold(String framing) throws Exception {
        byte[] more = framing.equals(CHUNKED) ? chunk(new byte[] {' '}) : new byte[] {' '};
        try (RawConnection connection = connection()) {
            Instant start = Instant.now();
            connection.send(head("PUT", "/v1/images/{image}/members", User.ALICE.token(), framing));
            connection.send(more);
            Trickle trickle = new Trickle(List.of(connection), more);
            try (trickle) {
                RawConnection.Answer answer = connection.receive(false);

                assertThat(answer.status()).isEqualTo(408);
                assertThat(answer.isLast()).isTrue();
                assertThat(new String(answer.body(), UTF_8)).contains("8 seconds");
                assertThat(Duration.between(start, Instant.now())).isLessThan(SLOW);
            }
        }
        try (RawConnection connection = connection()) {
            connection.send(head("PUT", "/v1/images/{image}/members", User.ALICE.token(), framing));

            assertThat(connection.receive(false).status())
                    .as("of one who is silent")
                    .isEqualTo(408);
        }
    }

    @Test
    void whoGoesAwayInTheMiddleLeavesNothing() throws IOException {
        String before = parties.tables();
        try (LogLines log = LogLines.of("requests");
                RawConnection connection = connection()) {
            connection.send(head("PUT", "/v1/images/{image}/members", User.ALICE.token(), "Content-Length: 1000"));
            connection.send(new byte[] {'{'});
            connection.reset();
            while (log.texts().stream().noneMatch(line -> line.contains("PUT /v1/images/"))) {
                Thread.onSpinWait();
            }
        }
        assertThat(parties.tables()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice-token", "nobodys"})
    void manyWhoSendSlowlyKeepNobodyWaiting(String token) throws Exception {
        List<RawConnection> slow = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                RawConnection connection = connection();
                slow.add(connection);
                String framing = i % 2 == 0 ? "Content-Length: 90000" : CHUNKED;
                connection.send(head("PUT", "/v1/images/{image}/members", token, framing));
            }
            List<RawConnection> plain =
                    IntStream.range(0, 10).mapToObj(i -> slow.get(2 * i)).toList();
            List<RawConnection> chunked =
                    IntStream.range(0, 10).mapToObj(i -> slow.get(2 * i + 1)).toList();
            Trickle one = new Trickle(plain, new byte[] {' '});
            Trickle other = new Trickle(chunked, chunk(new byte[] {' '}));
            try (one;
                    other) {
                Client client = new Client(service.address());
                List<Duration> times = new ArrayList<>();
                Instant end = Instant.now().plus(Duration.ofSeconds(4));
                while (Instant.now().isBefore(end)) {
                    Instant start = Instant.now();
                    assertThat(client.send("HEAD", "/images/" + image, User.ALICE.token())
                                    .statusCode())
                            .isEqualTo(200);
                    assertThat(client.send("GET", "/versions", null).statusCode())
                            .isEqualTo(200);
                    times.add(Duration.between(start, Instant.now()));
                }
                times.sort(null);
                assertThat(times.get(times.size() / 2)).isLessThan(Duration.ofSeconds(2));
            }
            int late = 0;
            for (RawConnection connection : slow) {
                int status = connection.receive(false).status();
                assertThat(status).isIn(401, 408, 503);
                late += status == 408 ? 1 : 0;
            }
            assertThat(late).isEqualTo(token.equals("nobodys") ? 0 : WAITED_FOR);
        } finally {
            for (RawConnection connection : slow) {
                connection.close();
            }
        }
    }

    /** Sends a few bytes each half second, on all of the connections. */
    private static final class Trickle implements AutoCloseable {
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

        Trickle(List<RawConnection> connections, byte[] bytes) {
            timer.scheduleAtFixedRate(
                    () -> connections.forEach(connection -> send(connection, bytes)), 500, 500, TimeUnit.MILLISECONDS);
        }

        private static void send(RawConnection connection, byte[] bytes) {
            try {
                connection.send(bytes);
            } catch (IOException e) {
                // it has been closed, as it should be
            }
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }
}
