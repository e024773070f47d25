package org.plankton.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.Fault;
import org.plankton.testing.Together;

class BoundedHttpClientTest {
    static final RemoteService ODD = new RemoteService("the odd service", "odd.url", "http://odd.example.org/v1");

    private static final Duration DEADLINE = Duration.ofMillis(700);

    private final BoundedHttpClient http = new BoundedHttpClient(ODD, DEADLINE);

    @AfterEach
    void close() throws IOException {
        http.close();
    }

    @Test
    void answersWithStatusHeadersAndBody() throws IOException {
        try (OddServer odd = OddServer.answering(418, "tea")) {
            Response response = http.exchange(new HttpGet(odd.url()));

            assertThat(response.status()).isEqualTo(418);
            assertThat(response.header("content-length")).hasValue("3");
            assertThat(response.header("X-None")).isEmpty();
            assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("tea");
        }
    }

    @Test
    void anAnswerThatTricklesInIsCutOffAtTheDeadline() throws IOException {
        try (OddServer odd = OddServer.trickling()) {
            assertUnavailableInTime(odd);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void anExchangeCanBeGivenLessTime(int millis) throws IOException {
        try (OddServer odd = OddServer.trickling()) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> http.exchange(new HttpGet(odd.url()), Duration.ofMillis(millis)))
                    .isInstanceOf(Fault.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
        }
    }

    @Test
    void aServiceThatSaysNothingIsGivenUpAtTheDeadline() throws IOException {
        try (OddServer odd = new OddServer((client, closed) -> closed.await())) {
            assertUnavailableInTime(odd);
        }
    }

    /** More than there are connections: some wait for one, which is a part of their time. */
    @Test
    void aConnectionIsWaitedForWithinTheDeadline() throws Exception {
        try (OddServer odd = new OddServer((client, closed) -> closed.await())) {
            Together.run(100, number -> {
                assertUnavailableInTime(odd);
                return null;
            });
        }
    }

    @Test
    void aServiceThatHangsUpIsAskedOnceMoreAndNotOftener() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (OddServer odd = new OddServer((client, closed) -> asked.incrementAndGet())) {
            assertUnavailableInTime(odd);

            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void aServiceThatResetsConnectionsIsUnavailable() throws IOException {
        try (OddServer odd = OddServer.hangingUp()) {
            assertUnavailableInTime(odd);
        }
    }

    @Test
    void aServiceThatIsNotThereIsUnavailable() throws IOException {
        OddServer odd = OddServer.answering(200, "");
        odd.close();

        assertUnavailableInTime(odd);
    }

    @Test
    void anAnswerOfMoreThanAMebibyteIsNone() throws IOException {
        try (OddServer odd = OddServer.answering(200, "x".repeat((1 << 20) + 1))) {
            assertUnavailableInTime(odd);
        }
        try (OddServer odd = OddServer.answering(200, "x".repeat(1 << 20))) {
            assertThat(http.exchange(new HttpGet(odd.url())).body()).hasSize(1 << 20);
        }
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() throws IOException {
        AtomicInteger visited = new AtomicInteger();
        try (OddServer elsewhere = new OddServer((client, closed) -> visited.incrementAndGet());
                OddServer odd = new OddServer((client, closed) -> client.getOutputStream()
                        .write(("HTTP/1.1 302 Found\r\nLocation: " + elsewhere.url() + "/\r\nContent-Length: 0\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII)))) {
            assertThat(http.exchange(new HttpGet(odd.url())).status()).isEqualTo(302);
            assertThat(visited).hasValue(0);
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        http.exchange(new HttpGet(OddServer.answering(200, "").url()));
        http.close();

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("plankton deadlines: the odd service")) {
                thread.join(5_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    private void assertUnavailableInTime(OddServer odd) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> http.exchange(new HttpGet(odd.url()))).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
            assertThat(fault.getMessage()).isEqualTo("the odd service does not answer; try again");
        });
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE.plusMillis(1500));
    }
}
