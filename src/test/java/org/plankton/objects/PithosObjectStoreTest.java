package org.plankton.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.cloud.CloudServer;
import org.plankton.cloud.CloudServlet;
import org.plankton.http.OddServer;
import org.plankton.http.Probe;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.turns.Turns;

class PithosObjectStoreTest extends FoldersContract {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static CloudServer server;

    private PithosObjectStore store;

    @BeforeAll
    static void startPithos() throws IOException {
        server = new CloudServer(folder, 0, Optional.empty());
    }

    @AfterAll
    static void stopPithos() {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        server.cloud().pithos().reset();
        server.cloud().pithos().forgetRequests();
        store = open();
    }

    private static PithosObjectStore open() {
        return open(server.uri() + "/cloud/object-store/v1");
    }

    private static PithosObjectStore open(String url) {
        return new PithosObjectStore(url, Duration.ofSeconds(1), "images", Duration.ofSeconds(2), 4, new Turns(4));
    }

    @AfterEach
    void close() throws IOException {
        server.cloud().pithos().heal();
        store.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    Sharing sharing() {
        return store;
    }

    @Override
    void put(Location location) {
        put(location, Map.of("Content-Type", "application/octet-stream"));
    }

    private void put(Location location, Map<String, String> headers) {
        ask(
                "PUT",
                location.path()
                        .substring(
                                0,
                                location.path().indexOf('/', location.account().length() + 1)),
                Map.of());
        ask("PUT", location.path(), headers);
    }

    private HttpResponse<String> ask(String method, String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.uri() + "/cloud/object-store/v1/" + path))
                .header("X-Auth-Token", ALICE.token())
                .method(
                        method,
                        method.equals("PUT")
                                ? HttpRequest.BodyPublishers.ofString("hello")
                                : HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isBetween(200, 299);
            return answer;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> methods() {
        return server.cloud().pithos().requests().stream()
                .map(CloudServlet.Seen::method)
                .toList();
    }

    private Optional<String> sharing(Location location) {
        return ask("HEAD", location.path(), Map.of()).headers().firstValue("X-Object-Sharing");
    }

    @Test
    void isKnownByItsRefusalOfWhoBringsNoToken() throws IOException {
        String url = server.uri() + "/cloud/object-store/v1";
        try (Probe probe = PithosObjectStore.probe(url, Duration.ofSeconds(10))) {
            assertThat(probe.answers()).isTrue();
            assertThat(server.cloud().pithos().requests()).isEmpty();
            for (int status : new int[] {200, 204, 302, 404, 500, 502}) {
                server.cloud().pithos().answer(status);
                assertThat(probe.answers()).as("%d", status).isFalse();
                server.cloud().pithos().heal();
            }
        }
    }

    @Test
    void keepsTheOwnersMetadataAndWhoMayWrite() {
        put(
                LOCATION,
                Map.of(
                        "Content-Type", "application/octet-stream",
                        "X-Object-Meta-Kind", "img",
                        "X-Object-Sharing", "write=" + CAROL.account()));

        store.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(), any -> {});
        assertThat(sharing(LOCATION)).hasValue("read=" + BOB.account() + "; write=" + CAROL.account());
        store.share(ALICE, LOCATION, Set.of(), Set.of(BOB.account()), any -> {});

        assertThat(sharing(LOCATION)).hasValue("write=" + CAROL.account());
        assertThat(ask("HEAD", LOCATION.path(), Map.of()).headers().firstValue("X-Object-Meta-Kind"))
                .hasValue("img");
    }

    @Override
    void shareFolder(Location folder, Set<String> readers) {
        shareFolder(folder, "read=" + String.join(",", readers));
    }

    private void shareFolder(Location folder, String sharing) {
        put(folder, Map.of("Content-Type", "application/directory; charset=UTF-8", "X-Object-Sharing", sharing));
    }

    private boolean inherits(Location location) {
        return ask("HEAD", location.path(), Map.of())
                .headers()
                .firstValue("X-Object-Shared-By")
                .isPresent();
    }

