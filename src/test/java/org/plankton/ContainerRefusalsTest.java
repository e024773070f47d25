package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.ContainerRefusals.Refusal;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;

/**
 * What Jetty refuses by itself, as {@code mvn jetty:run} sets it up. {@code .ci/tomcat} asks the same of Tomcat, and of
 * Jetty as installed.
 */
@Timeout(60)
class ContainerRefusalsTest {
    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start(Map.of(
                "plankton.database.url", EmbeddedMariaDb.shared().jdbcUrl("refusals"),
                "plankton.database.user", "root",
                "plankton.identity.url", "http://127.0.0.1:9/",
                "plankton.store.url", "http://127.0.0.1:9/"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void areFaultsOrHaveNoBodyAndTellNothing(Refusal refusal) throws IOException {
        assertThat(ContainerRefusals.send(refusal, URI.create(service.address()).getPort()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /WEB-INF/web.xml", "HEAD /WEB-INF/web.xml", "POST /META-INF/x"})
    void whatIsNobodysIsAnsweredAsAllElseIs(String request) {
        String[] words = request.split(" ");

        HttpResponse<String> answer =
                new Client(service.address()).send(words[0], words[1], null, "", "X-Request-Id", "mine");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("mine");
        assertThat(answer.headers().firstValue("Vary")).hasValue("X-Auth-Token");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().firstValue("Content-Type").isPresent()).isNotEqualTo(words[0].equals("HEAD"));
    }

    static List<Refusal> areFaultsOrHaveNoBodyAndTellNothing() {
        return ContainerRefusals.all();
    }
}
