package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.HostileFraming.Sent;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.ServiceProcess;
import org.plankton.testing.Client;
import org.plankton.testing.Footprint;
import org.plankton.testing.Parties;
import org.plankton.testing.RawConnection;
import org.plankton.testing.RawConnection.Answer;
import org.plankton.testing.Together;

/**
 * Thousands of connections with requests that are framed in every way there is, and none: every byte that comes back is
 * an answer's, every answer is that of a request that was sent, none is our own fault, and the service is as it was
 * before. {@code -Dhostile.seed=N} makes others, {@code -Dhostile.requests=N} more.
 */
@Tag("long")
class HostileFramingTest {
    private static final int CONNECTIONS = 4;
    private static final int FAILURES_AT_MOST = 5;

    /** Of what there is on one connection: the first request, and the one behind it. */
    private static final int ANSWERS_AT_MOST = 2;

    /** That the service gives, or the container before it. */
    private static final Set<Integer> STATUSES = Set.of(
            200, 204, 300, 304, 400, 401, 403, 404, 405, 406, 408, 409, 412, 413, 414, 415, 416, 417, 426, 431, 501,
            505);

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("hostile.seed", 2013);

    /** A quarter of what there is; the rest are those of {@link HostileRequestsTest}. */
    private final int requests = Integer.getInteger("hostile.requests", 20_000) / 4;

    @Test
    void everyByteIsAnAnswersAndTheServiceIsAsBefore() throws Exception {
        System.out.println("hostile.seed=" + seed);
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder);
                ServiceProcess service = ServiceProcess.start(
                        parties.settings("plankton.cors.origins", "https://ui.example.org"),
                        "-Xmx256m",
                        "-Dlogback.configurationFile=src/test/logback.xml")) {
            Client client = new Client(service.address());
            String id = client.registered(User.ALICE.token(), "name", parties.upload(User.ALICE, "file"));
            String before = parties.tables();
            Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();

            attack(service, id, requests / 5, seed, answers); // by then all is there that stays
            Footprint first = Footprint.of(service);
            attack(service, id, requests - requests / 5, seed + CONNECTIONS, answers);
            System.out.println("answers: " + answers);

            assertThat(answers.keySet()).contains(200, 400, 401, 404, 405, 505);
            assertThat(parties.tables()).isEqualTo(before);
            assertThat(client.send("HEAD", "/images/" + id, User.ALICE.token()).statusCode())
                    .isEqualTo(200);
            Footprint.awaitNoMoreThan(first, () -> Footprint.of(service));
        }
    }

    private static void attack(
            ServiceProcess service, String id, int requests, long seed, Map<Integer, Integer> answers)
            throws Exception {
        int port = URI.create(service.address()).getPort();
        List<List<String>> failures = Together.run(CONNECTIONS, number -> {
            HostileFraming hostile = new HostileFraming(seed + number);
            List<String> found = new ArrayList<>();
            for (int i = 0; i < requests / CONNECTIONS && found.size() < FAILURES_AT_MOST; i++) {
                Sent sent = hostile.next(id);
                try {
                    exchange(port, sent, answers);
                } catch (IOException | AssertionError e) {
                    found.add(e + "\nin answer to\n" + sent);
                }
            }
            return found;
        });
        assertThat(failures)
                .as("with seed " + seed)
                .allSatisfy(found -> assertThat(found).isEmpty());
    }

    private static void exchange(int port, Sent sent, Map<Integer, Integer> answers) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            try {
                connection.send(sent.bytes());
                connection.endSending();
            } catch (SocketException e) {
                // A server may answer before it has read all, and close: the answer is there then.
            }
            List<Answer> received = received(connection, sent);
            received.forEach(answer -> {
                answers.merge(answer.status(), 1, Integer::sum);
                assertThat(STATUSES).as(answer.toString()).contains(answer.status());
                assertThat(answer.toString())
                        .doesNotContainPattern(HostileRequestsTest.INTERNALS)
                        .doesNotContain(HostileRequestsTest.SECRETS);
            });
            if (!sent.isMutated()) {
                check(received, sent);
            }
        }
    }

    /** Whatever comes until the server closes; there is nothing but answers. */
    private static List<Answer> received(RawConnection connection, Sent sent) throws IOException {
        List<Answer> received = new ArrayList<>();
        try {
            while (!connection.isAtEnd()) {
                Answer answer = connection.receiveAny(sent.isToHead() && received.isEmpty());
                assertThat(answer.status()).isNotEqualTo(101);
                if (answer.status() >= 200) {
                    received.add(answer);
                }
            }
        } catch (SocketException e) {
            // What was sent and not read resets the connection behind the last answer.
        } catch (EOFException e) {
            throw new AssertionError("cut off behind " + received, e);
        }
        return received;
    }

    private static void check(List<Answer> received, Sent sent) {
        assertThat(received).as("answers").isNotEmpty().hasSizeLessThanOrEqualTo(ANSWERS_AT_MOST);
        assertThat(received)
                .noneMatch(answer -> answer.header("X-Request-Id")
                        .filter(id -> id.startsWith(HostileFraming.SMUGGLED))
                        .isPresent());
        Answer last = received.get(received.size() - 1);
        boolean isNext = last.header("X-Request-Id").filter(sent.next()::equals).isPresent();
        // Nor does HTTP/1.0 keep any, and what the container cannot read may be that.
        boolean isOurs = last.header("X-Request-Id").isPresent();
        assertThat(isNext || last.isLast() || !isOurs || sent.isOld())
                .as("closed as announced " + last)
                .isTrue();
        assertThat(isNext).as("the next one's answer").isEqualTo(received.size() == ANSWERS_AT_MOST);
        if (isNext) {
            assertThat(received.get(0).isLast()).isFalse();
            assertThat(last.status()).isEqualTo(200);
        }
    }
}
