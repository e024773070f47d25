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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plankton.http.Probe;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;

/** What Swift does beside what every object store does; the same of Swift itself and of its stand-in. */
abstract class SwiftContract extends ObjectStoreContract {
    static final String MD5_OF_HELLO = "5d41402abc4b2a76b9719d911017c592";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** {@code …/v1} */
    abstract String url();

    /** Whom this Swift knows as that caller. */
    abstract Caller known(Caller caller);

    @Test
    void isKnownByItsRefusalOfWhoBringsNoToken() throws IOException {
        try (Probe probe = SwiftObjectStore.probe(url(), Duration.ofSeconds(10), "AUTH_")) {
            assertThat(probe.answers()).isTrue();
        }
    }

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
    void anObjectInStaticSegmentsHasNoMd5Either() {
        putStatic(LOCATION, segment("parts", "1"));

        StoredObject object = store().stat(ALICE, LOCATION).orElseThrow();
        assertThat(object.size()).isEqualTo(5);
        assertThat(object.md5()).isEmpty();
        assertThat(object.checksum()).matches("[0-9a-f]{32}").isNotEqualTo(MD5_OF_HELLO);
    }

    private static Location segment(String container, String name) {
        return new Location(ALICE.account(), container, name);
    }

    /** Each of five bytes, {@code hello}, as the segments are. */
    private void putDynamic(Location manifest, String segments, Location... all) {
        for (Location segment : all) {
            put(segment);
        }
        tell("PUT", container(manifest), "");
        tell("PUT", manifest, "", "X-Object-Manifest", segments);
    }

    private void putStatic(Location manifest, Location... all) {
        for (Location segment : all) {
            put(segment);
        }
        tell("PUT", container(manifest), "");
        assertThat(putManifest(manifest, all)).isEqualTo(201);
    }

