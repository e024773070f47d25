package org.plankton;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.ImageWays.Way;
import org.plankton.KnownImage.Dialect;
import org.plankton.KnownImage.Viewer;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/**
 * However an image is made or changed, over whichever dialect, each of the dialects shows it to everybody as the rules
 * have it: a table of ways, by dialects and viewers. What is expected is worked out beside what is done, by {@link
 * KnownImage}, which has the rules in it and nothing else.
 */
@Tag("long")
class DialectMatrixTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    @TempDir
    private static Path folder;

    private static Parties parties;
    private static Service service;
    private static Client client;

    /** By the names of their ways. */
    private static final Map<String, ImageStory> STORIES = new TreeMap<>();

    /** By whose they are, and their paths. */
    private static final Map<String, Map<String, JsonNode>> LISTS = new HashMap<>();

    @BeforeAll
    static void doAll() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        service = Service.start(parties.settings("plankton.admins", User.ADMIN.account()));
        client = new Client(service.address());
        STORIES.clear();
        LISTS.clear();
        for (Way way : ImageWays.all()) {
            ImageStory story = new ImageStory(parties, client, STORIES.size());
            STORIES.put(way.name(), story);
            try {
                way.doing().accept(story);
            } catch (AssertionError e) { // which is that row's alone
                story.failure = e;
            }
        }
    }

    @AfterAll
    static void stop() {
        service.close();
        parties.close();
    }

    private record Cell(Way way, Dialect dialect, Viewer viewer) {
        @Override
        public String toString() {
            return way.name() + " | " + dialect + " | " + viewer;
        }
    }

    private static Stream<Cell> table() {
        return ImageWays.all().stream()
                .flatMap(way -> Arrays.stream(Dialect.values())
                        .flatMap(dialect ->
                                Arrays.stream(Viewer.values()).map(viewer -> new Cell(way, dialect, viewer))));
    }

    @ParameterizedTest
    @MethodSource("table")
    void isShownAsTheRulesSay(Cell cell) {
        ImageStory story = STORIES.get(cell.way.name());
        if (story.failure != null) {
            throw story.failure;
        }
        boolean exists = story.known.existsOver(cell.dialect);
        boolean isSeen = exists && story.known.isSeenBy(cell.viewer);
        String method = cell.dialect == Dialect.IMAGES ? "GET" : "HEAD";

        HttpResponse<String> found =
                client.send(method, cell.dialect.mount + "/images/" + story.id, cell.viewer.user.token());

        assertThat(found.statusCode()).isEqualTo(isSeen ? 200 : exists ? cell.dialect.unseen : 404);
        assertThat(listed(cell, "").isPresent()).isEqualTo(story.known.isListed(cell.dialect, cell.viewer));
        switch (cell.dialect) {
            case GUIDE, SYNNEFO -> {
                assertThat(fields(found)).isEqualTo(isSeen ? inPlanktonsHeaders(story) : Map.of());
                listed(cell, "").ifPresent(image -> assertThat(image).isEqualTo(inPlanktonsList(story, image)));
            }
            case GLANCE -> {
                assertThat(fields(found)).isEqualTo(isSeen ? inGlancesHeaders(story) : Map.of());
                listed(cell, "").ifPresent(image -> assertThat(image).isEqualTo(inGlancesList(story, image)));
                boolean isAll = cell.viewer == Viewer.ADMINISTRATOR;
                assertThat(listed(cell, "&is_public=None").isPresent())
                        .isEqualTo(isAll ? isInAll(story) : story.known.isListed(cell.dialect, cell.viewer));
            }
            case IMAGES -> {
                if (isSeen) {
                    JsonNode image = json(found.body());
                    assertThat(image).isEqualTo(inJson(story, image));
                    listed(cell, "").ifPresent(other -> assertThat(other).isEqualTo(image));
                }
                for (boolean isHidden : List.of(false, true)) {
                    String query = "&visibility=all&member_status=all&os_hidden=" + isHidden;
                    assertThat(listed(cell, query).isPresent())
                            .as(query)
                            .isEqualTo(story.known.isListedOnDemand(cell.viewer, isHidden));
                }
            }
        }
    }

    /** Administrators are shown everything, but for what is hidden, and what has failed, unless they ask for that. */
    private static boolean isInAll(ImageStory story) {
        return !story.known.isHidden && !story.known.status.equals("error");
    }

    /** The image in the viewer's longest list; empty if it is not there. */
    private static Optional<JsonNode> listed(Cell cell, String query) {
        String path = cell.dialect.mount
                + switch (cell.dialect) {
                    case GUIDE, SYNNEFO -> "/images/detail?";
                    case GLANCE -> "/images/detail?limit=1000";
                    case IMAGES -> "/images?limit=1000";
                }
                + query;
        Map<String, JsonNode> list =
                LISTS.computeIfAbsent(cell.viewer + " " + path, key -> list(path, cell.viewer.user));
        return Optional.ofNullable(list.get(STORIES.get(cell.way.name()).id));
    }

    private static Map<String, JsonNode> list(String path, User user) {
        JsonNode list = json(client.send("GET", path, user.token()).body());
        Map<String, JsonNode> images = new HashMap<>();
        (list.isArray() ? list : list.path("images"))
                .forEach(image -> assertThat(images.put(image.path("id").textValue(), image))
                        .isNull());
        return images;
    }

    /** What is said of an image in headers, by their names in lower case, a character of a value for a byte. */
    private static Map<String, String> fields(HttpResponse<String> answer) {
        Map<String, String> fields = new TreeMap<>();
        answer.headers().map().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-image-meta-")) {
                assertThat(values).hasSize(1);
                fields.put(lower.substring("x-image-meta-".length()), known(lower, values.get(0)));
            }
        });
        return fields;
    }

    /** What nobody can know before, in its form: times and the store's hash. */
    private static String known(String name, String value) {
        if (value.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{6}|Z)?")) {
            return "<time>";
        }
        return name.endsWith("checksum") && value.matches("[0-9a-f]{64}") ? "<hash>" : value;
    }

    private static Map<String, String> inPlanktonsHeaders(ImageStory story) {
        KnownImage known = story.known;
        Map<String, String> fields = new TreeMap<>(Map.of(
                "id",
                story.id,
                "name",
                PercentEncoding.encodeValue(known.name),
                "disk-format",
                known.diskFormat,
                "container-format",
                known.containerFormat,
                "size",
                String.valueOf(known.size()),
                "checksum",
                "<hash>",
                "location",
                Parties.location(User.ALICE, known.isUploaded ? story.place() : story.file),
                "created-at",
                "<time>",
                "updated-at",
                "<time>",
                "deleted-at",
                ""));
        fields.put("status", known.status);
        fields.put("is-public", known.visibility.equals("public") ? "True" : "False");
        fields.put("owner", User.ALICE.account());
        known.shown(Dialect.GUIDE)
                .forEach((key, value) -> fields.put(
                        "property-"
                                + PercentEncoding.encodePart(key)
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-'),
                        PercentEncoding.encodeValue(value)));
        return fields;
    }

    private static JsonNode inPlanktonsList(ImageStory story, JsonNode image) {
        KnownImage known = story.known;
        ObjectNode expected = JsonNodeFactory.instance
                .objectNode()
                .put("id", story.id)
                .put("name", known.name)
                .put("status", known.status)
                .put("disk_format", known.diskFormat)
                .put("container_format", known.containerFormat)
                .put("size", (int) known.size())
                .put("location", Parties.location(User.ALICE, known.isUploaded ? story.place() : story.file))
                .put("deleted_at", "")
                .put("is_public", known.visibility.equals("public"))
                .put("owner", User.ALICE.account());
        return withUnknown(
                withProperties(expected, known.shown(Dialect.GUIDE)), image, "created_at", "updated_at", "checksum");
    }

    /** In which a value is raw, but for control characters; and what has none has no header. */
    private static Map<String, String> inGlancesHeaders(ImageStory story) {
        KnownImage known = story.known;
        Map<String, String> fields = new TreeMap<>();
        fields.put("id", story.id);
        fields.put("name", raw(known.name));
        fields.put("status", Dialect.GLANCE.status(known.status));
        fields.put("disk_format", known.diskFormat);
        fields.put("container_format", known.containerFormat);
        fields.put("size", String.valueOf(known.size()));
        fields.put("checksum", known.hash("MD5"));
        fields.put("min_disk", String.valueOf(known.minDisk));
        fields.put("min_ram", String.valueOf(known.minRam));
        fields.put("is_public", known.visibility.equals("public") ? "True" : "False");
        fields.put("protected", known.isProtected ? "True" : "False");
        fields.put("deleted", "False");
        fields.put("created_at", "<time>");
        fields.put("updated_at", "<time>");
        fields.put("owner", User.ALICE.account());
        known.shown(Dialect.GLANCE)
                .forEach((key, value) ->
                        fields.put("property-" + PercentEncoding.encodeName(key).toLowerCase(Locale.ROOT), raw(value)));
        fields.values().removeIf(value -> value == null || value.isEmpty());
        return fields;
    }

    /** As HTTP has it, which knows no blanks at either end. */
    private static String raw(String value) {
        return new String(value.replace("\n", "%0A").getBytes(UTF_8), ISO_8859_1).strip();
    }

    private static JsonNode inGlancesList(ImageStory story, JsonNode image) {
        KnownImage known = story.known;
        ObjectNode expected = JsonNodeFactory.instance
                .objectNode()
                .put("id", story.id)
                .put("name", orNull(known.name))
                .put("status", Dialect.GLANCE.status(known.status))
                .put("disk_format", known.diskFormat)
                .put("container_format", known.containerFormat)
                .put("size", (int) known.size())
                .put("checksum", known.hash("MD5"))
                .put("min_disk", known.minDisk)
                .put("min_ram", known.minRam)
                .put("is_public", known.visibility.equals("public"))
                .put("protected", known.isProtected)
                .put("deleted", false)
                .put("owner", User.ALICE.account())
                .putNull("virtual_size")
                .putNull("deleted_at");
        return withUnknown(withProperties(expected, known.shown(Dialect.GLANCE)), image, "created_at", "updated_at");
    }

    private static JsonNode inJson(ImageStory story, JsonNode image) {
        KnownImage known = story.known;
        boolean isDisk = known.bytes != null
                && Set.of("raw", "diskdump").contains(known.diskFormat)
                && known.containerFormat.equals("bare");
        String path = "/v2/images/" + story.id;
        ObjectNode expected = JsonNodeFactory.instance
                .objectNode()
                .put("id", story.id)
                .put("name", orNull(known.name))
                .put("status", Dialect.IMAGES.status(known.status))
                .put("visibility", known.visibility)
                .put("disk_format", known.diskFormat)
                .put("container_format", known.containerFormat)
                .put("size", known.bytes == null ? null : (int) known.size())
                .put("virtual_size", isDisk ? (int) known.size() : null)
                .put("checksum", known.hash("MD5"))
                .put("os_hash_algo", known.hash("MD5") == null ? null : "sha512")
                .put("os_hash_value", known.hash("SHA-512"))
                .put("protected", known.isProtected)
                .put("os_hidden", known.isHidden)
                .put("min_ram", known.minRam)
                .put("min_disk", known.minDisk)
                .put("owner", User.ALICE.account())
                .put("self", path)
                .put("file", path + "/file")
                .put("schema", "/v2/schemas/image");
        known.tags.forEach(expected.putArray("tags")::add);
        known.shown(Dialect.IMAGES).forEach(expected::put);
        return withUnknown(expected, image, "created_at", "updated_at");
    }

    private static ObjectNode withProperties(ObjectNode expected, Map<String, String> properties) {
        ObjectNode its = expected.putObject("properties");
        properties.forEach(its::put);
        return expected;
    }

    /** With what nobody can know before as it is, if it has the right form. */
    private static JsonNode withUnknown(ObjectNode expected, JsonNode image, String... names) {
        for (String name : names) {
            String value = image.path(name).asText();
            assertThat(known(name, value)).as(name + " " + value).startsWith("<");
            expected.put(name, value);
        }
        return expected;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
