package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Await;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.RawConnection;
import org.plankton.testing.Scrape;

/** Who may read what is measured, and that it can be read whatever else is not there. */
@Timeout(120)
class MetricsAccessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CLIENT = "X-Forwarded-For";

    @TempDir
    private static Path folder;

    private static Parties parties;

    /** For whoever brings the token, or asks from one of two networks. */
    private static Service service;

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        service = Service.start(parties.settings(
                "plankton.metrics.token", Scrape.TOKEN, "plankton.metrics.addresses", "192.0.2.0/24 2001:db8::/32"));
    }

    @AfterAll
    static void stop() {
        service.close();
        parties.close();
    }

    private static HttpResponse<String> ask(Service service, String token, String... headers) {
        return new Client(service.address()).send("GET", "/metrics", token, "", headers);
    }

    @Test
    void whereNobodyMayReadThemThereAreNone() {
        try (Service closed = Service.start(parties.settings())) {
            HttpResponse<String> answer = ask(closed, User.ADMIN.token());

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body())
                    .isEqualTo("{\"itemNotFound\":{\"code\":404,\"message\":\"there is nothing at this path\","
                            + "\"details\":\"\"}}");
        }
    }

    @Test
    void administratorsMayAlways() {
        try (Service theirs = Service.start(parties.settings("plankton.admins", User.ADMIN.account()))) {
            assertThat(ask(theirs, User.ADMIN.token()).statusCode()).isEqualTo(200);
            assertThat(ask(theirs, User.ALICE.token()).statusCode()).isEqualTo(403);
            assertThat(ask(theirs, "nobodys").statusCode()).isEqualTo(401);
            assertThat(ask(theirs, null).statusCode()).isEqualTo(401);
            assertThat(ask(theirs, null, "Authorization", "Bearer ").statusCode())
                    .isEqualTo(401);
            parties.identity().answer(503);
            try {
                HttpResponse<String> unknown = ask(theirs, "unknown");
                assertThat(unknown.statusCode()).isEqualTo(503);
                assertThat(unknown.headers().firstValue("Retry-After")).isPresent();
            } finally {
                parties.identity().heal();
            }
        }
    }

    @Test
    void soMayWhoeverBringsTheToken() {
        HttpResponse<String> answer = ask(service, null, "Authorization", "Bearer " + Scrape.TOKEN);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(ask(service, null, "Authorization", "bearer  " + Scrape.TOKEN)
                        .statusCode())
                .isEqualTo(200);

        for (String wrong : new String[] {"x", Scrape.TOKEN + "x", Scrape.TOKEN.replace('P', 'Q'), "\u00e9"}) {
            HttpResponse<String> refused = ask(service, null, "Authorization", "Bearer " + wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"metrics\"");
            assertThat(refused.body()).startsWith("{\"unauthorized\":{\"code\":401,");
        }
        assertThat(ask(service, Scrape.TOKEN).statusCode()).isEqualTo(401);
        assertThat(ask(service, null, "Authorization", "Basic " + Scrape.TOKEN).statusCode())
                .isEqualTo(401);
    }

    /** By whoever keeps the connection, be it a proxy that others share. */
    @Test
    void aTokenThatDiffersInCaseIsAnother() throws IOException {
        try (RawConnection connection =
                new RawConnection(URI.create(service.address()).getPort())) {
            for (String token : List.of(Scrape.TOKEN, Scrape.TOKEN.toUpperCase(Locale.ROOT))) {
                connection.send(
                        ("GET /metrics HTTP/1.1\r\nHost: plankton\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                assertThat(connection.receive(false).status()).isEqualTo(token.equals(Scrape.TOKEN) ? 200 : 401);
            }
        }
    }

    /** Whatever else it brings: it is the client's address that counts, as a proxy tells it. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 200",
        "192.0.3.7, 401",
        "'evil, 192.0.2.7', 200",
        "'192.0.2.7, 192.0.3.7', 401",
        "2001:db8::7, 200",
    })
    void soMayWhoeverAsksFromAnAddressThatIsNamed(String client, int status) {
        assertThat(ask(service, null, CLIENT, client).statusCode()).isEqualTo(status);
    }

    @Test
    void thoseOfThisMachineOnlyGetThemAndNoPageInTheirBrowserDoes() {
        try (Service local = Service.start(
                parties.settings("plankton.metrics.addresses", "loopback", "plankton.cors.origins", "*"))) {
            Client client = new Client(local.address());
            assertThat(ask(local, null).statusCode()).isEqualTo(200);
            assertThat(ask(local, null, CLIENT, "192.0.2.7").statusCode()).isEqualTo(401);
            for (String method : List.of("POST", "HEAD", "PUT", "DELETE", "OPTIONS")) {
                HttpResponse<String> answer = client.send(method, "/metrics", null);
                assertThat(answer.statusCode()).as(method).isEqualTo(405);
            }

            String[] page = {"Origin", "https://page.example.org", "Access-Control-Request-Method", "GET"};
            for (String method : List.of("GET", "OPTIONS")) {
                assertThat(isShared(client.send(method, "/metrics", null, "", page)))
                        .as(method)
                        .isFalse();
                assertThat(isShared(client.send(method, "/versions", null, "", page)))
                        .as(method)
                        .isTrue();
            }
        }
    }

    /** Whether a browser shows the answer to a page of others. */
    private static boolean isShared(HttpResponse<String> answer) {
        return answer.headers().firstValue("Access-Control-Allow-Origin").isPresent();
    }

    /** That is when they are wanted. */
    @Test
    void theyAreReadWithoutADatabaseAndSaySo() {
        Path data = folder.resolve("mariadb");
        EmbeddedMariaDb database = EmbeddedMariaDb.start(data, 0);
        Parties others = new Parties(database, folder.resolve("cloud"));
        try (Service alone = Service.start(others.settings("plankton.metrics.token", Scrape.TOKEN))) {
            Client client = new Client(alone.address());
            String up = "plankton_party_up{party=\"database\"}";
            Await.await(PATIENCE, () -> Scrape.of(client).value(up) == 1);

            database.close();

            Await.await(PATIENCE, () -> Scrape.of(client).value(up) == 0);
            Scrape before = Scrape.of(client);
            assertThat(client.send("GET", "/images", User.ALICE.token()).statusCode())
                    .isEqualTo(503);
            String refusals = "plankton_refusals_total{dialect=\"guide\",kind=\"UNAVAILABLE\"}";
            Scrape.once(client, refusals, before.value(refusals) + 1);
        }
    }
}