    @Test
    void leavesAFoldersReadersToTheFolderWhenItsOwnAreGone() {
        shareFolder(FOLDER, Set.of(CAROL.account()));
        put(INSIDE);

        store.share(ALICE, INSIDE, Set.of(BOB.account()), Set.of(), any -> {});
        assertThat(sharing(INSIDE)).hasValue("read=" + BOB.account() + "," + CAROL.account());
        assertThat(inherits(INSIDE)).isFalse();
        store.share(ALICE, INSIDE, Set.of(), Set.of(BOB.account()), any -> {});

        assertThat(inherits(INSIDE)).isTrue();
    }

    @Test
    void whoWritesByTheFolderWritesStillAndItsGroupsRead() {
        String group = ALICE.account() + ":friends";
        shareFolder(FOLDER, "read=" + group + ";write=" + CAROL.account());
        put(INSIDE);

        store.share(ALICE, INSIDE, Set.of(BOB.account()), Set.of(), any -> {});

        assertThat(sharing(INSIDE)).hasValue("read=" + group + "," + BOB.account() + "; write=" + CAROL.account());
    }

    /** Who has been let in by hand stays, and whoever the folder lets in only now does not come with them. */
    @Test
    void anObjectWhoseListIsNotJustTheFoldersKeepsIt() {
        shareFolder(FOLDER, Set.of(CAROL.account()));
        put(INSIDE);
        store.share(ALICE, INSIDE, Set.of(BOB.account()), Set.of(), any -> {});
        shareFolder(FOLDER, Set.of(CAROL.account(), "dave"));

        store.share(ALICE, INSIDE, Set.of(), Set.of(BOB.account()), any -> {});

        assertThat(sharing(INSIDE)).hasValue("read=" + CAROL.account());
        assertThat(inherits(INSIDE)).isFalse();
    }

    @Test
    void looksAtNoFoldersWhereNobodyIsTakenAway() {
        put(INSIDE);
        store.share(ALICE, INSIDE, Set.of(BOB.account()), Set.of(), any -> {});
        server.cloud().pithos().forgetRequests();

        store.share(ALICE, INSIDE, Set.of(BOB.account(), CAROL.account()), Set.of("dave"), any -> {});

        assertThat(methods()).containsExactly("HEAD", "POST");
    }

