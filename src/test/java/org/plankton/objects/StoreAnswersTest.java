package org.plankton.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.objects.ObjectStoreContract.kind;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.http.OddServer;
import org.plankton.http.RemoteService;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.turns.Turns;
import org.plankton.testing.LogLines;

/** What no object store can mean is a fault of the store's, and is never an image's. */
class StoreAnswersTest {
    private static final Caller ALICE = new Caller("alice", "Xyzzy-token");
    private static final Location LOCATION = new Location("alice", "private", "private");
    private static final String MD5 = "5d41402abc4b2a76b9719d911017c592";
    private static final String HASH = "d300dfc44ba534c37771d407bae5af809fe922106cad019de09cce4199c78ea9";
    private static final String UUID = "c00809b7-dea9-408b-a44a-ae15c14acb84";
    private static final String LENGTH = "Content-Length: 5\r\n";

    private interface Work {
        void on(ObjectStore store) throws IOException;
    }

    private static void withPithos(String answer, Work work) throws IOException {
        try (OddServer odd = saying(answer);
                PithosObjectStore store = new PithosObjectStore(
                        odd.url() + "/v1", Duration.ofSeconds(2), "images", Duration.ofSeconds(2), 4, new Turns(4))) {
            work.on(store);
        }
    }

    private static void withSwift(String answer, Work work) throws IOException {
        try (OddServer odd = saying(answer);
                SwiftObjectStore store = new SwiftObjectStore(
                        odd.url() + "/v1",
                        Duration.ofSeconds(2),
                        "AUTH_",
                        "images",
                        Duration.ofSeconds(2),
                        4,
                        new Turns(4))) {
            work.on(store);
        }
    }

    private static OddServer saying(String answer) throws IOException {
        return new OddServer((client, closed) -> client.getOutputStream()
                .write(("HTTP/1.1 " + answer + "\r\nConnection: close\r\n\r\nhello")
                        .getBytes(StandardCharsets.US_ASCII)));
    }

