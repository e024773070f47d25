package org.plankton;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.HostileRequests.Request;
import org.plankton.HostileUpload.Ending;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.RawConnection;
import org.plankton.testing.RawConnection.Answer;
import org.plankton.testing.Together;
import org.slf4j.LoggerFactory;

/**
 * Thousands of hostile requests: each gets an answer that is well formed and tells no secret, none is our own fault,
 * and none spoils what others have. {@code -Dhostile.seed=N} makes other requests, {@code -Dhostile.requests=N} more.
 */
class HostileRequestsTest {
    private static final int CONNECTIONS = 4;
    private static final int FILES = 12;
    private static final int FAILURES_AT_MOST = 5;

    /** After each of these it is looked what it has changed, which takes its time. */
    private static final int WATCHED = 400;

    /** To Alice. Some requests are Bob's. */
    private static final String VISIBLE = "deleted_at IS NULL AND (owner = '" + User.ALICE.account()
            + "' OR is_public OR id IN (SELECT image_id FROM readable_image_member WHERE account = '"
            + User.ALICE.account()
            + "'))";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

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
            416, "rangeNotSatisfiable",
            501, "notImplemented");

    private static final Set<Integer> FAULTS_OF_GLANCES = Set.of(400, 401, 403, 404, 405, 409, 412, 413, 416, 501);
    private static final Set<Integer> FAULTS_OF_OTHERS = Set.of(400, 401, 403, 404, 405, 409, 412, 413, 501);

    private static final Set<Integer> SUCCESSES_OF_GLANCES = Set.of(200, 201, 204, 206, 304);
    private static final Set<Integer> SUCCESSES_OF_OTHERS = Set.of(200, 204, 300, 304);

    /** Before our own code is asked: what is not HTTP, more than the container takes, TRACE, or a file of the WAR. */
    private static final Set<Integer> CONTAINERS_REFUSALS = Set.of(400, 403, 404, 405, 413, 414, 417, 431, 501, 505);

    private static final Set<String> HEADERS = Set.of(
            "date",
            "server",
            "connection",
            "content-type",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "cache-control",
            "vary",
            "x-content-type-options",
            "x-request-id",
            "x-plankton-ignored",
            "www-authenticate",
            "allow",
            "etag",
            "retry-after",
            "link");

    private static final Set<String> HEADERS_OF_GLANCES =
            Set.of("x-openstack-request-id", "location", "accept-ranges", "content-range", "content-md5");

    /** They answer in Glance's dialect, whatever comes behind. */
    private static final Pattern GLANCES =
            Pattern.compile("(GET|HEAD|POST|PUT|DELETE) /v1(\\.1)?/(images|shared-images/[a-z0-9-]*) ");

    private static final Pattern HEADER_VALUE = Pattern.compile("[ -~]*");

    /** A character is a byte, of UTF-8. */
    private static final Pattern RAW_VALUE = Pattern.compile("[^\\x00-\\x1f\\x7f]*");

    private static final Pattern NEW_IMAGE = Pattern.compile("http://[^/]+/v1/images/[0-9a-f-]{36}");

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final Pattern INTERNALS = Pattern.compile(
            "org\\.(plankton|glassfish|mariadb|apache|eclipse)|java\\.|jakarta|Exception|jdbc|image_member"
                    + "|location_hash|SQLSTATE|error in your SQL|object-store/v1|cloud/identity");

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
            parties.upload(User.BOB, "file-0");
            String filesBefore = contents(parties, User.ALICE);
            String othersBefore = contents(parties, User.BOB);
            int port = URI.create(service.address()).getPort();

            Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();
            List<List<String>> failures = Together.run(
                    CONNECTIONS, number -> attack(port, new HostileRequests(seed + number, locations, ids), answers));
            System.out.println("answers: " + answers);
            assertThat(failures)
                    .as("with seed " + seed)
                    .allSatisfy(found -> assertThat(found).isEmpty());
            // Else what was sent was too hostile to reach anything.
            assertThat(answers.keySet()).contains(200, 201, 204, 206, 400, 401, 403, 404, 405, 409, 412, 413, 416);
            watch(port, new HostileRequests(seed + CONNECTIONS, locations, ids), parties);

            awaitEndOfUploads(parties);
            assertAllImagesCanBeRead(client, parties);
            // Over Plankton's own dialects an image is unregistered, and its file stays.
            assertThat(uploaded(parties))
                    .containsAll(ownersOfBytes(parties, "location IS NOT NULL"))
                    .isSubsetOf(ownersOfBytes(parties, "TRUE"));
            assertThat(contents(parties, User.ALICE)).isEqualTo(filesBefore);
            assertThat(contents(parties, User.BOB)).isEqualTo(othersBefore);
            assertUploadsCanBeDownloaded(client);
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
                    if (request.ending() == Ending.CUT_OFF) {
                        send(connection, request);
                    } else {
                        Answer answer = exchange(connection, request, answers);
                        // Jetty itself answers a HEAD that is not HTTP with a body, behind which nothing can be
                        // understood.
                        isLast = answer.isLast() || !isOurs(answer) || request.ending() != Ending.WHOLE;
                    }
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
        send(connection, request);
        Answer answer = connection.receive(request.method().equals("HEAD"));
        answers.merge(answer.status(), 1, Integer::sum);
        assertThat(answer).satisfies(given -> check(request, given));
        return answer;
    }

    private static void send(RawConnection connection, Request request) throws IOException {
        try {
            connection.send(request.bytes());
        } catch (SocketException e) {
            // A server may answer before it has read all, and close: the answer is there then.
        }
    }

    /** What is refused changes nothing, but that an upload that has failed leaves its image killed. */
    private static void watch(int port, HostileRequests hostile, Parties parties) throws IOException {
        Traces before = Traces.of(parties);
        for (int i = 0; i < WATCHED; i++) {
            Request request = hostile.next();
            if (request.ending() == Ending.CUT_OFF) {
                continue;
            }
            Answer answer;
            try (RawConnection connection = new RawConnection(port)) {
                answer = exchange(connection, request, new ConcurrentSkipListMap<>());
            }
            Traces after = Traces.of(parties);
            if (answer.status() >= 400) {
                assertThat(after.withoutKilled())
                        .as(request + "\nanswered by\n" + answer)
                        .isEqualTo(before.without(after.killed()));
            }
            before = after;
        }
    }

    /**
     * Everything that a request can change.
     *
     * @param images the rows, by id
     * @param others what there is beside images
     */
    private record Traces(Map<String, String> images, String others) {
        private static final Pattern KILLED = Pattern.compile("error\t-\t.*", Pattern.DOTALL);

        static Traces of(Parties parties) {
            Map<String, String> images = new TreeMap<>();
            for (String row :
                    parties.query("SELECT id, status, IFNULL(location, '-'), image.* FROM readable_image image")) {
                String[] parts = row.split("\t", 2);
                images.put(parts[0], parts[1]);
            }
            return new Traces(images, parties.tablesBut("image") + "\n" + parties.files(User.ALICE));
        }

        Set<String> killed() {
            Set<String> killed = new HashSet<>(images.keySet());
            killed.removeIf(id -> !KILLED.matcher(images.get(id)).matches());
            return killed;
        }

        Traces withoutKilled() {
            return without(killed());
        }

        /** But for images that were queued, or killed, and are among those. */
        Traces without(Set<String> killed) {
            Map<String, String> left = new TreeMap<>(images);
            left.entrySet()
                    .removeIf(image -> killed.contains(image.getKey())
                            && (image.getValue().startsWith("queued\t-\t")
                                    || KILLED.matcher(image.getValue()).matches()));
            return new Traces(left, others);
        }
    }

    private static void check(Request request, Answer answer) {
        assertThat(answer.toString()).doesNotContainPattern(INTERNALS);
        if (isOurs(answer)) {
            assertThat(isGlances(answer) || !GLANCES.matcher(request.toString()).lookingAt())
                    .isTrue();
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

    private static boolean isGlances(Answer answer) {
        return answer.header("X-Openstack-Request-Id").isPresent();
    }

    private static void checkHeaders(Answer answer) {
        Set<String> seen = new HashSet<>();
        answer.headers().forEach(header -> {
            String name = header.name().toLowerCase(Locale.ROOT);
            assertThat(seen.add(name)).as("one " + name).isTrue();
            boolean isField = name.startsWith("x-image-meta-");
            assertThat(isField || HEADERS.contains(name) || isGlances(answer) && HEADERS_OF_GLANCES.contains(name))
                    .as(name)
                    .isTrue();
            if (isField && isGlances(answer)) {
                assertThat(header.value()).matches(RAW_VALUE);
                byte[] raw = header.value().getBytes(ISO_8859_1);
                assertThat(new String(raw, UTF_8).getBytes(UTF_8)).isEqualTo(raw);
            } else {
                assertThat(header.value()).matches(HEADER_VALUE);
            }
        });
        if (isGlances(answer)) {
            assertThat(answer.header("X-Openstack-Request-Id").orElseThrow()).matches("req-" + REQUEST_ID);
            assertThat(answer.header("Location").isPresent()).isEqualTo(answer.status() == 201);
            answer.header("Location").ifPresent(location -> assertThat(location).matches(NEW_IMAGE));
        }
        boolean isData = answer.header("Content-Type")
                .filter("application/octet-stream"::equals)
                .isPresent();
        assertThat(answer.header("Content-Type").isPresent()).isEqualTo(isData || answer.body().length > 0);
        assertThat(answer.header("X-Request-Id").orElseThrow()).matches(REQUEST_ID);
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
    }

    private static void checkStatus(Request request, Answer answer) {
        if ((isGlances(answer) ? SUCCESSES_OF_GLANCES : SUCCESSES_OF_OTHERS).contains(answer.status())) {
            boolean isData = answer.header("Content-Type")
                    .filter("application/octet-stream"::equals)
                    .isPresent();
            assertThat(answer.status() == 206)
                    .isEqualTo(answer.header("Content-Range").isPresent());
            if (isData) {
                assertThat(isGlances(answer)).isTrue();
                assertThat(request.method()).isEqualTo("GET");
            } else if (answer.body().length > 0) {
                json(answer);
            }
            return;
        }
        assertThat(isGlances(answer) ? FAULTS_OF_GLANCES : FAULTS_OF_OTHERS)
                .as(new String(answer.body(), UTF_8))
                .contains(answer.status());
        if (request.method().equals("HEAD")) {
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
        boolean isCompressed = answer.header("Content-Encoding").isPresent();
        InputStream bytes = new ByteArrayInputStream(answer.body());
        try (InputStream body = isCompressed ? new GZIPInputStream(bytes) : bytes) {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("not JSON", e);
        }
    }

    /** Those that clients have left in the middle end when the service notices. */
    private static void awaitEndOfUploads(Parties parties) throws InterruptedException {
        List<String> going = List.of();
        for (Instant end = Instant.now().plus(PATIENCE); Instant.now().isBefore(end); Thread.sleep(100)) {
            going = parties.query("SELECT image_id FROM image_upload"
                    + " UNION SELECT id FROM readable_image WHERE status = 'saving'"
                    + " UNION SELECT id FROM readable_image WHERE location IS NULL"
                    + " AND status NOT IN ('queued', 'error', 'deleted')");
            if (going.isEmpty()) {
                return;
            }
        }
        assertThat(going).isEmpty();
    }

    private static void assertAllImagesCanBeRead(Client client, Parties parties) throws IOException {
        List<String> plankton =
                parties.query("SELECT id FROM readable_image WHERE location IS NOT NULL AND " + VISIBLE);
        assertThat(plankton).isNotEmpty();
        for (String id : plankton) {
            assertThat(client.send("HEAD", "/images/" + id, User.ALICE.token()).statusCode())
                    .isEqualTo(200);
        }
        for (String list : List.of("/images", "/images/detail", "/v1.0/images/detail?sort_key=id")) {
            assertThat(JSON.readTree(
                            client.send("GET", list, User.ALICE.token()).body()))
                    .extracting(image -> image.path("id").textValue())
                    .containsExactlyInAnyOrderElementsOf(plankton);
        }
        for (String id : parties.query("SELECT id FROM readable_image WHERE " + VISIBLE)) {
            assertThat(client.send("HEAD", "/v1/images/" + id, User.ALICE.token())
                            .statusCode())
                    .isEqualTo(200);
        }
        for (String list : List.of("/v1/images", "/v1.1/images/detail")) {
            assertThat(JSON.readTree(client.send("GET", list + "?limit=1000", User.ALICE.token())
                                    .body())
                            .path("images"))
                    .extracting(image -> image.path("id").textValue())
                    .containsExactlyInAnyOrderElementsOf(
                            parties.query("SELECT id FROM readable_image WHERE status != 'error' AND " + VISIBLE));
        }
    }

    /**
     * Of the files that were there before anything was: all but who may read them, which their owner may have changed.
     */
    private static String contents(Parties parties, User owner) throws IOException {
        StringBuilder contents = new StringBuilder();
        for (JsonNode file : JSON.readTree(parties.files(owner))) {
            if (isEarlier(file)) {
                contents.append(file.path("name"))
                        .append(file.path("x_object_uuid"))
                        .append(file.path("x_object_hash"));
            }
        }
        return contents.toString();
    }

    /** The ids of Alice's images of that condition whose bytes came through the registry. */
    private static List<String> ownersOfBytes(Parties parties, String condition) {
        return parties.query("SELECT id FROM readable_image WHERE owns_bytes AND owner = '" + User.ALICE.account()
                + "' AND " + condition);
    }

    /** The names of those that came later. */
    private static List<String> uploaded(Parties parties) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode file : JSON.readTree(parties.files(User.ALICE))) {
            if (!isEarlier(file)) {
                names.add(file.path("name").textValue());
            }
        }
        return names;
    }

    private static boolean isEarlier(JsonNode file) {
        return file.path("name").textValue().startsWith("file-");
    }

    private static void assertUploadsCanBeDownloaded(Client client) throws IOException {
        HttpResponse<String> made = client.send(
                "POST",
                "/v1/images",
                User.ALICE.token(),
                "the bytes",
                "Content-Type",
                "application/octet-stream",
                "X-Image-Meta-Disk_format",
                "raw",
                "X-Image-Meta-Container_format",
                "bare");
        assertThat(made.statusCode()).isEqualTo(201);
        String id = JSON.readTree(made.body()).path("image").path("id").textValue();
        assertThat(client.send("GET", "/v1/images/" + id, User.ALICE.token()).body())
                .isEqualTo("the bytes");
    }

    /**
     * Looks at everything that the service logs, down to DEBUG, for what must not be there. The container has a log of
     * its own.
     */
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
