package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.testing.Await.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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
import org.plankton.cloud.CloudServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.RawConnection;
import org.plankton.testing.Together;

/** What administrators are told of the parties, what all others are, and how often the parties are asked for it. */
@Timeout(120)
@Tag("long")
class HealthTest {
    private static final String READY = "/health/ready";
    private static final String LIVE = "/health/live";
    private static final String SUMMARY = "{\"status\":\"ready\"}";
    private static final String ADMIN = User.ADMIN.token();
    private static final Duration BOUND = Duration.ofSeconds(30);

    /** Less than the identity service may take: for health it is not waited for. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final int MANY = 300;

    private static final ObjectMapper JSON = new ObjectMapper();

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
        await(BOUND, () -> get(READY, null).statusCode() == 200);
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
        parties.keystone().heal();
        parties.swift().heal();
    }

    private static Map<String, String> settings(String... others) {
        Map<String, String> settings = new TreeMap<>(parties.settings(others));
        settings.putAll(Map.of(
                "plankton.admins",
                User.ADMIN.account(),
                "plankton.identity.timeout",
                "7",
                "plankton.identity.cache",
                "300",
                "plankton.store.timeout",
                "2"));
        return settings;
    }

    private static HttpResponse<String> get(Client asked, String path, String token) {
        return asked.send("GET", path, token);
    }

    private static HttpResponse<String> get(String path, String token) {
        return get(client, path, token);
    }

    /** As an administrator who is known already, be it because of this question. */
    private static JsonNode details(Client asked) {
        await(BOUND, () -> get(asked, "/usage", ADMIN).statusCode() == 200);
        return parse(get(asked, READY, ADMIN).body());
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(body, e);
        }
    }

    private static String state(JsonNode details, String party) {
        return details.at("/parties/" + party + "/state").asText();
    }

    private static void awaitState(Client asked, String party, String state) {
        await(BOUND, () -> state(parse(get(asked, READY, ADMIN).body()), party).equals(state));
    }

    private static void awaitState(String party, String state) {
        awaitState(client, party, state);
    }

    private static <T> T soon(Supplier<T> what) {
        long begun = System.nanoTime();
        T result = what.get();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        return result;
    }

    @Test
    void administratorsAreToldOfEachParty() {
        JsonNode first = details(client);
        awaitState("identity", "up");
        awaitState("store", "up");

        JsonNode details = details(client);

        assertThat(details.path("status").asText()).isEqualTo("ready");
        assertThat(details.path("degraded").isBoolean()).isTrue();
        assertThat(details.path("degraded").asBoolean()).isFalse();
        assertThat(details.path("version").asText()).isEqualTo(Release.version());
        assertThat(details.has("reason")).isFalse();
        assertThat(details.at("/parties/database/tables_version").asText()).matches("\\d{3}");
        for (String name : List.of("database", "identity", "store")) {
            JsonNode party = details.at("/parties/" + name);
            assertThat(party.path("state").asText()).as(name).isEqualTo("up");
            assertThat(party.path("latency_ms").asDouble(-1)).as(name).isBetween(0.0, 7500.0);
            assertThat(party.path("age_ms").asLong(-1)).as(name).isBetween(0L, 11_000L);
            assertThat(Instant.parse(party.path("since").asText())).as(name).isBefore(Instant.now());
        }
        assertThat(details.at("/parties/database/since")).isEqualTo(first.at("/parties/database/since"));
        assertThat(details.toString()).doesNotContain("127.0.0.1", "http", Parties.DATABASE_PASSWORD);
    }

    @Test
    void othersAreToldNothingMore() {
        for (String token : new String[] {null, User.ALICE.token(), "junk", User.EXPIRED_TOKEN, "x".repeat(17_000)}) {
            HttpResponse<String> answer = get(READY, token);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(SUMMARY);
        }
    }

    @Test
    void anAdministratorWhoIsNewIsToldToo() {
        try (Service fresh = Service.start(settings())) {
            Client asked = new Client(fresh.address());
            await(BOUND, () -> get(asked, READY, null).statusCode() == 200);

            await(BOUND, () -> get(asked, READY, ADMIN).body().contains("\"parties\""));
        }
    }

    @Test
    void anIdentityServiceThatStandsStillIsToldAndDecidesNothing() {
        details(client);
        awaitState("identity", "up");
        parties.identity().hang();

        awaitState("identity", "down");
        JsonNode details = parse(soon(() -> get(READY, ADMIN)).body());
        assertThat(details.path("status").asText()).isEqualTo("ready");
        assertThat(details.path("degraded").asBoolean()).isTrue();
        assertThat(state(details, "store")).isEqualTo("up");
        assertThat(details.at("/parties/identity/latency_ms").asLong()).isGreaterThanOrEqualTo(6900);
        for (int i = 0; i < 5; i++) {
            String unknown = "unknown-" + i;
            HttpResponse<String> answer = soon(() -> get(READY, unknown));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(SUMMARY);
        }
        assertThat(soon(() -> get(READY, null)).body()).isEqualTo(SUMMARY);

        parties.identity().heal();
        awaitState("identity", "up");
    }

    /** It cannot be known that they are one, and nobody is refused because of that. */
    @Test
    void anAdministratorWhoCannotBeAskedAboutIsToldAsAnybody() {
        try (Service fresh = Service.start(settings("plankton.identity.url", "http://127.0.0.1:9/identity"))) {
            Client asked = new Client(fresh.address());
            await(BOUND, () -> get(asked, READY, null).statusCode() == 200);

            HttpResponse<String> answer = soon(() -> get(asked, READY, ADMIN));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(SUMMARY);
        }
    }

    @Test
    void aStoreThatIsDownIsToldAndDecidesNothing() {
        details(client);
        awaitState("store", "up");
        parties.store().answer(503);

        awaitState("store", "down");
        JsonNode details = details(client);
        assertThat(details.path("status").asText()).isEqualTo("ready");
        assertThat(details.path("degraded").asBoolean()).isTrue();
        assertThat(state(details, "identity")).isEqualTo("up");
        Instant since = Instant.parse(details.at("/parties/store/since").asText());
        assertThat(get(READY, null).body()).isEqualTo(SUMMARY);

        parties.store().heal();
        awaitState("store", "up");
        assertThat(Instant.parse(details(client).at("/parties/store/since").asText()))
                .isAfter(since);
    }

    @Test
    void keystoneAndSwiftAreKnownAsWell() {
        Map<String, String> settings = new TreeMap<>(parties.openStackSettings());
        settings.put("plankton.admins", User.ADMIN.account());
        try (Service openStack = Service.start(settings)) {
            Client asked = new Client(openStack.address());
            details(asked);
            awaitState(asked, "identity", "up");
            awaitState(asked, "store", "up");

            parties.keystone().answer(503);
            awaitState(asked, "identity", "down");
            parties.swift().answer(503);
            awaitState(asked, "store", "down");
        }
    }

    @Test
    void whyItIsNotReadyAdministratorsAloneAreTold() {
        String own = details(client).at("/parties/database/tables_version").asText();
        parties.execute(
                "INSERT INTO flyway_schema_history SELECT 900, '900', 'x', 'SQL', '900-x.sql', 1, 'x', NOW(), 1, 1");
        try {
            await(BOUND, () -> get(READY, null).statusCode() == 503);

            HttpResponse<String> stranger = get(READY, null);
            assertThat(stranger.body()).isEqualTo("{\"status\":\"not_ready\"}");
            assertThat(stranger.headers().firstValue("Retry-After")).hasValue("5");
            HttpResponse<String> answer = get(READY, ADMIN);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
            JsonNode details = parse(answer.body());
            assertThat(details.path("status").asText()).isEqualTo("not_ready");
            assertThat(details.path("reason").asText()).contains("version 900", "version " + own);
            assertThat(state(details, "database")).isEqualTo("up");
            assertThat(details.at("/parties/database/tables_version").asText()).isEqualTo("900");
            assertThat(client.send("OPTIONS", "/", null).statusCode()).isEqualTo(503);
            assertThat(get(LIVE, null).statusCode()).isEqualTo(200);
        } finally {
            parties.execute("DELETE FROM flyway_schema_history WHERE version = '900'");
        }
        await(BOUND, () -> get(READY, null).statusCode() == 200);
    }

    /** While eight ask as fast as they can, for a few seconds, many times. */
    private static int askedWhileManyAsk(CloudServlet party, String token) throws Exception {
        int before = party.probes();
        long begun = System.nanoTime();
        AtomicInteger answers = new AtomicInteger();
        Together.run(8, number -> {
            while (answers.get() < MANY
                    || System.nanoTime() - begun < Duration.ofSeconds(4).toNanos()) {
                assertThat(get(READY, token).statusCode()).isEqualTo(200);
                answers.incrementAndGet();
            }
            return true;
        });
        return party.probes() - before;
    }

    @Test
    void thePartiesAreAskedOnceASecondHoweverManyWantToKnow() throws Exception {
        details(client);
        long begun = System.nanoTime();
        int ofStore = parties.store().probes();

        int ofIdentity = askedWhileManyAsk(parties.identity(), ADMIN);

        int seconds = (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertThat(ofIdentity).isBetween(2, seconds + 2);
        assertThat(parties.store().probes() - ofStore).isBetween(2, seconds + 2);
    }

    /** They want to know nothing of them. */
    @Test
    void loadBalancersHaveNobodyAsked() throws Exception {
        long begun = System.nanoTime();

        int ofIdentity = askedWhileManyAsk(parties.identity(), null);

        assertThat(ofIdentity)
                .isLessThanOrEqualTo(
                        2 + (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds() / 10);
    }

    @Test
    void ofManyUnknownTokensOneIsAskedAboutInASecond() {
        parties.identity().forgetRequests();
        long begun = System.nanoTime();

        int asked = 0;
        while (asked < MANY || System.nanoTime() - begun < Duration.ofSeconds(2).toNanos()) {
            assertThat(get(READY, "junk-of-many-" + asked++).body()).isEqualTo(SUMMARY);
        }

        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertThat(parties.identity().tokenQuestions()).isBetween(1L, seconds + 2);
    }

    @Test
    void partiesAreAskedByThemselvesAsWell() {
        int before = parties.identity().probes();

        await(BOUND, () -> parties.identity().probes() > before);
    }

    /** No wire's business, and so not what a dialect makes of a bad token, or of too many. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Auth-Token: alice-token\r\nX-Auth-Token: admin-token\r\n",
                "X-Auth-Token:\r\n",
                "X-Auth-Token: \u00e4\r\n",
                "X-Auth-Token: a b\r\n",
                "X-Auth-Token: admin-token;\r\n",
                "x-auth-token: admin-token, admin-token\r\n",
                "Authorization: Bearer admin-token\r\n",
                "Cookie: X-Auth-Token=admin-token\r\n",
                "Expect: 100-continue\r\n",
                "Accept: text/html\r\n",
                "X-Forwarded-Host: evil.example.org\r\nX-Forwarded-For: 127.0.0.1\r\n",
                "Origin: https://evil.example.org\r\n"
            })
    void aStrangeRequestIsAnsweredAsAnyOther(String headers) throws IOException {
        RawConnection.Answer answer = raw("GET /health/ready HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n", false);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(SUMMARY);
        assertThat(answer.header("WWW-Authenticate")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,     /health/ready,            405",
        "PUT,      /health/live,             405",
        "PROPFIND, /health/ready,            405",
        "get,      /health/ready,            405",
        "OPTIONS,  /health/ready,            204",
        "OPTIONS,  /health/live/,            204",
        "OPTIONS,  /readyz,                  204",
        "OPTIONS,  /versions,                204",
        "GET,      /health/ready;a=b,        200",
        "GET,      /health/ready?x=%zz,      200",
        "GET,      /health/%72eady,          200",
        "GET,      /health/x/../ready,       200",
        "GET,      /health,                  404",
        "GET,      /health/,                 404",
        "GET,      /HEALTH/READY,            404",
        "GET,      /health/ready/x,          404",
        "GET,      /readyz/x,                404",
        "OPTIONS,  /nosuch,                  404",
    })
    void methodsAndPaths(String method, String path, int status) throws IOException {
        RawConnection.Answer answer = raw(method + " " + path + " HTTP/1.1\r\nHost: h\r\n\r\n", false);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        if (status == 405) {
            assertThat(answer.header("Allow")).hasValue("GET, HEAD, OPTIONS");
        }
    }

    /** {@code option httpchk} without more. */
    @Test
    void haproxysOwnCheckIsAnswered() throws IOException {
        RawConnection.Answer answer = raw("OPTIONS / HTTP/1.0\r\n\r\n", false);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Allow")).hasValue("GET, HEAD, OPTIONS");
    }

    private static RawConnection.Answer raw(String request, boolean toHead) throws IOException {
        try (RawConnection connection =
                new RawConnection(URI.create(service.address()).getPort())) {
            connection.send(request.getBytes(StandardCharsets.ISO_8859_1));
            return connection.receive(toHead);
        }
    }

    @Test
    void withUnusableSettingsItLivesAndIsNotReady() throws IOException {
        try (Service unusable = Service.start(settings("plankton.limits.page", "many", "plankton.databse.url", "x"))) {
            Client asked = new Client(unusable.address());

            HttpResponse<String> live = get(asked, LIVE, null);
            assertThat(live.statusCode()).isEqualTo(200);
            assertThat(live.body()).isEqualTo("{\"status\":\"live\"}");
            for (String path : List.of(READY, "/readyz", "/")) {
                HttpResponse<String> ready = get(asked, path, null);
                assertThat(ready.statusCode()).as(path).isEqualTo(503);
                assertThat(ready.headers().firstValue("Retry-After")).hasValue("5");
                assertThat(ready.body()).contains("plankton.limits.page", "plankton.databse.url is not a setting");
            }
            assertThat(asked.send("OPTIONS", "/", null).statusCode()).isEqualTo(503);
        }
    }
}
