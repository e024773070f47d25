package org.plankton.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.http.StreamingHttpClient.Download;
import org.plankton.registry.image.Fault;

class StreamingHttpClientTest {
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final OptionalLong UNKNOWN = OptionalLong.empty();

    private final StreamingHttpClient http = new StreamingHttpClient(BoundedHttpClientTest.ODD, IDLE, 2);

    @AfterEach
    void close() throws IOException {
        http.close();
    }

    /** Any number of bytes, all {@code x}; then the end, or what {@link #ended} throws. */
    private static class Source extends InputStream {
        private long left;

        Source(long bytes) {
            left = bytes;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("read by the buffer");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                ended();
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(buffer, offset, offset + count, (byte) 'x');
            left -= count;
            return count;
        }

        void ended() throws IOException {
            // in good order
        }
    }

    /** Ends by throwing that. */
    private static Source failing(long bytes, Throwable failure) {
        return new Source(bytes) {
            @Override
            void ended() throws IOException {
                StreamingHttpClientTest.<RuntimeException>sneak(failure);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    private static OptionalLong length(long length) {
        return length < 0 ? UNKNOWN : OptionalLong.of(length);
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    /** Everything behind the head until the connection ends, in whichever way. */
    private static String rest(Socket client) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            client.getInputStream().transferTo(rest);
        } catch (IOException e) {
            return rest.toString(StandardCharsets.US_ASCII); // reset
        }
        return rest.toString(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 100_000, 10_000_000})
    void sendsBytesOfAKnownNumberWithTheirLength(long count) throws IOException {
        try (OddServer odd = OddServer.answering(201, "made")) {
            Response response = http.send(new HttpPut(odd.url()), new Source(count), OptionalLong.of(count));

            assertThat(response.status()).isEqualTo(201);
            assertThat(new String(response.body(), StandardCharsets.US_ASCII)).isEqualTo("made");
            assertThat(odd.request()).contains("\r\nContent-Length: " + count + "\r\n");
            assertThat(odd.request()).doesNotContain("Transfer-Encoding");
        }
    }

    @Test
    void sendsBytesOfAnUnknownNumberInChunks() throws IOException {
        InputStream bytes = new SequenceInputStream(
                new ByteArrayInputStream("hello ".getBytes(StandardCharsets.US_ASCII)),
                new ByteArrayInputStream("you".getBytes(StandardCharsets.US_ASCII)));
        CompletableFuture<String> body = new CompletableFuture<>();
        try (OddServer odd = OddServer.beforeTheBody((client, closed) -> {
            String whole = "6\r\nhello \r\n3\r\nyou\r\n0\r\n\r\n";
            body.complete(new String(client.getInputStream().readNBytes(whole.length()), StandardCharsets.US_ASCII));
            write(client, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThat(http.send(new HttpPut(odd.url()), bytes, UNKNOWN).status())
                    .isEqualTo(201);
            assertThat(body).isCompletedWithValue("6\r\nhello \r\n3\r\nyou\r\n0\r\n\r\n");
            assertThat(odd.request()).contains("\r\nTransfer-Encoding: chunked\r\n");
            assertThat(odd.request()).doesNotContain("Content-Length");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, -1",
        "5, -1",
        "65536, -1",
        "65537, -1",
        "3000000, -1",
        "0, 10",
        "5, 10",
        "5, 5",
        "65536, 65536",
        "65537, 65537",
        "65536, 200000",
        "3000000, 3000000"
    })
    void aBodyWhoseSourceFailsNeverEnds(long count, long length) throws Exception {
        for (Throwable failure : new Throwable[] {
            new IOException("gone"), new Fault(Fault.Kind.STALE, "unwanted"), new StackOverflowError("of the test")
        }) {
            CompletableFuture<String> body = new CompletableFuture<>();
            try (OddServer odd = OddServer.beforeTheBody((client, closed) -> body.complete(rest(client)))) {
                assertThat(catchThrowable(
                                () -> http.send(new HttpPut(odd.url()), failing(count, failure), length(length))))
                        .isSameAs(failure);

                // Without so many bytes not even the head has to be sent.
                String arrived = count > 65_536 || odd.hasRequest() ? body.get(5, TimeUnit.SECONDS) : "";
                assertThat(arrived).doesNotContain("0\r\n\r\n");
                assertThat(arrived.chars().filter(one -> one == 'x').count())
                        .isLessThan(length < 0 ? count + 1 : length);
            }
        }
        try (OddServer odd = OddServer.answering(200, "")) {
            assertThat(http.send(new HttpPut(odd.url()), new Source(1), OptionalLong.of(1))
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 5", "0, 5", "6, 5", "100000, 5", "100000, 200000"})
    void aSourceOfAnotherLengthThanAnnouncedHasFailed(long count, long length) throws Exception {
        CompletableFuture<String> body = new CompletableFuture<>();
        try (OddServer odd = OddServer.beforeTheBody((client, closed) -> body.complete(rest(client)))) {
            assertThatThrownBy(() -> http.send(new HttpPut(odd.url()), new Source(count), length(length)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bytes instead of " + length);
            String arrived = odd.hasRequest() ? body.get(5, TimeUnit.SECONDS) : "";
            assertThat(arrived.chars().filter(one -> one == 'x').count()).isLessThan(length);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MAX_VALUE})
    void aServiceThatTakesNothingIsGivenUp(long length) throws IOException {
        try (OddServer odd = OddServer.beforeTheBody((client, closed) -> closed.await())) {
            assertUnavailable(
                    IDLE, () -> http.send(new HttpPut(odd.url()), new Source(Long.MAX_VALUE), length(length)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 4})
    void aServiceThatHasEverythingAndDoesNotAnswerIsGivenUp(long length) throws IOException {
        try (OddServer odd = OddServer.beforeTheBody((client, closed) -> closed.await())) {
            assertUnavailable(IDLE, () -> http.send(new HttpPut(odd.url()), new Source(4), length(length)));
        }
        try (OddServer odd = OddServer.trickling()) {
            assertUnavailable(IDLE, () -> http.send(new HttpPut(odd.url()), new Source(4), OptionalLong.of(4)));
        }
    }

    @Test
    void aSlowSourceIsWaitedFor() throws IOException {
        InputStream slow = new Source(1) {
            @Override
            void ended() throws IOException {
                try {
                    Thread.sleep(3 * IDLE.toMillis());
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
        try (OddServer odd = OddServer.answering(201, "")) {
            assertThat(http.send(new HttpPut(odd.url()), slow, OptionalLong.of(1))
                            .status())
                    .isEqualTo(201);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MAX_VALUE})
    void aRefusalThatComesBeforeEverythingIsSentIsTheAnswer(long length) throws IOException {
        try (OddServer odd = OddServer.beforeTheBody((client, closed) -> {
            client.getInputStream().readNBytes(100_000);
            write(client, "HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\nfull");
            closed.await();
        })) {
            Response response = http.send(new HttpPut(odd.url()), new Source(Long.MAX_VALUE), length(length));

            assertThat(response.status()).isEqualTo(413);
            assertThat(new String(response.body(), StandardCharsets.US_ASCII)).isEqualTo("full");
        }
    }

    /** Be it that it closes between a look for its answer and a write, which then fails. */
    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MAX_VALUE})
    void aRefusalBehindWhichTheServiceClosesIsTheAnswer(long length) throws IOException {
        AtomicInteger round = new AtomicInteger();
        try (OddServer odd = OddServer.beforeTheBody((client, closed) -> {
            client.getInputStream().readNBytes(100_000 + 1_000 * round.incrementAndGet());
            write(client, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        })) {
            for (int i = 0; i < 50; i++) {
                assertThat(http.send(new HttpPut(odd.url()), new Source(Long.MAX_VALUE), length(length))
                                .status())
                        .isEqualTo(413);
            }
        }
    }

    @Test
    void nothingIsStoredThatWasNotSent() throws IOException {
        CompletableFuture<String> body = new CompletableFuture<>();
        try (OddServer odd = OddServer.beforeTheBody((client, closed) -> {
            write(client, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
            body.complete(rest(client));
        })) {
            assertUnavailable(
                    Duration.ZERO, () -> http.send(new HttpPut(odd.url()), new Source(Long.MAX_VALUE), UNKNOWN));
            assertThat(body.join()).doesNotContain("0\r\n\r\n");
        }
    }

    @Test
    void aServiceThatIsNotThereOrHangsUpIsUnavailable() throws IOException {
        try (OddServer odd = OddServer.hangingUp()) {
            assertUnavailable(Duration.ZERO, () -> http.open(new HttpGet(odd.url())));
            assertUnavailable(Duration.ZERO, () -> http.send(new HttpPut(odd.url()), new Source(9), UNKNOWN));
        }
        OddServer gone = OddServer.answering(200, "");
        gone.close();
        assertUnavailable(Duration.ZERO, () -> http.open(new HttpGet(gone.url())));
        assertUnavailable(Duration.ZERO, () -> http.send(new HttpPut(gone.url()), new Source(9), UNKNOWN));
    }

    @Test
    void fetchesStatusHeadersAndBytes() throws IOException {
        try (OddServer odd = OddServer.answering(206, "hello");
                Download download = http.open(new HttpGet(odd.url()))) {
            assertThat(download.head().status()).isEqualTo(206);
            assertThat(download.head().header("content-length")).hasValue("5");
            assertThat(download.body()).hasContent("hello");
        }
    }

    @Test
    void aBodyMayTrickleInForAsLongAsItLikes() throws IOException {
        try (OddServer odd = OddServer.trickling();
                Download download = http.open(new HttpGet(odd.url()))) {
            assertThat(download.body().readNBytes((int) (3 * IDLE.toMillis() / 50)))
                    .containsOnly(' ');
        }
    }

    @Test
    void aHeadMayNot() throws IOException {
        try (OddServer odd = new OddServer((client, closed) -> {
            write(client, "HTTP/1.1 200 OK\r\nX-Long: ");
            while (!closed.await(50, TimeUnit.MILLISECONDS)) {
                write(client, "x");
            }
        })) {
            assertUnavailable(Duration.ofSeconds(3).plus(IDLE), () -> http.open(new HttpGet(odd.url())));
        }
    }

    @Test
    void aServiceThatFallsSilentIsGivenUp() throws IOException {
        try (OddServer odd = new OddServer((client, closed) -> closed.await())) {
            assertUnavailable(IDLE, () -> http.open(new HttpGet(odd.url())));
        }
        try (OddServer odd = new OddServer((client, closed) -> {
                    write(client, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
                    closed.await();
                });
                Download download = http.open(new HttpGet(odd.url()))) {
            assertThat(download.body().readNBytes(3)).asString().isEqualTo("abc");
            assertThatThrownBy(() -> download.body().read()).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"})
    void aBodyThatEndsTooEarlyIsAFailure(String response) throws IOException {
        try (OddServer odd = new OddServer((client, closed) -> write(client, "HTTP/1.1 200 OK\r\n" + response));
                Download download = http.open(new HttpGet(odd.url()))) {
            assertThatThrownBy(() -> download.body().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closingBeforeTheEndCutsTheConnection() throws Exception {
        CompletableFuture<Long> written = new CompletableFuture<>();
        try (OddServer odd = new OddServer((client, closed) -> {
            write(client, "HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n");
            long count = 0;
            try {
                for (byte[] some = new byte[1 << 16]; ; count += some.length) {
                    client.getOutputStream().write(some);
                }
            } catch (IOException e) {
                written.complete(count);
            }
        })) {
            try (Download download = http.open(new HttpGet(odd.url()))) {
                assertThat(download.body().readNBytes(10)).hasSize(10);
                assertThat(written).isNotDone();
            }
            assertThat(written.get(5, TimeUnit.SECONDS)).isLessThan(100_000_000L);
        }
    }

    @Test
    void oneTransferTooManyWaitsForAnotherToEnd() throws Exception {
        try (OddServer odd = OddServer.trickling();
                Download first = http.open(new HttpGet(odd.url()))) {
            Download second = http.open(new HttpGet(odd.url()));
            assertThatThrownBy(() -> http.send(new HttpPut(odd.url()), new Source(9), UNKNOWN))
                    .isInstanceOfSatisfying(Fault.class, fault -> {
                        assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
                        assertThat(fault).hasMessage("there are too many transfers with the odd service; try again");
                    });
            CompletableFuture<Download> third = CompletableFuture.supplyAsync(() -> http.open(new HttpGet(odd.url())));
            assertThat(third).isNotDone();

            second.body().close();
            third.get(5, TimeUnit.SECONDS).close();
            assertThat(first.body().read()).isEqualTo(' ');
        }
    }

    /** @param atLeast how long that takes */
    private static void assertUnavailable(Duration atLeast, ThrowingCallable transfer) {
        long start = System.nanoTime();
        assertThatThrownBy(transfer).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
            assertThat(fault).hasMessage("the odd service does not answer; try again");
        });
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(atLeast, atLeast.plusMillis(1500));
    }
}
