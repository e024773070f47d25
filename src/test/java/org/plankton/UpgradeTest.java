package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.cloud.User;
import org.plankton.command.ExitCode;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/**
 * A dump of what release 1.0.0 kept, restored into an empty database, on which the service is started. {@code
 * src/test/dumps} has it, as Debian's {@code mariadb-dump} wrote it of a database that a 1.0.0 had served, with rows in
 * every table; and what that 1.0.0 answered.
 */
@Tag("long")
class UpgradeTest {
    private static final Path DUMPS = Path.of("src/test/dumps");

    @TempDir
    private Path folder;

    private Parties parties;

    @BeforeEach
    void restore() throws IOException {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        parties.execute("ALTER DATABASE " + parties.database() + " COLLATE utf8mb4_nopad_bin"); // as installed
        parties.execute(Files.readString(DUMPS.resolve("1.0.0.sql")).split(";\n"));
    }

    @AfterEach
    void drop() {
        parties.close();
    }

    /** What was deleted is remembered for as long as can be, as the dump grows older than any less. */
    private Service start() {
        return Service.start(parties.settings("plankton.deleted.keep", "36500"));
    }

    @Test
    void clientsAreAnsweredAsBefore() throws IOException {
        List<String> lines = Files.readAllLines(DUMPS.resolve("1.0.0.txt"));
        try (Service service = start()) {
            Client client = new Client(service.address());
            for (int i = 0; i < lines.size(); i += 2) {
                String[] asked = lines.get(i).split(" ");

                String answer =
                        client.send("GET", asked[1], asked[0] + "-token").body();

                assertThat(answer).as(lines.get(i)).isEqualTo(lines.get(i + 1));
            }
        }
    }

    @Test
    void whatTheStoreHasStillToBeToldIsKnown() {
        String before = noted();
        try (Service service = start()) {
            assertThat(new Client(service.address())
                            .send("GET", "/images", User.BOB.token())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(noted()).isEqualTo(before);
    }

    /** As of the service, in OlderServiceTest: nothing is touched, and both versions are named. */
    @ParameterizedTest
    @ValueSource(strings = {"db status", "db migrate", "image list", "export", "import json -"})
    void commandsRefuseTheTablesOfALaterRelease(String command) {
        try (Service service = start()) {
            new Client(service.address()).send("GET", "/images", User.BOB.token());
        }
        parties.execute(
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success)"
                        + " SELECT MAX(installed_rank) + 1, '900', 'later', 'SQL', '900-later.sql', 1, 'x', 1, 1"
                        + " FROM flyway_schema_history");
        String before = parties.tables();
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);

        int code = Commands.run(command.split(" "), parties.settings(), Map.of(), writer, writer);

        assertThat(code).isEqualTo(ExitCode.SETTINGS);
        assertThat(said.toString()).contains("version 900");
        assertThat(parties.tables()).isEqualTo(before);
    }

    private String noted() {
        return String.join("\n", parties.query("SELECT account, location FROM image_unsettled_reader"));
    }
}
