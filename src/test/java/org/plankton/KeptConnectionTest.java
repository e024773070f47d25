package org.plankton;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
import org.plankton.testing.Parties;
import org.plankton.testing.RawConnection;

/**
 * What becomes of a connection behind an answer is what the answer says: either another request is answered there, or
 * it was told that none would be. Clients keep connections, and send again only what cannot have been done.
 */
@Timeout(60)
class KeptConnectionTest {
    /** More than the container reads of a body for nobody, and more than sockets' buffers hold. */
    private static final int MANY = 16 << 20;

    /** The container's. */
    private static final int MORE_THAN_THREADS = 300;

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
                .registered(User.ALICE.token(), "kept", parties.upload(User.ALICE, "kept"));
    }

    @AfterAll
    static void stop() {
        service.close();
        parties.close();
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "PUT,  /v1/images/{image},                 alice-token, 409",
        "PUT,  /v1/images/nosuch,                  alice-token, 404",
        "PUT,  /v1/images/{image},                 bob-token,   404",
        "POST, /v1/images,                         nobodys,     401",
        "POST, /v1/images/detail,                  alice-token, 405",
        "POST, /v1/images,                         alice-token, 400",
        "POST, /images,                            alice-token, 400",
        "PUT,  /images/{image},                    bob-token,   405",
        "PUT,  /v1.0/images/{image},               bob-token,   403",
        "PUT,  /v1.0/images/{image}/members,       alice-token, 413",
        "POST, /nosuch,                            alice-token, 404",
        "POST, /versions,                          alice-token, 405",
    })
    void itEndsWithARefusalOfWhatHasABody(String method, String path, String token, int status) throws IOException {
        for (String framing : new String[] {"Transfer-Encoding: chunked", "Content-Length: " + MANY}) {
            try (RawConnection connection = connection()) {
                byte[] body = body(framing, MANY);
                connection.send(request(method, path, token, framing));
                connection.send(Arrays.copyOf(body, MANY / 2));
                RawConnection.Answer answer = connection.receive(false);

                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.isLast()).isTrue();
                connection.send(Arrays.copyOfRange(body, MANY / 2, body.length)); // of who does not listen yet
                assertThat(connection.isAtEnd()).isTrue();
            }
        }
    }

    /** What is thrown away behind an answer may take seconds: a list must have ended before that. */
    @ParameterizedTest
    @ValueSource(strings = {"/images", "/v1.0/images/detail", "/v1/images/detail", "/v2/images", "/v1/images/{image}"})
    void theAnswerIsWholeThoughABodyThatNobodyReadsDoesNotCome(String path) throws IOException {
        try (RawConnection connection = connection()) {
            connection.send(request("GET", path, "alice-token", "Transfer-Encoding: chunked"));

            RawConnection.Answer answer =
                    assertTimeoutPreemptively(Duration.ofSeconds(4), () -> connection.receive(false));

            assertThat(answer.status()).isEqualTo(200);
        }
    }

    /** A success as well: whoever takes no body reads none. */
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "GET,    /images,                              200",
        "GET,    /v1.0/images/detail,                  200",
        "GET,    /v1/images/{image},                   200",
        "HEAD,   /v1/images/{image},                   200",
        "HEAD,   /v1.0/images/{image},                 200",
        "GET,    /v2/images,                           200",
        "GET,    /versions,                            200",
        "GET,    /health/ready,                        200",
        "GET,    /health/live,                         200",
        "OPTIONS,/,                                    204",
        "DELETE, /v1.0/images/{image}/members/carol,   204",
    })
    void itEndsWhereNobodyReadsABody(String method, String path, int status) throws IOException {
        for (String framing : new String[] {"Transfer-Encoding: chunked", "Content-Length: " + MANY}) {
            try (RawConnection connection = connection()) {
                byte[] body = body(framing, MANY);
                connection.send(request(method, path, "alice-token", framing));
                connection.send(Arrays.copyOf(body, MANY / 2));
                RawConnection.Answer answer = connection.receive(method.equals("HEAD"));

                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.isLast()).isTrue();
                connection.send(Arrays.copyOfRange(body, MANY / 2, body.length));
                assertThat(connection.isAtEnd()).isTrue();
            }
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "PUT,    /v1/images/{image}/members/carol,    alice-token, 204, 0",
        "PUT,    /v1.0/images/{image},                alice-token, 200, 36",
        "DELETE, /v1.0/images/{image}/members/carol,  alice-token, 204, 36",
        "PUT,    /v1/images/nosuch,                   alice-token, 404, 0",
        "POST,   /v1/images,                          nobodys,     401, 0",
        "HEAD,   /v1/images/nosuch,                   alice-token, 404, 0",
        "POST,   /images,                             alice-token, 400, 0",
    })
    void elseItIsKept(String method, String path, String token, int status, int length) throws IOException {
        String framing = "Content-Length: " + length;
        try (RawConnection connection = connection()) {
            for (int i = 0; i < 2; i++) {
                // At once: a container waits for no body that nobody has read, and is not there yet.
                ByteArrayOutputStream sent = new ByteArrayOutputStream();
                sent.writeBytes(request(method, path, token, framing));
                sent.writeBytes(body(framing, length));
                connection.send(sent.toByteArray());
                RawConnection.Answer answer = connection.receive(method.equals("HEAD"));

                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.isLast()).isFalse();
            }
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "PUT,  /v1/images/{image},  alice-token, 409",
        "POST, /v1/images,          nobodys,     401",
        "HEAD, /nosuch,             alice-token, 404",
        "HEAD, /WEB-INF/web.xml,    alice-token, 404",
        "POST, /versions,           alice-token, 405",
    })
    void whoWaitsToBeToldToGoOnIsNotTold(String method, String path, String token, int status) throws IOException {
        try (RawConnection connection = connection()) {
            connection.send(request(method, path, token, "Expect: 100-continue\r\nContent-Length: " + MANY));

            assertThat(connection.receiveAny(method.equals("HEAD")).status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, MANY})
    void whoSendsWithoutAnEndIsNotListenedTo(int chunk) throws IOException {
        byte[] body = body("Transfer-Encoding: chunked", chunk);
        byte[] chunks = String.join(
                        "",
                        Collections.nCopies(
                                Math.max(1, 10_000 / chunk), new String(body, US_ASCII).replace("0\r\n\r\n", "")))
                .getBytes(US_ASCII);
        try (RawConnection connection = connection()) {
            connection.send(request("POST", "/nosuch", "nobodys", "Transfer-Encoding: chunked"));

            assertThat(connection.receive(false).status()).isEqualTo(404);
            assertThatThrownBy(() -> sendForEver(connection, chunks)).isInstanceOf(IOException.class);
        }
    }

    private static void sendForEver(RawConnection connection, byte[] bytes) throws IOException {
        while (true) {
            connection.send(bytes);
        }
    }

    @Test
    void whoSendsNoMoreOfItKeepsNobodyWaiting() throws Exception {
        List<RawConnection> silent = new ArrayList<>();
        try {
            for (int i = 0; i < MORE_THAN_THREADS; i++) {
                RawConnection connection = connection();
                silent.add(connection);
                connection.send(request("PUT", "/v1/images/{image}", "alice-token", "Content-Length: " + MANY));
            }
            for (RawConnection connection : silent) {
                assertThat(connection.receive(false).status()).isIn(409, 429); // the latter while many are answered
            }
            assertThat(new Client(service.address())
                            .send("GET", "/versions", null)
                            .statusCode())
                    .isEqualTo(200);
            assertThatThrownBy(() -> sendSlowly(silent.get(0)))
                    .as("who goes on for too long")
                    .isInstanceOf(IOException.class);
        } finally {
            for (RawConnection connection : silent) {
                connection.close();
            }
        }
    }

    private static void sendSlowly(RawConnection connection) throws Exception {
        while (true) {
            connection.send(new byte[1]);
            Thread.sleep(50); // it is to be slow
        }
    }

    private static RawConnection connection() throws IOException {
        return new RawConnection(URI.create(service.address()).getPort());
    }

    private static byte[] request(String method, String path, String token, String framing) {
        return (method + " " + path.replace("{image}", image) + " HTTP/1.1\r\nHost: plankton\r\nX-Auth-Token: " + token
                        + "\r\nContent-Type: application/octet-stream\r\n" + framing + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    private static byte[] body(String framing, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) ' ');
        String text = new String(bytes, US_ASCII);
        return (framing.startsWith("Transfer") ? Integer.toHexString(length) + "\r\n" + text + "\r\n0\r\n\r\n" : text)
                .getBytes(US_ASCII);
    }
}
