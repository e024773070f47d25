package org.plankton;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Await;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.RawConnection;
import org.plankton.testing.Scrape;
import org.plankton.testing.Together;

/** What Prometheus is told, by whom it may be asked, and that no client makes a series of its own. */
@Timeout(120)
class MetricsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ALICE = User.ALICE.token();
    private static final String NONE = "7d0a5a3e-3f52-5c8e-9d55-0b6c0c1f2a10";

    @TempDir
    private static Path folder;

    private static Parties parties;
    private static Service service;
    private static Client client;

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        service = Service.start(parties.settings(
                "plankton.metrics.token",
                Scrape.TOKEN,
                "plankton.metrics.owners",
                User.ALICE.account() + " " + User.BOB.account(),
                "plankton.quota.images",
                "20",
                "plankton.identity.refusals",
                "0"));
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

    private static RawConnection connection() throws IOException {
        return new RawConnection(URI.create(service.address()).getPort());
    }

    private static String requests(String dialect, String method, String route, int status) {
        return "plankton_requests_total{dialect=\"%s\",method=\"%s\",route=\"%s\",status=\"%d\"}"
                .formatted(dialect, method, route, status);
    }

    private static String refusals(String dialect, String kind) {
        return "plankton_refusals_total{dialect=\"" + dialect + "\",kind=\"" + kind + "\"}";
    }

    private static String calls(String party, String call, String outcome) {
        return "plankton_call_seconds_count{call=\"" + call + "\",outcome=\"" + outcome + "\",party=\"" + party + "\"}";
    }

    /** Does that, and then it is told of so many more. */
    private static void counts(int more, String series, Runnable work) {
        double before = Scrape.of(client).value(series);
        work.run();
        Scrape after = Scrape.once(client, series, before + more);
        assertThat(after.value(series)).as(series).isEqualTo(before + more);
    }

    private static void counts(String series, String method, String path) {
        counts(1, series, () -> client.send(method, path, ALICE));
    }

    @Test
    void requestsAreCountedByThePathThatTheyAreForAndNotByThatOfTheirImage() {
        String id = client.registered(ALICE, "one", parties.upload(User.ALICE, "one"));

        counts(requests("guide", "GET", "/images", 200), "GET", "/images?name=x");
        counts(requests("guide", "GET", "/images/{id}/members", 200), "GET", "/images/" + id + "/members");
        counts(requests("guide", "PUT", "/images/{id}/members/{member}", 204), "PUT", "/images/" + id + "/members/a");
        counts(requests("guide", "GET", "/images/{id}", 404), "GET", "/images/" + NONE);
        counts(requests("guide", "GET", "/shared-images/{member}", 200), "GET", "/shared-images/a");
        counts(requests("synnefo", "GET", "/v1.0/images/detail", 200), "GET", "/v1.0/images/detail");
        counts(requests("glance", "GET", "/v1/images", 200), "GET", "/v1/images");
        counts(requests("glance", "GET", "/v1/images/{id}", 200), "GET", "/v1/images/" + id);
        counts(requests("glance-v2", "GET", "/v2/images/{id}", 200), "GET", "/v2/images/" + id.toUpperCase());
        counts(requests("glance-v2", "PUT", "/v2/images/{id}/tags/{tag}", 204), "PUT", "/v2/images/" + id + "/tags/t");
        counts(requests("glance-v2", "GET", "/v2/schemas/image", 200), "GET", "/v2/schemas/image");
        counts(requests("ops", "GET", "/health/ready", 200), "GET", "/health/ready");
        counts(requests("ops", "GET", "/health/ready", 200), "GET", "/readyz");
        counts(requests("ops", "GET", "/versions", 300), "GET", "/");
        counts(requests("ops", "GET", "/usage", 403), "GET", "/usage");
        counts(
                requests("catalogue", "GET", "/catalogue/v1/images/{id}/history", 200),
                "GET",
                "/catalogue/v1/images/" + id + "/history");
        counts(requests("catalogue", "GET", "/catalogue/v1/changes", 403), "GET", "/catalogue/v1/changes");
    }

    /** As it is at the others, which are the same. */
    @Test
    void aDialectsMinorVersionsAreCountedAsItsFirstMount() {
        counts(requests("glance-v2", "GET", "/v2/images", 200), "GET", "/v2.7/images");
        counts(requests("glance", "GET", "/v1/images/detail", 200), "GET", "/v1.1/images/detail");
    }

    /** It goes by Jersey, unless its path is written oddly. */
    @Test
    void soIsHead() {
        String id = client.registered(ALICE, "two", parties.upload(User.ALICE, "two"));

        counts(requests("guide", "HEAD", "/images/{id}", 200), "HEAD", "/images/" + id);
        counts(requests("synnefo", "HEAD", "/v1.0/images/{id}", 200), "HEAD", "/v1.0/images/" + id);
        counts(requests("glance", "HEAD", "/v1/images/{id}", 200), "HEAD", "/v1.1/images/" + id);
        counts(requests("glance", "HEAD", "/v1/images/{id}", 404), "HEAD", "/v1/images/" + NONE);
        counts(
                requests("guide", "HEAD", "/images/{id}", 200),
                "HEAD",
                "/images/%" + Integer.toHexString(id.charAt(0)) + id.substring(1));
    }

    @Test
    void whatIsRefusedIsCountedByItsKind() {
        counts(requests("guide", "GET", "unknown", 404), "GET", "/nothing/here");
        counts(requests("synnefo", "GET", "unknown", 400), "GET", "/v1.0/images/a/b/c");
        counts(requests("glance", "DELETE", "/v1/images", 405), "DELETE", "/v1/images");
        counts(refusals("glance", "NO_SUCH_METHOD"), "DELETE", "/v1/images");
        counts(refusals("guide", "NO_SUCH_PATH"), "GET", "/nothing/here");
        counts(refusals("guide", "NOT_FOUND"), "GET", "/images/" + NONE);
        counts(1, refusals("glance-v2", "UNAUTHORIZED"), () -> client.send("GET", "/v2/images", "nobodys"));
        counts(1, requests("glance-v2", "GET", "/v2/images", 401), () -> client.send("GET", "/v2/images", "nobodys"));
    }

    @Test
    void aQuotaThatIsUsedUpIsARefusalByLimit() {
        String queued = "{\"name\": \"q\"}";
        counts(
                1,
                refusals("glance-v2", "OVER_LIMIT"),
                () -> Stream.iterate(0, i -> i + 1)
                        .limit(100)
                        .map(i -> client.send(
                                "POST", "/v2/images", User.CAROL.token(), queued, "Content-Type", "application/json"))
                        .filter(answer -> answer.statusCode() == 413)
                        .findFirst()
                        .orElseThrow());
    }

    /** Prometheus takes no notice of a series' first value, so there has to be one before. */
    @Test
    void whatIsToBeNoticedIsCountedBeforeThereIsAny() {
        try (Service fresh = Service.start(parties.settings("plankton.metrics.token", Scrape.TOKEN))) {
            Scrape first = Scrape.of(new Client(fresh.address()));

            for (String dialect : List.of("guide", "synnefo", "glance", "glance-v2", "catalogue", "ops", "none")) {
                for (String kind : List.of("ERROR", "OVER_LIMIT", "TOO_MANY_REQUESTS", "UNAVAILABLE")) {
                    assertThat(first.samples()).containsEntry(refusals(dialect, kind), 0.0);
                }
            }
        }
    }

    /** In its place there is no dialect. What it refuses before it knows for whom it is nobody counts. */
    @Test
    void whatTheContainerRefusesIsCountedToo() {
        counts(requests("none", "GET", "unknown", 404), "GET", "/WEB-INF/web.xml");
        counts(refusals("none", "CONTAINER"), "GET", "/WEB-INF/marked");
    }

    /** It is let go and begins anew, and is counted once, for as long as it took in all. */
    @Test
    void aRequestWhoseBodyComesLateIsCountedOnceAtItsEnd() throws Exception {
        String series = requests("glance-v2", "POST", "/v2/images", 201);
        String time = "plankton_request_seconds_count{dialect=\"glance-v2\",method=\"POST\",outcome=\"answered\","
                + "route=\"/v2/images\"}";
        Scrape before = Scrape.of(client);
        String body = "{\"name\": \"late\"}";
        try (RawConnection connection = connection()) {
            connection.send(("POST /v2/images HTTP/1.1\r\nHost: plankton\r\nX-Auth-Token: " + ALICE
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n{")
                    .getBytes(ISO_8859_1));
            Await.await(PATIENCE, () -> Scrape.of(client).value("plankton_turns_taken{of=\"bodies\"}") == 1);
            assertThat(Scrape.of(client).value(series)).isEqualTo(before.value(series));
            connection.send(body.substring(1).getBytes(ISO_8859_1));
            assertThat(connection.receive(false).status()).isEqualTo(201);
        }

        Scrape after = Scrape.once(client, series, before.value(series) + 1);
        assertThat(after.value(series)).isEqualTo(before.value(series) + 1);
        assertThat(after.value(time)).isEqualTo(before.value(time) + 1);
        assertThat(after.value("plankton_turns_taken{of=\"bodies\"}")).isZero();
    }

    /** Its client is gone before its body is there. */
    @Test
    void aRequestThatNeverBeginsAnewIsCounted() throws Exception {
        double before = Scrape.of(client).sum("plankton_requests_total{dialect=\"glance-v2\",method=\"PATCH\"");
        try (RawConnection connection = connection()) {
            connection.send(("PATCH /v2/images/" + NONE + " HTTP/1.1\r\nHost: plankton\r\nX-Auth-Token: " + ALICE
                            + "\r\nContent-Type: application/openstack-images-v2.1-json-patch\r\n"
                            + "Content-Length: 50\r\n\r\n[")
                    .getBytes(ISO_8859_1));
            Await.await(PATIENCE, () -> Scrape.of(client).value("plankton_turns_taken{of=\"bodies\"}") == 1);
            connection.reset();
        }

        Await.await(
                PATIENCE,
                () -> Scrape.of(client).sum("plankton_requests_total{dialect=\"glance-v2\",method=\"PATCH\"")
                        == before + 1);
    }

    @Test
    void bytesAreCountedBothWaysAndWhatTheStoreIsAsked() {
        String bytes = "x".repeat(100_000);
        Scrape before = Scrape.of(client);
        HttpResponse<String> made = client.send(
                "POST",
                "/v1/images",
                ALICE,
                bytes,
                "Content-Type",
                "application/octet-stream",
                "X-Image-Meta-Name",
                "bytes",
                "X-Image-Meta-Disk_format",
                "raw",
                "X-Image-Meta-Container_format",
                "bare");
        assertThat(made.statusCode()).as(made::body).isEqualTo(201);
        String location = made.headers().firstValue("Location").orElseThrow();
        String id = location.substring(location.lastIndexOf('/'));
        String fetched = requests("glance", "GET", "/v1/images/{id}", 200);
        assertThat(client.send("GET", "/v1/images" + id, ALICE).body()).hasSize(bytes.length());
        Scrape after = Scrape.once(client, fetched, before.value(fetched) + 1);

        for (String direction : List.of("up", "down")) {
            assertThat(more(before, after, "plankton_transferred_bytes_total{direction=\"" + direction + "\"}"))
                    .as(direction)
                    .isEqualTo(bytes.length());
            assertThat(more(
                            before,
                            after,
                            "plankton_transfers_total{direction=\"" + direction + "\",end=\"complete\"}"))
                    .as(direction)
                    .isEqualTo(1);
            assertThat(after.value("plankton_transfers_under_way{direction=\"" + direction + "\"}"))
                    .isZero();
        }
        assertThat(more(before, after, calls("store", "open", "answered"))).isEqualTo(1);
        assertThat(more(before, after, "plankton_changes_total{kind=\"upload\"}"))
                .isEqualTo(1);
        assertThat(more(before, after, calls("database", "transaction", "answered")))
                .isPositive();
    }

    private static double more(Scrape before, Scrape after, String series) {
        return after.value(series) - before.value(series);
    }

    @Test
    void partiesAreToldApartByHowTheyAnswer() {
        counts(1, calls("identity", "authenticate", "refused"), () -> client.send("GET", "/images", "nobodys-1"));
        parties.identity().answer(500);
        counts(1, calls("identity", "authenticate", "failed"), () -> client.send("GET", "/images", "unknown-1"));
        parties.identity().heal();
        String location = parties.upload(User.ALICE, "three");
        parties.store().answer("HEAD", 500);
        counts(1, calls("store", "stat", "failed"), () -> client.register(ALICE, "three", location));
        parties.store().heal();
        counts(1, calls("store", "stat", "answered"), () -> client.register(ALICE, "three", location));
        parties.store().answer("HEAD", 504); // a proxy's, and so no answer of the store's
        counts(1, calls("store", "stat", "unanswered"), () -> client.register(ALICE, "three", location));
    }

    @Test
    void whatIsRememberedOfTokensIsCounted() {
        client.send("GET", "/images", ALICE);

        counts(1, "plankton_tokens_remembered_total{answer=\"accepted\"}", () -> client.send("GET", "/images", ALICE));
        counts(1, "plankton_tokens_unknown_total", () -> client.send("GET", "/images", "nobodys-2"));
    }

    @Test
    void imagesAreCountedByWhatTheyAreNowAndThen() {
        try (Parties others = new Parties(EmbeddedMariaDb.shared(), folder.resolve("others"))) {
            others.makeTables();
            others.insertImages(User.ALICE, 3);
            others.execute(
                    "UPDATE image SET visibility = 30, is_public = TRUE, created_at = NOW(6) - INTERVAL 1 DAY"
                            + " WHERE size = 1",
                    "UPDATE image SET status = 60, finding = 20 WHERE size = 2");
            try (Service counting = Service.start(others.settings(
                    "plankton.metrics.token",
                    Scrape.TOKEN,
                    "plankton.metrics.owners",
                    User.ALICE.account() + " " + User.BOB.account()))) {
                Client asking = new Client(counting.address());
                Await.await(
                        PATIENCE,
                        () -> Scrape.of(asking).sum("plankton_images{") == 3
                                && Scrape.of(asking).value(age(User.BOB)) > 0);

                Scrape counted = Scrape.of(asking);
                assertThat(counted.samples().keySet())
                        .filteredOn(series -> series.startsWith("plankton_images{"))
                        .containsExactlyInAnyOrder(
                                images("as_registered", "available", "private"),
                                images("as_registered", "available", "public"),
                                images("gone", "unavailable", "private"));
                assertThat(counted.sum("plankton_images{")).isEqualTo(3);
                assertThat(counted.sum("plankton_images_by_readiness{")).isEqualTo(3); // be it that it is unknown
                assertThat(counted.values("account"))
                        .containsExactlyInAnyOrder(User.ALICE.account(), User.BOB.account());
                assertThat(counted.value(age(User.ALICE))).isBetween(86_400.0, 90_000.0);
                assertThat(counted.value(age(User.BOB))).isInfinite();
            }
        }
    }

    private static String age(User user) {
        return "plankton_newest_public_image_age_seconds{account=\"" + user.account() + "\"}";
    }

    private static String images(String drift, String status, String visibility) {
        return "plankton_images{disk_format=\"diskdump\",drift=\"" + drift + "\",status=\"" + status
                + "\",visibility=\"" + visibility + "\"}";
    }

    @Test
    void ofAllThatThereIsOnlySoMuchOfItIsTold() {
        Scrape scrape = Scrape.of(client);

        assertThat(scrape.values("of"))
                .containsExactlyInAnyOrder(
                        "bodies",
                        "identity",
                        "lists",
                        "lists_first",
                        "lists_further",
                        "readings",
                        "store",
                        "transactions",
                        "transfers",
                        "waiting");
        assertThat(scrape.value("plankton_turns{of=\"identity\"}")).isEqualTo(50);
    }

    @Test
    void requestsForWhichTheIdentityServiceHasNoPlaceAreCounted() throws Exception {
        try (Service small = Service.start(parties.settings(
                "plankton.metrics.token", Scrape.TOKEN,
                "plankton.identity.waiting", "1",
                "plankton.identity.timeout", "2"))) {
            Client asking = new Client(small.address());
            parties.identity().hang();

            List<Integer> statuses = Together.run(
                    8,
                    number ->
                            asking.send("GET", "/images", "placeless-" + number).statusCode());

            assertThat(statuses).hasSize(8).containsOnly(503);
            assertThat(Scrape.of(asking).value("plankton_turns_refused_total{of=\"identity\"}"))
                    .isBetween(6.0, 7.0); // one is asked about, and another may come to it after that
        }
    }

    @Test
    void tokensThatAnIdentityServiceThatIsAwayIsNotAskedOfAreCounted() {
        try (Service alone = Service.start(parties.settings(
                "plankton.metrics.token", Scrape.TOKEN, "plankton.identity.url", "http://127.0.0.1:9/identity"))) {
            Client asking = new Client(alone.address());
            String asked = calls("identity", "authenticate", "unanswered");

            for (int i = 0; i < 20; i++) {
                assertThat(asking.send("GET", "/images", "unasked-" + i).statusCode())
                        .isEqualTo(503);
            }

            Scrape after = Scrape.of(asking);
            assertThat(after.value("plankton_tokens_unasked_total")).isPositive();
            assertThat(after.value("plankton_tokens_unasked_total") + after.value(asked))
                    .isEqualTo(20);
        }
    }

    /** Whatever they send, there are no more series than the service has words for, and none has theirs in it. */
    @Test
    void noClientMakesASeriesOfItsOwn() throws IOException {
        HostileWords words = new HostileWords(new Random(42));
        List<String> mounts = List.of("", "/v1", "/v1.0", "/v2", "/v2.4", "/usage", "/metrics", "/marked");
        for (int i = 0; i < 1_000; i++) {
            String method = words.sometimes(0.3) ? "MARKED" + i : words.one(List.of("GET", "PUT", "HEAD", "get"));
            String path = words.one(mounts) + (words.sometimes(0.8) ? "/images/" : "/") + "marked" + i
                    + (words.sometimes(0.5) ? "/" + words.part(words.text()) : "");
            StringBuilder request = new StringBuilder(method + " " + path + "?marked=" + i + " HTTP/1.1\r\n");
            HostileWords.header(request, "Host", "plankton");
            HostileWords.header(request, "X-Auth-Token", words.sometimes(0.5) ? ALICE : "marked-" + i);
            HostileWords.header(request, "X-Request-Id", "marked-" + i);
            HostileWords.header(request, "Connection", "close");
            try (RawConnection connection = connection()) {
                connection.send((request + "\r\n").getBytes(ISO_8859_1));
                assertThat(connection.receive(method.equals("HEAD")).status())
                        .as(request::toString)
                        .isBetween(200, 499);
            }
        }

        Scrape after = Scrape.of(client);
        assertThat(after.text().toLowerCase(Locale.ROOT))
                .doesNotContain("marked", ALICE, Scrape.TOKEN, Parties.DATABASE_PASSWORD);
        assertThat(after.values("dialect"))
                .isSubsetOf("guide", "synnefo", "glance", "glance-v2", "catalogue", "ops", "none");
        assertThat(after.values("method"))
                .contains("other")
                .isSubsetOf("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other");
        assertThat(after.values("route"))
                .contains("unknown")
                .allMatch(route -> route.matches("unknown|/|(?:/[a-z][a-z0-9._-]*|/\\{[a-z]+})+"));
        assertThat(after.values("status")).allMatch(status -> status.matches("[2-4][0-9]{2}|[a-z]+"));
        assertThat(after.samples()).hasSizeLessThan(3_000);
    }
}
