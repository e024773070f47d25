package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.command.ExitCode;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** The command line, on the database of a service, and with its settings. */
class CommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Parties parties;
    private Map<String, String> settings;

    @BeforeEach
    void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder.resolve("store"));
        settings = new TreeMap<>(parties.settings());
    }

    @AfterEach
    void stop() {
        parties.close();
    }

    /** What a command has written, and ended with. */
    private record Run(int code, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    private Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Commands.run(arguments, settings, Map.of(), new PrintWriter(out), new PrintWriter(err));
        return new Run(code, out.toString(), err.toString());
    }

    private String register(String name, String... headers) {
        try (Service service = Service.start(settings)) {
            return new Client(service.address())
                    .registered(User.ALICE.token(), name, parties.upload(User.ALICE, name), headers);
        }
    }

    @Test
    void anImageIsListedAndShown() throws IOException {
        String id = register("debian", "X-Image-Meta-Property-OS", "debian");

        Run list = run("image", "list", "-o", "json");
        Run show = run("image", "show", id, "-o", "json");

        assertThat(list.json().findValuesAsText("id")).containsExactly(id);
        assertThat(show.json().path("properties").path("os").asText()).isEqualTo("debian");
        assertThat(show.code()).isEqualTo(ExitCode.WELL);
    }

    @Test
    void whatIsExportedIsImportedElsewhere() throws IOException {
        String id = register("debian", "X-Image-Meta-Property-OS", "debian");
        Path file = folder.resolve("images.jsonl");
        assertThat(run("export", file.toString()).code()).isEqualTo(ExitCode.WELL);
        try (Parties others = new Parties(EmbeddedMariaDb.shared(), folder.resolve("other"))) {
            settings = new TreeMap<>(others.settings());
            assertThat(run("import", "json", file.toString()).err())
                    .contains("plankton db migrate"); // which a command does not do by the way
            assertThat(run("db", "migrate").code()).isEqualTo(ExitCode.WELL);

            Run first = run("import", "json", file.toString(), "-o", "json");
            Run second = run("import", "json", file.toString(), "-o", "json");

            assertThat(first.json().path("added").asInt()).isEqualTo(1);
            assertThat(second.json().path("alike").asInt()).isEqualTo(1);
            Path again = folder.resolve("again.jsonl");
            run("export", again.toString());
            assertThat(Files.readAllLines(again))
                    .isEqualTo(Files.readAllLines(file))
                    .hasSize(1);
            assertThat(run("history", id, "-o", "json").json().findValuesAsText("kind"))
                    .isEqualTo(List.of("import"));
        }
    }
}
