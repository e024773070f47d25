package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.api.ops.LivenessServlet;
import org.plankton.api.ops.ReadinessServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.Together;

/** What a load balancer is told while the database goes and comes. */
@Timeout(180)
class ReadinessTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** It is asked four times a second, by a machine that may be busy. */
    private static final Duration NOTICED = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    @Test
    void aServiceWhoseDatabaseIsGoneIsNotReadyUntilItIsBack() {
        Path data = folder.resolve("mariadb");
        EmbeddedMariaDb first = EmbeddedMariaDb.start(data, 0);
        int port = first.port();
        Parties parties = new Parties(first, folder.resolve("cloud"));
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            assertThat(readiness(client).body()).isEqualTo("{\"status\":\"ready\"}");

            first.close();

            Instant killed = Instant.now();
            HttpResponse<String> gone = await(client, 503);
            assertThat(Duration.between(killed, Instant.now())).isLessThan(NOTICED);
            assertThat(gone.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(gone.body()).isEqualTo("{\"status\":\"not_ready\"}");
            assertThat(client.send("HEAD", ReadinessServlet.PATH, null).statusCode())
                    .isEqualTo(503);
            HttpResponse<String> former = client.send("GET", ReadinessServlet.FORMER_PATH, null);
            assertThat(former.statusCode()).isEqualTo(503);
            assertThat(former.body()).isEqualTo(gone.body());
            HttpResponse<String> options = client.send("OPTIONS", "/", null);
            assertThat(options.statusCode()).isEqualTo(503);
            assertThat(options.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(client.send("GET", "/versions", null).statusCode()).isEqualTo(200);
            assertThat(client.send("GET", LivenessServlet.PATH, null).statusCode())
                    .isEqualTo(200);

            try (EmbeddedMariaDb second = EmbeddedMariaDb.start(data, port)) {
                assertThat(second.port()).isEqualTo(port);
                Instant back = Instant.now();
                await(client, 200);
                assertThat(Duration.between(back, Instant.now())).isLessThan(NOTICED);
                assertThat(client.send("OPTIONS", "/", null).statusCode()).isEqualTo(204);
                assertThat(client.send("GET", "/images", User.ALICE.token()).statusCode())
                        .isEqualTo(200);
            }
        }
    }

    /** Nobody sends a request to a service that is not ready: it makes the tables of its own accord. */
    @Test
    void aServiceThatWasStartedWithoutItsDatabaseIsReadyAsSoonAsItIsThere() {
        Path data = folder.resolve("mariadb");
        EmbeddedMariaDb first = EmbeddedMariaDb.start(data, 0);
        int port = first.port();
        Parties parties = new Parties(first, folder.resolve("cloud"));
        first.close();
        try (Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            assertThat(readiness(client).statusCode()).isEqualTo(503);

            try (EmbeddedMariaDb second = EmbeddedMariaDb.start(data, port)) {
                assertThat(second.port()).isEqualTo(port);
                await(client, 200);
            }
        }
    }

    @Test
    void aDatabaseThatStandsStillIsNoDatabase() throws Exception {
        try (EmbeddedMariaDb server = EmbeddedMariaDb.start(folder.resolve("mariadb"), 0);
                Parties parties = new Parties(server, folder.resolve("cloud"));
                Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            await(client, 200);
            signal("STOP", server.process());
            try {
                await(client, 503);
                Instant start = Instant.now();
                assertThat(Together.run(8, number -> readiness(client).statusCode()))
                        .containsOnly(503);
                assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(6));
            } finally {
                signal("CONT", server.process());
            }
            await(client, 200);
        }
    }

    /** A table that is gone is as bad as a server that is. */
    @Test
    void aDatabaseWithoutTheTablesIsNoDatabase() {
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder);
                Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            await(client, 200);

            parties.execute("RENAME TABLE image TO elsewhere");
            await(client, 503);

            parties.execute("RENAME TABLE elsewhere TO image");
            await(client, 200);
        }
    }

    /**
     * Its connections are taken by others' requests, or none can be had: that is load, and leaving would only move it.
     */
    @Test
    void aServiceWhoseConnectionsAreAllTakenIsReady() throws Exception {
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder);
                Service service = Service.start(parties.settings("plankton.database.connections", "1"))) {
            Client client = new Client(service.address());
            String location = parties.upload(User.ALICE, "file");
            assertThat(client.register(User.ALICE.token(), "name", location).statusCode())
                    .isEqualTo(200);
            try (var others = EmbeddedMariaDb.shared().connect("");
                    var statement = others.createStatement()) {
                statement.execute("USE `" + parties.database() + "`");
                statement.execute("BEGIN");
                statement.execute("SELECT * FROM image FOR UPDATE");
                Thread waiting = new Thread(() -> client.register(User.ALICE.token(), "name", location));
                waiting.start();
                // Not innodb_trx: who asks for that more often than ten times a second is told the same for ever.
                while (parties.query("SELECT 1 FROM information_schema.global_status"
                                + " WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS' AND variable_value > 0")
                        .isEmpty()) {
                    assertThat(waiting.isAlive()).isTrue();
                }

                assertThat(readiness(client).statusCode()).isEqualTo(200);

                statement.execute("ROLLBACK");
                waiting.join();
            }
        }
    }

    private static HttpResponse<String> readiness(Client client) {
        return client.send("GET", ReadinessServlet.PATH, null);
    }

    private static HttpResponse<String> await(Client client, int status) {
        for (Instant end = Instant.now().plus(BOUND); ; ) {
            HttpResponse<String> answer = readiness(client);
            assertThat(answer.statusCode()).isIn(200, 503);
            if (answer.statusCode() == status) {
                return answer;
            }
            assertThat(Instant.now()).isBefore(end);
        }
    }

    private static void signal(String signal, ProcessHandle process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
