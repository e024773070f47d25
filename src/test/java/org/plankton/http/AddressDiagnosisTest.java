package org.plankton.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.health.Diagnosis;
import org.plankton.health.Diagnosis.Severity;
import org.plankton.http.AddressDiagnosis.LargeImage;

class AddressDiagnosisTest {
    private static final Optional<LargeImage> IMAGE = Optional.of(new LargeImage("an-id", 3));
    private static final Optional<String> TOKEN = Optional.of("a-token");

    private HttpServer server;
    private String url;

    /** What stands before the service: how long all headers of a request may be, and how many an answer has. */
    private int longest = Integer.MAX_VALUE;

    private int passed = Integer.MAX_VALUE;
    private int ready = 200;
    private int versions = 200;
    private int head = 200;
    private String link;

    /** Of an image, at most. */
    private int properties = 128;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        link = url + "/v2/";
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        long bytes = exchange.getRequestHeaders().entrySet().stream()
                .mapToLong(header ->
                        header.getKey().length() + header.getValue().get(0).length() + 4L)
                .sum();
        if (bytes > longest) {
            exchange.sendResponseHeaders(431, -1);
            return;
        }
        switch (exchange.getRequestURI().getPath()) {
            case "/health/ready" -> exchange.sendResponseHeaders(ready, -1);
            case "/versions" -> {
                byte[] body = ("{\"href\": \"" + link + "\"}").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(versions, body.length);
                exchange.getResponseBody().write(body);
            }
            default -> {
                for (int i = 0; i < Math.min(3, passed); i++) {
                    exchange.getResponseHeaders().add("X-Image-Meta-Property-" + i, "value");
                }
                exchange.sendResponseHeaders(head, -1);
            }
        }
        exchange.close();
    }

    private Map<String, Diagnosis> examine(Clock clock, Optional<LargeImage> image) throws IOException {
        Map<String, Diagnosis> found = new TreeMap<>();
        try (AddressDiagnosis address = new AddressDiagnosis(url, clock)) {
            List<Diagnosis> all = address.examine(6144, properties, image, TOKEN);
            all.forEach(one -> found.put(one.subject(), one));
        }
        return found;
    }

    private Map<String, Diagnosis> examine() throws IOException {
        return examine(Clock.systemUTC(), IMAGE);
    }

    private static void assertIs(Severity severity, String remedy, Diagnosis diagnosis) {
        assertThat(diagnosis.severity()).isEqualTo(severity);
        assertThat(diagnosis.remedy()).contains(remedy);
    }

    @Test
    void allIsWell() throws IOException {
        assertThat(examine().values())
                .extracting(Diagnosis::severity)
                .hasSize(5)
                .containsOnly(Severity.WELL);
    }

    @Test
    void nobodyIsThere() throws IOException {
        server.stop(0);

        assertThat(examine()).containsOnlyKeys("public address");
        assertIs(Severity.TROUBLE, "plankton.public-url", examine().get("public address"));
    }

    @Test
    void itIsNotReady() throws IOException {
        ready = 503;

        assertIs(Severity.TROUBLE, "see that the service runs", examine().get("public address"));
    }

    @Test
    void whatStandsBeforeItTakesNoLongHeaders() throws IOException {
        longest = 4096;

        assertIs(Severity.TROUBLE, "docs/proxy.md", examine().get("headers of requests"));
    }

    @Test
    void whatStandsBeforeItPassesNotAllHeadersOn() throws IOException {
        passed = 2;

        assertIs(Severity.TROUBLE, "docs/proxy.md", examine().get("headers of answers"));
    }

    /** However many properties there may be, an image's headers have no more bytes than it may have. */
    @ParameterizedTest
    @ValueSource(ints = {0, 128, 1000, 10_000})
    void whatStandsBeforeItTakesWhatAnImageMayHave(int most) throws IOException {
        properties = most;
        longest = 6144 + 200; // with those of any request

        assertIs(Severity.WELL, "", examine().get("headers of requests"));
        longest = 6144;
        assertIs(Severity.TROUBLE, "docs/proxy.md", examine().get("headers of requests"));
    }

    @Test
    void thereIsNoImageToLookAt() throws IOException {
        assertIs(
                Severity.SKIPPED,
                "register one",
                examine(Clock.systemUTC(), Optional.empty()).get("headers of answers"));
    }

    @ParameterizedTest
    @CsvSource({
        "401, SKIPPED, a token that is still good",
        "403, SKIPPED, plankton.admins",
        "404, SKIPPED, plankton.admins",
        "503, SKIPPED, look again",
        "500, TROUBLE, docs/proxy.md",
        "502, TROUBLE, docs/proxy.md"
    })
    void whatIsAnsweredIsTakenForWhatItIs(int status, Severity severity, String remedy) throws IOException {
        head = status;

        assertIs(severity, remedy, examine().get("headers of answers"));
    }

    @Test
    void versionsAreNotPassedOn() throws IOException {
        versions = 404;

        assertIs(Severity.TROUBLE, "passes that path on", examine().get("links"));
        assertThat(examine()).doesNotContainKey("headers of requests").containsKey("headers of answers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1:8080/v2/",
                "https://127.0.0.1:{port}/v2/",
                "http://127.0.0.1/v2/",
                "/v2/",
                "http://127.0.0.1:{port}",
                "no address"
            })
    void linksLeadElsewhere(String elsewhere) throws IOException {
        link = elsewhere.replace("{port}", String.valueOf(server.getAddress().getPort()));

        assertIs(Severity.WARNING, "plankton.proxies", examine().get("links"));
    }

    @Test
    void linksMayBeWrittenOtherwise() throws IOException {
        url = url.replace("http://127.0.0.1", "HTTP://LocalHost");
        link = link.replace("127.0.0.1", "localhost");

        assertIs(Severity.WELL, "", examine().get("links"));
    }

    @Test
    void clocksAreApart() throws IOException {
        Clock late = Clock.fixed(Instant.now().minus(Duration.ofMinutes(1)), ZoneOffset.UTC);

        assertIs(Severity.WARNING, "NTP", examine(late, IMAGE).get("service clock"));
    }
}
