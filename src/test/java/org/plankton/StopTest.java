package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.Scrape;

/**
 * However a start went, nothing of it runs on when the service is stopped: no thread, and so no timer and no
 * connection.
 */
@Timeout(120)
class StopTest {
    private static final Pattern OTHERS = Pattern.compile("HttpClient-|qtp|Scheduler-|Connector-Scheduler-");

    private static final String ALICE = User.ALICE.token();

    @TempDir
    private static Path folder;

    private final ThreadGroup group = new ThreadGroup("a service and its client");

    private static Parties parties;
    private static ServerSocket silent;
    private static ServerSocket silentStore;
    private static ServerSocket refusing;

    /**
     * @param change what is done to the database before
     * @param settings in place of those that would do
     * @param answer what is answered to a list then
     */
    private record Start(String change, List<String> settings, int answer) {
        static Start with(int answer, String... settings) {
            return new Start("SELECT 1", List.of(settings), answer);
        }

        static Start after(String change, int answer) {
            return new Start(change, List.of(), answer);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        silentStore = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        refusing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        refusing.close();
        parties.execute("CREATE OR REPLACE USER nobody@'127.0.0.1' IDENTIFIED BY 'x'");
        try (Service service = Service.start(parties.settings())) { // makes the tables, and the client's own threads
            assertThat(new Client(service.address())
                            .send("GET", "/images", ALICE)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        silent.close();
        silentStore.close();
        parties.execute("DROP USER nobody@'127.0.0.1'");
        parties.close();
    }

    static Stream<Start> starts() {
        String newer =
                "INSERT INTO flyway_schema_history SELECT 900, '900', 'x', 'SQL', '900-x.sql', 1, 'x', NOW(), 1, 1";
        return Stream.of(
                Start.with(200),
                Start.with(200, "plankton.metrics.token", Scrape.TOKEN),
                Start.with(503, "plankton.database.password", "wrong"),
                Start.with(503, "plankton.database.user", "nobody", "plankton.database.password", "x"),
                Start.with(503, "plankton.database.url", url("nowhere.invalid:3306")),
                Start.with(503, "plankton.database.url", url("127.0.0.1:" + refusing.getLocalPort())),
                Start.with(503, "plankton.database.url", url("127.0.0.1:" + silent.getLocalPort())),
                Start.with(503, "plankton.limits.page", "many"),
                Start.with(503, "plankton.identity.url", "http://127.0.0.1:" + refusing.getLocalPort()),
                // Which is asked at once whether it is there, and would be waited for.
                Start.with(
                        200,
                        "plankton.store.url",
                        "http://127.0.0.1:" + silentStore.getLocalPort(),
                        "plankton.store.timeout",
                        "60"),
                Start.after("REVOKE CREATE, SELECT ON `" + database() + "`.* FROM plankton@'127.0.0.1'", 503),
                Start.after(newer, 503));
    }

    private static String url(String server) {
        return "jdbc:mariadb://" + server + "/plankton?sslMode=disable";
    }

    private static String database() {
        return parties.query("SELECT DATABASE()").get(0);
    }

    @ParameterizedTest
    @MethodSource("starts")
    void leavesNoThreadBehind(Start start) {
        parties.execute(start.change);
        try {
            Map<String, String> settings = parties.settings(start.settings.toArray(String[]::new));

            inGroup(() -> {
                Service service = Service.start(settings);
                int answer = new Client(service.address())
                        .send("GET", "/images", ALICE)
                        .statusCode();
                service.close();
                assertThat(answer).isEqualTo(start.answer);
            });

            assertThat(threads()).isEmpty();
        } finally {
            parties.execute(
                    "DELETE FROM flyway_schema_history WHERE version = '900'",
                    "GRANT ALL ON `" + database() + "`.* TO plankton@'127.0.0.1'");
        }
    }

    /** Which the bridge would wait for another ten seconds. */
    @Test
    void leavesNothingBehindThatWaitsForPithosDatabase() throws IOException {
        parties.execute("REPLACE INTO follower VALUES ('pithos', 0, NOW())");
        try (ServerSocket frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Map<String, String> settings = parties.settings(
                    "plankton.pithos.database.url",
                    "jdbc:postgresql://127.0.0.1:" + frozen.getLocalPort() + "/snf_pithos",
                    "plankton.pithos.database.user",
                    "plankton_bridge");
            inGroup(() -> {
                Service service = Service.start(settings);
                Client client = new Client(service.address());
                client.registered(ALICE, "first", parties.upload(User.ALICE, "first"));
                try (Socket asked = frozen.accept()) {
                    assertThat(asked.getInputStream().read()).isNotNegative();
                    service.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            assertThat(threads()).isEmpty();
        } finally {
            parties.execute("DELETE FROM follower");
        }
    }

    @Test
    void leavesNoThreadOfAnUploadBehind() {
        inGroup(() -> {
            Service service = Service.start(parties.settings());
            HttpResponse<String> made = new Client(service.address())
                    .send(
                            "POST",
                            "/v1/images",
                            ALICE,
                            "x".repeat(1 << 20), // so many are hashed by threads of their own
                            "Content-Type",
                            "application/octet-stream",
                            "X-Image-Meta-Name",
                            "large",
                            "X-Image-Meta-Disk_format",
                            "raw",
                            "X-Image-Meta-Container_format",
                            "bare");
            assertThat(made.statusCode()).as(made::body).isEqualTo(201);
            assertThat(threads()).anyMatch(thread -> thread.getName().equals("plankton hashing"));
            service.close();
        });

        assertThat(threads()).isEmpty();
    }

    /** Does that, and what threads it starts are told from those of whatever else has been tested. */
    private void inGroup(Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        Thread thread = new Thread(group, task);
        thread.start();
        assertThatCode(task::get).doesNotThrowAnyException();
        assertThatCode(thread::join).doesNotThrowAnyException();
    }

    /** Those of the group that run; without the client's and the container's, which come and go. */
    private Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.isAlive()
                || thread.getThreadGroup() != group
                || OTHERS.matcher(thread.getName()).lookingAt());
        return threads;
    }
}
