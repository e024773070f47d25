package org.plankton.development;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;

/** The service with all that {@code mvn jetty:run} gives it. */
@Timeout(120)
class ServiceTest {
    @TempDir
    private static Path folder;

    private static Service service;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        service = Service.startWithCloud(
                Map.of(
                        "plankton.database.url", EmbeddedMariaDb.shared().jdbcUrl("service"),
                        "plankton.database.user", "root",
                        "plankton.limits.metadata", "32768"),
                folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void hasTheSamples() throws Exception {
        new Samples(client, service.address()).complete();

        assertThat(get(User.ALICE, "/images").body())
                .contains("\"ubuntu\"", "Debian Desktop", "Ubuntu στα ελληνικά", "Mail appliance")
                .doesNotContain("Experiment");
        assertThat(get(User.BOB, "/images").body())
                .contains("Build server", "Experiment", "extdump", "ntfsdump", "unavailable")
                .doesNotContain("ελληνικά", "Mail appliance");
    }

    /** Jetty's own limit is 8 KiB. */
    @Test
    void answersWithManyHeaders() throws Exception {
        String container = service.address() + DevelopmentStart.STORE + "/" + User.CAROL.account() + "/large";
        send("PUT", container, Map.of(), "");
        send("PUT", container + "/file", Map.of("Content-Type", "application/octet-stream"), "bytes");
        HttpRequest.Builder registration = HttpRequest.newBuilder(URI.create(service.address() + "/images"))
                .header("X-Auth-Token", User.CAROL.token())
                .header("X-Image-Meta-Name", "large")
                .header("X-Image-Meta-Location", "pithos://" + User.CAROL.account() + "/large/file")
                .POST(BodyPublishers.noBody());
        for (int number = 1; number <= 60; number++) {
            registration.header("X-Image-Meta-Property-P" + number, "x".repeat(200));
        }

        HttpResponse<String> answer = client.send(registration.build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map()).hasSizeGreaterThan(60).doesNotContainKey("server");
    }

    @Test
    void answersPathsThatJettyWouldRefuse() throws Exception {
        for (String path : List.of("/no%2Fthing", "/no//thing", "/no%25thing")) {
            assertThat(get(User.ALICE, path).body()).as(path).startsWith("{\"itemNotFound\":");
        }
    }

    private HttpResponse<String> get(User user, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(service.address() + path))
                        .header("X-Auth-Token", user.token())
                        .build(),
                BodyHandlers.ofString());
    }

    private void send(String method, String url, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("X-Auth-Token", User.CAROL.token())
                .method(method, BodyPublishers.ofString(body));
        headers.forEach(request::header);
        assertThat(client.send(request.build(), BodyHandlers.discarding()).statusCode())
                .isBetween(200, 299);
    }
}