    private int putManifest(Location manifest, Location... all) {
        String json = Arrays.stream(all)
                .map(segment -> "{\"path\": \"/" + segment.container() + "/" + segment.object() + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        return ask("PUT", manifest, "?multipart-manifest=put", json, new String[0])
                .statusCode();
    }

    /** Empty if there is nothing that the caller may read. */
    private Optional<String> read(Caller caller, Location location) {
        try (StoredBytes bytes =
                store().open(caller, location, Optional.empty()).orElse(null)) {
            return bytes == null
                    ? Optional.empty()
                    : Optional.of(new String(bytes.stream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty(); // cut off where the segment is that may not be read
        }
    }

    private void assertReaders(Location container, Caller... readers) {
        String entries = Arrays.stream(readers)
                .map(reader -> known(reader).account() + ":*")
                .collect(Collectors.joining(","));
        assertThat(acl(container, "X-Container-Read").orElse(""))
                .as(container.container())
                .isEqualTo(entries);
    }

    private void share(Location location, Set<Caller> readers, Set<Caller> former) {
        sharing()
                .share(
                        ALICE,
                        location,
                        readers.stream().map(Caller::account).collect(Collectors.toSet()),
                        former.stream().map(Caller::account).collect(Collectors.toSet()),
                        any -> {});
    }

    /** As Glance uploads what is large. */
    @Test
    void aManifestIsSharedWithItsSegmentsBesideIt() {
        Location manifest = segment("large", "id");
        putDynamic(manifest, "large/id-", segment("large", "id-00001"), segment("large", "id-00002"));
        assertThat(read(ALICE, manifest)).hasValue("hellohello");
        assertThat(store().stat(BOB, manifest)).isEmpty();

        share(manifest, Set.of(BOB), Set.of());
        assertThat(store().stat(BOB, manifest)).isEqualTo(store().stat(ALICE, manifest));
        assertThat(read(BOB, manifest)).hasValue("hellohello");
        assertThat(read(CAROL, manifest)).isEmpty();

        share(manifest, Set.of(), Set.of(BOB));
        assertReaders(manifest);
        assertThat(read(BOB, manifest)).isEmpty();
    }

    /** As Swift's own client uploads it. */
    @Test
    void aManifestIsSharedWithItsSegmentsElsewhere() {
        Location manifest = segment("im ages", "a b/ü%");
        Location parts = segment("ü %41", "a b/ü%/1699999999.0/10/5/00000000");
        putDynamic(
                manifest,
                "%C3%BC%20%2541/a%20b/%C3%BC%25/1699999999.0/10/5/",
                parts,
                segment("ü %41", "a b/ü%/1699999999.0/10/5/00000001"));

        share(manifest, Set.of(BOB, CAROL), Set.of());
        assertThat(read(BOB, manifest)).hasValue("hellohello");
        assertThat(read(CAROL, manifest)).hasValue("hellohello");

        share(manifest, Set.of(CAROL), Set.of(BOB));
        assertReaders(manifest, CAROL);
        assertReaders(parts, CAROL);
        assertThat(store().stat(BOB, parts)).isEmpty();
        assertThat(read(CAROL, manifest)).hasValue("hellohello");
    }

    @Test
    void aStaticManifestIsSharedWithItsSegmentsWhereverTheyAre() {
        Location manifest = segment("images", "large");
        putStatic(
                manifest,
                segment("parts", "1"),
                segment("ü %41", "a b/2"),
                segment("parts", "3"),
                segment("images", "4"));
        assertThat(read(ALICE, manifest)).hasValue("hellohellohellohello");

        share(manifest, Set.of(BOB), Set.of());
        assertThat(read(BOB, manifest)).hasValue("hellohellohellohello");
        share(manifest, Set.of(BOB), Set.of());

        share(manifest, Set.of(), Set.of(BOB));
        for (Location some : List.of(manifest, segment("parts", "1"), segment("ü %41", "a b/2"))) {
            assertReaders(some);
        }
    }

    @Test
    void everyoneReadsTheSegmentsOfWhatEveryoneReads() {
        putStatic(LOCATION, segment("parts", "1"));

        sharing().share(ALICE, LOCATION, Set.of("*"), Set.of(), any -> {});
        assertThat(read(CAROL, LOCATION)).hasValue("hello");

        sharing().share(ALICE, LOCATION, Set.of(), Set.of("*"), any -> {});
        assertThat(read(CAROL, LOCATION)).isEmpty();
        assertThat(store().stat(CAROL, segment("parts", "1"))).isEmpty();
    }

    /** The reason that segments are looked after: Swift reads them with the reader's own rights. */
    @Test
    void whoMayReadTheManifestAloneReadsNothing() {
        putDynamic(LOCATION, "parts/1", segment("parts", "1"));
        Location fixed = segment("fixed", "large");
        putStatic(fixed, segment("parts", "1"));
        for (Location manifest : List.of(LOCATION, fixed)) {
            tell("POST", container(manifest), "", "X-Container-Read", known(BOB).account() + ":*");
        }

        assertThat(store().stat(BOB, LOCATION)).isEmpty();
        assertThat(read(BOB, LOCATION)).isEmpty();
        assertThat(store().stat(BOB, fixed)).isPresent();
        assertThat(read(BOB, fixed)).isEmpty();
    }

    @Test
    void segmentsThatAreNotAloneAreNotShared() {
        putDynamic(LOCATION, "parts/a/", segment("parts", "a/1"), segment("parts", "b/1"));
        Location fixed = segment("fixed", "large");
        putStatic(fixed, segment("parts", "a/1"));
        Location beside = segment("beside", "id");
        putDynamic(beside, "beside/id-", segment("beside", "id-1"), segment("beside", "other"));

        for (Location manifest : List.of(LOCATION, fixed, beside)) {
            assertThatThrownBy(() -> share(manifest, Set.of(BOB), Set.of()))
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_REQUEST))
                    .hasMessageContaining(
                            manifest.equals(beside) ? "move it to" : "segments in a container of its own");
            assertReaders(manifest);
        }
        assertReaders(segment("parts", ""));
    }

    @Test
    void readersAreTakenAwayFromSegmentsAlsoIfTheyAreNotAlone() {
        putDynamic(LOCATION, "parts/a/", segment("parts", "a/1"));
        share(LOCATION, Set.of(BOB, CAROL), Set.of());
        put(segment("parts", "b/1"));

        share(LOCATION, Set.of(CAROL), Set.of(BOB));

        assertReaders(segment("parts", ""), CAROL);
        assertReaders(LOCATION, CAROL);
    }

    @Test
    void whereSegmentsWereNobodyReadsOnAfterAnotherFileIsPutThere() {
        putStatic(LOCATION, segment("parts", "1"));
        share(LOCATION, Set.of(BOB, CAROL), Set.of());
        tell("PUT", LOCATION, "another", "Content-Type", "text/plain");

        share(LOCATION, Set.of(CAROL), Set.of(BOB));

        assertReaders(segment("parts", ""));
        assertReaders(LOCATION, CAROL);
        assertThat(acl(LOCATION, "X-Container-Meta-Plankton-Segments")).isEmpty();
    }

    @Test
    void whereSegmentsWereOneIsShutOutAlsoWithoutTheManifest() {
        putDynamic(LOCATION, "parts/1", segment("parts", "1"));
        share(LOCATION, Set.of(BOB, CAROL), Set.of());
        tell("DELETE", LOCATION, "");

        assertThat(kind(() -> share(LOCATION, Set.of(CAROL), Set.of(BOB)))).hasValue(Fault.Kind.NO_OBJECT);

        assertReaders(segment("parts", ""), CAROL);
        assertReaders(LOCATION, CAROL);
    }

    @Test
    void segmentsThatAreGoneAreNotSharedAndTakeNobodyIn() {
        putStatic(LOCATION, segment("parts", "1"));
        share(LOCATION, Set.of(BOB), Set.of());
        tell("DELETE", segment("parts", "1"), "");
        tell("DELETE", segment("parts", ""), "");

        assertThat(read(ALICE, LOCATION)).isEmpty();
        assertThat(kind(() -> share(LOCATION, Set.of(BOB, CAROL), Set.of()))).hasValue(Fault.Kind.NO_OBJECT);
        share(LOCATION, Set.of(), Set.of(BOB));
        assertReaders(LOCATION);
    }

    @Test
    void segmentsOfSegmentsAreNotShared() {
        Location inner = segment("inner", "large");
        putStatic(inner, segment("parts", "1"));
        tell("PUT", container(LOCATION), "");
        assertThat(putManifest(LOCATION, inner)).isEqualTo(201);
        assertThat(read(ALICE, LOCATION)).hasValue("hello");

        assertThat(kind(() -> share(LOCATION, Set.of(BOB), Set.of()))).hasValue(Fault.Kind.BAD_REQUEST);
        share(LOCATION, Set.of(), Set.of(BOB));
        assertReaders(LOCATION);
    }

    @Test
    void segmentsInMoreContainersThanCanBeNotedAreNotShared() {
        Location[] all = Stream.of("a", "b", "c")
                .map(letter -> segment(letter.repeat(100), "1"))
                .toArray(Location[]::new);
        putStatic(LOCATION, all);

        assertThatThrownBy(() -> share(LOCATION, Set.of(BOB), Set.of())).hasMessageContaining("too many containers");

        assertReaders(LOCATION);
        assertReaders(all[0]);
    }

    @Test
    void manySegmentsAreAllLookedThrough() {
        Location[] all = IntStream.range(0, 160)
                .mapToObj(number -> segment("parts", String.format("a/%05d", number)))
                .toArray(Location[]::new);
        putDynamic(LOCATION, "parts/a/", all);

        share(LOCATION, Set.of(BOB), Set.of());
        put(segment("parts", "z"));

        assertReaders(segment("parts", ""), BOB);
        assertThat(kind(() -> share(LOCATION, Set.of(BOB, CAROL), Set.of()))).hasValue(Fault.Kind.BAD_REQUEST);
    }

    @Test
    void aRangeOfAManifestIsGivenAcrossItsSegments() throws IOException {
        putStatic(LOCATION, segment("parts", "p1"), segment("parts", "p2"));
        Location dynamic = segment("dynamic", "large");
        putDynamic(dynamic, "parts/p");

        for (Location manifest : List.of(LOCATION, dynamic)) {
            try (StoredBytes bytes = store().open(ALICE, manifest, Optional.of(new ByteRange(3, 6)))
                    .orElseThrow()) {
                assertThat(bytes.stream().readAllBytes()).asString().isEqualTo("lohe");
                assertThat(bytes.object().size()).isEqualTo(10);
            }
        }
    }

    @Test
    void onlyAbsenceIsAConditionAndManifestsHaveAForm() {
        put(LOCATION);
        String type = "Content-Type";

        assertThat(ask("PUT", LOCATION, "x", type, "a/b", "If-None-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(ask("PUT", LOCATION, "x", type, "a/b", "If-None-Match", MD5_OF_HELLO)
                        .statusCode())
                .isEqualTo(400);
        for (String manifest : List.of("parts", "parts/", "/parts", "parts//a", "parts/a?b", "parts/a&b")) {
            assertThat(ask("PUT", LOCATION, "", "X-Object-Manifest", manifest).statusCode())
                    .as(manifest)
                    .isEqualTo(400);
        }
        assertThat(ask("PUT", LOCATION, "x", "ETag", MD5_OF_HELLO).statusCode()).isEqualTo(422);
        assertThat(ask("PUT", LOCATION, "x", "X-Object-Meta-Long", "x".repeat(257))
                        .statusCode())
                .isEqualTo(400);
        assertThat(ask("POST", container(LOCATION), "", "X-Container-Meta-Long", "x".repeat(257))
                        .statusCode())
                .isEqualTo(400);
        assertThat(ask("PUT", new Location(ALICE.account(), "c".repeat(257), ""), "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(ask("PUT", new Location(ALICE.account(), LOCATION.container(), "o".repeat(1025)), "x")
                        .statusCode())
                .isEqualTo(400);
        assertThat(ask("PUT", segment("nosuch", "x"), "x").statusCode()).isEqualTo(404);
        assertThat(store().stat(ALICE, LOCATION).orElseThrow().checksum()).isEqualTo(MD5_OF_HELLO);
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

        sharing().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(), any -> {});
        assertThat(acl(LOCATION, "X-Container-Read")).hasValue(known(BOB).account() + ":*");

        sharing().share(ALICE, LOCATION, Set.of("*"), Set.of(BOB.account()), any -> {});
        assertThat(acl(LOCATION, "X-Container-Read")).hasValue("*:*");

        sharing().share(ALICE, LOCATION, Set.of(), Set.of("*"), any -> {});
        assertThat(acl(LOCATION, "X-Container-Read")).isEmpty();
    }

    @Test
    void whatOthersHaveWrittenIntoTheAclsStays() {
        put(LOCATION);
        String friend = known(CAROL).account() + ":friend";
        String foreign = friend + ",.r:.example.org,.rlistings,reader";
        tell("POST", container(LOCATION), "", "X-Container-Read", foreign, "X-Container-Write", friend);

        sharing().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(), any -> {});
        assertThat(acl(LOCATION, "X-Container-Read"))
                .hasValue(foreign + "," + known(BOB).account() + ":*");
        sharing().share(ALICE, LOCATION, Set.of(), Set.of(BOB.account(), CAROL.account()), any -> {});

        assertThat(acl(LOCATION, "X-Container-Read")).hasValue(foreign);
        assertThat(acl(LOCATION, "X-Container-Write")).hasValue(friend);
    }

    @Test
    void sharesNothingThatIsNotAloneInItsContainer() {
        put(LOCATION);
        put(new Location(ALICE.account(), LOCATION.container(), "other"));

        assertThatThrownBy(() -> sharing().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(), any -> {}))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_REQUEST))
                .hasMessageContaining("whole containers");
        assertThat(acl(LOCATION, "X-Container-Read")).isEmpty();
    }

    @Test
    void readersAreTakenAwayAlsoIfItIsNotAloneInItsContainer() {
        put(LOCATION);
        sharing().share(ALICE, LOCATION, Set.of(BOB.account(), CAROL.account()), Set.of(), any -> {});
        put(new Location(ALICE.account(), LOCATION.container(), "other"));

        sharing().share(ALICE, LOCATION, Set.of(CAROL.account()), Set.of(BOB.account()), any -> {});

        assertThat(store().stat(BOB, LOCATION)).isEmpty();
        assertThat(store().stat(CAROL, LOCATION)).isPresent();
    }

    @Test
    void readersWhoAreThereAlreadyMayStayIfItIsNotAloneInItsContainer() {
        put(LOCATION);
        sharing().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(), any -> {});
        put(new Location(ALICE.account(), LOCATION.container(), "other"));

        sharing().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(), any -> {});

        assertThat(store().stat(BOB, LOCATION)).isPresent();
    }

    @Test
    void whoMayReadMayDownload() throws IOException {
        put(LOCATION);
        sharing().share(ALICE, LOCATION, Set.of("*"), Set.of(), any -> {});

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
        assertThat(kind(() -> sharing().share(nobody, LOCATION, Set.of(BOB.account()), Set.of(), any -> {})))
                .hasValue(Fault.Kind.UNAUTHORIZED);
        assertThat(kind(() -> upload(nobody, LOCATION))).hasValue(Fault.Kind.UNAUTHORIZED);
    }

    @Test
    void namesAreKeptWhateverIsInThem() {
        Location strange = new Location(ALICE.account(), "@evil:1", "\\..%2f?x#y;z/*");
        put(strange);

        assertThat(store().stat(ALICE, strange)).isPresent();
        sharing().share(ALICE, strange, Set.of(BOB.account()), Set.of(), any -> {});
        assertThat(store().stat(BOB, strange)).isPresent();
    }

    @Test
    void whatCannotBeCalledThatIsNotThere() {
        Location longest = new Location(ALICE.account(), "c".repeat(256), "o".repeat(1024));

        assertThat(store().stat(ALICE, longest)).isEmpty();
    }
}
