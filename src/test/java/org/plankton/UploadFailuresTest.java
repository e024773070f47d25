package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.ServiceProcess;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.RawConnection;
import org.plankton.testing.StoreLine;
import org.plankton.testing.Together;

/** Uploads and downloads in whose middle somebody dies: the service, the object store, or the client. */
@Tag("long")
class UploadFailuresTest {
    /** Seconds that the store may be silent. A busy machine is not to look like a store that has died. */
    private static final String IDLE = "3";

    /** Seconds. Of the service that is killed, and of the one that comes after it. */
    private static final String LEASE = "9";

    /** So many at once, of the service that is not killed. */
    private static final int TRANSFERS = 2; // half of all there are

    /** Fits into sockets' buffers: whoever sends it need not wait for who reads it. */
    private static final byte[] BYTES = bytes(300_000);

    private static final byte[] HALF = Arrays.copyOf(BYTES, BYTES.length / 2);

    /** Does not. */
    private static final byte[] MANY_BYTES = bytes(48 << 20);

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Parties parties;
    private static StoreLine line;
    private static ServiceProcess service;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        line = new StoreLine(parties.settings().get("plankton.store.url"));
        service = ServiceProcess.start(
                // Nothing is to be taken for dead by this service: what fails is to be seen at once.
                settings("plankton.store.transfers", String.valueOf(2 * TRANSFERS), "plankton.upload.lease", "3600"),
                "-Xmx64m",
                "-Djetty.http.idleTimeout=3000");
        client = new Client(service.address());
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        line.close();
        parties.close();
    }

    @AfterEach
    void heal() {
        line.heal();
        parties.store().heal();
        assertNoTransfers();
    }

    private static Map<String, String> settings(String... others) {
        Map<String, String> settings = parties.settings(others);
        settings.put("plankton.store.url", line.url());
        settings.putIfAbsent("plankton.store.idle", IDLE);
        return settings;
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private enum Framing {
        CHUNKED("Transfer-Encoding: chunked"),
        LENGTH("Content-Length: " + BYTES.length);

        final String header;

        Framing(String header) {
            this.header = header;
        }
    }

    /** An upload of {@link #BYTES} by somebody who may stop in the middle. */
    private static final class Uploader implements AutoCloseable {
        final String id = UUID.randomUUID().toString();
        private final Framing framing;
        private final RawConnection connection;

        Uploader(Client client, User user, Framing framing) throws IOException {
            this.framing = framing;
            this.connection = new RawConnection(URI.create(client.address()).getPort());
            String head = String.join(
                    "\r\n",
                    "POST /v1/images HTTP/1.1",
                    "Host: 127.0.0.1",
                    "X-Auth-Token: " + user.token(),
                    "Content-Type: application/octet-stream",
                    "X-Image-Meta-Id: " + id,
                    "X-Image-Meta-Name: of " + user.shortName(),
                    "X-Image-Meta-Disk_format: raw",
                    "X-Image-Meta-Container_format: bare",
                    framing.header,
                    "",
                    "");
            connection.send(head.getBytes(StandardCharsets.US_ASCII));
        }

        /** @param from the first byte of {@link #BYTES} */
        void send(int from, int to) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (framing == Framing.CHUNKED) {
                out.writeBytes((Integer.toHexString(to - from) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(BYTES, from, to - from);
            if (framing == Framing.CHUNKED) {
                out.writeBytes((to == BYTES.length ? "\r\n0\r\n\r\n" : "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            connection.send(out.toByteArray());
        }

        /** Sends half of it, and returns once the image is being saved. */
        Uploader sendHalf(Client client, User user) throws IOException {
            send(0, HALF.length);
            await(() -> status(client, user, id).equals("saving"));
            return this;
        }

        RawConnection.Answer answer() throws IOException {
            return connection.receive(false);
        }

        void reset() throws IOException {
            connection.reset();
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    private interface Fact {
        boolean isSo() throws IOException;
    }

    private static void await(Fact fact) throws IOException {
        Instant end = Instant.now().plus(SOON);
        while (!fact.isSo()) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(PAUSE.toNanos()); // so as not to take the processor from those who are waited for
        }
    }

    private static void assertNoTransfers() {
        try {
            await(() -> line.transfers() == 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Glance's word, or a number if HEAD is refused. */
    private static String status(Client client, User user, String id) {
        HttpResponse<String> answer = client.send("HEAD", "/v1/images/" + id, user.token());
        return answer.headers().firstValue("X-Image-Meta-Status").orElse("" + answer.statusCode());
    }

    private static BodyPublisher body(byte[] bytes, Framing framing) {
        return framing == Framing.LENGTH
                ? BodyPublishers.ofByteArray(bytes)
                : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
    }

    private static HttpRequest.Builder bytesFor(String method, String path, User user, BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body)
                .headers(
                        "X-Auth-Token", user.token(),
                        "Content-Type", "application/octet-stream",
                        "X-Image-Meta-Name", "of " + user.shortName(),
                        "X-Image-Meta-Disk_format", "raw",
                        "X-Image-Meta-Container_format", "bare");
    }

    private static HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.ofByteArray());
    }

    /** A whole one, of whatever anybody sends; returns the image's id. */
    private static String upload(Client client, User user, BodyPublisher body) throws Exception {
        HttpResponse<byte[]> answer = send(
                bytesFor("POST", client.address() + "/v1/images", user, body).build());
        assertThat(answer.statusCode()).as(() -> text(answer)).isEqualTo(201);
        JsonNode image = JSON.readTree(answer.body()).path("image");
        assertThat(image.path("status").asText()).isEqualTo("active");
        return image.path("id").asText();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static void assertHas(Client client, User user, String id, byte[] bytes) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(client.address() + "/v1/images/" + id))
                .header("X-Auth-Token", user.token())
                .timeout(SOON)
                .build();
        assertThat(send(request).body()).isEqualTo(bytes);
    }

    private static void assertUploadsWork(Client client, User user) throws Exception {
        for (Framing framing : Framing.values()) {
            assertHas(client, user, upload(client, user, body(BYTES, framing)), BYTES);
        }
    }

    /** Soon, and until then it is nothing but being saved; nobody is told that it has bytes. */
    private static void assertKilled(Client client, User user, String id) throws IOException {
        await(() -> {
            String status = status(client, user, id);
            assertThat(status).isIn("saving", "killed");
            return status.equals("killed");
        });
        HttpResponse<String> head = client.send("HEAD", "/v1/images/" + id, user.token());
        assertThat(head.headers().firstValue("X-Image-Meta-Size")).hasValue("0");
        assertThat(head.headers().firstValue("X-Image-Meta-Checksum")).isEmpty();
        assertThat(client.send("GET", "/v1/images/" + id, user.token()).statusCode())
                .isEqualTo(404);
        for (JsonNode image : list(client, user, "/v1/images/detail").path("images")) {
            assertThat(image.path("id").asText().equals(id)
                            && !image.path("status").asText().equals("killed"))
                    .isFalse();
        }
        for (String dialect : List.of("", "/v1.0")) {
            assertThat(client.send("HEAD", dialect + "/images/" + id, user.token())
                            .statusCode())
                    .isEqualTo(404);
            assertThat(list(client, user, dialect + "/images").findValuesAsText("id"))
                    .doesNotContain(id);
            assertThat(list(client, user, dialect + "/images/detail").findValuesAsText("id"))
                    .doesNotContain(id);
        }
    }

    private static JsonNode list(Client client, User user, String path) throws IOException {
        HttpResponse<String> list = client.send("GET", path, user.token());
        assertThat(list.statusCode()).isEqualTo(200);
        return JSON.readTree(list.body());
    }

    private static boolean isInStore(User user, String id) {
        return parties.files(user).contains(id);
    }

    private static boolean isNoted(String id) {
        return !parties.query("SELECT * FROM image_upload WHERE image_id = '" + id + "'")
                .isEmpty();
    }

    /** Soon: that an upload has failed can be seen before all is done about it. */
    private static void assertNothingStays(User user, String id) throws IOException {
        await(() -> !isNoted(id));
        assertThat(isInStore(user, id)).isFalse();
    }

    /** All uploads have been silent for longer than any lease. */
    private static void silenceUploads() {
        parties.execute("UPDATE image_upload SET alive_at = alive_at - INTERVAL 2 HOUR");
    }

    /** All that there is of somebody who has nothing to do with it. */
    private static String everythingOf(User user) {
        return parties.files(user)
                + parties.query("SELECT * FROM readable_image WHERE owner = '" + user.account() + "' ORDER BY id");
    }

    @Test
    void whatAServiceThatIsKilledLeavesIsNothingAndDeletedWhenItsAccountComesByAgain() throws Exception {
        String bobs = upload(client, User.BOB, body(BYTES, Framing.LENGTH));
        String before = everythingOf(User.BOB);
        List<String> halves = new ArrayList<>();
        String stored;
        // However long the machine takes, it is killed before it gives an upload up.
        Map<String, String> patient = settings("plankton.upload.lease", "3600", "plankton.store.idle", "600");
        try (ServiceProcess killed = ServiceProcess.start(patient)) {
            Client victim = new Client(killed.address());
            try (Uploader chunked = new Uploader(victim, User.ALICE, Framing.CHUNKED).sendHalf(victim, User.ALICE);
                    Uploader whole = new Uploader(victim, User.ALICE, Framing.LENGTH).sendHalf(victim, User.ALICE)) {
                halves.addAll(List.of(chunked.id, whole.id));
                line.holdAnswers();
                try (Uploader last = new Uploader(victim, User.CAROL, Framing.CHUNKED)) {
                    stored = last.id;
                    last.send(0, BYTES.length);
                    await(() -> isInStore(User.CAROL, stored));
                    killed.kill();
                }
            }
            line.heal();
        }
        assertNoTransfers();
        silenceUploads();
        assertThat(isInStore(User.CAROL, stored)).isTrue();

        try (ServiceProcess again = ServiceProcess.start(settings("plankton.upload.lease", LEASE))) {
            Client heir = new Client(again.address());
            for (String id : halves) {
                assertKilled(heir, User.ALICE, id);
            }
            assertKilled(heir, User.CAROL, stored);
            assertUploadsWork(heir, User.ALICE);
            for (String id : halves) {
                assertNothingStays(User.ALICE, id);
                assertThat(status(heir, User.ALICE, id)).isEqualTo("killed");
            }
            assertThat(everythingOf(User.BOB)).isEqualTo(before);
            assertHas(heir, User.BOB, bobs, BYTES);
            assertUploadsWork(heir, User.BOB);
            assertUploadsWork(heir, User.CAROL);

            assertNothingStays(User.CAROL, stored);
            assertThat(status(heir, User.CAROL, stored)).isEqualTo("killed");
        }
    }

    /** How the store fails in the middle of an upload, and what the client is told. */
    private enum StoreFailure {
        CONTAINER_REFUSED(503, line -> parties.store().answer("PUT", 503)),
        REFUSED_BEFORE_THE_BODY(503, line -> line.answerAtOnce(503)),
        FULL_BEFORE_THE_BODY(413, line -> line.answerAtOnce(507)),
        CUT(503, line -> line.cut(HALF.length)),
        SILENT(503, line -> line.hold(HALF.length)),
        SILENT_IN_THE_END(503, StoreLine::holdAnswers),
        LATE(503, StoreLine::delay),
        BROKEN_IN_THE_END(503, line -> line.answerInstead(500)),
        UNAVAILABLE_IN_THE_END(503, line -> line.answerInstead(503)),
        TOO_LARGE_IN_THE_END(413, line -> line.answerInstead(413)),
        FULL_IN_THE_END(413, line -> line.answerInstead(507));

        final int status;
        final Consumer<StoreLine> begin;

        StoreFailure(int status, Consumer<StoreLine> begin) {
            this.status = status;
            this.begin = begin;
        }

        /** Then there is no image, since not a byte of it was taken. */
        boolean isBeforeTheUpload() {
            return this == CONTAINER_REFUSED;
        }

        /** Whether the store has no object by then, but may be about to make one, as far as the service knows. */
        boolean isInDoubt() {
            return List.of(REFUSED_BEFORE_THE_BODY, CUT, SILENT, LATE).contains(this);
        }
    }

    @ParameterizedTest
    @EnumSource
    void uploadsInWhoseMiddleTheStoreFailsAreToldSoAndNothingOfThemStays(StoreFailure failure) throws Exception {
        failure.begin.accept(line);
        List<String> ids = new ArrayList<>();
        try (Uploader chunked = new Uploader(client, User.ALICE, Framing.CHUNKED);
                Uploader whole = new Uploader(client, User.ALICE, Framing.LENGTH)) {
            for (Uploader upload : List.of(chunked, whole)) {
                ids.add(upload.id);
                upload.send(0, BYTES.length);
            }
            for (Uploader upload : List.of(chunked, whole)) {
                RawConnection.Answer answer = upload.answer();
                assertThat(answer.status()).as(answer::toString).isEqualTo(failure.status);
                if (answer.status() == 503) {
                    assertThat(answer.header("Retry-After")).hasValue("5");
                } else {
                    assertNothingStays(User.ALICE, upload.id); // the store has said so
                }
            }
        }
        for (String id : ids) {
            if (failure.isBeforeTheUpload()) {
                assertThat(status(client, User.ALICE, id)).isEqualTo("404");
            } else {
                assertKilled(client, User.ALICE, id);
            }
        }

        line.heal();
        parties.store().heal();
        assertNoTransfers();
        if (failure == StoreFailure.LATE) {
            assertThat(ids).allMatch(id -> isInStore(User.ALICE, id));
        }
        assertUploadsWork(client, User.ALICE);
        if (failure.isInDoubt()) {
            assertThat(ids).allMatch(UploadFailuresTest::isNoted);
        }
        silenceUploads();
        assertUploadsWork(client, User.ALICE);
        for (String id : ids) {
            assertNothingStays(User.ALICE, id);
            assertThat(status(client, User.ALICE, id)).isEqualTo(failure.isBeforeTheUpload() ? "404" : "killed");
        }
    }

    private enum Departure {
        CLOSED {
            @Override
            void of(Uploader upload) throws IOException {
                upload.close();
            }
        },
        RESET {
            @Override
            void of(Uploader upload) throws IOException {
                upload.reset();
            }
        };

        abstract void of(Uploader upload) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void clientsThatGoAwayInTheMiddleOfUploadsLeaveNothing(Departure departure) throws Exception {
        for (int i = 0; i < 5 * TRANSFERS; i++) {
            Uploader upload = new Uploader(client, User.ALICE, Framing.values()[i % 2]).sendHalf(client, User.ALICE);
            departure.of(upload);
            assertKilled(client, User.ALICE, upload.id);
            assertNoTransfers();
            assertNothingStays(User.ALICE, upload.id);
        }
        assertUploadsWork(client, User.ALICE);
    }

    @Test
    void clientsThatFallSilentInTheMiddleOfUploadsAreGivenUp() throws Exception {
        int before = line.begun();
        try (Uploader chunked = new Uploader(client, User.ALICE, Framing.CHUNKED).sendHalf(client, User.ALICE);
                Uploader whole = new Uploader(client, User.ALICE, Framing.LENGTH).sendHalf(client, User.ALICE)) {
            await(() -> line.begun() == before + 2);
            assertNoTransfers();
            for (String id : List.of(chunked.id, whole.id)) {
                assertKilled(client, User.ALICE, id);
                assertNothingStays(User.ALICE, id);
            }
            assertUploadsWork(client, User.ALICE);
        }
    }

    @Test
    void moreTransfersThanThereMayBeAreToldToComeAgainAndOthersGoOn() throws Exception {
        String id = upload(client, User.BOB, body(BYTES, Framing.LENGTH));
        List<Uploader> uploads = new ArrayList<>();
        List<User> users = List.of(User.ALICE, User.CAROL);
        for (int i = 0; i < 2 * TRANSFERS; i++) {
            uploads.add(new Uploader(client, users.get(i % 2), Framing.values()[i / 2]));
        }
        int before = line.begun();
        for (int i = 0; i < uploads.size(); i++) {
            uploads.get(i).sendHalf(client, users.get(i % 2));
        }
        await(() -> line.begun() == before + 2 * TRANSFERS);

        int sent = sendOneByOne(uploads, HALF.length, () -> client.send("GET", "/v1/images/" + id, User.BOB.token()));
        sent = sendOneByOne(uploads, sent, () -> {
            try (Uploader another = new Uploader(client, User.ADMIN, Framing.LENGTH)) {
                another.send(0, BYTES.length);
                RawConnection.Answer answer = another.answer();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).hasValue("5");
                assertThat(status(client, User.ADMIN, another.id)).isEqualTo("404");
                return client.send("GET", "/v1/images/" + id, User.BOB.token());
            }
        });

        for (int i = 0; i < uploads.size(); i++) {
            Uploader upload = uploads.get(i);
            upload.send(sent, BYTES.length);
            assertThat(upload.answer().status()).isEqualTo(201);
            assertHas(client, users.get(i % 2), upload.id, BYTES);
            upload.close();
        }
        assertHas(client, User.BOB, id, BYTES);
    }

    private interface Refused {
        HttpResponse<String> ask() throws IOException;
    }

    /** Keeps the uploads alive while something else is refused; returns what has been sent of them. */
    private static int sendOneByOne(List<Uploader> uploads, int from, Refused refused) throws Exception {
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return refused.ask();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        int sent = from;
        while (!answer.isDone()) {
            for (Uploader upload : uploads) {
                upload.send(sent, sent + 1);
            }
            sent++;
            try {
                answer.get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // goes on
            }
        }
        assertThat(answer.get().statusCode()).isEqualTo(503);
        assertThat(answer.get().headers().firstValue("Retry-After")).hasValue("5");
        return sent;
    }

    @Test
    void ofManyWhoSendBytesForOneImageOneSucceeds() throws Exception {
        for (int round = 0; round < 5; round++) {
            HttpResponse<String> reserved = client.send(
                    "POST",
                    "/v1/images",
                    User.ALICE.token(),
                    "",
                    "X-Image-Meta-Name",
                    "race",
                    "X-Image-Meta-Disk_format",
                    "raw",
                    "X-Image-Meta-Container_format",
                    "bare");
            assertThat(reserved.statusCode()).isEqualTo(201);
            String id = JSON.readTree(reserved.body()).at("/image/id").asText();

            List<Integer> answers = Together.run(
                    8,
                    number -> send(bytesFor(
                                            "PUT",
                                            client.address() + "/v1/images/" + id,
                                            User.ALICE,
                                            body(ofNumber(number), Framing.values()[number % 2]))
                                    .build())
                            .statusCode());

            assertThat(answers).containsOnlyOnce(200).isSubsetOf(200, 409, 503);
            assertHas(client, User.ALICE, id, ofNumber(answers.indexOf(200)));
        }
    }

    private static byte[] ofNumber(int number) {
        return bytes(10_000 + number);
    }

    @Test
    void clientsThatGoAwayInTheMiddleOfDownloadsLeaveNothing() throws Exception {
        String id = upload(client, User.ALICE, body(MANY_BYTES, Framing.LENGTH));
        for (int i = 0; i < 5 * TRANSFERS; i++) {
            InputStream body =
                    client.open("/v1/images/" + id, User.ALICE.token()).body();
            assertThat(body.readNBytes(HALF.length)).hasSize(HALF.length);
            body.close();
            assertNoTransfers();
        }
        assertHas(client, User.ALICE, id, MANY_BYTES);
    }

    @Test
    void clientsThatDoNotTakeWhatTheyAskedForAreGivenUp() throws Exception {
        String id = upload(client, User.ALICE, body(MANY_BYTES, Framing.LENGTH));
        int before = line.begun();
        List<InputStream> slow = new ArrayList<>();
        for (int i = 0; i < TRANSFERS; i++) {
            slow.add(client.open("/v1/images/" + id, User.ALICE.token()).body());
        }
        assertThat(line.begun()).isEqualTo(before + TRANSFERS);

        assertNoTransfers();

        assertHas(client, User.ALICE, id, MANY_BYTES);
        for (InputStream body : slow) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aDownloadInWhoseMiddleTheStoreFailsDoesNotLookWhole() throws Exception {
        String id = upload(client, User.ALICE, body(MANY_BYTES, Framing.LENGTH));
        for (int i = 0; i <= TRANSFERS; i++) {
            line.cut(MANY_BYTES.length / 2);
            assertThatThrownBy(() -> opened(id).readAllBytes()).isInstanceOf(IOException.class);
            line.heal();
            assertNoTransfers();
        }

        line.hold(MANY_BYTES.length / 2);
        List<InputStream> held = new ArrayList<>();
        for (int i = 0; i < TRANSFERS; i++) {
            held.add(opened(id));
        }
        for (InputStream body : held) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
        line.heal();
        assertNoTransfers();
        assertHas(client, User.ALICE, id, MANY_BYTES);
    }

    private static InputStream opened(String id) throws IOException {
        HttpResponse<InputStream> answer = client.open("/v1/images/" + id, User.ALICE.token());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /** Several times the service's memory. */
    @Test
    void bytesPassThroughLittleMemory() throws Exception {
        long size = 300 << 20;
        Source source = new Source(size);
        String id = upload(
                client, User.BOB, BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> source), size));

        MessageDigest received = sha256();
        long count = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream body =
                client.open("/v1/images/" + id, User.BOB.token()).body()) {
            for (int read; (read = body.read(buffer)) >= 0; count += read) {
                received.update(buffer, 0, read);
            }
        }

        assertThat(count).isEqualTo(size);
        assertThat(HexFormat.of().formatHex(received.digest()))
                .isEqualTo(HexFormat.of().formatHex(source.sent.digest()));
    }

    private static MessageDigest sha256() throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256");
    }

    /** Bytes that are made as they are read, a piece of a MiB unlike any other. */
    private static final class Source extends InputStream {
        final MessageDigest sent = sha256();
        private final byte[] piece = bytes(1 << 20);
        private final long size;
        private long count;

        Source(long size) throws NoSuchAlgorithmException {
            this.size = size;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("only by the buffer");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (count == size) {
                return -1;
            }
            int start = (int) (count % piece.length);
            if (start == 0) {
                ByteBuffer.wrap(piece).putLong(count);
            }
            int read = (int) Math.min(Math.min(length, piece.length - start), size - count);
            System.arraycopy(piece, start, buffer, offset, read);
            sent.update(piece, start, read);
            count += read;
            return read;
        }
    }
}
