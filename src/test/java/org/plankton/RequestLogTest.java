package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.log.LineEncoder;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.RawConnection;
import org.slf4j.LoggerFactory;

/** The log as it is deployed: what operators find there, and what must never be there. */
@Timeout(120)
class RequestLogTest {
    private static final String ALICE = User.ALICE.token();
    private static final String BOB = User.BOB.token();
    private static final String NOBODYS = "11111111-1111-4111-8111-111111111111";

    /** As good as Astakos gives them; no user's. */
    private static final String TOKEN = "Zx81hQ0pK2m4N6b8V0c2Lw";

    /** Longer than a key may be, with whatever stands before it. */
    private static final String LONG = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
            + "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk";

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private static Path folder;

    private static Parties parties;
    private static Service service;
    private static Client client;
    private static String image;

    private Log log;

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        service = Service.start(parties.settings());
        client = new Client(service.address());
        image = id(client.register(ALICE, "image", parties.upload(User.ALICE, "file")));
    }

    @AfterAll
    static void stop() {
        service.close();
        parties.close();
    }

    @BeforeEach
    void listen() throws Exception {
        log = new Log();
    }

    /** Whatever a test is about. */
    @AfterEach
    void listenNoMore() throws Exception {
        log.close();
        log.requireTheSameAsJson();
    }

    private static String id(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-Image-Meta-Id").orElseThrow();
    }

    /** @param path {@code {image}} in it is Alice's */
    private HttpResponse<String> send(String method, String path, String token, String... headers) {
        return client.send(method, path.replace("{image}", image), token, "", headers);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /images/{image}, 405, HIDDEN",
        "PUT, /v1.0/images/{image}, 403, HIDDEN",
        "PUT, /v1/images/{image}, 404, HIDDEN",
        "HEAD, /images/{image}, 405, HIDDEN",
        "HEAD, /v1/images/{image}, 404, HIDDEN",
        "GET, /v1/images/{image}/members, 404, HIDDEN",
        "DELETE, /images/{image}, 405, HIDDEN"
    })
    void aRefusalIsToldWithItsReasonItsImageAndWhoAsked(String method, String path, int status, String kind) {
        send(method, path, BOB);

        assertThat(log.requests(1))
                .singleElement()
                .asString()
                .contains("[" + User.BOB.account() + "] requests: " + method + " " + path.replace("{image}", image)
                        + " " + status + " ")
                .contains(" client=127.0.0.1 image=" + image + " fault=" + kind + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /images, , UNAUTHORIZED: there is no X-Auth-Token",
        "GET, /images, nobodys, UNAUTHORIZED: the identity service does not accept the token",
        "HEAD, /images/{image}, nobodys, UNAUTHORIZED: the identity service does not accept the token",
        "HEAD, /images/" + NOBODYS + ", alice-token, NOT_FOUND: ",
        "POST, /images, alice-token, BAD_REQUEST: ",
        "PATCH, /images, alice-token, NO_SUCH_METHOD: ",
        "OPTIONS, /v1/images, alice-token, NO_SUCH_METHOD: ",
        "HEAD, /images/detail, alice-token, NO_SUCH_METHOD: ",
        "POST, /versions, , NO_SUCH_METHOD: ",
        "GET, /favicon.ico, , NO_SUCH_PATH: ",
        "GET, /v1.0/nothing, , NO_SUCH_PATH: ",
        "PUT, /images/{image}/members/a*b, alice-token, BAD_REQUEST: ",
        "GET, /WEB-INF/web.xml, , CONTAINER: the request was refused",
        "HEAD, /META-INF/nothing, , CONTAINER: the request was refused",
        "POST, /health/ready, , NO_SUCH_METHOD: POST is not allowed here",
        "GET, /images/{image}, alice-token, NO_DATA: ",
        "GET, /v1.0/images/{image}, alice-token, NO_DATA: "
    })
    void whoeverRefusesTheReasonIsTold(String method, String path, String token, String reason) {
        int status = send(method, path, token).statusCode();

        assertThat(status).isGreaterThanOrEqualTo(400);
        assertThat(log.requests(1)).singleElement().asString().contains(" " + status + " ", " fault=" + reason);
    }

    @Test
    void aRangeBeyondTheBytesIsAReason() {
        assertThat(send("GET", "/v1/images/{image}", ALICE, "Range", "bytes=999-")
                        .statusCode())
                .isEqualTo(416);

        assertThat(log.requests(1)).singleElement().asString().contains("fault=OUT_OF_RANGE: Range: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images", "/v1.0/images", "/v1/images"})
    void aTransferCodingIsAReason(String images) throws IOException {
        try (RawConnection connection =
                new RawConnection(URI.create(service.address()).getPort())) {
            connection.send(
                    ("POST " + images + " HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(connection.receive(false).status()).isEqualTo(501);
        }

        assertThat(log.requests(1)).singleElement().asString().contains("fault=TRANSFER_CODING: Transfer-Encoding ");
    }

    @Test
    void thatTheServiceIsNotReadyIsAReason() {
        try (Service alone =
                Service.start(parties.settings("plankton.database.url", "jdbc:mariadb://127.0.0.1:9/none"))) {
            assertThat(new Client(alone.address())
                            .send("GET", "/health/ready", null)
                            .statusCode())
                    .isEqualTo(503);
        }

        assertThat(log.requests(1)).singleElement().asString().contains("fault=NOT_READY: ");
    }

    @Test
    void twoTokensAreAReason() {
        send("GET", "/images", ALICE, "X-Auth-Token", "another");

        assertThat(log.requests(1))
                .singleElement()
                .asString()
                .contains("fault=BAD_REQUEST: X-Auth-Token is given twice");
    }

    @ParameterizedTest
    @CsvSource({
        "16384, the identity service does not accept the token",
        "16385, 'the X-Auth-Token is empty, longer than 16384, or not visible ASCII'"
    })
    void aTokenOfUpTo16KibIsAskedFor(int length, String reason) {
        assertThat(send("GET", "/images", "t".repeat(length)).statusCode()).isEqualTo(401);

        assertThat(log.requests(1)).singleElement().asString().contains("fault=UNAUTHORIZED: " + reason);
    }

    /** A client divides what it sends into as many words as it likes, wherever it is told of. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /images/@ HTTP/1.1",
                "@ /images HTTP/1.1",
                "POST /v1/images HTTP/1.1\r\nX-Image-Meta-Name: n\r\nX-Image-Meta-@: 1",
                "GET /images HTTP/1.1\r\nX-Forwarded-Prefix: /@"
            })
    void countlessWordsAreRefusedAsAnythingElse(String request) throws IOException {
        int told = 0;
        for (String word : List.of("a-", "A-", "a1_")) {
            try (RawConnection connection =
                    new RawConnection(URI.create(service.address()).getPort())) {
                connection.send((request.replace("@", word.repeat(4000)) + "\r\nHost: h\r\nX-Auth-Token: nosuch-token"
                                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                RawConnection.Answer answer = connection.receive(false);
                assertThat(answer.status()).isBetween(400, 499);
                told += answer.header("X-Request-Id").isPresent() ? 1 : 0; // else it was the container that refused it
            }
            log.requests(told);
        }
    }

    @Test
    void whatCannotBeUsedIsAReason() {
        try (Service unusable = Service.start(parties.settings("plankton.limits.page", "many"))) {
            new Client(unusable.address()).send("GET", "/images", ALICE);
        }

        assertThat(log.requests(1)).singleElement().asString().contains(" 503 ", "fault=UNUSABLE: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images", "/v1.0/images", "/v1/images"})
    void anImageThatWasMadeIsNamed(String images) {
        HttpResponse<String> answer = send(
                "POST",
                images,
                ALICE,
                "X-Image-Meta-Name",
                "made",
                "X-Image-Meta-Location",
                parties.upload(User.ALICE, "made-at" + images.replace('/', '-')),
                "X-Image-Meta-Disk-Format",
                "diskdump",
                "X-Image-Meta-Container-Format",
                "bare");

        assertThat(answer.statusCode()).isIn(200, 201);
        assertThat(log.requests(1)).singleElement().asString().containsPattern(" image=[0-9a-f-]{36}$");
    }

    @ParameterizedTest
    @CsvSource({
        ",",
        "X-Request-Id, my-request",
        "X-Request-Id, req-mine",
        "X-Openstack-Request-Id, req-mine",
        "X-Openstack-Request-Id, mine-alone"
    })
    void eitherNameOfARequestFindsItsLine(String header, String value) {
        String[] headers = header == null ? new String[0] : new String[] {header, value};
        HttpResponse<String> answer = send("GET", "/v1/images/" + NOBODYS, ALICE, headers);

        for (String name : List.of("X-Request-Id", "X-Openstack-Request-Id")) {
            String shown = answer.headers().firstValue(name).orElseThrow();
            assertThat(log.requests(1)).singleElement().asString().contains(shown);
        }
    }

    @Test
    void aLoadBalancersProbeIsNoNewsWhileItSucceeds() {
        List<String> probes = List.of(
                "GET /versions",
                "HEAD /versions",
                "GET /versions/",
                "GET /",
                "HEAD /",
                "OPTIONS /",
                "GET /health/live",
                "HEAD /health/ready",
                "OPTIONS /health/ready",
                "GET /readyz");
        for (String probe : probes) {
            String[] words = probe.split(" ");
            assertThat(send(words[0], words[1], null).statusCode()).isIn(200, 204, 300);
        }
        assertThat(log.requests(probes.size()))
                .hasSize(probes.size())
                .allSatisfy(line -> assertThat(line).contains(" DEBUG "));

        send("POST", "/", null);
        assertThat(log.requests(probes.size() + 1).get(probes.size())).contains(" INFO ", " 405 ");
    }

    /** A place where a client may write a token, by mistake or to have it told: {@code @} stands for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /images;X-Auth-Token=@",
                "GET /images;a=b;X-Auth-Token=@/detail;c=@",
                "GET /images%3BX-Auth-Token=@",
                "GET /images%3bX-Auth-Token=@/x",
                "GET /v1/images%253BX-Auth-Token=@",
                "GET /v1/images;X-Auth-Token=@/" + NOBODYS + ";@",
                "HEAD /images/" + NOBODYS + ";X-Auth-Token=@",
                "GET /versions;X-Auth-Token=@",
                "POST /versions;X-Auth-Token=@",
                "GET /;X-Auth-Token=@",
                "GET /images/@",
                "HEAD /v1/images/@",
                "GET /@/images",
                "PUT /images/" + NOBODYS + "/members/@",
                "GET /shared-images/@",
                "GET /images?X-Auth-Token=@",
                "GET /images?sort_key=@",
                "GET /images?marker=@&limit=1",
                "GET /v1/images?@=1&changes-since=@",
                "@ /images",
                "GET /images HTTP/1.1\r\nX-Request-Id: @",
                "GET /v1/images HTTP/1.1\r\nX-Openstack-Request-Id: @",
                "GET /images HTTP/1.1\r\nAuthorization: Bearer @",
                "GET /images HTTP/1.1\r\nCookie: token=@",
                "GET /images HTTP/1.1\r\nX-Auth-Token: @\r\nX-Auth-Token: @x",
                "GET /images HTTP/1.1\r\nX-Forwarded-For: @",
                "PUT /images/{image} HTTP/1.1\r\nX-Image-Meta-@: 1",
                "PUT /images/{image} HTTP/1.1\r\nX-Image-Meta-Property-@: 1\r\nX-Image-Meta-Property-@: 2",
                "PUT /images/{image} HTTP/1.1\r\nX-Image-Meta-Property-@" + LONG + ": 1",
                "PUT /images/{image} HTTP/1.1\r\nX-Image-Meta-Status: @",
                "POST /v1/images HTTP/1.1\r\nX-Image-Meta-Name: n\r\nX-Image-Meta-@: 1",
                "POST /v1/images HTTP/1.1\r\nX-Image-Meta-Name: n\r\nX-Image-Meta-Disk_format: @",
                "POST /images HTTP/1.1\r\nX-Image-Meta-Name: n\r\nX-Image-Meta-Location: pithos://@/a/b",
                "POST /images HTTP/1.1\r\nX-Image-Meta-Name: n\r\nX-Image-Meta-Location: http://u:@@h/",
                "POST /images?token=@ HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded",
                "PUT /images/{image}/members;t=@ HTTP/1.1\r\nContent-Type: @",
                "GET /images/detail HTTP/1.1\r\nAccept: @/@",
                "GET /images HTTP/1.1\r\nIf-None-Match: @"
            })
    void aTokenIsNowhereInIt(String request) throws IOException {
        int told = 0;
        // That of the request itself, as short as it is here; one that only looks like it; and one in the wrong place.
        for (String token : List.of(ALICE, TOKEN, "gAAAAABnR-9yX2Z1bl90b2tlbl_" + "aB3-".repeat(40))) {
            String text = request.replace("{image}", image).replace("@", token);
            String line = text.split("\r\n")[0];
            String head = line.endsWith(" HTTP/1.1") ? text : text.replace(line, line + " HTTP/1.1");
            try (RawConnection connection =
                    new RawConnection(URI.create(service.address()).getPort())) {
                connection.send((head + "\r\nHost: h\r\nX-Auth-Token: " + ALICE
                                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                boolean isOurs = connection
                        .receive(line.startsWith("HEAD"))
                        .header("X-Request-Id")
                        .isPresent(); // else it was the container that refused it
                told += isOurs ? 1 : 0;
            }
            log.requests(told);
            assertThat(log.text().toLowerCase(Locale.ROOT)).doesNotContain(token.toLowerCase(Locale.ROOT));
            assertThat(log.json().toLowerCase(Locale.ROOT)).doesNotContain(token.toLowerCase(Locale.ROOT));
        }
        assertThat(log.text()).doesNotContain(ALICE);
        assertThat(log.json()).doesNotContain(ALICE);
    }

    @Test
    void nobodyWritesALineThatLooksLikeOurs() throws IOException {
        String forged = "%0d%0a2026-11-28T00%3a00%3a00.000Z%20INFO%20forged";
        send("GET", "/images/%E2%80%A82026%C2%85x", ALICE);
        send("GET", "/images?sort_key=" + forged, ALICE);
        send("PUT", "/images/{image}", ALICE, "X-Image-Meta-Property-" + forged + "k".repeat(100), "1");
        send("PUT", "/images/{image}", ALICE, "X-Image-Meta-Name", forged.repeat(100));
        LoggerFactory.getLogger("elsewhere").warn("{}", "a\r\n2026-11-28T00:00:00.000Z INFO  forged\u2028x\u0085y");
        LoggerFactory.getLogger("elsewhere").error("failed", new IllegalStateException("a\n2026 forged\r\tb"));

        log.requests(4);
        assertThat(log.text().split("\\R|\u2028|\u0085"))
                .hasSizeGreaterThanOrEqualTo(6)
                .allMatch(line ->
                        line.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z (DEBUG|INFO |WARN |ERROR) \\[.*\\] \\[.*\\] .*"));
        assertThat(log.text()).contains("at org.plankton.RequestLogTest");
    }

    /** The registry speaks to Java's own logging, of which there is one for all services in a Java virtual machine. */
    @Test
    void whatTheRegistrySaysIsThereOnceBesideOtherServicesAndAfterThem() {
        List<String> requests = new ArrayList<>();
        requests.add(leaveBehind(client));
        try (Service another = Service.start(parties.settings())) {
            requests.add(leaveBehind(new Client(another.address())));
            requests.add(leaveBehind(client));
        }
        requests.add(leaveBehind(client));

        log.requests(2 * requests.size()); // each has uploaded, too
        assertThat(log.text().lines().filter(line -> line.contains("left behind for good")))
                .extracting(line -> line.substring(line.indexOf('Z') + 1, line.indexOf(": left behind")))
                .containsExactlyElementsOf(requests.stream()
                        .map(request -> " WARN  [" + request + "] [" + User.ALICE.account() + "] Orphans")
                        .toList());
    }

    /** Lets the registry have something to say, of bytes that the store does not delete; returns in which request. */
    private static String leaveBehind(Client asked) {
        HttpResponse<String> uploaded = asked.send(
                "POST",
                "/v1/images",
                ALICE,
                "bytes",
                "X-Image-Meta-Name",
                "left",
                "X-Image-Meta-Disk-Format",
                "raw",
                "X-Image-Meta-Container-Format",
                "bare",
                "Content-Type",
                "application/octet-stream");
        assertThat(uploaded.statusCode()).isEqualTo(201);
        parties.store().answer("DELETE", 403);
        try {
            String left = uploaded.headers().firstValue("Location").orElseThrow();
            HttpResponse<String> deleted = asked.send("DELETE", left.substring(left.indexOf("/v1/")), ALICE);
            assertThat(deleted.statusCode()).isEqualTo(200);
            return deleted.headers().firstValue("X-Openstack-Request-Id").orElseThrow();
        } finally {
            parties.store().heal();
        }
    }

    /** What is written to the log as the service is deployed, on the console and by Jersey, in ways of its own. */
    private static final class Log {
        private static final java.util.logging.Logger OTHERS = java.util.logging.Logger.getLogger("");

        private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private final ByteArrayOutputStream json = new ByteArrayOutputStream();
        private final Handler others = new Handler() {
            @Override
            public void publish(LogRecord line) {
                written.writeBytes(new SimpleFormatter().format(line).getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        @SuppressWarnings("unchecked")
        Log() throws Exception {
            loggers.reset();
            JoranConfigurator deployed = new JoranConfigurator();
            deployed.setContext(loggers);
            deployed.doConfigure(Application.class.getResource("/logback.xml"));
            Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            OutputStreamAppender<ILoggingEvent> console =
                    (OutputStreamAppender<ILoggingEvent>) root.getAppender("stdout");
            console.setOutputStream(written);
            root.detachAppender(console);
            root.addAppender(machines()); // first: what a test has seen as text has been written as JSON then
            root.addAppender(console);
            for (String name : List.of(org.slf4j.Logger.ROOT_LOGGER_NAME, "requests", "org.plankton")) {
                loggers.getLogger(name).setLevel(Level.DEBUG);
            }
            loggers.getLogger("org.eclipse.jetty")
                    .setLevel(Level.INFO); // it is not the container's log that is looked at
            OTHERS.addHandler(others);
        }

        /** The same once more, as it is written where {@code plankton.log.format} is {@code json}. */
        private OutputStreamAppender<ILoggingEvent> machines() {
            LineEncoder encoder = new LineEncoder();
            encoder.setContext(loggers);
            encoder.setFormat("json");
            encoder.start();
            OutputStreamAppender<ILoggingEvent> machines = new OutputStreamAppender<>();
            machines.setContext(loggers);
            machines.setEncoder(encoder);
            machines.setOutputStream(json);
            machines.start();
            return machines;
        }

        String json() {
            return json.toString(StandardCharsets.UTF_8);
        }

        /** Each is one object, and that of a request has in its fields what its line of text is made of. */
        void requireTheSameAsJson() throws IOException {
            List<String> told = new ArrayList<>();
            for (String line : json().split("\n")) {
                assertThat(line).matches("\\{[ -~\\x7f]+}");
                JsonNode object = new ObjectMapper().readTree(line);
                assertThat(object.path("time").textValue()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z");
                assertThat(object.path("message").isTextual()).isTrue();
                if (object.path("logger").textValue().equals("requests")) {
                    told.add(text(object));
                }
            }
            assertThat(told)
                    .startsWith(text().lines()
                            .filter(line -> line.contains(" requests: "))
                            .map(String::strip)
                            .toArray(String[]::new));
        }

        private static String text(JsonNode request) {
            assertThat(request.path("status").isInt()).isTrue();
            assertThat(request.path("milliseconds").isIntegralNumber()).isTrue();
            return "%s %-5s [%s] [%s] requests: %s %s %d %d ms client=%s%s%s"
                    .formatted(
                            request.path("time").textValue(),
                            request.path("level").textValue(),
                            request.path("request").textValue(),
                            request.path("account").asText("-"),
                            request.path("method").textValue(),
                            request.path("path").textValue(),
                            request.path("status").intValue(),
                            request.path("milliseconds").longValue(),
                            request.path("client").textValue(),
                            request.has("image")
                                    ? " image=" + request.path("image").textValue()
                                    : "",
                            request.has("fault")
                                    ? " fault=" + request.path("fault").textValue()
                                    : "")
                    .strip();
        }

        String text() {
            return written.toString(StandardCharsets.UTF_8);
        }

        /** The last lines of requests, one each, as soon as there are so many: one may follow its answer. */
        List<String> requests(int count) {
            Instant end = Instant.now().plus(SOON);
            List<String> lines;
            do {
                lines = text().lines()
                        .filter(line -> line.contains(" requests: "))
                        .map(String::strip)
                        .toList();
            } while (lines.size() < count && Instant.now().isBefore(end));
            assertThat(lines).hasSizeGreaterThanOrEqualTo(count);
            return lines;
        }

        void close() throws Exception {
            OTHERS.removeHandler(others);
            loggers.reset();
            new ContextInitializer(loggers).autoConfig();
        }
    }
}
