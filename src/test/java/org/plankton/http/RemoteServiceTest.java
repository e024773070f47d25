package org.plankton.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.Fault;
import org.plankton.testing.LogLines;

/** The log names an address that is wrong, and nothing that is secret. */
class RemoteServiceTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final String TOKEN = "Xyzzy-token";

    @ParameterizedTest
    @CsvSource({
        "http://store.example.org:8080/v1, http://store.example.org:8080/v1",
        "https://user:Xyzzy@store.example.org/object-store/v1, https://store.example.org/object-store/v1",
        "https://us@er:Xy@zzy@store.example.org, https://store.example.org",
        "http://store.example.org/v1?key=Xyzzy&more=@, http://store.example.org/v1",
        "http://store.example.org/v1#Xyzzy, http://store.example.org/v1",
        "http://[::1]:8080/a@b/v1, http://[::1]:8080/a@b/v1"
    })
    void anAddressIsNamedWithoutWhatMayBeSecret(String url, String address) {
        assertThat(new RemoteService("the store", "store.url", url).address()).isEqualTo(address);
    }

    @Test
    void anAnswerThatCannotBeReliedOnIsNamedWithTheAddressAndTheSetting() {
        try (LogLines lines = LogLines.of(RemoteService.class)) {
            Fault fault = BoundedHttpClientTest.ODD.unreliable("answered 405 to reading");

            assertThat(lines.ofThisThread())
                    .containsExactly("the odd service at http://odd.example.org/v1 (odd.url) answered 405 to reading");
            assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
            assertThat(fault.getMessage()).doesNotContain("odd.example.org");
        }
    }

    /** Refused, unknown, and TLS where there is none. */
    @Test
    void whoDoesNotAnswerIsNamed() throws IOException {
        OddServer gone = OddServer.answering(200, "");
        gone.close();
        assertNamed(gone.url() + "/v1", "refused");
        assertNamed("http://nowhere.invalid:1234/object-store/v1", "UnknownHost");
        try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> refuseTls(plain));
            assertNamed("https://127.0.0.1:" + plain.getLocalPort() + "/v1", "SSL");
        }
    }

    /** Until it is closed. */
    private static void refuseTls(ServerSocket server) {
        try {
            while (true) {
                try (Socket client = server.accept()) {
                    client.getInputStream().read();
                    client.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Subject-Token " + TOKEN + "\r\n", TOKEN + "\r\n\r\n", "HTTP/1.1 " + TOKEN + " OK\r\n"})
    void whatIsNotHttpIsNotRepeated(String answer) throws IOException {
        try (OddServer odd = new OddServer((client, closed) -> client.getOutputStream()
                .write(("HTTP/1.1 200 OK\r\n" + answer + "\r\n").getBytes(StandardCharsets.US_ASCII)))) {
            assertNamed(odd.url(), "");
        }
        try (OddServer odd = new OddServer(
                (client, closed) -> client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII)))) {
            assertNamed(odd.url(), "");
        }
    }

    /** Whether bytes are asked for, or something else. */
    private static void assertNamed(String url, String reason) throws IOException {
        RemoteService service = new RemoteService("the odd service", "odd.url", url);
        try (LogLines lines = LogLines.of(RemoteService.class);
                BoundedHttpClient http = new BoundedHttpClient(service, DEADLINE);
                StreamingHttpClient transfers = new StreamingHttpClient(service, DEADLINE, 1)) {
            assertThatThrownBy(() -> http.exchange(request(url))).isInstanceOf(Fault.class);
            assertThatThrownBy(() -> transfers.open(request(url))).isInstanceOf(Fault.class);

            assertThat(lines.ofThisThread())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .startsWith("the odd service at " + url + " (odd.url) ")
                            .containsIgnoringCase(reason)
                            .doesNotContain(TOKEN, "private"));
        }
    }

    private static HttpGet request(String url) {
        HttpGet request = new HttpGet(url + "/private?private");
        request.setHeader("X-Auth-Token", TOKEN);
        return request;
    }
}
