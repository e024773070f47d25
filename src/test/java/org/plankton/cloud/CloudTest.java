package org.plankton.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.wire.Conversation;
import org.plankton.wire.ConversationRunner;

/**
 * The stand-ins answer what Astakos and Pithos 0.15 were heard to answer, and what Keystone 22 is written to, and can
 * be used as tests and developers need.
 */
@Timeout(60)
class CloudTest {
    private static final String FILE = "/" + User.ALICE.account() + "/images/a.diskdump";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private CloudServer server;

    @BeforeEach
    void start() throws IOException {
        server = new CloudServer(folder, 0, Optional.empty());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> conversations() {
        ConversationRunner runner = ConversationRunner.ofCloud(server.uri());
        return Conversation.in("cloud").stream()
                .map(conversation -> DynamicTest.dynamicTest(conversation.toString(), () -> runner.hold(conversation)));
    }

    @Test
    void theImageServiceMayBeElsewhere() throws Exception {
        try (CloudServer other = new CloudServer(folder, 0, Optional.of("http://registry.example.org/v1.0"))) {
            HttpRequest tokens = HttpRequest.newBuilder(other.uri().resolve("/cloud/identity/v2.0/tokens"))
                    .POST(BodyPublishers.noBody())
                    .build();
            assertThat(client.send(tokens, BodyHandlers.ofString()).body())
                    .contains("\"http://registry.example.org/v1.0\"");
            assertThat(keystoneCatalogue(other)).contains("\"http://registry.example.org\"");

            other.cloud().keystone().publishImageService("http://127.0.0.1:9292/glance/");
            assertThat(keystoneCatalogue(other)).contains("\"http://127.0.0.1:9292/glance\"");
        }
    }

    private String keystoneCatalogue(CloudServer server) throws Exception {
        HttpRequest tokens = HttpRequest.newBuilder(server.uri().resolve("/cloud/keystone/v3/auth/tokens"))
                .header("X-Auth-Token", User.ALICE.token())
                .header("X-Subject-Token", User.ALICE.token())
                .build();
        return client.send(tokens, BodyHandlers.ofString()).body();
    }

    @Test
    void filesAndTheirUuidsOutliveTheServer() throws Exception {
        putFile();
        Map<String, List<String>> before = lasting(head(server.uri()));
        server.close();
        server = new CloudServer(folder, 0, Optional.empty());

        assertThat(before).containsKeys("x-object-uuid", "x-object-sharing", "x-object-meta-color");
        assertThat(lasting(head(server.uri()))).isEqualTo(before);
        assertThat(client.send(request(server.uri(), FILE).build(), BodyHandlers.ofString())
                        .body())
                .isEqualTo("hello image");
    }

    /** In a process of its own, whose heap is half as large as the file, and which is killed between the two. */
    @Test
    void aLargeFileGoesInAndOutInBlocksAndOutlivesAKill() throws Exception {
        Path kept = folder.resolve("kept");
        int blocks = 16;
        String uuid;
        try (CloudProcess process = new CloudProcess(kept)) {
            put(process.uri, "/" + User.ALICE.account() + "/images");
            List<String> hashes = new ArrayList<>();
            for (int i = 0; i < blocks; i++) {
                HttpRequest post = request(process.uri, "/" + User.ALICE.account() + "/images?update&format=json")
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(block(i)))
                        .build();
                HttpResponse<byte[]> posted = client.send(post, BodyHandlers.ofByteArray());
                assertThat(posted.statusCode()).isEqualTo(202);
                new ObjectMapper().readTree(posted.body()).forEach(hash -> hashes.add(hash.asText()));
            }
            Map<String, Object> map = Map.of("hashes", hashes, "bytes", (long) blocks * Blocks.SIZE);
            HttpRequest put = request(process.uri, FILE + "?hashmap&format=json")
                    .header("Content-Type", "application/octet-stream")
                    .PUT(BodyPublishers.ofByteArray(new ObjectMapper().writeValueAsBytes(map)))
                    .build();
            HttpResponse<String> made = client.send(put, BodyHandlers.ofString());
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(made.headers().firstValue("ETag")).contains(Blocks.merkle(hashes));
            HttpRequest whole = request(process.uri, FILE + ".copy")
                    .header("Content-Type", "application/octet-stream")
                    .PUT(BodyPublishers.ofByteArrays(() -> IntStream.range(0, blocks)
                            .mapToObj(CloudTest::block)
                            .iterator()))
                    .build();
            assertThat(client.send(whole, BodyHandlers.discarding()).headers().firstValue("ETag"))
                    .contains(Blocks.merkle(hashes));
            uuid = head(process.uri).headers().firstValue("X-Object-UUID").orElseThrow();
        }
        try (CloudProcess process = new CloudProcess(kept)) {
            assertThat(head(process.uri).headers().firstValue("X-Object-UUID")).contains(uuid);
            HttpResponse<InputStream> got =
                    client.send(request(process.uri, FILE).build(), BodyHandlers.ofInputStream());
            assertThat(got.headers().firstValueAsLong("Content-Length")).hasValue((long) blocks * Blocks.SIZE);
            try (InputStream body = got.body()) {
                for (int i = 0; i < blocks; i++) {
                    assertThat(body.readNBytes(Blocks.SIZE)).as("block " + i).isEqualTo(block(i));
                }
                assertThat(body.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void aWishedStatusIsAnsweredAndNothingIsDone() throws Exception {
        putFile();
        server.cloud().pithos().answerNext("DELETE", 503);

        assertThat(head(server.uri()).statusCode()).isEqualTo(200);
        assertThat(delete()).isEqualTo(503);
        assertThat(head(server.uri()).statusCode()).isEqualTo(200);
        assertThat(delete()).isEqualTo(204);

        server.cloud().pithos().answer(500);
        assertThat(head(server.uri()).statusCode()).isEqualTo(500);
        assertThat(head(server.uri()).statusCode()).isEqualTo(500);
        server.cloud().pithos().heal();
        assertThat(head(server.uri()).statusCode()).isEqualTo(404);
    }

    @Test
    void whatHangsIsAnsweredAfterHealing() throws Exception {
        putFile();
        server.cloud().pithos().hang("HEAD");
        CompletableFuture<HttpResponse<String>> hanging = client.sendAsync(
                request(server.uri(), FILE)
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(client.send(request(server.uri(), FILE).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        assertThatThrownBy(() -> hanging.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        server.cloud().pithos().heal();
        assertThat(hanging.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void requestsAreRememberedAsTheyCame() throws Exception {
        server.cloud().pithos().answer(503);
        client.send(request(server.uri(), FILE + "%20%CE%B1?a=b%20c").build(), BodyHandlers.discarding());
        HttpRequest anonymous = HttpRequest.newBuilder(server.uri().resolve("/cloud/object-store/v1/x"))
                .build();
        client.send(anonymous, BodyHandlers.discarding());

        assertThat(server.cloud().pithos().requests())
                .containsExactly(
                        new CloudServlet.Seen(
                                "GET", "/cloud/object-store/v1" + FILE + "%20%CE%B1?a=b%20c", Optional.of(User.ALICE)),
                        new CloudServlet.Seen("GET", "/cloud/object-store/v1/x", Optional.empty()));
        server.cloud().pithos().forgetRequests();
        assertThat(server.cloud().pithos().requests()).isEmpty();
    }

    @Test
    void tokenQuestionsAreCountedWhateverTheAnswer() throws Exception {
        HttpRequest tokens = HttpRequest.newBuilder(server.uri().resolve("/cloud/identity/v2.0/tokens"))
                .POST(BodyPublishers.noBody())
                .build();
        client.send(tokens, BodyHandlers.discarding());
        server.cloud().astakos().answerNext(500);
        assertThat(client.send(tokens, BodyHandlers.discarding()).statusCode()).isEqualTo(500);

        assertThat(server.cloud().astakos().tokenQuestions()).isEqualTo(2);
    }

    @Test
    void metadataMayBeFarLongerThanJettysBuffers() throws Exception {
        putFile();
        HttpRequest.Builder post = request(server.uri(), FILE);
        for (int i = 0; i < 90; i++) {
            post.header("X-Object-Meta-" + i, "x".repeat(250));
        }
        assertThat(client.send(post.POST(BodyPublishers.noBody()).build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(202);
        assertThat(head(server.uri()).headers().firstValue("X-Object-Meta-89")).contains("x".repeat(250));
    }

    @Test
    void objectsWrittenAtOnceAreAllThere() throws Exception {
        put(server.uri(), "/" + User.ALICE.account() + "/images");
        List<CompletableFuture<HttpResponse<String>>> puts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            HttpRequest put = request(server.uri(), "/" + User.ALICE.account() + "/images/" + i % 20)
                    .header("Content-Type", "text/plain")
                    .PUT(BodyPublishers.ofString("the same"))
                    .build();
            puts.add(client.sendAsync(put, BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> put : puts) {
            assertThat(put.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        }
        HttpResponse<Void> container = client.send(
                request(server.uri(), "/" + User.ALICE.account() + "/images")
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
        assertThat(container.headers().firstValue("X-Container-Object-Count")).contains("20");
        assertThat(container.headers().firstValue("X-Container-Bytes-Used")).contains("160");
    }

    private void putFile() throws Exception {
        put(server.uri(), "/" + User.ALICE.account() + "/images");
        HttpRequest put = request(server.uri(), FILE)
                .header("Content-Type", "text/plain")
                .header("X-Object-Meta-Color", "red")
                .header("X-Object-Sharing", "read=" + User.CAROL.account() + "," + User.BOB.account() + ",a,z,b")
                .PUT(BodyPublishers.ofString("hello image"))
                .build();
        assertThat(client.send(put, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
    }

    private void put(URI cloud, String path) throws Exception {
        HttpRequest put = request(cloud, path).PUT(BodyPublishers.noBody()).build();
        assertThat(client.send(put, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
    }

    private HttpResponse<Void> head(URI cloud) throws Exception {
        HttpRequest head =
                request(cloud, FILE).method("HEAD", BodyPublishers.noBody()).build();
        return client.send(head, BodyHandlers.discarding());
    }

    /** The headers that say what the object is. */
    private static Map<String, List<String>> lasting(HttpResponse<Void> response) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.keySet().removeAll(Set.of("date", "expires"));
        return headers;
    }

    private int delete() throws Exception {
        return client.send(request(server.uri(), FILE).DELETE().build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpRequest.Builder request(URI cloud, String path) {
        return HttpRequest.newBuilder(cloud.resolve("/cloud/object-store/v1" + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("X-Auth-Token", User.ALICE.token());
    }

    /** Every other block ends with zeros, which its hash leaves out. */
    private static byte[] block(int seed) {
        byte[] block = new byte[Blocks.SIZE];
        byte[] start = new byte[Blocks.SIZE / (1 + seed % 2)];
        new Random(seed).nextBytes(start);
        System.arraycopy(start, 0, block, 0, start.length);
        return block;
    }

    /** The cloud in a process with a heap of 32 MiB. Closing kills it. */
    private static final class CloudProcess implements AutoCloseable {
        private final Process process;
        private final URI uri;

        CloudProcess(Path folder) throws Exception {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx32m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CloudServer.class.getName(),
                            folder.toString(),
                            "0")
                    .redirectErrorStream(true)
                    .start();
            CompletableFuture<URI> address = new CompletableFuture<>();
            Thread reader = new Thread(() -> read(process, address), "output of the cloud");
            reader.setDaemon(true);
            reader.start();
            uri = address.get(30, TimeUnit.SECONDS);
        }

        private static void read(Process process, CompletableFuture<URI> address) {
            try (BufferedReader output = process.inputReader()) {
                for (String line; (line = output.readLine()) != null; ) {
                    if (line.startsWith("The development cloud is at ")) {
                        address.complete(URI.create(line.substring("The development cloud is at ".length())));
                    }
                }
                address.completeExceptionally(new IOException("the cloud ended"));
            } catch (IOException e) {
                address.completeExceptionally(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
