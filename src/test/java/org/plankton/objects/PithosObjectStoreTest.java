package org.plankton.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.plankton.registry.Caller;
import org.plankton.registry.Fault;
import org.plankton.registry.Location;
import org.plankton.registry.ObjectStore;

class PithosObjectStoreTest extends ObjectStoreContract {
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
        store = store(true);
    }

    private static PithosObjectStore store(boolean shares) {
        return new PithosObjectStore(server.uri() + "/cloud/object-store/v1", Duration.ofSeconds(1), shares);
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
    void keepsTheOwnersMetadataAndWhoMayWrite() {
        put(
                LOCATION,
                Map.of(
                        "Content-Type", "application/octet-stream",
                        "X-Object-Meta-Kind", "img",
                        "X-Object-Sharing", "write=" + CAROL.account()));

        store.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of());
        assertThat(sharing(LOCATION)).hasValue("read=" + BOB.account() + "; write=" + CAROL.account());
        store.share(ALICE, LOCATION, Set.of(), Set.of(BOB.account()));

        assertThat(sharing(LOCATION)).hasValue("write=" + CAROL.account());
        assertThat(ask("HEAD", LOCATION.path(), Map.of()).headers().firstValue("X-Object-Meta-Kind"))
                .hasValue("img");
    }

    @Test
    void leavesAFoldersReadersToTheFolder() {
        Location folder = new Location(ALICE.account(), "images", "team");
        put(folder, Map.of("Content-Type", "application/directory", "X-Object-Sharing", "read=" + CAROL.account()));
        Location inside = new Location(ALICE.account(), "images", "team/a.diskdump");
        put(inside);

        store.share(ALICE, inside, Set.of(BOB.account()), Set.of());
        assertThat(sharing(inside)).hasValue("read=" + BOB.account());
        store.share(ALICE, inside, Set.of(), Set.of(BOB.account()));

        assertThat(store.stat(CAROL, inside)).isPresent();
        assertThat(ask("HEAD", inside.path(), Map.of()).headers().firstValue("X-Object-Shared-By"))
                .isPresent();
    }

    @Test
    void manyReadersMakeALongHeaderAndAreStillUnderstood() {
        put(LOCATION);
        Set<String> many = IntStream.range(0, 128)
                .mapToObj(number -> String.format("%0255d", number))
                .collect(Collectors.toSet());

        store.share(ALICE, LOCATION, many, Set.of());
        store.share(ALICE, LOCATION, Set.of(), many);

        assertThat(sharing(LOCATION)).isEmpty();
    }

    @Test
    void writesNothingWhereNothingIsDifferent() {
        put(LOCATION);
        store.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of());
        server.cloud().pithos().forgetRequests();

        store.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(CAROL.account()));

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

        assertThat(kind(() -> store.share(ALICE, LOCATION, Set.of("BOB"), Set.of())))
                .hasValue(Fault.Kind.BAD_REQUEST);
        assertThat(methods()).isEmpty();
    }

    @Test
    void sharesNothingWhereThatIsSwitchedOff() throws IOException {
        put(LOCATION);
        server.cloud().pithos().forgetRequests();

        try (PithosObjectStore silent = store(false)) {
            silent.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of());
        }

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
        assertThat(kind(() -> store.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of())))
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
}