    @Test
    void aLongNameMakesFewRequests() {
        Location deep = new Location(ALICE.account(), "images", "d/".repeat(500) + "a");
        put(deep);
        store.share(ALICE, deep, Set.of(BOB.account()), Set.of(), any -> {});
        server.cloud().pithos().forgetRequests();

        store.share(ALICE, deep, Set.of(), Set.of(BOB.account()), any -> {});

        assertThat(methods()).hasSizeLessThan(40);
        assertThat(store.stat(BOB, deep)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void aFileThatWasThereAMomentAgoIsNotGone(int status) {
        put(LOCATION);
        server.cloud().pithos().answer("POST", status);

        assertThat(kind(() -> store.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(), any -> {})))
                .hasValue(Fault.Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void whatAStoreAnswersToEverythingProvesNothing(int status) {
        server.cloud().pithos().answer(status);

        assertThat(store.isGone(ALICE, LOCATION)).isFalse();
    }

    @Test
    void whatIsListedIsNotGone() {
        put(LOCATION);
        server.cloud().pithos().answer("HEAD", 404);

        assertThat(store.isGone(ALICE, LOCATION)).isFalse();
    }

    /** Whoever's its token is. */
    @Test
    void theServiceSharesWhatPithosLetsItShare() {
        put(LOCATION);

        store.share(Caller.service(ALICE.token()), LOCATION, Set.of("*"), Set.of(), any -> {});
        assertThat(store.stat(CAROL, LOCATION)).isPresent();

        Caller stranger = Caller.service(BOB.token());
        assertThat(kind(() -> store.share(stranger, LOCATION, Set.of(), Set.of("*"), any -> {})))
                .hasValue(Fault.Kind.FORBIDDEN);
        assertThat(store.stat(CAROL, LOCATION)).isPresent();
    }

    @Test
    void aStrangerWhoSharesIsRefusedBeforePithosIsAsked() {
        put(LOCATION);
        server.cloud().pithos().forgetRequests();

        assertThat(kind(() -> store.share(BOB, LOCATION, Set.of(), Set.of("*"), any -> {})))
                .hasValue(Fault.Kind.FORBIDDEN);
        assertThat(server.cloud().pithos().requests()).isEmpty();
    }

    @Test
    void whatCannotBeListedIsUncertain() {
        put(new Location(ALICE.account(), "images", "another"));
        server.cloud().pithos().answer("GET", 500);

        assertThat(kind(() -> store.isGone(ALICE, LOCATION))).hasValue(Fault.Kind.UNAVAILABLE);
    }

    @Test
    void manyReadersMakeALongHeaderAndAreStillUnderstood() {
        put(LOCATION);
        Set<String> many = IntStream.range(0, 128)
                .mapToObj(number -> String.format("%0255d", number))
                .collect(Collectors.toSet());

        store.share(ALICE, LOCATION, many, Set.of(), any -> {});
        store.share(ALICE, LOCATION, Set.of(), many, any -> {});

        assertThat(sharing(LOCATION)).isEmpty();
    }

    @Test
    void writesNothingWhereNothingIsDifferent() {
        put(LOCATION);
        store.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(), any -> {});
        server.cloud().pithos().forgetRequests();

        store.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(CAROL.account()), any -> {});

        assertThat(methods()).containsExactly("HEAD");
    }

    @Test
    void looksOnlyAndNeverReadsTheBytes() {
        put(LOCATION);
        server.cloud().pithos().forgetRequests();

        store.stat(ALICE, LOCATION);

        assertThat(methods()).containsExactly("HEAD");
    }

    @Test
    void givesNoRightToAnAccountThatPithosWouldTakeForAnother() {
        put(LOCATION);
        server.cloud().pithos().forgetRequests();

        assertThat(kind(() -> store.share(ALICE, LOCATION, Set.of("BOB"), Set.of(), any -> {})))
                .hasValue(Fault.Kind.BAD_REQUEST);
        assertThat(methods()).isEmpty();
    }

    @Test
    void asksOnlyItsOwnHostWhateverTheLocation() {
        Location strange = new Location(ALICE.account(), "@evil:1", "\\..%2f?x#y;z/*");
        put(strange);
        server.cloud().pithos().forgetRequests();

        assertThat(store.stat(ALICE, strange)).isPresent();
        assertThat(server.cloud().pithos().requests())
                .extracting(CloudServlet.Seen::target)
                .containsExactly(
                        "/cloud/object-store/v1/" + ALICE.account() + "/%40evil%3A1/%5C..%252f%3Fx%23y%3Bz/%2A");
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORIZED",
        "302, UNAVAILABLE",
        "413, UNAVAILABLE",
        "429, UNAVAILABLE",
        "500, UNAVAILABLE",
        "503, UNAVAILABLE",
        "204, UNAVAILABLE"
    })
    void anythingButAnObjectOrNoneIsAFault(int status, Fault.Kind kind) {
        put(LOCATION);
        server.cloud().pithos().answer(status);

        assertThat(kind(() -> store.stat(ALICE, LOCATION))).hasValue(kind);
        assertThat(kind(() -> store.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(), any -> {})))
                .hasValue(kind);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 414})
    void whatTheStoreCannotNameIsNotThere(int status) {
        server.cloud().pithos().answer(status);

        assertThat(store.stat(ALICE, LOCATION)).isEmpty();
    }

    @Test
    void givesUpInTimeOnAStoreThatStandsStill() {
        put(LOCATION);
        server.cloud().pithos().hang();
        long start = System.nanoTime();

        assertThat(kind(() -> store.stat(new Caller(ALICE.account(), ALICE.token()), LOCATION)))
                .hasValue(Fault.Kind.UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
    }

    @Test
    void makesTheContainerThatIsNotThere() throws IOException {
        store.put(ALICE, new Location(ALICE.account(), "a new", "x"), hello(), OptionalLong.of(5));

        assertThat(server.cloud().pithos().requests())
                .extracting(seen -> seen.method() + " " + seen.target())
                .containsExactly(
                        "PUT /cloud/object-store/v1/" + ALICE.account() + "/a%20new",
                        "HEAD /cloud/object-store/v1/" + ALICE.account() + "/a%20new/x",
                        "PUT /cloud/object-store/v1/" + ALICE.account() + "/a%20new/x");
    }

    private static InputStream hello() {
        return new ByteArrayInputStream(HELLO);
    }

    /** Pithos takes 5 GiB of a length that it is told, and any number in chunks. */
    @Test
    void moreThanPithosTakesAtOnceIsSentInChunks() throws IOException {
        IOException enough = new IOException("that is enough");
        InputStream many = new SequenceInputStream(new ByteArrayInputStream(new byte[64 << 20]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw enough;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw enough;
            }
        });

        assertThatThrownBy(() -> store.put(ALICE, LOCATION, many, OptionalLong.of(6L << 30)))
                .isSameAs(enough);
    }

    @Test
    void keepsItsImagesInAContainerOfTheirOwn() {
        assertThat(store.place("alice", "1")).isEqualTo(new Location("alice", "images", "1"));
    }

    @Test
    void tellsWhatAnObjectIsThatItOpens() throws IOException {
        put(LOCATION);

        try (StoredBytes some =
                store.open(ALICE, LOCATION, Optional.of(new ByteRange(1, 2))).orElseThrow()) {
            assertThat(some.object()).isEqualTo(store.stat(ALICE, LOCATION).orElseThrow());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORIZED",
        "403, FORBIDDEN",
        "404, UNAVAILABLE",
        "412, CONFLICT",
        "413, OVER_LIMIT",
        "507, OVER_LIMIT",
        "302, UNAVAILABLE",
        "204, UNAVAILABLE",
        "500, UNAVAILABLE",
        "503, UNAVAILABLE"
    })
    void whatIsNotKeptIsAFault(int status, Fault.Kind kind) throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (OddServer odd = new OddServer((client, closed) -> {
                    int answer = List.of(202, 404, status).get(asked.getAndIncrement());
                    client.getOutputStream()
                            .write(("HTTP/1.1 " + answer + " Odd\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                });
                PithosObjectStore there = open(odd.url())) {
            assertThat(kind(() -> there.put(ALICE, LOCATION, hello(), OptionalLong.of(5))))
                    .hasValue(kind);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORIZED",
        "403, FORBIDDEN",
        "413, OVER_LIMIT",
        "507, OVER_LIMIT",
        "404, UNAVAILABLE",
        "500, UNAVAILABLE"
    })
    void nothingIsSentWithoutAContainer(int status, Fault.Kind kind) {
        server.cloud().pithos().answer(status);

        assertThat(kind(() -> store.put(ALICE, LOCATION, hello(), OptionalLong.of(5))))
                .hasValue(kind);
        assertThat(methods()).containsExactly("PUT");
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORIZED",
        "302, UNAVAILABLE",
        "416, OUT_OF_RANGE",
        "204, UNAVAILABLE",
        "206, UNAVAILABLE",
        "500, UNAVAILABLE"
    })
    void opensNothingButAnObject(int status, Fault.Kind kind) {
        server.cloud().pithos().answer(status);

        assertThat(kind(() -> store.open(ALICE, LOCATION, Optional.empty()))).hasValue(kind);
    }

    @ParameterizedTest
    @CsvSource({"401, UNAUTHORIZED", "403, FORBIDDEN", "302, UNAVAILABLE", "409, UNAVAILABLE", "500, UNAVAILABLE"})
    void whatIsNotDeletedIsAFault(int status, Fault.Kind kind) {
        server.cloud().pithos().answer(status);

        assertThat(kind(() -> store.delete(ALICE, LOCATION))).hasValue(kind);
    }

    @Test
    void givesUpOnAStoreThatStandsStillWhileBytesAreTransferred() {
        put(LOCATION);
        server.cloud().pithos().hang("GET");

        assertThat(kind(() -> store.open(ALICE, LOCATION, Optional.empty()))).hasValue(Fault.Kind.UNAVAILABLE);
    }
}
