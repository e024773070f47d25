package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.HostileRequests.Request;
import org.plankton.RawConnection.Answer;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.slf4j.LoggerFactory;

/**
 * Thousands of hostile requests: each gets an answer that is well formed and tells no secret, none is our own fault, and
 * none spoils what others have. {@code -Dhostile.seed=N} makes other requests, {@code -Dhostile.requests=N} more.
 */
class HostileRequestsTest {
    private static final int CONNECTIONS = 4;
    private static final int FILES = 12;
    private static final int FAILURES_AT_MOST = 5;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final Map<Integer, String> FAULTS = Map.of(
            400, "badRequest",
            401, "unauthorized",
            403, "forbidden",
            404, "itemNotFound",
            405, "notAllowed",
            409, "conflict",
            412, "preconditionFailed",
            413, "overLimit",
            501, "notImplemented");

    private static final Set<Integer> SUCCESSES = Set.of(200, 204, 300);

    /** Before our own code is asked: what is not HTTP, more than the container takes, TRACE, or a file of the WAR. */
    private static final Set<Integer> CONTAINERS_REFUSALS = Set.of(400, 403, 404, 405, 413, 414, 417, 431, 501, 505);

    private static final Set<String> HEADERS = Set.of(
            "date",
            "server",
            "connection",
            "content-type",
            "content-length",
            "transfer-encoding",
            "cache-control",
            "vary",
            "x-content-type-options",
            "x-request-id",
            "www-authenticate",
            "allow",
            "etag",
            "retry-after",
            "link");

    private static final Pattern HEADER_VALUE = Pattern.compile("[ -~]*");

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final Pattern INTERNALS = Pattern.compile(
            "org\\.(plankton|glassfish|mariadb|apache|eclipse)|java\\.|jakarta|Exception|jdbc|image_member|location_hash"
                    + "|SQLSTATE|error in your SQL|object-store/v1|cloud/identity");

    private static final List<String> SECRETS = Stream.concat(
                    Stream.of(User.values()).map(User::token),
                    Stream.of(User.EXPIRED_TOKEN, "nobodys-token", Parties.DATABASE_PASSWORD))
            .toList();

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("hostile.seed", 2013);
    private final int requests = Integer.getInteger("hostile.requests", 20_000);

