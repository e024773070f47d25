package org.plankton;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.RawConnection;

/** What one account may have of transfers and of requests at once, and who is so slow that it is cut off. */
@Tag("long")
@Timeout(120)
class SlowClientsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRANSFERS = 4;
    private static final int MANY = 64 << 20;

    @TempDir
    private static Path folder;

    private static Parties parties;
    private static Service service;
    private static Client client;

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        service = Service.start(parties.settings("plankton.store.transfers", String.valueOf(TRANSFERS)));
        client = new Client(service.address());
    }

    @AfterAll
    static void stop() {
        service.close();
        parties.close();
    }

    private static String reserve(User user) throws IOException {
        HttpResponse<String> image = client.send(
                "POST",
                "/v2/images",
                user.token(),
                "{\"name\": \"slow\", \"disk_format\": \"raw\", \"container_format\": \"bare\"}",
                "Content-Type",
                "application/json");
        assertThat(image.statusCode()).isEqualTo(201);
        return JSON.readTree(image.body()).path("id").asText();
    }

    private static String status(User user, String id) throws IOException {
        return JSON.readTree(
                        client.send("GET", "/v2/images/" + id, user.token()).body())
                .path("status")
                .asText();
    }

    /** An upload that has sent its first byte of many. */
    private static RawConnection upload(Service there, User user, String id) throws IOException {
        RawConnection connection = new RawConnection(URI.create(there.address()).getPort());
        connection.send(("PUT /v2/images/" + id + "/file HTTP/1.1\r\nHost: plankton\r\nX-Auth-Token: " + user.token()
                        + "\r\nContent-Type: application/octet-stream\r\nContent-Length: " + MANY + "\r\n\r\nx")
                .getBytes(US_ASCII));
        return connection;
    }

    private static void awaitSaving(User user, String id) throws IOException {
        while (!status(user, id).equals("saving")) {
            Thread.onSpinWait();
        }
    }

    private static HttpResponse<String> uploadWhole(User user, String id) {
        return client.send(
                "PUT", "/v2/images/" + id + "/file", user.token(), "bytes", "Content-Type", "application/octet-stream");
    }

    @Test
    void anAccountHasHalfOfTheTransfersAndOthersTheRest() throws IOException {
        String bobs = reserve(User.BOB);
        List<RawConnection> slow = new ArrayList<>();
        try {
            for (int i = 0; i < TRANSFERS / 2; i++) {
                String id = reserve(User.ALICE);
                slow.add(upload(service, User.ALICE, id));
                awaitSaving(User.ALICE, id);
            }
            String more = reserve(User.ALICE);

            HttpResponse<String> refused = uploadWhole(User.ALICE, more);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(status(User.ALICE, more)).isEqualTo("queued");

            assertThat(uploadWhole(User.BOB, bobs).statusCode()).isEqualTo(204);
            assertThat(client.send("GET", "/v2/images/" + bobs + "/file", User.BOB.token())
                            .body())
                    .isEqualTo("bytes");
            assertThat(client.send("GET", "/v1/images/" + bobs, User.BOB.token())
                            .body())
                    .isEqualTo("bytes");
        } finally {
            for (RawConnection connection : slow) {
                connection.reset();
            }
        }
    }

    @Test
    void whoHardlySendsAnImageIsToldAndMaySendItAgain() throws Exception {
        String id = reserve(User.CAROL);
        try (RawConnection connection = upload(service, User.CAROL, id)) {
            Thread sender = new Thread(() -> {
                try {
                    while (true) {
                        connection.send(new byte[1]);
                        Thread.sleep(500); // it is to be slow
                    }
                } catch (IOException | InterruptedException e) {
                    // it has been closed
                }
            });
            sender.start();
            RawConnection.Answer answer = connection.receive(false);
            sender.interrupt();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.isLast()).isTrue();
            assertThat(new String(answer.body(), UTF_8)).contains("4096 bytes a second");
        }
        assertThat(status(User.CAROL, id)).isEqualTo("queued");
        assertThat(uploadWhole(User.CAROL, id).statusCode()).isEqualTo(204);
    }

    @Test
    void whoHardlyTakesAListIsCutOff() throws Exception {
        parties.insertImages(User.ADMIN, 100_000);
        try (Service strict = Service.start(parties.settings("plankton.limits.least-rate", "1000000"));
                InputStream list = new Client(strict.address())
                        .open("/images/detail", User.ADMIN.token())
                        .body()) {
            assertThatThrownBy(() -> {
                        while (list.readNBytes(1 << 16).length > 0) {
                            Thread.sleep(200); // it is to be slow
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void anAccountHasSoManyRequestsAnsweredAtOnceAndAnAdministratorAnyNumber() throws IOException {
        try (Service strict = Service.start(
                parties.settings("plankton.limits.requests", "2", "plankton.admins", User.ADMIN.account()))) {
            Client others = new Client(strict.address());
            String head = "/v1/images/" + reserve(User.BOB);
            List<RawConnection> slow = new ArrayList<>();
            try {
                for (int i = 0; i < 2; i++) {
                    String id = reserve(User.BOB);
                    slow.add(upload(strict, User.BOB, id));
                    awaitSaving(User.BOB, id);
                }
                HttpResponse<String> refused = others.send("GET", head, User.BOB.token());
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
                assertThat(refused.body()).contains("tooManyRequests").contains("2 requests");
                assertThat(others.send("HEAD", head, User.ADMIN.token()).statusCode())
                        .isEqualTo(200);
                assertThat(others.send("HEAD", head, User.ALICE.token()).statusCode())
                        .isEqualTo(404);
            } finally {
                for (RawConnection connection : slow) {
                    connection.reset();
                }
            }
            while (others.send("HEAD", head, User.BOB.token()).statusCode() == 429) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeAgain() throws IOException {
        try (Service strict = Service.start(parties.settings(
                "plankton.limits.rate", "1", "plankton.limits.burst", "5", "plankton.admins", User.ADMIN.account()))) {
            Client others = new Client(strict.address());
            List<Integer> statuses = new ArrayList<>();
            for (String path : List.of("/images", "/v1.0/images", "/v1/images", "/v2/images", "/nosuch")) {
                for (int i = 0; i < 5; i++) {
                    HttpResponse<String> answer = others.send("GET", path, User.BOB.token());
                    statuses.add(answer.statusCode());
                    if (answer.statusCode() == 429) {
                        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
                    }
                    assertThat(others.send("GET", "/v2/images?limit=1", User.ADMIN.token())
                                    .statusCode())
                            .isEqualTo(200);
                    assertThat(others.send("GET", "/health/ready", User.BOB.token())
                                    .statusCode())
                            .isEqualTo(200);
                }
            }
            assertThat(statuses.subList(0, 5)).containsOnly(200);
            assertThat(statuses).contains(429).endsWith(404, 404, 404, 404, 404);
            assertThat(others.send("GET", "/images", User.CAROL.token()).statusCode())
                    .isEqualTo(200);
        }
    }
}
