package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.api.ops.VersionsServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** A service on a database that a newer one has changed. */
@Tag("long")
@Timeout(120)
class OlderServiceTest {
    private static final String ALICE = User.ALICE.token();

    private static final String NEWER = "INSERT INTO flyway_schema_history (installed_rank, version, description, type,"
            + " script, checksum, installed_by, execution_time, success)"
            + " SELECT MAX(installed_rank) + 1, '900', 'newer', 'SQL', '900-newer.sql', 1, 'x', 1, 1"
            + " FROM flyway_schema_history";
    private static final String AS_BEFORE = "DELETE FROM flyway_schema_history WHERE version = '900'";

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static void await(Client client, int status) {
        Instant end = Instant.now().plus(SOON);
        while (client.send("GET", "/versions", null).statusCode() != status) {
            assertThat(Instant.now()).as("still not " + status).isBefore(end);
        }
    }

    /** Passes on what it is asked, as the guide's dialect does with the path where the service is mounted. */
    private static final class Mount extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            getServletContext().getNamedDispatcher(VersionsServlet.NAME).forward(request, response);
        }
    }

    @Test
    void refusesEverythingNamesBothVersionsAndServesAgainWhenTheTablesAreItsOwn() {
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder);
                Service service = Service.startWithCloud(
                        parties.settings(),
                        folder,
                        (address, context) ->
                                context.addServlet("mount", new Mount()).addMapping("/mount"))) {
            Client client = new Client(service.address());
            assertThat(client.send("GET", "/images", ALICE).statusCode()).isEqualTo(200);
            assertThat(client.send("GET", "/mount", null).statusCode()).isEqualTo(300);
            assertThat(client.send("GET", "/versions", null).body())
                    .contains("\"plankton\":{\"version\":\"" + Release.version() + "\"}");
            assertThat(Release.version()).matches("[0-9]+(\\.[0-9]+)+.*");
            String own = parties.query("SELECT MAX(version) FROM flyway_schema_history")
                    .get(0);
            String location = parties.upload(User.ALICE, "file");
            String before = parties.tables();

            parties.execute(NEWER);
            await(client, 503); // asked by nobody but a load balancer
            for (String request : List.of(
                    "GET /",
                    "GET /mount",
                    "GET /versions",
                    "GET /images",
                    "POST /images",
                    "PUT /v1.0/images/11111111-1111-4111-8111-111111111111",
                    "GET /v1/images",
                    "DELETE /v1.1/images/1",
                    "PATCH /nothing",
                    "HEAD /images/11111111-1111-4111-8111-111111111111")) {
                String[] words = request.split(" ");
                HttpResponse<String> answer = client.send(words[0], words[1], ALICE);
                assertThat(answer.statusCode()).as(request).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
                assertThat(answer.headers().firstValue("X-Request-Id").isPresent())
                        .isEqualTo(!words[1].equals("/mount"));
                assertThat(answer.headers().firstValue("X-Openstack-Request-Id").isPresent())
                        .isEqualTo(words[1].startsWith("/v1/") || words[1].startsWith("/v1.1/"));
                if (words[0].equals("HEAD")) {
                    assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
                } else {
                    assertThat(answer.body())
                            .startsWith("{\"serviceUnavailable\":{\"code\":503,")
                            .contains("version 900", "version " + own);
                }
            }
            assertThat(client.register(ALICE, "name", location).statusCode()).isEqualTo(503);
            assertThat(parties.tables()).isEqualTo(before);

            try (Service another = Service.start(parties.settings())) { // finds them so at its start
                assertThat(new Client(another.address())
                                .send("GET", "/versions", null)
                                .body())
                        .contains("version 900", "version " + own);
            }

            parties.execute(AS_BEFORE);
            await(client, 200);
            assertThat(client.register(ALICE, "name", location).statusCode()).isEqualTo(200);
        }
    }
}
