package org.plankton.objects;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plankton.registry.ByteRange;
import org.plankton.registry.Caller;
import org.plankton.registry.Fault;
import org.plankton.registry.Location;
import org.plankton.registry.StoredBytes;

/** What Swift does beside what every object store does; the same of Swift itself and of its stand-in. */
abstract class SwiftContract extends ObjectStoreContract {
    static final String MD5_OF_HELLO = "5d41402abc4b2a76b9719d911017c592";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** {@code …/v1} */
    abstract String url();

    /** Whom this Swift knows as that caller. */
    abstract Caller known(Caller caller);

    @Override
    String checksumOfHello() {
        return MD5_OF_HELLO;
    }

    @Override
    Optional<String> md5OfHello() {
        return Optional.of(MD5_OF_HELLO);
    }

    @Override
    boolean tellsUuids() {
        return false;
    }

    @Override
    void put(Location location) {
        tell("PUT", container(location), "");
        tell("PUT", location, "hello", "Content-Type", "application/octet-stream");
    }

    static Location container(Location location) {
        return new Location(location.account(), location.container(), "");
    }

    /**
     * What Swift says to a request of the account's owner.
     *
     * @param location without an object for the container
     * @param headers name, value, name, value, …
     */
    HttpResponse<String> ask(String method, Location location, String body, String... headers) {
        return ask(method, location, "", body, headers);
    }

