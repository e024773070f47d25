package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.plankton.command.ExitCode;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.registry.image.Location;
import org.plankton.testing.LogLines;
import org.plankton.testing.Parties;

/** {@code import json}, of files of every kind. */
@Tag("long")
class ImportFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final LogLines log = LogLines.of("org.plankton");
    private Parties parties;
    private Map<String, String> settings;

    @BeforeEach
    void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder.resolve("store"));
        settings = new TreeMap<>(parties.settings());
        run("db", "migrate");
    }

    @AfterEach
    void stop() {
        log.close();
        parties.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(settings, arguments);
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve(UUID.randomUUID().toString()), List.of(lines));
    }

    private static String id(int number) {
        return "0b1ec700-0000-4000-8000-%012d".formatted(number);
    }

    private static ObjectNode image(int number) {
        return JSON.createObjectNode()
                .put("id", id(number))
                .put("owner", "alice")
                .put("name", "image " + number)
                .put("status", "available")
                .put("visibility", "private")
                .put("disk_format", "raw")
                .put("container_format", "bare")
                .put("location", "pithos://alice/images/" + number)
                .put("size", 1)
                .put("checksum", "9f3c")
                .put("created_at", "2013-06-12T01:33:20Z");
    }

    private CommandRun imported(Path file, String... more) {
        return run(Stream.concat(Stream.of("import", "json", file.toString(), "-o", "json"), Stream.of(more))
                .toArray(String[]::new));
    }

    private static List<Integer> counts(CommandRun run) throws IOException {
        JsonNode counts = run.json();
        return Stream.of("added", "alike", "updated", "different", "refused")
                .map(kind -> counts.path(kind).asInt())
                .toList();
    }

    /** Though it leaves nothing by which the registry would know of images that were a hundred before. */
    @Test
    void aDryRunTellsWhatBecomesOfThem() throws IOException {
        List<String> lines = new ArrayList<>();
        ObjectNode first = image(1).put("object_uuid", id(900));
        // As where the object store gives no UUIDs.
        ObjectNode located =
                image(2).put("id", new Location("alice", "images", "2").uuid().toString());
        lines.add(first.toString());
        lines.add(located.toString());
        for (int i = 100; i < 400; i++) {
            lines.add(image(i).toString());
        }
        lines.add(first.toString());
        lines.add(image(100).put("name", "another").toString());
        lines.add(image(401).put("location", "pithos://alice/images/101").toString());
        lines.add(image(402).put("object_uuid", id(900)).toString());
        lines.add(image(403).put("owner", "al ice").toString());
        lines.add(image(404).toString());
        Path file = file(lines.toArray(String[]::new));

        CommandRun trial = imported(file, "--dry-run");
        CommandRun updating = imported(file, "--dry-run", "--update");
        assertThat(run("export").out()).isEmpty();

        assertThat(counts(trial)).containsExactly(303, 1, 0, 1, 3);
        assertThat(counts(updating)).containsExactly(303, 1, 1, 0, 3);
        CommandRun run = imported(file);
        assertThat(counts(run)).isEqualTo(counts(trial));
        assertThat(counts(imported(file, "--dry-run"))).isEqualTo(counts(imported(file)));
    }

    /** Whose name is as long as the guide's dialect takes, and the property's key as Glance's do. */
    @Test
    void whatCameOverAnyDialectIsTaken() throws IOException {
        ObjectNode image = image(1).put("name", "x".repeat(256));
        image.putObject("properties").put("k".repeat(255), "a value");

        assertThat(counts(imported(file(image.toString())))).containsExactly(1, 0, 0, 0, 0);
        settings.put("plankton.limits.name", "10");
        settings.put("plankton.limits.glance.name", "10");
        settings.put("plankton.limits.properties", "0");

        assertThat(counts(imported(file(run("export").out())))).containsExactly(0, 1, 0, 0, 0);
    }

    /** Of images that are for each other's sake, where two are of one id, or of one place, or not. */
    @Test
    void aDryRunTellsOfNoRefusalThatWouldNotBe() throws IOException {
        imported(file(image(1).toString()));
        Path file = file(
                image(1).put("name", "another").toString(),
                image(1).put("name", "another")
                        .put("updated_at", "2014-06-12T01:33:20Z")
                        .toString(),
                image(1).toString(),
                image(2).put("object_uuid", id(900)).toString(),
                image(3).put("object_uuid", id(900)).toString(),
                image(4).put("location", "pithos://alice/images/3").toString(),
                image(2).put("location", "pithos://alice/images/5").toString(),
                image(6).put("location", "pithos://alice/images/2").toString(),
                image(7).put("location", "pithos://alice/images/5").toString());

        CommandRun trial = imported(file, "--dry-run", "--update");

        assertThat(counts(trial)).containsExactly(3, 1, 3, 0, 2);
        assertThat(counts(imported(file, "--update"))).isEqualTo(counts(trial));
    }

    @Test
    void whatIsNoJsonIsRefusedByItsLine() throws IOException {
        Path report = folder.resolve("report");
        Path lines = file(
                image(1).toString(),
                "{\"id\": ",
                "",
                image(2) + " " + image(3),
                image(4).toString(),
                image(5).toString().substring(0, 100));

        CommandRun run = imported(lines, "--report", report.toString());

        assertThat(run.code()).isEqualTo(ExitCode.FOUND);
        assertThat(counts(run)).containsExactly(2, 0, 0, 0, 3);
        assertThat(Files.readAllLines(report))
                .hasSize(3)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("line 2 of " + lines),
                        line -> assertThat(line).contains("line 4 of "),
                        line -> assertThat(line).contains("line 6 of "));
    }

    @Test
    void anArrayIsReadAsFarAsItIsOne() throws IOException {
        Path report = folder.resolve("report");
        String begin = "\ufeff\n [" + image(1) + ",\n" + image(2);

        assertThat(counts(imported(file(begin + "]")))).containsExactly(2, 0, 0, 0, 0);
        for (String end : List.of("", ",", "}", ",{", "] {}", ",{]")) {
            CommandRun run = imported(file(begin + end), "--report", report.toString());

            assertThat(run.code()).isEqualTo(ExitCode.FOUND);
            assertThat(counts(run)).as(end).containsExactly(0, 2, 0, 0, 1);
        }
        assertThat(Files.readString(report)).contains("is no JSON from line 3 on");
    }

    /** As many as there are in a batch, so that none is tried by itself. */
    @Test
    void whatIsWrongIsNamedAndKeepsNoOtherOut() throws IOException {
        Map<String, ObjectNode> wrong = new TreeMap<>();
        wrong.put("min_ram must not be over", image(1).put("min_ram", 3_000_000_000L));
        wrong.put("min_disk must be a whole", image(2).put("min_disk", 0.5));
        wrong.put("status is not told", image(3).without("status"));
        wrong.put("visibility is not told", image(4).without("visibility"));
        wrong.put("created_at must be a time", image(5).without("created_at"));
        wrong.put("name", image(6).put("name", "\ud800"));
        wrong.put("md5 must be", image(7).put("md5", "zz"));
        wrong.put("sha512 must be", image(8).put("sha512", "00"));
        wrong.put("checksum must be", image(9).without("checksum"));
        wrong.put("object_uuid must be", image(10).put("object_uuid", "x"));
        wrong.put(
                "colour is no field of a member",
                image(11)
                        .set(
                                "members",
                                JSON.createObjectNode()
                                        .set("bob", JSON.createObjectNode().put("colour", "red"))));
        Path report = folder.resolve("report");
        List<String> lines = new ArrayList<>();
        wrong.values().forEach(image -> lines.add(image.toString().replace("\ud800", "\\ud800")));
        lines.add(image(99).put("name", "β").toString());

        CommandRun run = imported(file(lines.toArray(String[]::new)), "--report", report.toString());

        assertThat(run.code()).isEqualTo(ExitCode.FOUND);
        assertThat(counts(run)).containsExactly(1, 0, 0, 0, wrong.size());
        assertThat(Files.readAllLines(report)).hasSize(wrong.size());
        String told = Files.readString(report, StandardCharsets.UTF_8);
        wrong.keySet().forEach(reason -> assertThat(told).contains(reason));
        assertThat(log.texts()).noneMatch(text -> text.contains("could not be imported"));
    }

    @Test
    void propertiesAreAsTheyAreWritten() throws IOException {
        String written = image(1).toString().replaceFirst("\\}$", """
                , "properties": {"none": null, "large": 1e400, "long": 0.1000000000000000000000000000000000000010, \
                "whole": 12345678901234567890123, "so": true, "text": "1.0"}}""");

        imported(file(written));

        assertThat(run("image", "show", id(1), "-o", "json").json().path("properties"))
                .isEqualTo(JSON.readTree("""
                        {"large": "1E+400", "long": "0.1000000000000000000000000000000000000010",
                         "so": "true", "text": "1.0", "whole": "12345678901234567890123"}"""));
    }

    @Test
    void oldLinesSayNothingOfWhatTheyDoNotKnow() throws IOException {
        ObjectNode rich = image(1).put("min_ram", 512).put("protected", true).put("hidden", true);
        rich.put("visibility", "shared").putArray("tags").add("lts");
        rich.putObject("members").putObject("bob").put("status", "accepted");
        imported(file(rich.toString()));
        String before = run("export").out();
        ObjectNode old = image(1).without("visibility");
        old.put("is_public", false);

        CommandRun run = imported(file(old.toString()), "--update");

        assertThat(counts(run)).containsExactly(0, 1, 0, 0, 0);
        assertThat(run("export").out()).isEqualTo(before);
    }

    @Test
    void aFileThatIsNotThereIsToldBeforeAnythingIsDone() throws IOException {
        Path there = file(image(1).toString());
        Path none = folder.resolve("none");

        CommandRun missing = run("import", "json", there.toString(), none.toString());
        CommandRun noFile = run("import", "json", folder.toString());
        CommandRun noReport = run("import", "json", there.toString(), "--report", none + "/report");

        assertThat(missing.code()).isEqualTo(ExitCode.USAGE);
        assertThat(missing.err()).contains(none + " cannot be read");
        assertThat(noFile.code()).isEqualTo(ExitCode.USAGE);
        assertThat(noReport.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("export").out()).isEmpty();
    }

    /** So that who looks at the next line knows how far it has come. */
    @Test
    void countsAreToldWhateverItEndsBy() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            lines.add(image(i).toString());
        }
        Path file = file(lines.toArray(String[]::new));
        parties.execute("RENAME TABLE image TO image_away");

        CommandRun run = imported(file);

        assertThat(run.code()).isNotEqualTo(ExitCode.WELL);
        assertThat(run.json().path("added").asInt()).isZero();
    }
}
