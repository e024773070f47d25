package org.plankton;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
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
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.HostileRequests.Request;
import org.plankton.HostileUpload.Ending;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Await;
import org.plankton.testing.Client;
import org.plankton.testing.Footprint;
import org.plankton.testing.Parties;
import org.plankton.testing.RawConnection;
import org.plankton.testing.RawConnection.Answer;
import org.plankton.testing.Together;
import org.slf4j.LoggerFactory;

/**
 * Thousands of hostile requests: each gets an answer that is well formed and tells no secret, none is our own fault,
 * and none spoils what others have. {@code -Dhostile.seed=N} makes other requests, {@code -Dhostile.requests=N} more.
 */
@Tag("long")
class HostileRequestsTest {
    private static final int CONNECTIONS = 4;
    private static final int FILES = 12;
    private static final int FAILURES_AT_MOST = 5;

    /** After each of these it is looked what it has changed, which takes its time. */
    private static final int WATCHED = 400;

    private static final int UUID_LENGTH = 36;

    private static final String IS_OWN = "owner = '" + User.ALICE.account() + "'";

    /** With Alice. Some requests are Bob's. */
    private static final String IS_SHARED = "visibility = 'shared' AND id IN (SELECT image_id"
            + " FROM readable_image_member WHERE account = '" + User.ALICE.account() + "'";

    /** Alice sees it by its id. */
    private static final String VISIBLE =
            "deleted_at IS NULL AND (" + IS_OWN + " OR visibility IN ('public', 'community') OR " + IS_SHARED + "))";

    /** It is Alice's business, be it hidden. */
    private static final String CONCERNING = "deleted_at IS NULL AND (" + IS_OWN + " OR visibility = 'public' OR "
            + IS_SHARED + " AND status = 'accepted'))";

    /** In Alice's lists over the dialects that do not ask for hidden ones. */
    private static final String LISTED = CONCERNING + " AND (" + IS_OWN + " OR NOT is_hidden)";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final Map<Integer, String> FAULTS = Map.ofEntries(
            entry(400, "badRequest"),
            entry(401, "unauthorized"),
            entry(403, "forbidden"),
            entry(404, "itemNotFound"),
            entry(405, "notAllowed"),
            entry(409, "conflict"),
            entry(410, "gone"),
            entry(412, "preconditionFailed"),
            entry(413, "overLimit"),
            entry(415, "unsupportedMediaType"),
            entry(416, "rangeNotSatisfiable"),
            entry(501, "notImplemented"));

    private static final Set<Integer> FAULTS_OF_GLANCES = Set.of(400, 401, 403, 404, 405, 409, 412, 413, 416, 501);
    private static final Set<Integer> FAULTS_OF_IMAGES = Set.of(400, 401, 403, 404, 405, 409, 410, 413, 415, 416, 501);
    private static final Set<Integer> FAULTS_OF_CATALOGUE = Set.of(400, 401, 403, 404, 405, 409, 410, 413, 501);
    private static final Set<Integer> FAULTS_OF_OTHERS = Set.of(400, 401, 403, 404, 405, 409, 412, 413, 501);

    private static final Set<JsonNodeType> TEXT = Set.of(JsonNodeType.STRING);
    private static final Set<JsonNodeType> TEXT_OR_NULL = Set.of(JsonNodeType.STRING, JsonNodeType.NULL);
    private static final Set<JsonNodeType> NUMBER = Set.of(JsonNodeType.NUMBER);
    private static final Set<JsonNodeType> NUMBER_OR_NULL = Set.of(JsonNodeType.NUMBER, JsonNodeType.NULL);
    private static final Set<JsonNodeType> TRUTH = Set.of(JsonNodeType.BOOLEAN);