    /** @param query with its question mark */
    HttpResponse<String> ask(String method, Location location, String query, String body, String[] headers) {
        Caller owner = known(ALICE);
        String path = new Location("AUTH_" + owner.account(), location.container(), location.object()).path();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + "/" + path + query))
                .header("X-Auth-Token", owner.token())
                .method(method, ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #ask}, and it is carried out. */
    HttpResponse<String> tell(String method, Location location, String body, String... headers) {
        HttpResponse<String> answer = ask(method, location, body, headers);
        assertThat(answer.statusCode()).isBetween(200, 299);
        return answer;
    }

    Optional<String> acl(Location location, String header) {
        return tell("HEAD", container(location), "").headers().firstValue(header);
    }

    void upload(Caller caller, Location location) throws IOException {
        store().put(caller, location, new ByteArrayInputStream(HELLO), OptionalLong.of(HELLO.length));
    }

    @Test
    void aRangeEndsWithTheObject() throws IOException {
        put(LOCATION);

        try (StoredBytes bytes =
                store().open(ALICE, LOCATION, Optional.of(new ByteRange(3, 9))).orElseThrow()) {
            assertThat(bytes.range()).hasValue(new ByteRange(3, 4));
            assertThat(bytes.length()).isEqualTo(2);
        }
    }

    @Test
    void anObjectInSegmentsHasNoMd5() {
        put(LOCATION);
        tell("PUT", LOCATION, "", "X-Object-Manifest", "images/segments");

        assertThat(store().stat(ALICE, LOCATION)).hasValueSatisfying(object -> {
            assertThat(object.md5()).isEmpty();
            assertThat(object.checksum()).matches("[0-9a-f]{32}");
        });
    }

    @Test
    void anUploadHasAContainerOfItsOwn() {
        String id = UUID.randomUUID().toString();

        assertThat(store().place(ALICE.account(), id)).isEqualTo(new Location(ALICE.account(), "plankton-" + id, id));
    }

    @Test
    void whatWasUploadedGoesWithItsContainer() throws IOException {
        Location place = store().place(ALICE.account(), UUID.randomUUID().toString());
        upload(ALICE, place);
        assertThat(acl(place, "X-Container-Object-Count")).isPresent();

        store().delete(ALICE, place);

        assertThat(ask("HEAD", container(place), "").statusCode()).isEqualTo(404);
    }

    @Test
    void theContainerStaysIfSomethingElseIsInIt() throws IOException {
        Location place = store().place(ALICE.account(), UUID.randomUUID().toString());
        upload(ALICE, place);
        Location beside = new Location(ALICE.account(), place.container(), "beside");
        put(beside);

        store().delete(ALICE, place);

        assertThat(store().stat(ALICE, beside)).isPresent();
        assertThat(store().stat(ALICE, place)).isEmpty();
    }

    @Test
    void theContainerOfAFileThatWasNotUploadedStays() {
        put(LOCATION);

        store().delete(ALICE, LOCATION);

        assertThat(ask("HEAD", container(LOCATION), "").statusCode()).isEqualTo(204);
    }

    @Test
    void readersAreWrittenAsProjectsAndEveryoneAsEveryUser() {
        put(LOCATION);

        store().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of());
        assertThat(acl(LOCATION, "X-Container-Read")).hasValue(known(BOB).account() + ":*");

        store().share(ALICE, LOCATION, Set.of("*"), Set.of(BOB.account()));
        assertThat(acl(LOCATION, "X-Container-Read")).hasValue("*:*");

        store().share(ALICE, LOCATION, Set.of(), Set.of("*"));
        assertThat(acl(LOCATION, "X-Container-Read")).isEmpty();
    }

    @Test
    void whatOthersHaveWrittenIntoTheAclsStays() {
        put(LOCATION);
        String friend = known(CAROL).account() + ":friend";
        String foreign = friend + ",.r:.example.org,.rlistings,reader";
        tell("POST", container(LOCATION), "", "X-Container-Read", foreign, "X-Container-Write", friend);

        store().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of());
        assertThat(acl(LOCATION, "X-Container-Read"))
                .hasValue(foreign + "," + known(BOB).account() + ":*");
        store().share(ALICE, LOCATION, Set.of(), Set.of(BOB.account(), CAROL.account()));

        assertThat(acl(LOCATION, "X-Container-Read")).hasValue(foreign);
        assertThat(acl(LOCATION, "X-Container-Write")).hasValue(friend);
    }

    @Test
    void sharesNothingThatIsNotAloneInItsContainer() {
        put(LOCATION);
        put(new Location(ALICE.account(), LOCATION.container(), "other"));

        assertThatThrownBy(() -> store().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of()))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_REQUEST))
                .hasMessageContaining("whole containers");
        assertThat(acl(LOCATION, "X-Container-Read")).isEmpty();
    }

    @Test
    void readersAreTakenAwayAlsoIfItIsNotAloneInItsContainer() {
        put(LOCATION);
        store().share(ALICE, LOCATION, Set.of(BOB.account(), CAROL.account()), Set.of());
        put(new Location(ALICE.account(), LOCATION.container(), "other"));

        store().share(ALICE, LOCATION, Set.of(CAROL.account()), Set.of(BOB.account()));

        assertThat(store().stat(BOB, LOCATION)).isEmpty();
        assertThat(store().stat(CAROL, LOCATION)).isPresent();
    }

    @Test
    void readersWhoAreThereAlreadyMayStayIfItIsNotAloneInItsContainer() {
        put(LOCATION);
        store().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of());
        put(new Location(ALICE.account(), LOCATION.container(), "other"));

        store().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of());

        assertThat(store().stat(BOB, LOCATION)).isPresent();
    }

    @Test
    void whoMayReadMayDownload() throws IOException {
        put(LOCATION);
        store().share(ALICE, LOCATION, Set.of("*"), Set.of());

        try (StoredBytes bytes = store().open(CAROL, LOCATION, Optional.empty()).orElseThrow()) {
            assertThat(bytes.stream().readAllBytes()).asString().isEqualTo("hello");
            assertThat(bytes.length()).isEqualTo(5);
            assertThat(bytes.range()).isEmpty();
            assertThat(bytes.object().checksum()).isEqualTo(MD5_OF_HELLO);
        }
    }

    @Test
    void anothersAccountIsNotWrittenTo() {
        put(LOCATION);
        Location fresh = new Location(ALICE.account(), LOCATION.container(), "new");

        assertThat(kind(() -> upload(BOB, fresh))).hasValue(Fault.Kind.FORBIDDEN);
        assertThat(kind(() -> store().delete(BOB, LOCATION))).hasValue(Fault.Kind.FORBIDDEN);
        assertThat(store().stat(ALICE, LOCATION)).isPresent();
    }

    @Test
    void aTokenOfNobodysIsRefused() {
        put(LOCATION);
        Caller nobody = new Caller(ALICE.account(), "nobodys");

        assertThat(kind(() -> store().stat(nobody, LOCATION))).hasValue(Fault.Kind.UNAUTHORIZED);
        assertThat(kind(() -> store().open(nobody, LOCATION, Optional.empty()))).hasValue(Fault.Kind.UNAUTHORIZED);
        assertThat(kind(() -> store().delete(nobody, LOCATION))).hasValue(Fault.Kind.UNAUTHORIZED);
        assertThat(kind(() -> store().share(nobody, LOCATION, Set.of(BOB.account()), Set.of())))
                .hasValue(Fault.Kind.UNAUTHORIZED);
        assertThat(kind(() -> upload(nobody, LOCATION))).hasValue(Fault.Kind.UNAUTHORIZED);
    }

    @Test
    void namesAreKeptWhateverIsInThem() {
        Location strange = new Location(ALICE.account(), "@evil:1", "\\..%2f?x#y;z/*");
        put(strange);

        assertThat(store().stat(ALICE, strange)).isPresent();
        store().share(ALICE, strange, Set.of(BOB.account()), Set.of());
        assertThat(store().stat(BOB, strange)).isPresent();
    }

    @Test
    void whatCannotBeCalledThatIsNotThere() {
        Location longest = new Location(ALICE.account(), "c".repeat(256), "o".repeat(1024));

        assertThat(store().stat(ALICE, longest)).isEmpty();
    }
}
