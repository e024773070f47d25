package org.plankton.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client that keeps its connection, in Synnefo's dialect, and how long it waits for each answer. */
public final class TimedCaller implements AutoCloseable {
    private final RawConnection connection;

    public TimedCaller(String address) throws IOException {
        connection = new RawConnection(URI.create(address).getPort());
    }

    /**
     * @param tellsWhen whether it says when to come again
     * @param nanos from the request's first byte to the answer's last
     */
    public record Timed(int status, boolean tellsWhen, long nanos) {
        public boolean isLongerThan(Duration time) {
            return nanos > time.toNanos();
        }
    }

    /** @param headers whole lines, each with its end */
    public Timed send(String method, String path, String token, String... headers) throws IOException {
        long start = System.nanoTime();
        connection.send((method + " /v1.0" + path + " HTTP/1.1\r\nHost: plankton.example.org\r\nX-Auth-Token: " + token
                        + "\r\n" + String.join("", headers) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        RawConnection.Answer answer = connection.receive(method.equals("HEAD"));
        return new Timed(answer.status(), answer.header("Retry-After").isPresent(), System.nanoTime() - start);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    /**
     * Of so many callers who ask for the image in a loop, and get it.
     *
     * @param end as {@link System#nanoTime} has it
     */
    public static Duration p99(String address, String id, String token, int callers, long end) throws Exception {
        List<Long> nanos = new ArrayList<>();
        Together.run(callers, number -> {
                    List<Long> own = new ArrayList<>();
                    try (TimedCaller caller = new TimedCaller(address)) {
                        while (System.nanoTime() < end) {
                            Timed timed = caller.send("HEAD", "/images/" + id, token);
                            assertThat(timed.status()).isEqualTo(200);
                            own.add(timed.nanos());
                        }
                    }
                    return own;
                })
                .forEach(nanos::addAll);
        nanos.sort(null);
        return Duration.ofNanos(nanos.get(nanos.size() * 99 / 100));
    }
}
