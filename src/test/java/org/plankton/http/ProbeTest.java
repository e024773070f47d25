package org.plankton.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.testing.LogLines;

@Timeout(30)
class ProbeTest {
    private static final Duration TIMEOUT = Duration.ofMillis(700);
    private static final String SECRET = "Xyzzy";

    private static Probe probe(String url, Duration timeout, Predicate<Response> isItsOwn) {
        return new Probe(
                new RemoteService("the odd service", "odd.url", url + "?" + SECRET),
                timeout,
                () -> new HttpHead(url + "?" + SECRET),
                isItsOwn);
    }

    private static Probe probe(OddServer server) {
        return probe(server.url(), TIMEOUT, response -> response.status() == 401);
    }

    @Test
    void asksWhoMayKnowByItThatNobodyWaits() throws Exception {
        try (OddServer server = OddServer.answering(401, "");
                Probe probe = probe(server)) {
            assertThat(probe.answers()).isTrue();
            assertThat(server.request()).startsWith("HEAD ").contains("\r\nUser-Agent: plankton-health\r\n");
        }
    }

    @Test
    void whatOthersAnswerIsNoAnswer() throws IOException {
        try (OddServer server = OddServer.answering(200, "");
                Probe probe = probe(server)) {
            assertThat(probe.answers()).isFalse();
        }
    }

    @Test
    void whoIsSlowDoesNotAnswerInTime() throws IOException {
        try (OddServer server = new OddServer((client, closed) -> closed.await());
                Probe probe = probe(server)) {
            long begun = System.nanoTime();

            assertThat(probe.answers()).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(TIMEOUT, TIMEOUT.plusSeconds(5));
        }
    }

    @Test
    void theLogIsToldOnceThatThereIsNoAnswerAndOnceThatThereIsAgain() throws IOException {
        AtomicInteger status = new AtomicInteger(401);
        try (OddServer server = new OddServer((client, closed) -> answer(client, status.get()));
                Probe probe = probe(server);
                LogLines log = LogLines.of("org.plankton.http")) {
            probe.answers();
            assertThat(log.ofThisThread()).isEmpty();

            status.set(502);
            probe.answers();
            probe.answers();
            status.set(401);
            probe.answers();
            probe.answers();

            assertThat(log.ofThisThread())
                    .containsExactly(
                            "the odd service at " + server.url()
                                    + " (odd.url) gives an answer that is not its own: 502",
                            "the odd service at " + server.url() + " answers again");
        }
    }

    @Test
    void theLogIsToldWhyThereIsNone() throws IOException {
        OddServer gone = OddServer.answering(401, "");
        gone.close();
        try (Probe probe = probe(gone);
                LogLines log = LogLines.of("org.plankton.http")) {
            assertThat(probe.answers()).isFalse();

            assertThat(log.ofThisThread())
                    .singleElement()
                    .asString()
                    .contains("the odd service at " + gone.url() + " (odd.url) does not answer: ", "refused")
                    .doesNotContain(SECRET);
        }
    }

    /** As when the service is stopped, of which the log is not to say that the party has gone. */
    @Test
    void closingEndsAQuestionInSilence() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (OddServer server = new OddServer((client, closed) -> {
                    asked.countDown();
                    closed.await();
                });
                LogLines log = LogLines.of("org.plankton.http")) {
            Probe probe = probe(server.url(), Duration.ofMinutes(10), response -> true);
            CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(probe::answers);
            asked.await();

            probe.close();

            assertThat(answer.get()).isFalse();
            assertThat(log.naming(server.url())).isEmpty();
        }
    }

    private static void answer(Socket client, int status) throws IOException {
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + " Odd\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