    /** HEAD and GET, and one line in the log for each, with the address and nothing of the caller's. */
    private static void assertUnreliable(ObjectStore store) {
        try (LogLines lines = LogLines.of(RemoteService.class)) {
            assertThat(kind(() -> store.stat(ALICE, LOCATION))).hasValue(Fault.Kind.UNAVAILABLE);
            assertThat(kind(() -> store.open(ALICE, LOCATION, Optional.empty())))
                    .hasValue(Fault.Kind.UNAVAILABLE);

            assertThat(lines.ofThisThread())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .matches("the object store at http://127\\.0\\.0\\.1:\\d+/v1"
                                    + " \\(plankton\\.store\\.url\\) .*")
                            .doesNotContain("private", "Xyzzy"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-5",
                "-0",
                "five",
                "+5",
                "5.0",
                "5e0",
                "0x5",
                "5, 6",
                "5 6",
                "1000000000000000000",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551621",
                ""
            })
    void noSizeThatNoObjectCanHave(String length) throws IOException {
        String head = "200 OK\r\nContent-Length: " + length + "\r\n";
        withPithos(head + "X-Object-Hash: " + HASH, StoreAnswersTest::assertUnreliable);
        withSwift(head + "Etag: " + MD5, StoreAnswersTest::assertUnreliable);
    }

    @Test
    void noSizeAtAllAndNotTwo() throws IOException {
        for (String length : new String[] {
            "", "Transfer-Encoding: chunked\r\n", LENGTH + "Content-Length: 6\r\n", LENGTH + "content-length: -5\r\n"
        }) {
            withPithos("200 OK\r\n" + length + "X-Object-Hash: " + HASH, StoreAnswersTest::assertUnreliable);
            withSwift("200 OK\r\n" + length + "Etag: " + MD5, StoreAnswersTest::assertUnreliable);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Object-Hash: ",
                "X-Object-Hash: " + MD5,
                "X-Object-Hash: " + HASH + "00",
                "X-Object-Hash: z" + HASH,
                "X-Object-Hash: nonsense\r\nETag: " + HASH,
                "X-Object-Hash: " + HASH
                        + "\r\nX-Object-Hash: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "ETag: ",
                "ETag: W/\"" + HASH + "\"",
                "ETag: 5d41402abc4b2a76",
                "Last-Modified: Mon, 23 Nov 2026 10:02:01 GMT",
                "X-Object-Hash: " + HASH + "\r\nX-Object-UUID: ",
                "X-Object-Hash: " + HASH + "\r\nX-Object-UUID: none",
                "X-Object-Hash: " + HASH + "\r\nX-Object-UUID: 1-2-3-4-5",
                "X-Object-Hash: " + HASH + "\r\nX-Object-UUID: " + UUID + "\r\nX-Object-UUID: d" + UUID
            })
    void noHashAndNoUuidThatPithosCannotMean(String header) throws IOException {
        withPithos("200 OK\r\n" + LENGTH + header, StoreAnswersTest::assertUnreliable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5d41402abc4b2a76", HASH, "W/\"" + MD5 + "\"", "\"5d41402abc4b2a76\"", MD5 + "-2"})
    void noHashThatSwiftCannotMean(String tag) throws IOException {
        withSwift("200 OK\r\n" + LENGTH + "Etag: " + tag, StoreAnswersTest::assertUnreliable);
    }

    /**
     * Pithos gives its manifests the hash of what is in themselves, which is nothing: so it is not that of any image.
     */
    @Test
    void noManifestOfPithos() throws IOException {
        withPithos(
                "200 OK\r\n" + LENGTH + "X-Object-Manifest: images/part\r\nX-Object-Hash: " + HASH
                        + "\r\nX-Object-UUID: " + UUID,
                store -> {
                    assertThat(kind(() -> store.stat(ALICE, LOCATION))).hasValue(Fault.Kind.BAD_REQUEST);
                    assertThat(kind(() -> store.open(ALICE, LOCATION, Optional.empty())))
                            .isEmpty();
                });
    }

    @Test
    void whatTheyMeanIsTakenHoweverItIsWritten() throws IOException {
        StoredObject object = new StoredObject(Optional.of(UUID), 5, HASH, Optional.empty());
        for (String head : new String[] {
            "x-object-hash: " + HASH.toUpperCase(Locale.ROOT)
                    + "\r\nX-OBJECT-UUID: C00809B7-dea9-408b-a44a-ae15c14acb84",
            "X-Object-UUID: " + UUID + "\r\nETag: \"" + HASH + "\"",
            LENGTH + "X-Object-Hash: " + HASH + "\r\nX-Object-Hash: " + HASH + "\r\nX-Object-UUID: " + UUID
        }) {
            withPithos(
                    "200 OK\r\n" + LENGTH + head,
                    store -> assertThat(store.stat(ALICE, LOCATION)).hasValue(object));
        }
        withPithos(
                "200 OK\r\n" + LENGTH + "ETag: " + MD5,
                store -> assertThat(store.stat(ALICE, LOCATION))
                        .hasValue(new StoredObject(Optional.empty(), 5, MD5, Optional.empty())));
        withSwift(
                "200 OK\r\nContent-Length: 0\r\nEtag: \"" + MD5 + "\"",
                store -> assertThat(store.stat(ALICE, LOCATION))
                        .hasValue(new StoredObject(Optional.empty(), 0, MD5, Optional.of(MD5))));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void noPartThatWasNotAskedForOrContradictsItself(String head) throws IOException {
        Work work = store -> {
            try (LogLines lines = LogLines.of(RemoteService.class)) {
                assertThat(kind(() -> store.open(ALICE, LOCATION, Optional.of(new ByteRange(2, 6)))))
                        .hasValue(Fault.Kind.UNAVAILABLE);
                assertThat(lines.ofThisThread()).singleElement().asString().contains("/v1 (plankton.store.url)");
            }
        };
        withPithos("206 Partial Content\r\nX-Object-Hash: " + HASH + "\r\n" + head, work);
        withSwift("206 Partial Content\r\nEtag: " + MD5 + "\r\n" + head, work);
    }

    static Stream<String> parts() {
        String range = "Content-Range: bytes ";
        return Stream.of(
                LENGTH,
                LENGTH + range + "2-6/*",
                LENGTH + range + "2-6",
                LENGTH + range + "*/9",
                LENGTH + range + "6-2/9",
                LENGTH + range + "2-6/6",
                LENGTH + range + "2-6/-9",
                LENGTH + range + "-2-6/9",
                LENGTH + range + "1-5/9",
                LENGTH + range + "3-7/9",
                LENGTH + range + "2-6/99999999999999999999",
                LENGTH + range + "2-6/9\r\n" + range + "2-6/10",
                "Content-Length: 4\r\n" + range + "2-5/9",
                "Content-Length: 4\r\n" + range + "2-6/9",
                "Content-Length: 7\r\n" + range + "2-8/9",
                LENGTH + "Content-Type: multipart/byteranges; boundary=x\r\n");
    }

    @ParameterizedTest
    @CsvSource({"5, 2-6/9", "5, 2-6/7", "2, 2-3/4"})
    void aPartIsTakenThatIsWhatThereIsOfIt(int length, String range) throws IOException {
        String head = "\r\nContent-Length: " + length + "\r\nContent-Range: bytes " + range;
        withSwift("206 Partial Content\r\nEtag: " + MD5 + head, store -> {
            try (StoredBytes bytes = store.open(ALICE, LOCATION, Optional.of(new ByteRange(2, 6)))
                    .orElseThrow()) {
                assertThat(bytes.length()).isEqualTo(length);
            }
        });
    }

    @Test
    void aPartThatNobodyAskedForIsNone() throws IOException {
        withPithos(
                "206 Partial Content\r\nContent-Range: bytes 0-4/5\r\n" + LENGTH + "X-Object-Hash: " + HASH,
                StoreAnswersTest::assertUnreliableWithoutHead);
    }

    private static void assertUnreliableWithoutHead(ObjectStore store) {
        assertThat(kind(() -> store.open(ALICE, LOCATION, Optional.empty()))).hasValue(Fault.Kind.UNAVAILABLE);
    }

    /** As of a web server, a proxy, or another service that is asked instead. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "405 Method Not Allowed\r\nAllow: GET",
                "301 Moved\r\nLocation: https://elsewhere.example.org/private",
                "302 Found\r\nLocation: /login?private",
                "204 No Content",
                "300 Multiple Choices",
                "501 Not Implemented",
                "502 Bad Gateway",
                "200 OK\r\nContent-Type: text/html\r\nContent-Length: 5"
            })
    void aWrongAddressIsNamed(String answer) throws IOException {
        withPithos(answer, StoreAnswersTest::assertUnreliable);
        withSwift(answer, StoreAnswersTest::assertUnreliable);
    }

    @ParameterizedTest
    @CsvSource({"404", "403"})
    void aPageThatIsNoObjectStoresIsNamedAndNothingIsThere(int status) throws IOException {
        String head = status + " No\r\nContent-Length: 5\r\nContent-Type: ";
        for (String others : new String[] {"text/html", "text/html; charset=UTF-8"}) {
            withPithos(head + others, store -> assertNothingThere(store, 2));
            withSwift(head + others, store -> assertNothingThere(store, 2));
        }
        withPithos(head + "application/json; charset=UTF-8", store -> assertNothingThere(store, 0));
        withSwift(head + "text/html; charset=UTF-8\r\nX-Trans-Id: tx1", store -> assertNothingThere(store, 0));
    }

    private static void assertNothingThere(ObjectStore store, int count) {
        try (LogLines lines = LogLines.of(RemoteService.class)) {
            assertThat(store.stat(ALICE, LOCATION)).isEmpty();
            assertThat(store.open(ALICE, LOCATION, Optional.empty())).isEmpty();
            assertThat(lines.ofThisThread())
                    .hasSize(count)
                    .allSatisfy(line -> assertThat(line)
                            .contains("127.0.0.1:", "/v1 (plankton.store.url) answered 40", "is its address right?")
                            .doesNotContain("private", "Xyzzy"));
        }
    }
}