    @Test
    void noneIsOurFaultAndNoneSpoilsAnything() throws Exception {
        System.out.println("hostile.seed=" + seed);
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder);
                LogWatch log = new LogWatch();
                Service service = Service.start(parties.settings())) {
            Client client = new Client(service.address());
            List<String> locations = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < FILES; i++) {
                locations.add(parties.upload(User.ALICE, "file-" + i));
                ids.add(client.register(User.ALICE.token(), "file", locations.get(i))
                        .headers()
                        .firstValue("x-image-meta-id")
                        .orElseThrow());
            }
            int port = URI.create(service.address()).getPort();

            Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();
            List<List<String>> failures = Together.run(
                    CONNECTIONS, number -> attack(port, new HostileRequests(seed + number, locations, ids), answers));
            System.out.println("answers: " + answers);
            assertThat(failures)
                    .as("with seed " + seed)
                    .allSatisfy(found -> assertThat(found).isEmpty());
            // Else what was sent was too hostile to reach anything.
            assertThat(answers.keySet()).contains(200, 204, 400, 401, 404, 405, 412, 413);
            assertAllImagesCanBeRead(client, parties);
            assertThat(log.leaks()).isEmpty();
            assertThat(log.lines()).isGreaterThan(requests);
        }
    }

    /** @return what went wrong */
    private List<String> attack(int port, HostileRequests hostile, Map<Integer, Integer> answers) throws IOException {
        List<String> failures = new ArrayList<>();
        RawConnection connection = new RawConnection(port);
        try {
            Request request = null;
            for (int i = 0; i < requests / CONNECTIONS && failures.size() < FAILURES_AT_MOST; i++) {
                Request previous = request;
                request = hostile.next();
                boolean isLast = true;
                try {
                    Answer answer = exchange(connection, request, answers);
                    // Jetty itself answers a HEAD that is not HTTP with a body, behind which nothing can be understood.
                    isLast = answer.isLast() || !isOurs(answer);
                } catch (EOFException | SocketException e) {
                    // A server may close a connection after any answer. On a new one it must answer.
                    try (RawConnection another = new RawConnection(port)) {
                        exchange(another, request, answers);
                    } catch (IOException | AssertionError f) {
                        failures.add(f + "\nin answer to\n" + request);
                    }
                } catch (IOException | AssertionError e) {
                    failures.add(e + "\nin answer to\n" + request + "\nwhich came after\n" + previous);
                }
                if (isLast) {
                    connection.close();
                    connection = new RawConnection(port);
                }
            }
        } finally {
            connection.close();
        }
        return failures;
    }

    private static Answer exchange(RawConnection connection, Request request, Map<Integer, Integer> answers)
            throws IOException {
        try {
            connection.send(request.bytes());
        } catch (SocketException e) {
            // A server may answer before it has read all, and close: the answer is there then.
        }
        Answer answer = connection.receive(request.method().equals("HEAD"));
        answers.merge(answer.status(), 1, Integer::sum);
        assertThat(answer).satisfies(given -> check(request, given));
        return answer;
    }

    private static void check(Request request, Answer answer) {
        assertThat(answer.toString()).doesNotContainPattern(INTERNALS);
        if (isOurs(answer)) {
            checkHeaders(answer);
            checkStatus(request, answer);
            assertThat(answer.toString()).doesNotContain(SECRETS);
        } else {
            assertThat(CONTAINERS_REFUSALS).contains(answer.status());
        }
    }

    /** Whatever passes the container gets this header. */
    private static boolean isOurs(Answer answer) {
        return answer.header("X-Request-Id").isPresent();
    }

    private static void checkHeaders(Answer answer) {
        Set<String> seen = new HashSet<>();
        answer.headers().forEach(header -> {
            String name = header.name().toLowerCase(Locale.ROOT);
            assertThat(seen.add(name)).as("one " + name).isTrue();
            assertThat(name.startsWith("x-image-meta-") || HEADERS.contains(name))
                    .as(name)
                    .isTrue();
            assertThat(header.value()).matches(HEADER_VALUE);
        });
        assertThat(answer.header("X-Request-Id").orElseThrow()).matches(REQUEST_ID);
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
    }

    private static void checkStatus(Request request, Answer answer) {
        if (SUCCESSES.contains(answer.status())) {
            if (answer.body().length > 0) {
                json(answer);
            }
            return;
        }
        assertThat(FAULTS).containsKey(answer.status());
        boolean isRawData = answer.status() == 501 && request.method().equals("GET");
        if (request.method().equals("HEAD") || isRawData) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        assertThat(answer.header("Content-Type").orElse("").replace(" ", ""))
                .isEqualToIgnoringCase("application/json;charset=utf-8");
        JsonNode body = json(answer);
        String kind = FAULTS.get(answer.status());
        assertThat(body.fieldNames()).toIterable().containsExactly(kind);
        JsonNode fault = body.path(kind);
        assertThat(fault.fieldNames()).toIterable().containsExactlyInAnyOrder("code", "message", "details");
        assertThat(fault.path("code").intValue()).isEqualTo(answer.status());
        assertThat(fault.path("message").textValue()).isNotBlank();
        assertThat(fault.path("details").textValue()).isEmpty();
        assertThat(answer.header("Allow").isPresent()).isEqualTo(answer.status() == 405);
        assertThat(answer.header("WWW-Authenticate").isPresent()).isEqualTo(answer.status() == 401);
    }

    private static JsonNode json(Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("not JSON", e);
        }
    }

    private static void assertAllImagesCanBeRead(Client client, Parties parties) throws IOException {
        List<String> left = parties.query("SELECT id FROM image ORDER BY id");
        assertThat(left).isNotEmpty();
        for (String id : left) {
            assertThat(client.send("HEAD", "/images/" + id, User.ALICE.token()).statusCode())
                    .isEqualTo(200);
        }
        for (String list : List.of("/images", "/images/detail", "/v1.0/images/detail?sort_key=id")) {
            JsonNode images =
                    JSON.readTree(client.send("GET", list, User.ALICE.token()).body());
            assertThat(images)
                    .extracting(image -> image.path("id").textValue())
                    .containsExactlyInAnyOrderElementsOf(left);
        }
    }

    /** Looks at everything that the service logs, down to DEBUG, for what must not be there. The container has a log of its own. */
    private static final class LogWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        /** Which logs in its own way; held here, as loggers that nobody holds are forgotten. */
        private static final java.util.logging.Logger JERSEY = java.util.logging.Logger.getLogger("org.glassfish");

        private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
        private final Handler jersey = new Handler() {
            @Override
            public void publish(LogRecord line) {
                look(line.getLoggerName(), new SimpleFormatter().format(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        private int lines;

        /** Sets the log up as the service does, whatever the tests otherwise do, but for what it shows and where. */
        LogWatch() throws JoranException {
            loggers.reset();
            JoranConfigurator deployed = new JoranConfigurator();
            deployed.setContext(loggers);
            deployed.doConfigure(Application.class.getResource("/logback.xml"));
            Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
            root.detachAndStopAllAppenders();
            root.setLevel(Level.DEBUG);
            loggers.getLogger("org.eclipse.jetty").setLevel(Level.OFF);
            JERSEY.addHandler(jersey);
            JERSEY.setUseParentHandlers(false);
            setContext(loggers);
            start();
            root.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines++;
            look(
                    event.getLoggerName(),
                    event.getFormattedMessage()
                            + event.getMDCPropertyMap()
                            + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }

        private void look(String logger, String line) {
            if (SECRETS.stream().anyMatch(line::contains)) {
                leaks.add(logger + " " + line);
            }
        }

        /** Appenders are called one at a time. */
        int lines() {
            return lines;
        }

        List<String> leaks() {
            return Collections.unmodifiableList(new ArrayList<>(leaks));
        }

        @Override
        public void close() throws JoranException {
            JERSEY.removeHandler(jersey);
            JERSEY.setUseParentHandlers(true);
            loggers.reset();
            new ContextInitializer(loggers).autoConfig();
        }
    }
}