    /** Of an image over Images v2, and of which type each is. */
    private static final Map<String, Set<JsonNodeType>> FIELDS = Map.ofEntries(
            entry("id", TEXT),
            entry("name", TEXT_OR_NULL),
            entry("disk_format", TEXT_OR_NULL),
            entry("container_format", TEXT_OR_NULL),
            entry("visibility", TEXT),
            entry("size", NUMBER_OR_NULL),
            entry("virtual_size", NUMBER_OR_NULL),
            entry("status", TEXT),
            entry("checksum", TEXT_OR_NULL),
            entry("protected", TRUTH),
            entry("os_hidden", TRUTH),
            entry("min_ram", NUMBER),
            entry("min_disk", NUMBER),
            entry("owner", TEXT),
            entry("os_hash_algo", TEXT_OR_NULL),
            entry("os_hash_value", TEXT_OR_NULL),
            entry("created_at", TEXT),
            entry("updated_at", TEXT),
            entry("tags", Set.of(JsonNodeType.ARRAY)),
            entry("self", TEXT),
            entry("file", TEXT),
            entry("schema", TEXT));

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
            "link",
            "content-language");

    private static final Set<String> HEADERS_OF_GLANCES = Set.of(
            "x-openstack-request-id", "location", "accept-ranges", "content-range", "content-md5", "accept-patch");

    private static final Set<String> HEADERS_OF_THE_PAGE =
            Set.of("content-security-policy", "referrer-policy", "cross-origin-opener-policy");

    /** They answer in Glance's dialect, whatever comes behind. */
    private static final Pattern GLANCES =
            Pattern.compile("(GET|HEAD|POST|PUT|DELETE) /v1(\\.1)?/(images|shared-images/[a-z0-9-]*) ");

    /** They answer in that of Images v2. */
    private static final Pattern IMAGES =
            Pattern.compile("[^ ]+ (https?://[^/ ]*)?/v2(\\.[0-79])?[/;?# ].*", Pattern.DOTALL);

    private static final Pattern CATALOGUE = Pattern.compile("[^ ]+ /catalogue/v1/");

    /** What fails there may be repeated. */
    private static final Pattern UPLOAD = Pattern.compile("[^ ]+ /v2[^ ]*/file ");

    private static final Pattern HEADER_VALUE = Pattern.compile("[ -~]*");

    /** A character is a byte, of UTF-8. */
    private static final Pattern RAW_VALUE = Pattern.compile("[^\\x00-\\x1f\\x7f]*");

    private static final Pattern NEW_IMAGE = Pattern.compile("http://[^/]+/v[12]/images/[0-9a-f-]{36}");

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    static final Pattern INTERNALS = Pattern.compile(
            "org\\.(plankton|glassfish|mariadb|apache|eclipse)|java\\.|jakarta|Exception|jdbc|image_member"
                    + "|location_hash|SQLSTATE|error in your SQL|object-store/v1|cloud/identity");

    static final List<String> SECRETS = Stream.concat(
                    Stream.of(User.values()).map(User::token),
                    Stream.of(User.EXPIRED_TOKEN, "nobodys-token", Parties.DATABASE_PASSWORD))
            .toList();

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("hostile.seed", 2013);

    /** Of what there is; the rest are those of {@link HostileFramingTest}. */
    private final int requests = Integer.getInteger("hostile.requests", 20_000) / 4 * 3;

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
                ids.add(client.registered(User.ALICE.token(), "file", locations.get(i)));
            }
            parties.upload(User.BOB, "file-0");
            String filesBefore = contents(parties, User.ALICE);
            String othersBefore = contents(parties, User.BOB);
            int port = URI.create(service.address()).getPort();

            Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();
            List<HostileRequests> hostile = IntStream.range(0, CONNECTIONS)
                    .mapToObj(number -> new HostileRequests(seed + number, locations, ids))
                    .toList();
            attack(port, hostile, requests / 3, answers); // by then all is there that stays
            awaitEndOfUploads(parties);
            Footprint first = Footprint.ofThis();
            attack(port, hostile, requests - requests / 3, answers);
            System.out.println("answers: " + answers);
            // Else what was sent was too hostile to reach anything.
            assertThat(answers.keySet()).contains(200, 201, 204, 206, 400, 401, 403, 404, 405, 409, 412, 413, 415, 416);
            watch(port, new HostileRequests(seed + CONNECTIONS, locations, ids), parties);

            awaitEndOfUploads(parties);
            Footprint.awaitNoMoreThan(first, Footprint::ofThis);
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

    private void attack(int port, List<HostileRequests> hostile, int requests, Map<Integer, Integer> answers)
            throws Exception {
        List<List<String>> failures =
                Together.run(CONNECTIONS, number -> attack(port, hostile.get(number), requests / CONNECTIONS, answers));
        assertThat(failures)
                .as("with seed " + seed)
                .allSatisfy(found -> assertThat(found).isEmpty());
    }

    /** @return what went wrong */
    private static List<String> attack(int port, HostileRequests hostile, int requests, Map<Integer, Integer> answers)
            throws IOException {
        List<String> failures = new ArrayList<>();
        RawConnection connection = new RawConnection(port);
        try {
            Request request = null;
            for (int i = 0; i < requests && failures.size() < FAILURES_AT_MOST; i++) {
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
                } catch (IOException | AssertionError e) {
                    boolean isClosed = e instanceof EOFException || e instanceof SocketException;
                    if (previous == null || !isClosed) {
                        failures.add(e + "\nin answer to\n" + request + "\nwhich came after\n" + previous);
                    } else {
                        // A server may close a connection after any answer. On a new one it must answer.
                        try (RawConnection another = new RawConnection(port)) {
                            exchange(another, request, answers);
                        } catch (IOException | AssertionError f) {
                            failures.add(f + "\nin answer to\n" + request);
                        }
                    }
                }
                if (isLast) {
                    connection.close();
                    connection = new RawConnection(port);
                    request = null;
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

    /**
     * What is refused changes nothing, but that an upload that has failed leaves its image killed, or waiting for bytes
     * as it did.
     */
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
                boolean isRepeatable = UPLOAD.matcher(request.toString()).lookingAt();
                Set<String> failed = isRepeatable ? after.waiting() : after.killed();
                assertThat(after.without(failed))
                        .as(request + "\nanswered by\n" + answer)
                        .isEqualTo(before.without(failed));
            }
            before = after;
        }
    }

    /**
     * Everything that a request can change.
     *
     * @param images the rows, by id, with those by which lists find each
     * @param edits the ids of images, by the positions of what was done to them
     * @param others what there is beside images
     */
    private record Traces(Map<String, String> images, Map<String, String> edits, String others) {
        private static final Pattern WITHOUT_BYTES = Pattern.compile("(queued|error)\t-\t.*", Pattern.DOTALL);

        /** What an index has of each image. */
        private static final String INDEXED = """
                (SELECT image, GROUP_CONCAT(account, ' ', HEX(%2$s) ORDER BY account, %2$s) AS found
                 FROM %1$s GROUP BY image)""";

        private static final String ROWS = "SELECT id, status, IFNULL(location, '-'), image.*, properties.found,"
                + " tags.found FROM readable_image image"
                + " LEFT JOIN " + INDEXED.formatted("image_property", "pair") + " properties"
                + " ON properties.image = image.number"
                + " LEFT JOIN " + INDEXED.formatted("image_tag", "tag") + " tags ON tags.image = image.number";

        private static final String INDEXED_FOR_NONE = "SELECT image FROM image_property"
                + " WHERE image NOT IN (SELECT number FROM image)"
                + " UNION ALL SELECT image FROM image_tag WHERE image NOT IN (SELECT number FROM image)";

        private static final String EDITS = "SELECT position, CAST(CAST(image AS UUID) AS CHAR) FROM journal";

        static Traces of(Parties parties) {
            Map<String, String> images = byFirst(parties.query(ROWS));
            Map<String, String> edits = byFirst(parties.query(EDITS));
            assertThat(parties.query(INDEXED_FOR_NONE)).isEmpty();
            String others = parties.tablesBut("image", "image_property", "image_tag", "journal");
            return new Traces(images, edits, others + "\n" + parties.files(User.ALICE));
        }

        private static Map<String, String> byFirst(List<String> rows) {
            Map<String, String> all = new TreeMap<>();
            for (String row : rows) {
                String[] parts = row.split("\t", 2);
                all.put(parts[0], parts[1]);
            }
            return all;
        }

        Set<String> killed() {
            return withStatus("error");
        }

        Set<String> waiting() {
            return withStatus("queued");
        }

        private Set<String> withStatus(String status) {
            Set<String> found = new HashSet<>(images.keySet());
            found.removeIf(id -> !images.get(id).startsWith(status + "\t-\t"));
            return found;
        }

        /** But for images that have no bytes, and are among those; and for what was done to them. */
        Traces without(Set<String> failed) {
            Map<String, String> left = new TreeMap<>(images);
            left.entrySet()
                    .removeIf(image -> failed.contains(image.getKey())
                            && WITHOUT_BYTES.matcher(image.getValue()).matches());
            Map<String, String> known = new TreeMap<>(edits);
            known.values().removeAll(failed);
            return new Traces(left, known, others);
        }
    }

    private static void check(Request request, Answer answer) {
        assertThat(answer.toString()).doesNotContainPattern(INTERNALS);
        if (isOurs(answer)) {
            assertThat(isGlances(answer) || !GLANCES.matcher(request.toString()).lookingAt())
                    .isTrue();
            checkHeaders(request, answer);
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

    /** Which whoever accepts HTML is shown at {@code /}. */
    private static boolean isThePage(Answer answer) {
        return answer.header("Content-Security-Policy").isPresent();
    }

    /** Of Glance's second version. */
    private static boolean isImages(Request request, Answer answer) {
        return isGlances(answer) && IMAGES.matcher(request.toString()).matches();
    }

    private static void checkHeaders(Request request, Answer answer) {
        Set<String> seen = new HashSet<>();
        answer.headers().forEach(header -> {
            String name = header.name().toLowerCase(Locale.ROOT);
            assertThat(seen.add(name)).as("one " + name).isTrue();
            boolean isField = name.startsWith("x-image-meta-");
            assertThat(isField
                            || HEADERS.contains(name)
                            || isGlances(answer) && HEADERS_OF_GLANCES.contains(name)
                            || isThePage(answer) && HEADERS_OF_THE_PAGE.contains(name))
                    .as(name)
                    .isTrue();
            assertThat(isField && isImages(request, answer)).isFalse();
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
        assertThat(answer.header("Cache-Control")).hasValue(isThePage(answer) ? "no-cache" : "no-store");
    }

    private static void checkStatus(Request request, Answer answer) {
        if ((isGlances(answer) ? SUCCESSES_OF_GLANCES : SUCCESSES_OF_OTHERS).contains(answer.status())) {
            boolean isData = answer.header("Content-Type")
                    .filter("application/octet-stream"::equals)
                    .isPresent();
            assertThat(answer.status() == 206)
                    .isEqualTo(answer.header("Content-Range").isPresent());
            if (isThePage(answer)) {
                assertThat(request.method()).isIn("GET", "HEAD");
                assertThat(new String(answer.body(), UTF_8)).matches("(?s)(<!doctype html>.*</html>\\s*)?");
            } else if (isData) {
                assertThat(isGlances(answer)).isTrue();
                assertThat(request.method()).isEqualTo("GET");
            } else if (answer.body().length > 0) {
                checkImages(json(answer));
            }
            return;
        }
        assertThat(faults(request, answer)).as(new String(answer.body(), UTF_8)).contains(answer.status());
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

    private static Set<Integer> faults(Request request, Answer answer) {
        if (isGlances(answer)) {
            return isImages(request, answer) ? FAULTS_OF_IMAGES : FAULTS_OF_GLANCES;
        }
        return CATALOGUE.matcher(request.toString()).lookingAt() ? FAULTS_OF_CATALOGUE : FAULTS_OF_OTHERS;
    }

    /** Of Images v2, where clients hold each to its schema: all its fields, and strings beside them. */
    private static void checkImages(JsonNode body) {
        List<JsonNode> images = new ArrayList<>();
        body.path("images").forEach(images::add);
        images.add(body);
        images.stream().filter(image -> image.has("os_hidden")).forEach(image -> {
            assertThat(image.fieldNames()).toIterable().containsAll(FIELDS.keySet());
            image.properties()
                    .forEach(field -> assertThat(field.getValue().getNodeType())
                            .as(field.getKey())
                            .isIn(FIELDS.getOrDefault(field.getKey(), TEXT)));
        });
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
    private static void awaitEndOfUploads(Parties parties) {
        Await.await(
                PATIENCE,
                () -> parties.query("SELECT image_id FROM image_upload"
                                + " UNION SELECT id FROM readable_image WHERE status = 'saving'"
                                + " UNION SELECT id FROM readable_image WHERE location IS NULL"
                                + " AND status NOT IN ('queued', 'error', 'deleted')")
                        .isEmpty());
    }

    private static void assertAllImagesCanBeRead(Client client, Parties parties) throws IOException {
        List<String> plankton = ids(parties, "location IS NOT NULL AND " + LISTED);
        assertThat(plankton).isNotEmpty();
        assertFound(client, "HEAD", "/images/", ids(parties, "location IS NOT NULL AND " + VISIBLE));
        for (String list : List.of("/images", "/images/detail", "/v1.0/images/detail?sort_key=id")) {
            assertThat(listed(client, list)).containsExactlyInAnyOrderElementsOf(plankton);
        }
        List<String> visible = ids(parties, VISIBLE);
        assertFound(client, "HEAD", "/v1/images/", visible);
        for (String list : List.of("/v1/images", "/v1.1/images/detail")) {
            assertThat(listed(client, list + "?limit=1000"))
                    .containsExactlyInAnyOrderElementsOf(ids(parties, "status != 'error' AND " + LISTED));
        }
        assertFound(client, "GET", "/v2/images/", visible);
        for (boolean isHidden : List.of(false, true)) {
            String condition = "is_hidden = " + isHidden + " AND status != 'error' AND " + CONCERNING;
            assertThat(paged(client, "/v2/images?limit=7&os_hidden=" + isHidden))
                    .containsExactlyInAnyOrderElementsOf(ids(parties, condition));
        }
    }

    private static List<String> ids(Parties parties, String condition) {
        return parties.query("SELECT id FROM readable_image WHERE " + condition);
    }

    private static void assertFound(Client client, String method, String path, List<String> ids) {
        for (String id : ids) {
            assertThat(client.send(method, path + id, User.ALICE.token()).statusCode())
                    .as(path + id)
                    .isEqualTo(200);
        }
    }

    private static List<String> listed(Client client, String path) throws IOException {
        return ids(JSON.readTree(client.send("GET", path, User.ALICE.token()).body()));
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        (list.isArray() ? list : list.path("images"))
                .forEach(image -> ids.add(image.path("id").textValue()));
        return ids;
    }

    /** Of all pages, the one after the other. */
    private static List<String> paged(Client client, String first) throws IOException {
        List<String> ids = new ArrayList<>();
        for (String next = first; next != null; ) {
            JsonNode page =
                    JSON.readTree(client.send("GET", next, User.ALICE.token()).body());
            ids.addAll(ids(page));
            next = page.path("next").textValue();
        }
        return ids;
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

    /** The ids with which the names of those begin that came later; an upload that is tried again has another name. */
    private static List<String> uploaded(Parties parties) throws IOException {
        List<String> ids = new ArrayList<>();
        for (JsonNode file : JSON.readTree(parties.files(User.ALICE))) {
            if (!isEarlier(file)) {
                ids.add(file.path("name").textValue().substring(0, UUID_LENGTH));
            }
        }
        return ids;
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
