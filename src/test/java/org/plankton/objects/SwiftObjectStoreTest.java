package org.plankton.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
import org.plankton.cloud.KeystoneServlet;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;
import org.plankton.registry.turns.Turns;

class SwiftObjectStoreTest extends SwiftContract {
    @TempDir
    private static Path folder;

    private static CloudServer server;

    private SwiftObjectStore store;

    @BeforeAll
    static void startSwift() throws IOException {
        server = new CloudServer(folder, 0, Optional.empty());
    }

    @AfterAll
    static void stopSwift() {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        server.cloud().swift().reset();
        server.cloud().swift().forgetRequests();
        store = open();
    }

    private SwiftObjectStore open() {
        Duration second = Duration.ofSeconds(1);
        return new SwiftObjectStore(url(), second, "AUTH_", "plankton", second, 4, new Turns(4));
    }

    @AfterEach
    void close() throws IOException {
        server.cloud().swift().heal();
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
    String url() {
        return server.uri() + "/cloud/swift/v1";
    }

    @Override
    Caller known(Caller caller) {
        return caller;
    }

    private List<String> methods() {
        return server.cloud().swift().requests().stream()
                .map(CloudServlet.Seen::method)
                .toList();
    }

    @Test
    void theServiceSharesAndDeletesWhatItsRoleLetsIt() throws IOException {
        server.cloud().swift().letReseller("reseller-token");
        Caller service = Caller.service("reseller-token");
        put(location());

        sharing().share(service, location(), Set.of(BOB.account()), Set.of(), any -> {});
        assertThat(store.stat(BOB, location())).isPresent();
        sharing().share(service, location(), Set.of(), Set.of(BOB.account()), any -> {});
        assertThat(store.stat(BOB, location())).isEmpty();

        assertThat(store.isGone(service, nowhere())).isTrue();
        Location place = store.place(ALICE.account(), "1d8b4ac1-0a3c-4f0e-8b1f-2f7a3f1c9e55");
        store.put(ALICE, place, new ByteArrayInputStream(HELLO), OptionalLong.of(5));
        store.delete(service, place);
        assertThat(store.isGone(service, place)).isTrue();
    }

    @Test
    void withoutThatRoleItIsShownNothing() {
        put(location());
        Caller service = Caller.service(KeystoneServlet.SERVICE_TOKEN);

        assertThat(store.stat(service, location())).isEmpty();
        assertThat(store.isGone(service, location())).isFalse();
        assertThat(store.isGone(service, nowhere())).isFalse();
        assertThat(kind(() -> sharing().share(service, location(), Set.of(BOB.account()), Set.of(), any -> {})))
                .hasValue(Fault.Kind.NO_OBJECT);
    }

    @Test
    void writesNothingWhereNothingIsDifferent() {
        put(LOCATION);
        store.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(), any -> {});
        server.cloud().swift().forgetRequests();

        store.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(CAROL.account()), any -> {});

        assertThat(methods()).containsExactly("HEAD", "GET");
    }

    @Test
    void looksOnlyAndNeverReadsTheBytes() {
        put(LOCATION);
        server.cloud().swift().forgetRequests();

        store.stat(ALICE, LOCATION);

        assertThat(methods()).containsExactly("HEAD");
    }

    @Test
    void asksNothingAboutTheReadersOfAnothersObject() {
        assertThat(kind(() -> store.share(BOB, LOCATION, Set.of(CAROL.account()), Set.of(), any -> {})))
                .hasValue(Fault.Kind.FORBIDDEN);
        assertThat(methods()).isEmpty();
    }

    @Test
    void everyPartOfAPathIsEncodedOnce() {
        Location strange = new Location(ALICE.account(), "@evil:1", "\\..%2f?x#y;z/*");
        put(strange);
        server.cloud().swift().forgetRequests();

        assertThat(store.stat(ALICE, strange)).isPresent();
        assertThat(server.cloud().swift().requests())
                .extracting(CloudServlet.Seen::target)
                .containsExactly("/cloud/swift/v1/AUTH_" + ALICE.account() + "/%40evil%3A1/%5C..%252f%3Fx%23y%3Bz/%2A");
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
        server.cloud().swift().answer(status);

        assertThat(kind(() -> store.stat(ALICE, LOCATION))).hasValue(kind);
        assertThat(kind(() -> store.open(ALICE, LOCATION, Optional.empty()))).hasValue(kind);
        assertThat(kind(() -> store.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(), any -> {})))
                .hasValue(kind);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 414})
    void whatTheStoreCannotNameIsNotThere(int status) {
        server.cloud().swift().answer(status);

        assertThat(store.stat(ALICE, LOCATION)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"400, BAD_REQUEST", "403, FORBIDDEN", "404, UNAVAILABLE", "500, UNAVAILABLE"})
    void aContainerWhoseReadersCannotBeWrittenIsAFault(int status, Fault.Kind kind) {
        put(LOCATION);
        server.cloud().swift().answer("POST", status);

        assertThat(kind(() -> store.share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(), any -> {})))
                .hasValue(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORIZED",
        "403, FORBIDDEN",
        "404, UNAVAILABLE",
        "413, OVER_LIMIT",
        "422, UNAVAILABLE",
        "503, UNAVAILABLE",
        "507, OVER_LIMIT"
    })
    void anUploadThatIsNotTakenIsAFault(int status, Fault.Kind kind) {
        server.cloud().swift().answer("PUT", status);

        assertThat(kind(() -> upload(ALICE, LOCATION))).hasValue(kind);
    }

    @ParameterizedTest
    @CsvSource({"401, UNAUTHORIZED", "403, FORBIDDEN", "409, UNAVAILABLE", "503, UNAVAILABLE"})
    void aDeletionThatIsNotCarriedOutIsAFault(int status, Fault.Kind kind) {
        server.cloud().swift().answer("DELETE", status);

        assertThat(kind(() -> store.delete(ALICE, LOCATION))).hasValue(kind);
    }

    @Test
    void givesUpInTimeOnAStoreThatStandsStill() {
        put(LOCATION);
        server.cloud().swift().hang();
        long start = System.nanoTime();

        assertThat(kind(() -> store.stat(ALICE, LOCATION))).hasValue(Fault.Kind.UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
    }

    /** However many containers there are, only those are listed that begin so. */
    @Test
    void isCertainThatAContainerIsGoneAmongAnyNumberOfOthers() {
        put(LOCATION);
        server.cloud().swift().forgetRequests();

        assertThat(store.isGone(ALICE, new Location(ALICE.account(), "no such", "a")))
                .isTrue();

        assertThat(server.cloud().swift().requests())
                .last()
                .extracting(CloudServlet.Seen::target)
                .asString()
                .isEqualTo("/cloud/swift/v1/AUTH_" + ALICE.account() + "?format=json&prefix=no%20such");
    }
}
