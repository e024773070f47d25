package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** How the page is served; what is on it is seen by whoever has a browser. */
class PageServedTest {
    private static final String BROWSERS = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @TempDir
    private static Path folder;

    private static Parties parties;
    private static Service service;
    private static Client client;

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        service = Service.start(parties.settings());
        client = new Client(service.address());
    }

    @AfterAll
    static void stop() {
        service.close();
        parties.close();
    }

    private static HttpResponse<String> get(String path, String accepted) {
        return client.send("GET", path, User.ALICE.token(), "", "Accept", accepted);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return String.join(", ", answer.headers().allValues(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/page", "/page/", "/page/images", "/page/images/0b1ec700-0000-4000-8000-000000000001"})
    void browsersAreShownThePageInAllItsViews(String path) {
        HttpResponse<String> answer = get(path, BROWSERS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("<!doctype html>");
        assertThat(header(answer, "Content-Type")).startsWith("text/html");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(answer, "Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "http:", "https:");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    }

    /** The second is what Java's own client says, and so jclouds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                "text/html, image/gif, image/jpeg, */*; q=0.2",
                "application/json"
            })
    void everyOtherClientIsToldOfVersions(String accepted) {
        HttpResponse<String> answer = get("/", accepted);

        assertThat(answer.statusCode()).isEqualTo(300);
        assertThat(header(answer, "Vary")).isEqualTo("X-Auth-Token, Accept");
    }

    @Test
    void itsFilesAreKeptForEverByNamesThatChangeWithThem() {
        Matcher file = Pattern.compile("src=\"(/page/assets-[0-9a-f]{16}/page\\.js)\"")
                .matcher(get("/page", BROWSERS).body());
        assertThat(file.find()).isTrue();

        HttpResponse<String> answer = get(file.group(1), "*/*");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).startsWith("text/javascript");
        assertThat(answer.body()).contains("import {").doesNotContainPattern("(?m)^ *//");
        assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(get(file.group(1).replaceFirst("-[0-9a-f]+", "-0123456789abcdef"), "*/*")
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page/nothing.js", "/page/logo", "/page/index.html", "/page/..%2f..%2fWEB-INF/web.xml"})
    void whatIsNotThereIsNot(String path) {
        assertThat(get(path, BROWSERS).statusCode()).isBetween(400, 404);
    }

    @Test
    void nothingIsWrittenThere() {
        assertThat(client.send("POST", "/page", User.ALICE.token()).statusCode())
                .isEqualTo(405);
    }

    /** Nor from signing in. */
    @Test
    void visitorsFromOneAddressKeepNoneFromAnother() {
        Map<String, String> settings = new TreeMap<>(parties.keystoneSettings());
        settings.put("plankton.page.public", "true");
        settings.put("plankton.limits.rate", "1");
        settings.put("plankton.limits.burst", "2");
        try (Service open = Service.start(settings)) {
            Client visitor = new Client(open.address());
            assertThat(statuses(visitor, "192.0.2.1")).startsWith(200, 200).contains(429);
            assertThat(statuses(visitor, "192.0.2.2")).startsWith(200, 200);

            HttpResponse<String> signIn = visitor.send(
                    "POST",
                    "/catalogue/v1/sign-in",
                    null,
                    "{\"user\": \"alice\", \"password\": \"%s\"}".formatted(User.ALICE.token()),
                    "Content-Type",
                    "application/json",
                    "X-Forwarded-For",
                    "192.0.2.3");
            assertThat(signIn.statusCode()).isEqualTo(200);
        }
    }

    private static List<Integer> statuses(Client visitor, String address) {
        return IntStream.range(0, 10)
                .mapToObj(i -> visitor.send("GET", "/catalogue/v1/images", null, "", "X-Forwarded-For", address)
                        .statusCode())
                .toList();
    }
}
