package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.api.ops.ReadinessServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** The service as a browser sees it that shows a page of somebody else's. */
@Timeout(120)
@Tag("long")
class CorsTest {
    private static final String ALICE = User.ALICE.token();
    private static final String LISTED = "https://horizon.example.org";
    private static final String UNLISTED = "https://other.example.org";
    private static final String NOBODY = "null";

    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";

    private static final Duration SOON = Duration.ofSeconds(30);

    /** What every page may read, as the Fetch Standard has it. */
    private static final Set<String> SAFE =
            Set.of("cache-control", "content-language", "content-length", "content-type", "expires", "last-modified");

    /** Between browser and service. */
    private static final Set<String> OF_NO_USE =
            Set.of("connection", "content-encoding", "date", "transfer-encoding", "vary", "x-content-type-options");

    @TempDir
    private static Path folder;

    private static Parties parties;
    private static Service service;
    private static Client client;

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        service = Service.start(settings("plankton.cors.origins", LISTED + ", https://h:8443"));
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
    }

    /** Tokens are asked for each time, so that it is noticed that nobody answers. */
    private static Map<String, String> settings(String... others) {
        String[] all = Arrays.copyOf(
                new String[] {"plankton.identity.cache", "0", "plankton.limits.upload", "16"}, others.length + 4);
        System.arraycopy(others, 0, all, 4, others.length);
        return parties.settings(all);
    }

    private static HttpResponse<String> preflight(Client asked, String origin, String method, String path) {
        return asked.send(
                "OPTIONS",
                path,
                null,
                "",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                "content-type,x-auth-token");
    }

    private static HttpResponse<String> preflight(String origin, String method, String path) {
        return preflight(client, origin, method, path);
    }

    private static HttpResponse<String> send(
            String origin, String method, String path, String token, String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Origin";
        all[headers.length + 1] = origin;
        return client.send(method, path, token, body, all);
    }

    private static HttpResponse<String> get(String origin, String path, String token) {
        return send(origin, "GET", path, token, "");
    }

    /** As a page creates one; its path is returned. */
    private static String create(String origin) {
        HttpResponse<String> created = send(
                origin,
                "POST",
                "/v2/images",
                ALICE,
                "{\"name\":\"image\",\"disk_format\":\"raw\",\"container_format\":\"bare\"}",
                "Content-Type",
                "application/json");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return created.headers()
                .firstValue("Location")
                .orElseThrow()
                .substring(service.address().length());
    }

    private static HttpResponse<String> upload(String origin, String image, String bytes) {
        return send(origin, "PUT", image + "/file", ALICE, bytes, "Content-Type", "application/octet-stream");
    }

    private static Set<String> list(HttpHeaders headers, String name) {
        return headers.allValues(name).stream()
                .flatMap(value -> Stream.of(value.split(", ")))
                .collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
    }

    private static void assertPreflight(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        HttpHeaders headers = answer.headers();
        assertThat(headers.firstValue("Content-Type")).isEmpty();
        assertThat(headers.allValues(ALLOW_ORIGIN)).containsExactly(LISTED);
        assertThat(headers.allValues(ALLOW_CREDENTIALS)).containsExactly("true");
        assertThat(list(headers, "Access-Control-Allow-Methods"))
                .containsExactlyInAnyOrder("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
        assertThat(list(headers, "Access-Control-Allow-Headers"))
                .containsExactlyInAnyOrder("content-type", "x-auth-token");
        assertThat(headers.firstValueAsLong("Access-Control-Max-Age")).hasValue(3600);
        assertThat(list(headers, "Vary"))
                .containsExactlyInAnyOrder("Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers");
    }

    /** The page may read the answer, and of its headers all but those that are of no use to it. */
    private static void assertReadable(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        HttpHeaders headers = answer.headers();
        assertThat(headers.allValues(ALLOW_ORIGIN)).containsExactly(LISTED);
        assertThat(headers.allValues(ALLOW_CREDENTIALS)).containsExactly("true");
        assertThat(headers.allValues("Access-Control-Expose-Headers"))
                .singleElement()
                .asString()
                .doesNotContain("*");
        assertThat(list(headers, "Vary")).contains("Origin", "X-Auth-Token");
        Set<String> unread = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        unread.addAll(headers.map().keySet());
        unread.removeAll(list(headers, "Access-Control-Expose-Headers"));
        unread.removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        unread.removeAll(SAFE);
        unread.removeAll(OF_NO_USE);
        assertThat(unread).isEmpty();
    }

    /** No page may read the answer. */
    private static void assertOrdinary(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v2/images/00000000-0000-4000-8000-000000000001/file",
        "PATCH, /v2/images/00000000-0000-4000-8000-000000000001",
        "GET, /v2/images?limit=1",
        "GET, /v2/schemas/image",
        "GET, /v2/nosuch",
        "HEAD, /v1/images/00000000-0000-4000-8000-000000000001",
        "POST, /v1.1/images",
        "GET, /images/detail",
        "DELETE, /v1.0/images/00000000-0000-4000-8000-000000000001",
        "GET, /",
        "GET, /versions",
        "GET, /versions/",
        "GET, /nosuch",
        "NOSUCH, /images",
    })
    void aListedPageMaySendWhatItWillAndNeedsNoTokenToAsk(String method, String path) {
        assertPreflight(preflight(LISTED, method, path));
    }

    @Test
    void aPageUploadsAnImageAsHorizonsDo() {
        String image = create(LISTED);
        assertPreflight(preflight(LISTED, "PUT", image + "/file"));
        assertReadable(204, upload(LISTED, image, "bytes"));
        HttpResponse<String> bytes = get(LISTED, image + "/file", ALICE);
        assertReadable(200, bytes);
        assertThat(list(bytes.headers(), "Access-Control-Expose-Headers")).contains("Content-MD5", "Accept-Ranges");
        assertReadable(206, send(LISTED, "GET", image + "/file", ALICE, "", "Range", "bytes=1-2"));
        assertReadable(204, send(LISTED, "DELETE", image, ALICE, ""));
    }

    @Test
    void aPageReadsLists() {
        create(LISTED);
        create(LISTED);
        assertReadable(200, get(LISTED, "/v2/images", ALICE));
        assertReadable(200, get(LISTED, "/v1/images/detail", ALICE));
        assertReadable(300, get(LISTED, "/", ALICE));
        assertReadable(200, get(LISTED, "/versions", null));
        assertReadable(200, get(LISTED, ReadinessServlet.PATH, null));
        HttpResponse<String> list = get(LISTED, "/images/detail?limit=1&nosuch=1", ALICE);
        assertReadable(200, list);
        assertThat(list(list.headers(), "Vary")).contains("Accept-Encoding");
        HttpResponse<String> unchanged = send(
                LISTED,
                "GET",
                "/images/detail?limit=1",
                ALICE,
                "",
                "If-None-Match",
                list.headers().firstValue("ETag").orElse("none"));
        assertReadable(304, unchanged);
    }

    @Test
    void aPageReadsWhyItIsRefused() {
        assertReadable(401, get(LISTED, "/v2/images", null));
        assertReadable(401, get(LISTED, "/v1/images", "nosuch-token"));
        assertReadable(401, get(LISTED, "/images", User.EXPIRED_TOKEN));
        assertReadable(404, get(LISTED, "/v2/images/00000000-0000-4000-8000-000000000001", ALICE));
        assertReadable(404, get(LISTED, "/v2/nosuch", ALICE));
        assertReadable(404, get(LISTED, "/nosuch", ALICE));
        assertReadable(404, get(LISTED, "/WEB-INF/web.xml", ALICE));
        assertReadable(405, send(LISTED, "PUT", "/v2/images", ALICE, ""));
        assertReadable(413, upload(LISTED, create(LISTED), "more than sixteen bytes"));
        assertReadable(415, send(LISTED, "PATCH", create(LISTED), ALICE, "[]", "Content-Type", "text/plain"));
    }

    @Test
    void aPageReadsThatTheIdentityServiceIsAway() {
        parties.identity().answer(503);

        assertPreflight(preflight(LISTED, "GET", "/v2/images"));
        HttpResponse<String> answer = get(LISTED, "/v2/images", ALICE);
        assertReadable(503, answer);
        assertThat(list(answer.headers(), "Access-Control-Expose-Headers")).contains("Retry-After");
        assertReadable(503, get(LISTED, "/v1/images", ALICE));
        assertReadable(503, get(LISTED, "/images", ALICE));
    }

    /** A database that a newer service has changed. */
    @Test
    void aPageReadsThatNothingIsServed(@TempDir Path elsewhere) {
        try (Parties others = new Parties(EmbeddedMariaDb.shared(), elsewhere);
                Service refusing = Service.start(others.settings("plankton.cors.origins", LISTED))) {
            Client asked = new Client(refusing.address());
            others.execute("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
                    + " checksum, installed_by, execution_time, success)"
                    + " SELECT MAX(installed_rank) + 1, '900', 'newer', 'SQL', '900-newer.sql', 1, 'x', 1, 1"
                    + " FROM flyway_schema_history");
            Instant end = Instant.now().plus(SOON);
            while (asked.send("GET", "/versions", null).statusCode() != 503) {
                assertThat(Instant.now()).isBefore(end);
            }

            for (String path : List.of("/v2/images/x/file", "/v1/images", "/images", "/versions", "/")) {
                assertPreflight(preflight(asked, LISTED, "PUT", path));
                assertReadable(503, asked.send("GET", path, ALICE, "", "Origin", LISTED));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/images/", "/v1.1/images/", "/images/", "/v1.0/images/"})
    void aPageReadsAnImageInHeaders(String images) {
        String id = client.registered(
                ALICE, "name", parties.upload(User.ALICE, "file"), "X-Image-Meta-Property-Os.Kind", "linux");

        HttpResponse<String> head = send(LISTED, "HEAD", images + id, ALICE, "");

        assertReadable(200, head);
        assertThat(list(head.headers(), "Access-Control-Expose-Headers"))
                .contains("x-image-meta-id", "x-image-meta-name", "x-image-meta-status", "ETag");
        assertThat(head.headers()
                        .firstValue("Access-Control-Expose-Headers")
                        .orElse("")
                        .toLowerCase(Locale.ROOT))
                .containsPattern("x-image-meta-property-os.kind");
    }

    @ParameterizedTest
    @ValueSource(strings = {UNLISTED, NOBODY, "http://horizon.example.org", "https://horizon.example.org:8443"})
    void toOthersTheServiceIsWhatItIsWithout(String origin) {
        assertOrdinary(200, preflight(origin, "PUT", "/v2/images"));
        assertOrdinary(404, preflight(origin, "PUT", "/v2/nosuch"));
        assertOrdinary(405, preflight(origin, "PUT", "/v1/images"));
        assertOrdinary(405, preflight(origin, "PUT", "/images"));
        String image = create(origin);
        assertOrdinary(204, upload(origin, image, "bytes"));
        assertOrdinary(200, get(origin, "/v2/images", ALICE));
        assertOrdinary(200, send(origin, "HEAD", image.replace("/v2/", "/v1/"), ALICE, ""));
        assertOrdinary(401, get(origin, "/v2/images", null));
        assertOrdinary(404, get(origin, "/WEB-INF/web.xml", ALICE));
        parties.identity().answer(503);
        assertOrdinary(503, get(origin, "/v2/images", ALICE));
    }

    /** It has an origin, too, where it sends something. */
    @Test
    void theServicesOwnPageIsServed() {
        assertOrdinary(204, upload(service.address(), create(service.address()), "bytes"));
    }

    @Test
    void withoutAnOriginNothingIsAllowed() {
        assertOrdinary(200, client.send("GET", "/v2/images", ALICE));
        assertOrdinary(200, client.send("OPTIONS", "/v2/images", null, "", "Access-Control-Request-Method", "PUT"));
    }

    @Test
    void anyOriginMayAskWithoutCookies() {
        try (Service open = Service.start(settings("plankton.cors.origins", "*"))) {
            Client asked = new Client(open.address());
            for (String origin : List.of(LISTED, UNLISTED, NOBODY)) {
                List<HttpResponse<String>> answers = List.of(
                        preflight(asked, origin, "PUT", "/v2/images"),
                        asked.send("GET", "/v2/images", ALICE, "", "Origin", origin),
                        asked.send("GET", "/v2/images", null, "", "Origin", origin));
                assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 200, 401);
                assertThat(answers).allSatisfy(answer -> {
                    assertThat(answer.headers().allValues(ALLOW_ORIGIN)).containsExactly("*");
                    assertThat(answer.headers().firstValue(ALLOW_CREDENTIALS)).isEmpty();
                    assertThat(list(answer.headers(), "Vary")).contains("Origin");
                });
            }
            assertOrdinary(200, asked.send("GET", "/v2/images", ALICE));
        }
    }

    @Test
    void whereNothingIsSetNothingIsSaid() {
        try (Service closed = Service.start(settings())) {
            Client asked = new Client(closed.address());
            HttpResponse<String> list = asked.send("GET", "/v2/images", ALICE, "", "Origin", LISTED);
            assertOrdinary(200, list);
            assertThat(list.headers().allValues("Vary")).containsExactly("X-Auth-Token, Accept-Encoding");
            assertOrdinary(200, preflight(asked, LISTED, "PUT", "/v2/images"));
            assertOrdinary(405, preflight(asked, LISTED, "PUT", "/images"));
            assertOrdinary(401, asked.send("GET", "/v2/images", null, "", "Origin", LISTED));
        }
    }
}
