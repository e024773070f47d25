package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plankton.cloud.User;
import org.plankton.development.Service;
import org.plankton.registry.request.Caller;
import org.plankton.testing.OpenStack;
import org.plankton.testing.OpenStackService;

/** The service with Keystone and Swift themselves. Not one of {@code mvn verify}'s tests: see {@link OpenStack}. */
class OpenStackIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOBODY = "nobodys";

    private static Service service;

    private final Caller alice = OpenStack.caller(User.ALICE);
    private final Caller bob = OpenStack.caller(User.BOB);
    private final Caller carol = OpenStack.caller(User.CAROL);
    private final byte[] bytes = new byte[3 << 20];

    OpenStackIT() {
        new Random(1).nextBytes(bytes);
    }

    @BeforeAll
    static void start() {
        service = OpenStackService.start("openstack");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void anImageIsUploadedAndSharedAndDownloadedAndDeleted() throws Exception {
        String id = upload("False");
        URI image = plankton("/v1/images/" + id);
        URI container = swift(alice, "/uploads-" + id);
        JsonNode listed = json(send("GET", plankton("/v1/images/detail?name=mine"), alice.token()));
        assertThat(listed.path("images")).hasSize(1);
        assertThat(listed.at("/images/0/id").asText()).isEqualTo(id);
        assertThat(send("HEAD", image, alice.token()).headers().map())
                .containsKeys("x-image-meta-id", "x-image-meta-status")
                .extractingByKey("x-image-meta-checksum")
                .asString()
                .contains(md5(bytes));
        assertThat(send("GET", image, alice.token()).body()).isEqualTo(bytes);
        assertThat(send("GET", image, bob.token()).statusCode()).isEqualTo(404);

        URI member = plankton("/v1/images/" + id + "/members/" + bob.account());
        assertThat(send("PUT", member, alice.token()).statusCode()).isEqualTo(204);
        assertThat(send("GET", image, bob.token()).body()).isEqualTo(bytes);
        assertThat(send("GET", image, carol.token()).statusCode()).isEqualTo(404);
        assertThat(send("GET", swift(alice, "/uploads-" + id + "/" + id), bob.token())
                        .body())
                .isEqualTo(bytes);

        assertThat(send("DELETE", member, alice.token()).statusCode()).isEqualTo(204);
        assertThat(send("GET", image, bob.token()).statusCode()).isEqualTo(404);
        assertThat(send("HEAD", container, bob.token()).statusCode()).isEqualTo(403);

        assertThat(send("DELETE", image, alice.token()).statusCode()).isEqualTo(200);
        assertThat(send("GET", image, alice.token()).statusCode()).isEqualTo(404);
        assertThat(send("HEAD", container, alice.token()).statusCode()).isEqualTo(404);
    }

    @Test
    void everybodyDownloadsAPublicImage() throws Exception {
        String id = upload("True");

        assertThat(send("GET", plankton("/v1/images/" + id), carol.token()).body())
                .isEqualTo(bytes);

        assertThat(send("DELETE", plankton("/v1/images/" + id), alice.token()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatDoesNotHaveItsChecksumIsNotKept() throws Exception {
        HttpResponse<byte[]> answer = send(
                "POST",
                plankton("/v1/images"),
                alice.token(),
                BodyPublishers.ofByteArray(bytes),
                uploadHeaders("False", "X-Image-Meta-Checksum", "0".repeat(32)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(send("GET", swift(alice, ""), alice.token()).body(), StandardCharsets.UTF_8))
                .doesNotContain("uploads-");
    }

    @Test
    void aFileThatIsInSwiftIsRegisteredAndStaysThere() throws Exception {
        assertThat(send("PUT", swift(alice, "/by-hand"), alice.token()).statusCode())
                .isIn(201, 202);
        URI file = swift(alice, "/by-hand/a%20b.diskdump");
        assertThat(send("PUT", file, alice.token(), BodyPublishers.ofByteArray(bytes), new String[0])
                        .statusCode())
                .isEqualTo(201);

        HttpResponse<byte[]> registered =
                send("POST", plankton("/images"), alice.token(), BodyPublishers.noBody(), new String[] {
                    "X-Image-Meta-Name", "by hand",
                    "X-Image-Meta-Is-Public", "true",
                    "X-Image-Meta-Location", "pithos://" + alice.account() + "/by-hand/a%20b.diskdump"
                });

        assertThat(registered.statusCode()).isEqualTo(200);
        String id = registered.headers().firstValue("X-Image-Meta-Id").orElseThrow();
        assertThat(registered.headers().firstValue("X-Image-Meta-Size")).hasValue(String.valueOf(bytes.length));
        assertThat(send("GET", plankton("/v1/images/" + id), bob.token()).body())
                .isEqualTo(bytes);

        assertThat(send("DELETE", plankton("/images/" + id), alice.token()).statusCode())
                .isEqualTo(204);
        assertThat(send("GET", file, alice.token()).body()).isEqualTo(bytes);
        assertThat(send("GET", file, bob.token()).statusCode()).isEqualTo(403);
        assertThat(send("DELETE", file, alice.token()).statusCode()).isEqualTo(204);
        assertThat(send("DELETE", swift(alice, "/by-hand"), alice.token()).statusCode())
                .isEqualTo(204);
    }

    /** As Swift's own client uploads it, and as Glance does. */
    @Test
    void aFileInSegmentsIsRegisteredAndSharedWithThem() throws Exception {
        int half = bytes.length / 2;
        byte[][] halves = {Arrays.copyOf(bytes, half), Arrays.copyOfRange(bytes, half, bytes.length)};
        for (String parts : new String[] {"in-parts_segments", "in-parts"}) {
            for (String container : new String[] {"in-parts", "in-parts_segments"}) {
                assertThat(send("PUT", swift(alice, "/" + container), alice.token())
                                .statusCode())
                        .isIn(201, 202);
            }
            for (int i = 0; i < halves.length; i++) {
                put("/" + parts + "/disk/" + i, halves[i]);
            }
            put("/in-parts/disk", new byte[0], "X-Object-Manifest", parts + "/disk/");

            HttpResponse<byte[]> registered =
                    send("POST", plankton("/images"), alice.token(), BodyPublishers.noBody(), new String[] {
                        "X-Image-Meta-Name",
                        "in parts",
                        "X-Image-Meta-Location",
                        "pithos://" + alice.account() + "/in-parts/disk"
                    });
            assertThat(registered.statusCode()).isEqualTo(200);
            assertThat(registered.headers().firstValue("X-Image-Meta-Size")).hasValue(String.valueOf(bytes.length));
            String id = registered.headers().firstValue("X-Image-Meta-Id").orElseThrow();
            URI image = plankton("/v1/images/" + id);
            URI member = plankton("/images/" + id + "/members/" + bob.account());
            assertThat(send("PUT", member, alice.token()).statusCode()).isEqualTo(204);
            assertThat(send("GET", image, bob.token()).body()).isEqualTo(bytes);
            assertThat(send("GET", image, carol.token()).statusCode()).isEqualTo(404);
            assertThat(send("GET", swift(alice, "/in-parts/disk"), bob.token()).body())
                    .isEqualTo(bytes);

            put("/" + parts + "/other", new byte[1]);
            URI another = plankton("/images/" + id + "/members/" + carol.account());
            assertThat(send("PUT", another, alice.token()).statusCode()).isEqualTo(400);
            assertThat(send("DELETE", member, alice.token()).statusCode()).isEqualTo(204);
            for (String path : new String[] {"/in-parts/disk", "/" + parts + "/disk/0"}) {
                assertThat(send("GET", swift(alice, path), bob.token()).statusCode())
                        .isEqualTo(403);
            }
            assertThat(send("DELETE", plankton("/images/" + id), alice.token()).statusCode())
                    .isEqualTo(204);
            for (String path : new String[] {
                "/in-parts/disk",
                "/" + parts + "/disk/0",
                "/" + parts + "/disk/1",
                "/" + parts + "/other",
                "/in-parts",
                "/in-parts_segments"
            }) {
                assertThat(send("DELETE", swift(alice, path), alice.token()).statusCode())
                        .as(path)
                        .isEqualTo(204);
            }
        }
    }

    /** Alice's; with headers besides. */
    private void put(String path, byte[] content, String... headers) throws Exception {
        assertThat(send("PUT", swift(alice, path), alice.token(), BodyPublishers.ofByteArray(content), headers)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void whoeverHasNoGoodTokenIsNobody() throws Exception {
        for (String token : new String[] {NOBODY, OpenStack.revokedToken()}) {
            assertThat(send("GET", plankton("/v1/images"), token).statusCode()).isEqualTo(401);
            assertThat(send("GET", plankton("/images"), token).statusCode()).isEqualTo(401);
        }
    }

    /** Alice's, in chunks; its id. */
    private String upload(String isPublic) throws Exception {
        HttpResponse<byte[]> answer = send(
                "POST",
                plankton("/v1/images"),
                alice.token(),
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)),
                uploadHeaders(isPublic, "X-Image-Meta-Size", String.valueOf(bytes.length)));

        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode image = json(answer).path("image");
        assertThat(image.path("status").asText()).isEqualTo("active");
        assertThat(image.path("owner").asText()).isEqualTo(alice.account());
        assertThat(image.path("checksum").asText()).isEqualTo(md5(bytes));
        return image.path("id").asText();
    }

    private static String[] uploadHeaders(String isPublic, String header, String value) {
        return new String[] {
            "Content-Type",
            "application/octet-stream",
            "X-Image-Meta-Name",
            "mine",
            "X-Image-Meta-Disk_format",
            "raw",
            "X-Image-Meta-Container_format",
            "bare",
            "X-Image-Meta-Is_public",
            isPublic,
            header,
            value
        };
    }

    private static URI plankton(String path) {
        return URI.create(service.address() + path);
    }

    /** @param path of a container or an object of theirs, percent-encoded */
    private static URI swift(Caller caller, String path) {
        return URI.create(OpenStack.swift() + "/AUTH_" + caller.account() + path);
    }

    private static HttpResponse<byte[]> send(String method, URI uri, String token)
            throws IOException, InterruptedException {
        return send(method, uri, token, BodyPublishers.noBody(), new String[0]);
    }

    private static HttpResponse<byte[]> send(String method, URI uri, String token, BodyPublisher body, String[] headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).method(method, body).header("X-Auth-Token", token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static String md5(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }
}
