package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.command.ExitCode;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.glance.GlanceFixture;
import org.plankton.glance.GlanceServer;
import org.plankton.glance.GlanceTables;
import org.plankton.testing.Client;
import org.plankton.testing.LogLines;
import org.plankton.testing.Parties;
import org.plankton.testing.Postgres;

/** Images of a Glance, by its calls and from its database, and their bytes; on Keystone and Swift. */
@Tag("long")
class GlanceMoveTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALICE = User.ALICE.account();
    private static final String BOB = User.BOB.account();
    private static final String CAROL = User.CAROL.account();

    /** Is in a location alone. */
    private static final String SECRET = "Xyzzy-location-secret";

    /** The beginning of 64 characters that are no location at all. */
    private static final String ENCRYPTED = "lMsd0xR0eX9c0gPzZ3pQnA==";

    @TempDir
    private Path folder;

    private final List<GlanceFixture> images = new ArrayList<>();
    private final LogLines log = LogLines.of("org.plankton");
    private Parties parties;
    private Client swift;
    private String swiftUrl;
    private Map<String, String> settings;
    private Path token;

    @BeforeEach
    void start() throws IOException {
        parties = new Parties(EmbeddedMariaDb.shared(), folder.resolve("store"));
        settings = new TreeMap<>(parties.openStackSettings());
        swiftUrl = settings.get("plankton.store.url");
        swift = new Client(swiftUrl);
        parties.swift().letReseller(User.ADMIN.token());
        token = Files.writeString(folder.resolve("token"), User.ADMIN.token() + "\n");
        assertThat(CommandRun.of(settings, "db", "migrate").code()).isEqualTo(ExitCode.WELL);
    }

    @AfterEach
    void stop() {
        log.close();
        parties.close();
    }

    private GlanceFixture add(int number, String owner) {
        GlanceFixture image = new GlanceFixture("00000000-0000-4000-8000-0000000000%02d".formatted(number), owner);
        images.add(image);
        return image;
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(
                settings,
                Stream.concat(Arrays.stream(arguments), Stream.of("--token-file", token.toString(), "-o", "json"))
                        .toArray(String[]::new));
    }

    private GlanceServer server() throws IOException {
        return new GlanceServer(User.ADMIN.token(), true, images);
    }

    /** All that is there, by the images' ids. */
    private Map<String, JsonNode> exported() throws IOException {
        Path file = folder.resolve("exported-" + UUID.randomUUID());
        assertThat(run("export", file.toString()).code()).isEqualTo(ExitCode.WELL);
        Map<String, JsonNode> all = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode image = JSON.readTree(line);
            all.put(image.path("id").asText(), image);
        }
        return all;
    }

    private static List<JsonNode> lines(Path report) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(report)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private void upload(String container, String object, String bytes, String... headers) {
        String path = "/AUTH_" + ALICE + "/" + container;
        assertThat(swift.send("PUT", path, User.ALICE.token()).statusCode()).isIn(201, 202);
        assertThat(swift.send("PUT", path + "/" + object, User.ALICE.token(), bytes, headers)
                        .statusCode())
                .isEqualTo(201);
    }

    /** {@code swift+http://…/v1/AUTH_project/container/object} */
    private String location(String project, String container, String object) {
        return "swift+" + swiftUrl + "/AUTH_" + project + "/" + container + "/" + object;
    }

    /** Every kind that there is, with every trap. */
    private void addAll() {
        add(1, ALICE)
                .withBytes("the bytes of a file")
                .with("name", "it's \"quoted\", \\ and Ünï")
                .with("visibility", "community")
                .with("min_ram", 64)
                .with("min_disk", 2)
                .with("protected", true)
                .withTag("x.y:z")
                .withTag("Big")
                .withProperty("OS", "debian")
                .withProperty("os", "other")
                .withProperty("img_signature", "s".repeat(300))
                .withProperty("os_glance_stage_host", "http://10.0.0.7")
                .withLocation("file:///var/lib/glance/images/00000000-0000-4000-8000-000000000001");
        GlanceFixture located = add(2, ALICE).withBytes("in Swift").with("visibility", "public");
        located.withLocation(location(ALICE, "glance_" + located.id(), located.id()));
        upload("glance_" + located.id(), located.id(), "in Swift", "Content-Type", "application/octet-stream");
        add(3, ALICE)
                .withBytes("single-tenant")
                .withLocation("swift+https://services%3Aglance:" + SECRET + "@swift.example.org/v1/glance/x");
        add(4, BOB).withBytes("of another").withLocation(location(ALICE, "glance_x", "x"));
        add(5, ALICE).withBytes("elsewhere").withLocation("swift+https://other.example.org/v1/AUTH_" + ALICE + "/c/o");
        add(6, ALICE).withBytes("encrypted").withLocation(ENCRYPTED + SECRET);
        add(7, ALICE)
                .withoutBytes()
                .with("status", "queued")
                .with("name", null)
                .with("disk_format", null)
                .with("container_format", null);
        add(8, ALICE).withBytes("deactivated").with("status", "deactivated").with("os_hidden", true);
        add(9, ALICE).withoutBytes().with("status", "saving");
        add(10, ALICE).withoutBytes().with("status", "killed");
        add(11, ALICE).withBytes("x").with("owner", null);
        add(12, ALICE).withBytes("x").with("disk_format", "a-format-of-20-chars");
        add(13, ALICE)
                .withBytes("shared")
                .with("visibility", "shared")
                .withMember(ALICE, "accepted")
                .withMember(BOB, "accepted")
                .withMember(CAROL, "rejected")
                .withMember("somebody", "pending");
        add(14, ALICE).withBytes("").with("disk_format", "iso"); // without a byte
        add(15, ALICE).withBytes("gone").withLocation(location(ALICE, "glance_gone", "gone"));
        GlanceFixture large = add(16, ALICE).withBytes("in segments");
        large.withLocation(location(ALICE, "glance_" + large.id(), large.id()));
        upload("glance_" + large.id(), large.id() + "-00001", "in seg", "Content-Type", "application/octet-stream");
        upload("glance_" + large.id(), large.id() + "-00002", "ments", "Content-Type", "application/octet-stream");
        upload(
                "glance_" + large.id(),
                large.id(),
                "",
                "Content-Type",
                "application/octet-stream",
                "X-Object-Manifest",
                "glance_" + large.id() + "/" + large.id() + "-");
        add(17, ALICE)
                .withBytes("both")
                .withLocation("rbd://x/y")
                .withLocation(location(ALICE, "glance_17", "seventeen"));
        upload("glance_17", "seventeen", "both", "Content-Type", "application/octet-stream");
    }

    private static String id(int number) {
        return "00000000-0000-4000-8000-0000000000%02d".formatted(number);
    }

    @Test
    void eachImageIsTakenOverAsItIsThere() throws IOException {
        addAll();
        Path report = folder.resolve("report");
        CommandRun first;
        try (GlanceServer glance = server()) {
            first = run("import", "glance", "--url", glance.url(), "--report", report.toString());
        }

        assertThat(first.code()).as(first.out() + first.err()).isEqualTo(ExitCode.FOUND);
        assertThat(first.json().path("added").asInt()).isEqualTo(12);
        assertThat(first.json().path("refused").asInt()).isEqualTo(5);
        Map<String, JsonNode> all = exported();
        assertThat(all.keySet())
                .containsExactly(
                        id(1), id(2), id(3), id(4), id(5), id(6), id(7), id(8), id(13), id(14), id(16), id(17));
        JsonNode file = all.get(id(1));
        assertThat(file.path("name").asText()).isEqualTo("it's \"quoted\", \\ and Ünï");
        assertThat(file.path("owner").asText()).isEqualTo(ALICE);
        assertThat(file.path("status").asText()).isEqualTo("queued");
        assertThat(file.path("visibility").asText()).isEqualTo("community");
        assertThat(file.path("protected").asBoolean()).isTrue();
        assertThat(file.path("min_ram").asInt()).isEqualTo(64);
        assertThat(file.path("min_disk").asInt()).isEqualTo(2);
        assertThat(file.path("tags").toString()).isEqualTo("[\"Big\",\"x.y:z\"]");
        assertThat(file.path("properties").toString())
                .isEqualTo("{\"OS\":\"debian\",\"img_signature\":\"" + "s".repeat(300) + "\",\"os\":\"other\"}");
        assertThat(file.path("created_at").asText()).isEqualTo("2015-01-01T00:00:01Z");
        assertThat(file.path("updated_at").asText()).isEqualTo("2016-02-03T04:05:06Z");
        assertThat(file.has("location")).isFalse();
        JsonNode located = all.get(id(2));
        assertThat(located.path("status").asText()).isEqualTo("available");
        assertThat(located.path("location").asText()).isEqualTo("pithos://" + ALICE + "/glance_" + id(2) + "/" + id(2));
        assertThat(located.path("md5").asText()).isEqualTo(images.get(1).hash("MD5"));
        assertThat(located.path("sha512").asText()).isEqualTo(images.get(1).hash("SHA-512"));
        assertThat(Stream.of(3, 4, 5, 6, 8, 13, 14)
                        .map(number -> all.get(id(number)).path("status").asText()))
                .containsOnly("queued");
        assertThat(all.get(id(7)).path("name").asText()).isEmpty();
        assertThat(all.get(id(8)).path("hidden").asBoolean()).isTrue();
        assertThat(all.get(id(13)).path("members").toString())
                .isEqualTo(
                        "{\"%s\":{\"status\":\"accepted\"},\"%s\":{\"status\":\"rejected\"},\"somebody\":{\"status\":\"pending\"}}"
                                .formatted(BOB, CAROL));
        assertThat(all.get(id(16)).path("checksum").asText())
                .isNotEqualTo(all.get(id(16)).path("md5").asText())
                .hasSize(32);
        assertThat(all.get(id(17)).path("location").asText()).isEqualTo("pithos://" + ALICE + "/glance_17/seventeen");

        Map<String, String> reasons = new TreeMap<>();
        for (JsonNode line : lines(report)) {
            if (line.path("outcome").asText().equals("refused")) {
                reasons.put(line.path("id").asText(), line.path("reason").asText());
            }
        }
        assertThat(reasons)
                .containsExactly(
                        Map.entry(id(9), "its status is saving there"),
                        Map.entry(id(10), "its status is killed there"),
                        Map.entry(id(11), "it has no owner there"),
                        Map.entry(id(12), "disk_format is a-format-of-20-chars there, which is none here"),
                        Map.entry(id(15), "the object store shows no object at its location"));
        assertThat(Files.readString(report) + first.out() + first.err() + log.texts())
                .doesNotContain(SECRET)
                .doesNotContain(User.ADMIN.token());
    }

    /** Whichever of the two ways: what was taken over by the one is alike by the other. */
    private void assertAlike(String... way) throws IOException {
        Map<String, JsonNode> before = exported();
        CommandRun again = run(
                Stream.concat(Stream.of("import", "glance"), Arrays.stream(way)).toArray(String[]::new));
        assertThat(again.json().path("alike").asInt())
                .as(again.out() + again.err())
                .isEqualTo(before.size());
        assertThat(again.json().path("refused").asInt()).isEqualTo(images.size() - before.size());
        assertThat(exported()).isEqualTo(before);
    }

    @Test
    void aSecondRunChangesNothing() throws IOException {
        addAll();
        try (GlanceServer glance = server()) {
            run("import", "glance", "--url", glance.url());

            assertAlike("--url", glance.url() + "/v2/");
        }
    }

    @Test
    void theDatabaseSaysTheSameAsTheCalls() throws IOException, SQLException {
        addAll();
        try (GlanceServer glance = server()) {
            run("import", "glance", "--url", glance.url());
        }
        String database = "glance_" + UUID.randomUUID().toString().replace("-", "");
        String url = EmbeddedMariaDb.shared().newJdbcUrl(database);
        try (Connection connection = EmbeddedMariaDb.shared().connect(database)) {
            new GlanceTables(connection, false).insert(images);

            assertAlike("--database", url, "--user", "root");

            connection.createStatement().execute("DROP DATABASE " + database);
        }
    }

    @Test
    void theDatabaseMayBePostgres() throws IOException, SQLException {
        addAll();
        try (GlanceServer glance = server()) {
            run("import", "glance", "--url", glance.url());
        }
        String url = Postgres.shared().newDatabase("UTF8");
        try (Connection connection = Postgres.connect(url)) {
            new GlanceTables(connection, false).insert(images);

            assertAlike("--database", url, "--user", "postgres");
        }
    }

    /** Visibility is whether it is public, and else whether it has members; nothing is hidden, no hash is there. */
    @Test
    void theDatabaseMayBeOld() throws IOException, SQLException {
        add(1, ALICE).withBytes("public").with("visibility", "public");
        GlanceFixture shared = add(2, ALICE).withBytes("shared").withMember(BOB, "pending");
        add(3, ALICE).withBytes("private");
        add(4, ALICE).withBytes("gone").with("status", "deleted");
        GlanceFixture located = add(5, ALICE).withBytes("located").withProperty("a", "b");
        upload("c", "o", "located", "Content-Type", "application/octet-stream");
        String url = Postgres.shared().newDatabase("UTF8");
        try (Connection connection = Postgres.connect(url)) {
            GlanceTables tables = new GlanceTables(connection, true);
            tables.insert(images);
            tables.insertOf(shared, "image_members", false, "member", CAROL, "can_share", true, "status", "accepted");
            tables.insertOf(located, "image_properties", false, "name", "nothing", "value", null);
            tables.insertOf(
                    located, "image_locations", false, "value", location(ALICE, "x", "y"), "status", "pending_delete");
            tables.insertOf(located, "image_locations", false, "value", location(ALICE, "c", "o"), "status", "active");
            tables.execute("DROP TABLE image_tags");

            CommandRun run = run("import", "glance", "--database", url, "--user", "postgres");

            assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.WELL);
        }
        Map<String, JsonNode> all = exported();
        assertThat(all.values().stream().map(image -> image.path("visibility").asText()))
                .containsExactly("public", "shared", "private", "private");
        assertThat(all.get(id(2)).path("members").toString())
                .isEqualTo("{\"%s\":{\"status\":\"pending\"},\"%s\":{\"can_share\":true,\"status\":\"accepted\"}}"
                        .formatted(BOB, CAROL));
        assertThat(all.get(id(5)).path("location").asText()).isEqualTo("pithos://" + ALICE + "/c/o");
        assertThat(all.get(id(5)).path("sha512").asText()).isEmpty();
        assertThat(all.get(id(5)).path("properties").toString()).isEqualTo("{\"a\":\"b\",\"nothing\":\"\"}");
    }

    @Test
    void oneWayIsToBeChosen() {
        assertThat(run("import", "glance").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("import", "glance", "--url", "http://x", "--database", "jdbc:mariadb://x/y", "--user", "x")
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("copy", "--url", "http://x", "--parallel", "17").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void theObjectStoreMayBeKnownByAnotherName() throws IOException {
        add(1, ALICE).withBytes("here").withLocation("swift+https://swift.example.org/v1/AUTH_" + ALICE + "/c/o");
        upload("c", "o", "here", "Content-Type", "application/octet-stream");
        try (GlanceServer glance = server()) {
            run("import", "glance", "--url", glance.url(), "--store-url", "https://swift.example.org/v1/");
        }

        assertThat(exported().get(id(1)).path("status").asText()).isEqualTo("available");
    }

    @Test
    void whatGlanceRefusesIsToldAndLeavesWhatWasHandedOver() throws IOException {
        for (int i = 1; i < 5; i++) {
            add(i, ALICE).with("visibility", i == 3 ? "shared" : "private");
        }
        try (GlanceServer glance = server()) {
            glance.answer("/members", 503);
            CommandRun silent = run("import", "glance", "--url", glance.url());
            assertThat(silent.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(silent.err()).contains("Glance does not answer as it should");
            glance.answer("/members", 404);
            CommandRun gone = run("import", "glance", "--url", glance.url());
            assertThat(gone.json().path("refused").asInt()).isEqualTo(1);
            glance.answer("/members", 403);
            CommandRun forbidden = run("import", "glance", "--url", glance.url());
            assertThat(forbidden.json().path("refused").asInt()).isEqualTo(1);
            assertThat(exported()).hasSize(3);

            Path other = Files.writeString(folder.resolve("other"), "nobody's");
            CommandRun stranger =
                    run("import", "glance", "--url", glance.url(), "--source-token-file", other.toString());
            assertThat(stranger.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(stranger.err()).contains("Glance refuses the token").doesNotContain("nobody's");
        }
    }

    /** Nothing is passed over in silence. */
    @Test
    void aListThatIsNoneEndsIt() throws IOException {
        try (GlanceServer glance = server()) {
            for (String list : List.of(
                    "{\"images\": [null]}",
                    "{\"images\": [[], {}]}",
                    "{\"images\": null}",
                    "{\"images\": {}}",
                    "{\"images\": []",
                    "{\"images\": [}",
                    "[]",
                    "",
                    "{\"images\": [], \"next\": \"/v2/images?marker=no address\"}")) {
                glance.list(list);

                CommandRun run = run("import", "glance", "--url", glance.url());

                assertThat(run.code()).as(list + run.err()).isEqualTo(ExitCode.UNAVAILABLE);
                assertThat(run.err()).contains("Glance");
            }
        }
    }

    @Test
    void whatIsNoNumberHereIsRefused() throws IOException {
        add(1, ALICE).withBytes("x").with("min_ram", 3_000_000_000L);
        add(2, ALICE).withBytes("y").with("min_disk", -1);
        add(3, ALICE).withBytes("z");
        try (GlanceServer glance = server()) {
            CommandRun run = run("import", "glance", "--url", glance.url());

            assertThat(run.json().path("refused").asInt()).isEqualTo(2);
            assertThat(exported().keySet()).containsExactly(id(3));
        }
    }

    @Test
    void pagesThatLeadInACircleEndIt() throws IOException {
        try (GlanceServer glance = server()) {
            glance.list(
                    "{\"images\": [], \"next\": \"/v2/images?marker=a\"}",
                    "{\"images\": [], \"next\": \"/v2/images?marker=b\"}");

            assertThat(run("import", "glance", "--url", glance.url()).code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(log.texts()).anyMatch(text -> text.contains("leads back to an earlier one"));
        }
    }

    @Test
    void aListThatIsRefusedIsNoImageThatIs() throws IOException {
        try (GlanceServer glance = server()) {
            for (int status : new int[] {400, 401, 403, 404, 500, 503}) {
                glance.answer("/v2/images", status);

                assertThat(run("import", "glance", "--url", glance.url()).code())
                        .isEqualTo(ExitCode.UNAVAILABLE);
            }
        }
    }

    @Test
    void whatIsDeactivatedAfterItWasCopiedIsToldAndMended() throws IOException {
        GlanceFixture image = add(1, ALICE).withBytes("vulnerable");
        try (GlanceServer glance = server()) {
            run("import", "glance", "--url", glance.url());
            copy(glance);
            image.with("status", "deactivated");

            CommandRun told = run("import", "glance", "--url", glance.url());
            assertThat(told.code()).isEqualTo(ExitCode.FOUND);
            assertThat(told.json().path("different").asInt()).isEqualTo(1);
            assertThat(run("import", "glance", "--url", glance.url(), "--update")
                            .code())
                    .isEqualTo(ExitCode.WELL);
        }
        assertThat(exported().get(id(1)).path("status").asText()).isEqualTo("unavailable");
    }

    @Test
    void bothWaysUndoNothingOfEachOthers() throws IOException, SQLException {
        GlanceFixture image =
                add(1, ALICE).withBytes("x").with("visibility", "shared").withMember(BOB, "accepted");
        GlanceFixture hers = add(2, ALICE).withBytes("y").withMember(CAROL, "pending");
        String database = "glance_" + UUID.randomUUID().toString().replace("-", "");
        String url = EmbeddedMariaDb.shared().newJdbcUrl(database);
        try (GlanceServer glance = server();
                Connection connection = EmbeddedMariaDb.shared().connect(database)) {
            GlanceTables tables = new GlanceTables(connection, false);
            tables.insert(images);
            tables.execute("UPDATE image_members SET can_share = TRUE");
            run("import", "glance", "--database", url, "--user", "root");
            Map<String, JsonNode> before = exported();
            assertThat(before.get(image.id())
                            .path("members")
                            .path(BOB)
                            .path("can_share")
                            .asBoolean())
                    .isTrue();
            assertThat(before.get(hers.id()).path("members").has(CAROL)).isTrue();

            CommandRun calls = run("import", "glance", "--url", glance.url(), "--update");

            assertThat(calls.json().path("alike").asInt()).as(calls.out()).isEqualTo(2);
            assertThat(exported()).isEqualTo(before);
            tables.execute("DROP DATABASE " + database);
        }
    }

    private CommandRun copy(GlanceServer glance, String... more) {
        return run(Stream.concat(Stream.of("copy", "--url", glance.url()), Arrays.stream(more))
                .toArray(String[]::new));
    }

    private String bytes(JsonNode image) {
        String path = image.path("location").asText().replaceFirst("^pithos://", "/AUTH_");
        return swift.send("GET", path, User.ADMIN.token()).body();
    }

    @Test
    void theBytesThatAreWaitedForAreCopied() throws IOException {
        addAll();
        try (GlanceServer glance = server()) {
            run("import", "glance", "--url", glance.url());
            CommandRun trial = copy(glance, "--dry-run");
            assertThat(trial.json().path("to_copy").asInt()).isEqualTo(8);
            assertThat(trial.json().path("not_there").asInt()).isEqualTo(1);

            CommandRun first = copy(glance);

            assertThat(first.code()).as(first.out() + first.err() + log.texts()).isEqualTo(ExitCode.WELL);
            assertThat(first.json().path("copied").asInt()).isEqualTo(8);
            assertThat(first.json().path("bytes")).isEqualTo(trial.json().path("bytes"));
            Map<String, JsonNode> all = exported();
            for (GlanceFixture image : images) {
                JsonNode here = all.get(image.id());
                if (here != null && !image.id().equals(id(7))) {
                    assertThat(here.path("status").asText())
                            .isEqualTo(image.id().equals(id(8)) ? "unavailable" : "available");
                    assertThat(bytes(here)).isEqualTo(new String(image.bytes(), StandardCharsets.UTF_8));
                    assertThat(here.path("location").asText())
                            .startsWith("pithos://" + here.path("owner").asText() + "/");
                    assertThat(here.path("sha512").asText()).isEqualTo(image.hash("SHA-512"));
                    assertThat(here.path("md5").asText()).isEqualTo(image.hash("MD5"));
                }
            }
            assertThat(all.get(id(7)).path("status").asText()).isEqualTo("queued");
            assertThat(copy(glance).json().path("to_copy").asInt()).isZero();
            assertAlike("--url", glance.url());
        }
    }

    /** Whose image it is shared with may read its bytes, and nobody else. */
    @Test
    void membersMayReadWhatIsCopied() throws IOException {
        add(1, ALICE).withBytes("shared").with("visibility", "shared").withMember(BOB, "accepted");
        add(2, ALICE).withBytes("public").with("visibility", "public");
        try (GlanceServer glance = server()) {
            run("import", "glance", "--url", glance.url());
            assertThat(copy(glance).code()).isEqualTo(ExitCode.WELL);
        }
        Map<String, JsonNode> all = exported();

        String shared = all.get(id(1)).path("location").asText().replaceFirst("^pithos://", "/AUTH_");
        assertThat(swift.send("GET", shared, User.BOB.token()).body()).isEqualTo("shared");
        assertThat(swift.send("GET", shared, User.CAROL.token()).statusCode()).isEqualTo(403);
        String open = all.get(id(2)).path("location").asText().replaceFirst("^pithos://", "/AUTH_");
        assertThat(swift.send("GET", open, User.CAROL.token()).body()).isEqualTo("public");
    }

    @Test
    void whatFailsIsToldAndQueuedAndCopiedTheNextTime() throws IOException {
        GlanceFixture cut = add(1, ALICE).withBytes("x".repeat(200_000));
        GlanceFixture others = add(2, ALICE).withBytes("these bytes");
        GlanceFixture more = add(3, ALICE).withBytes("and these");
        GlanceFixture forbidden = add(4, ALICE).withBytes("not for everybody");
        GlanceFixture well = add(5, ALICE).withBytes("well");
        GlanceFixture wrong = add(6, ALICE).withBytes("no md5").with("checksum", null);
        Path report = folder.resolve("report");
        try (GlanceServer glance = server()) {
            run("import", "glance", "--url", glance.url());
            glance.cut(cut, 100_000);
            glance.send(others, "THESE BYTES");
            glance.send(more, "and these as well");
            glance.answer(forbidden.id() + "/file", 403);
            glance.send(wrong, "NO MD5");

            CommandRun first = copy(glance, "--report", report.toString(), "--parallel", "1");

            assertThat(first.code()).isEqualTo(ExitCode.FOUND);
            assertThat(first.json().path("failed").asInt()).isEqualTo(5);
            Map<String, String> reasons = new TreeMap<>();
            for (JsonNode line : lines(report)) {
                reasons.put(line.path("id").asText(), line.path("reason").asText());
            }
            assertThat(reasons.get(cut.id())).startsWith("its bytes did not come as they should");
            assertThat(reasons.get(others.id())).contains("are others").contains(others.hash("SHA-512"));
            assertThat(reasons.get(more.id())).startsWith("its bytes did not come as they should");
            assertThat(reasons.get(forbidden.id())).startsWith("Glance forbids");
            assertThat(reasons.get(wrong.id())).contains("are others");
            Map<String, JsonNode> all = exported();
            assertThat(all.values().stream().map(image -> image.path("status").asText()))
                    .containsExactly("queued", "queued", "queued", "queued", "available", "queued");

            glance.heal();
            CommandRun second = copy(glance, "--owner", ALICE);

            assertThat(second.code()).as(second.out()).isEqualTo(ExitCode.WELL);
            assertThat(second.json().path("copied").asInt()).isEqualTo(5);
            assertThat(glance.downloads(well)).isEqualTo(1);
            assertThat(exported().values())
                    .allSatisfy(
                            image -> assertThat(image.path("status").asText()).isEqualTo("available"));
        }
        assertThat(parties.query("SELECT location FROM image_upload")).isEmpty();
    }

    @Test
    void aStoreThatDoesNotAnswerEndsIt() throws IOException {
        for (int i = 1; i <= 30; i++) {
            add(i, ALICE).withBytes("image " + i);
        }
        try (GlanceServer glance = server()) {
            run("import", "glance", "--url", glance.url());
            parties.swift().answer("PUT", 503);

            CommandRun silent = copy(glance);

            assertThat(silent.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(silent.json().path("failed").asInt()).isBetween(10, 20);
            assertThat(silent.err()).contains("gave up", "the object store", "--report FILE tells");
            parties.swift().heal();
            assertThat(copy(glance).json().path("copied").asInt()).isEqualTo(30);
        }
    }

    /** Be they the oldest, so that every run begins with them. */
    @Test
    void imagesThatGlanceCannotReadKeepNoOthersFromIt() throws IOException {
        List<String> reported = new ArrayList<>();
        Path report = folder.resolve("report");
        for (int i = 1; i <= 12; i++) {
            add(i, ALICE).withBytes("image " + i);
        }
        try (GlanceServer glance = server()) {
            run("import", "glance", "--url", glance.url());
            for (int i = 1; i <= 11; i++) {
                glance.answer(id(i) + "/file", 500);
            }
            glance.before(id(2) + "/file", () -> reported.addAll(read(report)));

            CommandRun run = copy(glance, "--parallel", "1", "--report", report.toString());

            assertThat(run.code()).isEqualTo(ExitCode.FOUND);
            assertThat(run.json().path("copied").asInt()).isEqualTo(1);
            assertThat(run.json().path("failed").asInt()).isEqualTo(11);
            assertThat(reported).singleElement().asString().contains(id(1)); // while it goes on
            assertThat(copy(glance).err()).contains("--report FILE tells");
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who renews a token may take the file away first. */
    @Test
    void aTokenThatIsAwayForAMomentIsToldOfWhatItWasWantedFor() throws IOException {
        Path report = folder.resolve("report");
        for (int i = 1; i <= 3; i++) {
            add(i, ALICE).withBytes("image " + i);
        }
        Path source = folder.resolve("source");
        try (GlanceServer glance = server()) {
            run("import", "glance", "--url", glance.url());
            for (Path away : List.of(source, token)) {
                Files.writeString(source, User.ADMIN.token());
                Files.writeString(token, User.ADMIN.token());
                glance.heal();
                glance.before("/file", () -> delete(away));

                CommandRun run = copy(
                        glance,
                        "--parallel",
                        "1",
                        "--report",
                        report.toString(),
                        "--source-token-file",
                        source.toString());

                assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FOUND);
                assertThat(run.json().path("copied").asInt()).isEqualTo(1);
                assertThat(lines(report))
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(line.path("reason").asText())
                                .contains("The token cannot be read", away.toString()));
            }
        }
    }

    @Test
    void anImportWhoseTokenIsAwayIsDoneInPart() throws IOException {
        for (int i = 1; i <= 4; i++) {
            add(i, ALICE).with("visibility", i == 3 ? "shared" : "private");
        }
        Path source = Files.writeString(folder.resolve("source"), User.ADMIN.token());
        try (GlanceServer glance = server()) {
            glance.before("/members", () -> delete(source));

            CommandRun run = run("import", "glance", "--url", glance.url(), "--source-token-file", source.toString());

            assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(run.err()).contains("The token cannot be read");
            assertThat(run("import", "glance", "--url", glance.url(), "--source-token-file", source.toString())
                            .code())
                    .isEqualTo(ExitCode.SETTINGS); // nothing was done
        }
    }

    @Test
    void whatAsksOnlyTheRegistryNeedsNobodysToken() throws IOException {
        for (int i = 1; i <= 2; i++) {
            add(i, ALICE).withBytes("x").withLocation(location(ALICE, "c", "o" + i));
            upload("c", "o" + i, "x", "Content-Type", "application/octet-stream");
        }
        try (GlanceServer glance = server()) {
            run("import", "glance", "--url", glance.url());
        }
        settings.put("plankton.store.credentials", "service");
        settings.put("plankton.identity.url", "http://127.0.0.1:1/v3");

        for (List<String> command : List.of(
                List.of("image", "list"),
                List.of("image", "show", id(1)),
                List.of("export"),
                List.of("history"),
                List.of("image", "chown", id(1), BOB),
                List.of("image", "unregister", id(2)))) {
            CommandRun run = CommandRun.of(settings, command.toArray(String[]::new));

            assertThat(run.code()).as(command + ": " + run.err()).isEqualTo(ExitCode.WELL);
        }
        assertThat(CommandRun.of(settings, "image", "check", id(1)).code()).isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void withoutRightsOnTheOwnersAccountsNothingIsCopied() throws IOException {
        add(1, ALICE).withBytes("x");
        try (GlanceServer glance = new GlanceServer(User.BOB.token(), true, images)) {
            Path bobs = Files.writeString(folder.resolve("bobs"), User.BOB.token());
            token = bobs;
            run("import", "glance", "--url", glance.url());
            Path report = folder.resolve("report");

            assertThat(copy(glance, "--report", report.toString()).code()).isEqualTo(ExitCode.FOUND);

            assertThat(lines(report).get(0).path("reason").asText())
                    .contains("does not let that account's files be written");
        }
    }
}
