package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.command.ExitCode;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Await;
import org.plankton.testing.BridgeRights;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;
import org.plankton.testing.PithosChange;
import org.plankton.testing.PithosLibrary;
import org.plankton.testing.PithosTables;
import org.plankton.testing.Postgres;

/** What operators do who come from Synnefo. */
@Tag("long")
class PithosCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String A = "0000000a-0000-4000-8000-000000000001";
    private static final String B = "0000000b-0000-4000-8000-000000000002";
    private static final String C = "0000000c-0000-4000-8000-000000000003";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final PithosTables pithos = new PithosTables("0.16");
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
        parties.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(settings, arguments);
    }

    private void setDatabase() {
        settings.put("plankton.pithos.database.url", pithos.url());
        settings.put("plankton.pithos.database.user", "postgres");
    }

    @Test
    void allThatCanBeImagesAreImportedOnce() throws IOException {
        pithos.plainImage("alice/images/a.raw", A, "property:os", "debian");
        pithos.share("alice/images/a.raw", 0, "bob");
        pithos.plainImage("alice/images/b.raw", B);
        pithos.run("UPDATE attributes SET value = repeat('ü', 256) WHERE key = 'plankton:name' AND node ="
                + " (SELECT node FROM nodes WHERE path = 'alice/images/b.raw')");
        long last = pithos.plainImage("bob/images/c.raw", C, "description", "no more");
        setDatabase();
        settings.put("plankton.limits.name", "255");
        Path report = folder.resolve("report.jsonl");

        CommandRun trial = run("import", "pithos", "--dry-run", "-o", "json");
        CommandRun first = run("import", "pithos", "--report", report.toString(), "-o", "json");
        CommandRun second = run("import", "pithos", "-o", "json");

        assertThat(trial.count("added")).isEqualTo(2);
        assertThat(first.code()).isEqualTo(ExitCode.FOUND);
        assertThat(first.count("added")).isEqualTo(2);
        assertThat(first.count("refused")).isEqualTo(1);
        assertThat(first.count("remarks")).isEqualTo(1);
        assertThat(first.err()).contains("The greatest serial in Pithos' database was " + last + ".");
        assertThat(second.count("added")).isZero();
        assertThat(second.count("alike")).isEqualTo(2);
        assertThat(Files.readAllLines(report))
                .anyMatch(line -> line.contains(B) && line.contains("name has 256 characters"))
                .anyMatch(line -> line.contains(C) && line.contains("plankton:description is not taken over"))
                .hasSize(2);
        JsonNode image = run("image", "show", A, "-o", "json").json();
        assertThat(image.path("owner").asText()).isEqualTo("alice");
        assertThat(image.path("members").has("bob")).as(image.toString()).isTrue();
    }

    @Test
    void whatWasChangedThereMeanwhileIsToldAndTakenOverWhenThatIsWanted() throws IOException {
        pithos.plainImage("alice/images/a.raw", A);
        setDatabase();
        run("import", "pithos");
        long newest = pithos.change("alice/images/a.raw", "1800000000.5");
        pithos.run("UPDATE attributes SET value = 'sid' WHERE serial = ? AND key = 'plankton:name'", newest);

        CommandRun left = run("import", "pithos", "-o", "json");
        CommandRun updated = run("import", "pithos", "--update", "-o", "json");

        assertThat(left.count("different")).isEqualTo(1);
        assertThat(left.code()).isEqualTo(ExitCode.FOUND);
        assertThat(updated.count("updated")).isEqualTo(1);
        assertThat(updated.code()).isEqualTo(ExitCode.WELL);
        assertThat(run("image", "show", A, "-o", "json").json().path("name").asText())
                .isEqualTo("sid");
    }

    @Test
    void whereTheDatabaseIsCanBeSaid() throws IOException {
        pithos.plainImage("alice/images/a.raw", A);
        Path password = Files.writeString(folder.resolve("password"), "Xyzzy\n");

        CommandRun unsaid = run("import", "pithos");
        CommandRun wrong = run("import", "pithos", "--database", "jdbc:mariadb://x/y", "--user", "x");
        CommandRun said = run(
                "import",
                "pithos",
                "--database",
                pithos.url(),
                "--user",
                "postgres",
                "--password-file",
                password.toString(),
                "-o",
                "json");
        CommandRun away =
                run("import", "pithos", "--database", "jdbc:postgresql://127.0.0.1:1/x", "--user", "postgres");

        assertThat(unsaid.code()).isEqualTo(ExitCode.SETTINGS);
        assertThat(unsaid.err()).contains("plankton.pithos.database.url");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.count("added")).isEqualTo(1);
        assertThat(away.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(List.of(unsaid.err(), said.err(), away.err())).noneMatch(text -> text.contains("Xyzzy"));
    }

    /** Whom the bridge is may not read all that an import does. */
    @Test
    void whereTheBridgeIsSetAnImportIsAnothers() throws IOException {
        pithos.plainImage("alice/images/a.raw", A);
        setBridge();
        BridgeRights.giveReading(pithos);

        CommandRun asTheBridge = run("import", "pithos", "--dry-run");
        CommandRun asAReader = run("import", "pithos", "--dry-run", "--user", BridgeRights.READER, "-o", "json");

        assertThat(asTheBridge.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(asTheBridge.err()).contains("permission denied");
        assertThat(asAReader.count("added")).isEqualTo(1);
    }

    @Test
    void thePasswordThatIsSetIsForNoOtherServer() throws Exception {
        settings.put("plankton.pithos.database.url", pithos.url());
        settings.put("plankton.pithos.database.user", "postgres");
        settings.put("plankton.pithos.database.password", "Xyzzy");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<String> sent = threads.submit(() -> sentToWhoeverWantsAPassword(server));
            String url = "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/x?sslmode=disable";

            CommandRun other = run("import", "pithos", "--dry-run", "--database", url);

            assertThat(other.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).doesNotContain("Xyzzy");
        } finally {
            threads.shutdownNow();
        }
    }

    private static String sentToWhoeverWantsAPassword(ServerSocket server) throws IOException {
        try (Socket socket = server.accept();
                DataInputStream in = new DataInputStream(socket.getInputStream())) {
            in.readFully(new byte[in.readInt() - 4]); // who it is
            socket.getOutputStream().write(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 3});
            socket.shutdownOutput();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void setBridge() {
        BridgeRights.give(pithos, false);
        settings.put("plankton.pithos.database.url", pithos.url());
        settings.put("plankton.pithos.database.user", BridgeRights.ROLE);
    }

    @Test
    void theBridgeIsTriedThenBuiltAndThenChecked() throws IOException {
        pithos.plainImage("alice/images/a.raw", A, "property:os", "debian", "status", "AVAILABLE");
        pithos.plainImage("alice/images/b.raw", B);
        setDatabase();
        run("import", "pithos");
        pithos.plainImage("bob/images/c.raw", C);
        setBridge();
        Path report = folder.resolve("bridge.jsonl");

        CommandRun trial = run("bridge", "rebuild", "--dry-run", "--report", report.toString(), "-o", "json");
        CommandRun before = run("bridge", "check", "-o", "json");
        CommandRun built = run("bridge", "rebuild", "-o", "json");
        CommandRun after = run("bridge", "check", "-o", "json");

        assertThat(trial.code()).isEqualTo(ExitCode.FOUND);
        assertThat(before.err()).contains("--report FILE tells");
        assertThat(trial.err() + built.err() + after.err()).doesNotContain("--report");
        assertThat(trial.json().toString())
                .isEqualTo("{\"alike\":1,\"different\":1,\"absent\":0,\"locked\":0,\"others\":1,\"remarks\":0,"
                        + "\"fields\":{\"status\":1}}");
        assertThat(Files.readAllLines(report))
                .containsExactly(
                        "{\"id\":\"" + A + "\",\"location\":\"pithos://alice/images/a.raw\",\"found\":\"different\","
                                + "\"fields\":[\"status\"],\"remarks\":[]}",
                        "{\"id\":\"" + C + "\",\"location\":\"pithos://bob/images/c.raw\",\"found\":\"others\","
                                + "\"fields\":[],\"remarks\":[]}");
        assertThat(before.json()).isEqualTo(trial.json());
        assertThat(built.code()).isEqualTo(ExitCode.WELL);
        assertThat(built.count("written")).isEqualTo(1);
        assertThat(after.code()).isEqualTo(ExitCode.WELL);
        assertThat(after.count("alike")).isEqualTo(2);
        assertThat(after.count("others")).isEqualTo(1);
        assertThat(after.count("backlog")).isEqualTo(2); // what was imported just now is looked at once more
        assertThat(after.json().path("backlog_seconds").asDouble()).isPositive();
    }

    @Test
    void whatARebuildFindsLockedIsCountedAndItIsToBeRunAgain() throws IOException, SQLException {
        pithos.plainImage("alice/images/a.raw", A, "status", "AVAILABLE");
        setDatabase();
        run("import", "pithos");
        setBridge();
        try (PithosChange foreign = new PithosChange(pithos, "alice/images/a.raw")) {
            foreign.makeVersion();

            CommandRun locked = run("bridge", "rebuild", "-o", "json");

            assertThat(locked.code()).isEqualTo(ExitCode.FOUND);
            assertThat(locked.count("locked")).isEqualTo(1);
            foreign.copyAttributes();
        }
        assertThat(run("bridge", "rebuild").code()).isEqualTo(ExitCode.WELL);
    }

    @Test
    void theDoctorSaysWhichRightsTheBridgeHasNot() throws IOException {
        setBridge();
        String well = diagnosis();
        Postgres.execute(
                pithos.url(),
                "REVOKE INSERT ON plankton_attributes FROM " + BridgeRights.ROLE,
                "REVOKE UPDATE (latest_version) ON nodes FROM " + BridgeRights.ROLE);
        String missing = diagnosis();
        Postgres.execute(pithos.url(), "DROP VIEW plankton_attributes");
        String without = diagnosis();
        settings.put("plankton.pithos.database.url", "jdbc:postgresql://127.0.0.1:1/snf_pithos");
        String away = diagnosis();

        assertThat(well).startsWith("well").contains("gives all rights");
        assertThat(missing)
                .startsWith("trouble")
                .contains("gives no UPDATE (latest_version) on nodes, INSERT on plankton_attributes");
        assertThat(without).startsWith("trouble").contains("SELECT on plankton_attributes");
        assertThat(away).startsWith("trouble").contains("does not answer");
    }

    private String diagnosis() throws IOException {
        for (JsonNode one : run("doctor", "-o", "json").json()) {
            if (one.path("subject").asText().equals("Pithos' database")) {
                return one.path("state").asText() + " " + one.path("seen").asText();
            }
        }
        return "";
    }

    @Test
    void withoutItsSettingsThereIsNoBridge() {
        CommandRun check = run("bridge", "check");

        assertThat(check.code()).isEqualTo(ExitCode.SETTINGS);
        assertThat(check.err()).contains("plankton.pithos.database.url is not set");
    }

    @Test
    void aDatabaseOfPithosThatIsAwayIsTold() {
        settings.put("plankton.pithos.database.url", "jdbc:postgresql://127.0.0.1:1/snf_pithos");
        settings.put("plankton.pithos.database.user", BridgeRights.ROLE);

        CommandRun check = run("bridge", "check");

        assertThat(check.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(check.err()).contains("Pithos' database (plankton.pithos.database.url) cannot be asked");
    }

    @Test
    void whatWasComparedBeforePithosFailedIsCounted() throws IOException {
        pithos.plainImage("alice/images/a.raw", A, "status", "available");
        setDatabase();
        run("import", "pithos");
        setBridge();
        // Those of others are read on a connection of their own.
        Postgres.execute(pithos.url(), "ALTER ROLE " + BridgeRights.ROLE + " CONNECTION LIMIT 1");
        try {
            CommandRun check = run("bridge", "check", "-o", "json");

            assertThat(check.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(check.err()).contains("plankton.pithos.database.url");
            assertThat(check.count("alike") + check.count("different")).isEqualTo(1);
        } finally {
            Postgres.execute(pithos.url(), "ALTER ROLE " + BridgeRights.ROLE + " CONNECTION LIMIT -1");
        }
    }

    /** The service follows by itself, once the bridge has been built. */
    @Test
    void whatClientsDoIsFoundBySynnefosLibrary() throws IOException {
        setBridge();
        assertThat(run("bridge", "rebuild").code()).isEqualTo(ExitCode.WELL);
        PithosLibrary library = new PithosLibrary(pithos, "0.16");
        try (Service service = Service.start(settings)) {
            Client client = new Client(service.address());
            String location = parties.upload(User.ALICE, "debian");
            String id = client.registered(User.ALICE.token(), "debian", location, "X-Image-Meta-Property-OS", "debian");
            // The stand-in for Pithos+ has no tables: here are its rows.
            pithos.file(location.substring("pithos://".length()), id, "application/octet-stream", "1800000000");

            Await.await(PATIENCE, () -> library.find(id).isPresent() || touched(client, id));

            assertThat(library.find(id).orElseThrow())
                    .containsEntry("name", "debian")
                    .containsEntry("property:os", "debian");
        }
    }

    /** Changed, so that it is written now that the file is there. */
    private static boolean touched(Client client, String id) {
        client.send("PUT", "/images/" + id, User.ALICE.token(), "", "X-Image-Meta-Property-Touched", "yes");
        return false;
    }
}
