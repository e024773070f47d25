package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.cloud.User;
import org.plankton.command.ExitCode;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Await;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** The command line, on the database of a service, and with its settings. */
class CommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            lines.add(formatter.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Parties parties;
    private Map<String, String> settings;

    @BeforeEach
    void start() {
        Logger.getLogger("").addHandler(handler);
        parties = new Parties(EmbeddedMariaDb.shared(), folder.resolve("store"));
        settings = new TreeMap<>(parties.settings());
    }

    @AfterEach
    void stop() {
        Logger.getLogger("").removeHandler(handler);
        parties.close();
    }

    /** By libraries, which log by java.util.logging. */
    private String said() {
        return String.join("\n", lines);
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(settings, arguments);
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

        CommandRun list = run("image", "list", "-o", "json");
        CommandRun show = run("image", "show", id, "-o", "json");

        assertThat(list.json().findValuesAsText("id")).containsExactly(id);
        assertThat(show.json().path("properties").path("os").asText()).isEqualTo("debian");
        assertThat(show.code()).isEqualTo(ExitCode.WELL);
    }

    /** To a terminal neither as a table nor as JSON; CSV is for programs, and as it is. */
    @Test
    void noNameTellsATerminalAnything() throws IOException {
        register("debian");
        String name = "a\u001b]0;x\u0007\u009b2J\u202eb \u00fc";
        parties.execute("UPDATE image SET name = '" + name + "'");

        for (String format : List.of("table", "json")) {
            assertThat(run("image", "list", "-o", format).out())
                    .doesNotContain("\u001b", "\u0007", "\u009b", "\u202e")
                    .contains("]0;x");
        }
        assertThat(run("image", "list", "-o", "json").json().findValuesAsText("name"))
                .containsExactly(name);
        assertThat(run("image", "list", "-o", "csv").out()).contains(name);
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

            CommandRun first = run("import", "json", file.toString(), "-o", "json");
            CommandRun second = run("import", "json", file.toString(), "-o", "json");

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

    @Test
    void tablesAreOtherwiseLeftAlone() {
        CommandRun status = run("db", "status", "-o", "csv");

        assertThat(status.code()).isEqualTo(ExitCode.FOUND);
        assertThat(status.out()).startsWith("version,change,state\n").contains("001,schema,Pending");
        assertThat(run("image", "list").code()).isEqualTo(ExitCode.SETTINGS);
        assertThat(parties.query("SHOW TABLES")).isEmpty();

        assertThat(run("db", "migrate").code()).isEqualTo(ExitCode.WELL);
        assertThat(run("db", "status").code()).isEqualTo(ExitCode.WELL);
        assertThat(run("image", "list").code()).isEqualTo(ExitCode.WELL);
    }

    @Test
    void aChangeOfTheTablesThatHasFailedIsStillToBeMade() {
        run("db", "migrate");
        parties.execute("UPDATE flyway_schema_history SET success = 0 WHERE version = '017'");

        assertThat(run("db", "status").code()).isEqualTo(ExitCode.FOUND);
        CommandRun list = run("image", "list");
        assertThat(list.code()).isEqualTo(ExitCode.SETTINGS);
        assertThat(list.err()).contains("tables of version 016", "plankton db migrate");
        assertThat(parties.query("SELECT success FROM flyway_schema_history WHERE version = '017'"))
                .containsExactly("0");

        assertThat(run("db", "migrate").code()).isEqualTo(ExitCode.WELL);
        assertThat(run("image", "list").code()).isEqualTo(ExitCode.WELL);
    }

    /** Where nobody takes what is written, be it a full disk or the end of a pipe. */
    private static final class Closed extends Writer {
        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void resultsThatNobodyTakesAreNotDone() throws IOException {
        run("db", "migrate");
        parties.insertImages(User.ALICE, 3);
        String id = parties.query("SELECT LOWER(HEX(id)) FROM image")
                .get(0)
                .replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-");
        for (String format : List.of("table", "json", "csv")) {
            for (List<String> command : List.of(
                    List.of("image", "list"), List.of("image", "show", id), List.of("settings"), List.of("export"))) {
                StringWriter err = new StringWriter();
                List<String> arguments = new ArrayList<>(command);
                arguments.addAll(List.of("-o", format));

                int code = Commands.run(
                        arguments.toArray(String[]::new),
                        settings,
                        Map.of(),
                        new PrintWriter(new Closed()),
                        new PrintWriter(err));

                assertThat(code).as(arguments + ": " + err).isEqualTo(ExitCode.UNAVAILABLE);
                assertThat(err.toString()).contains("results cannot be written");
            }
        }
    }

    /** As where a library is not there, or no memory left. */
    @Test
    void anErrorIsAFaultOfItsOwn() {
        StringWriter err = new StringWriter();
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int offset, int length) {
                throw new NoClassDefFoundError("org/plankton/Missing");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        int code = Commands.run(
                new String[] {"settings"}, settings, Map.of(), new PrintWriter(full), new PrintWriter(err));

        assertThat(code).isEqualTo(ExitCode.BROKEN);
        assertThat(err.toString()).contains("by a fault of its own", "org/plankton/Missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image list --owner (a)",
                "image chown 0b1ec700-0000-4000-8000-00000000000a (a)",
                "copy --url http://127.0.0.1:1 --owner (a)"
            })
    void whatIsNoAccountIsRefusedAsAnyOtherValue(String line) {
        CommandRun refused = run(line.split(" "));

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("must be an account's id");
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (String url :
                List.of("http://exa mple", "exa mple", "glance.example.org:9292", "http://", "ftp://host/x")) {
            CommandRun run = run("import", "glance", "--url", url);

            assertThat(run.code()).as(url).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("--url", "http:// or https://");
            assertThat(run("copy", "--url", url).code()).isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void tablesOfALaterReleaseAreNotTouched() {
        run("db", "migrate");
        parties.execute("UPDATE flyway_schema_history SET version = '900' WHERE version = '016'");

        CommandRun status = run("db", "status");

        assertThat(status.code()).isEqualTo(ExitCode.SETTINGS);
        assertThat(status.err()).contains("has tables of version 900");
        assertThat(run("image", "list").err()).contains("has tables of version 900");
    }

    @Test
    void whatIsSetIsShownWithoutSecrets() {
        settings.put("plankton.admins", "operator");
        CommandRun shown = run("settings", "-o", "csv");

        assertThat(shown.code()).isEqualTo(ExitCode.WELL);
        assertThat(shown.out())
                .contains("plankton.admins,operator,property", "plankton.limits.page,1000,default")
                .contains("plankton.database.password,********,property")
                .doesNotContain(Parties.DATABASE_PASSWORD);
    }

    /** Be it that the address cannot be used: then it may be because there is a password in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plankton.identity.url=http://admin:hunter2@127.0.0.1",
                "plankton.identity.url=http://admin:hun/ter2@127.0.0.1",
                "plankton.identity.url=admin:hunter2@127.0.0.1",
                "plankton.store.url=http://127.0.0.1/?token=hunter2",
                "plankton.public-url=http://127.0.0.1/#hunter2",
                "plankton.cors.origins=https://admin:hunter2@127.0.0.1",
                "plankton.database.url=jdbc:mariadb://127.0.0.1/plankton?user=a&password=hunter2&b=c",
                "plankton.database.url=jdbc:mariadb://127.0.0.1/plankton?keyStorePassword=hunter2",
                "plankton.database.url=jdbc:mariadb://admin:hunter2@127.0.0.1/plankton",
                "plankton.database.url=jdbc:mariadb:/127.0.0.1/plankton?password=hunter2",
                "plankton.pithos.database.url=jdbc:postgresql://127.0.0.1?password=hunter2",
                "plankton.pithos.database.url=jdbc:postgresql://admin:hunter2@127.0.0.1/pithos",
                "plankton.pithos.database.url=jdbc:postgresql://127.0.0.1/pithos?sslpassword=hunter2"
            })
    void addressesAreShownWithoutSecrets(String setting) {
        String[] nameAndValue = setting.split("=", 2);
        settings.put(nameAndValue[0], nameAndValue[1]);

        CommandRun shown = run("settings", "-o", "csv");

        assertThat(shown.out().lines().filter(line -> line.startsWith(nameAndValue[0] + ",")))
                .singleElement()
                .asString()
                .contains("127.0.0.1", "********");
        assertThat(shown.out() + shown.err() + run("doctor").out() + said())
                .doesNotContain("ter2")
                .doesNotContain("hun/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy --url http://admin:hunter2@127.0.0.1",
                "copy --url http://127.0.0.1/?hunter2",
                "import glance --url http://admin:hun%ter2@127.0.0.1",
                "import glance --url http://127.0.0.1 --store-url http://admin:hunter2@127.0.0.1",
                "import glance --user u --database jdbc:mariadb:/h/glance?password=hunter2",
                "import glance --user u --database jdbc:mariadb://h/glance?user=u&password=hunter2",
                "import glance --user u --database jdbc:postgresql://h:x/glance?password=hunter2",
                "import glance --user u --database jdbc:postgresql://h:hunter2/glance",
                "import glance --user u --database jdbc:postgresql://h?password=hunter2",
                "import glance --user u --database jdbc:postgresql://h/glance/x?password=hunter2",
                "import glance --user u --database jdbc:postgresql://h/glance%zz?password=hunter2",
                "import glance --user u --database jdbc:postgresql:///?password=hunter2",
                "import glance --user u --database jdbc:postgresql:glance?password=hunter2",
                "import glance --user u --database jdbc:postgresql://u:hunter2@h/glance",
                "import glance --user u --database mysql://u:hunter2@h/glance",
                "import pithos --user u --database jdbc:postgresql://u:hunter2@h/pithos",
                "import pithos --user u --database jdbc:postgresql://h?password=hunter2",
                "doctor --url http://admin:hunter2@127.0.0.1"
            })
    void addressesWithSecretsAreRefusedAndNotRepeated(String line) {
        CommandRun refused = run(line.split(" "));

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("must ").doesNotContain("ter2");
        assertThat(said()).doesNotContain("ter2");
    }

    @Test
    void settingsComeFromTheContextFileToo() throws IOException {
        Path file = folder.resolve("plankton.xml");
        Files.writeString(
                file,
                "<Context><!-- <Parameter name='x' value='y'/> -->"
                        + "<Parameter name='plankton.limits.page' value='77'/></Context>");

        assertThat(run("settings", "--settings", file.toString(), "-o", "csv").out())
                .contains("plankton.limits.page,77,context");
        assertThat(run("settings", "--settings", folder.resolve("none.xml").toString())
                        .code())
                .isEqualTo(ExitCode.SETTINGS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Parameter value='hunter2'/> | Line 2: a Parameter has no name.",
                "<Parameter name='plankton.admins'/> | Line 2: a Parameter has no value.",
                "<Parameter name='plankton.admins' value='hunter2&a;'/> | 'Line 2, column 52: there it is no XML.'",
                "<Parameter name='plankton.admins' value='hunter2 | there it is no XML.",
                "<Parameter name='plankton.admins' value='a${who}'/> | 'Line 2: plankton.admins has ${who}, for which'",
                "<Parameter name='plankton.admins' value='a${}'/> | 'Line 2: plankton.admins has ${}, for which'"
            })
    void whatIsAmissWithTheContextFileIsTold(String line, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("plankton.xml"), "<Context>\n" + line + "\n</Context>");

        CommandRun shown = run("settings", "--settings", file.toString());

        assertThat(shown.code()).isEqualTo(ExitCode.SETTINGS);
        assertThat(shown.out() + shown.err()).contains(problem).doesNotContain("hunter2");
        assertThat(shown.err().lines()).hasSize(2).element(0).asString().contains(file.toString());
    }

    /** As Tomcat 10.1 does. */
    @ParameterizedTest
    @CsvSource({
        "a${x.y}b, aXb",
        "$${x.y}, $X",
        "${z}, X!",
        "${none:-d}, d",
        "${none:-${x.y}}, X",
        "a$, a$",
        "a$b, a$b",
        "${x.y, ${x.y",
        "${x.y:-d}, X"
    })
    void valuesReferToPropertiesAsInTomcat(String value, String shown) throws IOException {
        settings.put("x.y", "X");
        settings.put("z", "${x.y}!");
        Path file = Files.writeString(
                folder.resolve("plankton.xml"),
                "<Context><Parameter name='plankton.database.user' value='" + value + "'/>"
                        + "<Parameter name='another.one' value='${none}'/></Context>");
        settings.remove("plankton.database.user");

        assertThat(run("settings", "--settings", file.toString(), "-o", "csv")
                        .out()
                        .lines())
                .contains("plankton.database.user," + shown + ",context");
    }

    @Test
    void aPasswordIsTakenAsItIs() {
        parties.execute("CREATE USER 'odd'@'127.0.0.1' IDENTIFIED BY 'a${b}c'");
        parties.execute("GRANT ALL ON `" + parties.database() + "`.* TO 'odd'@'127.0.0.1'");
        settings.put("plankton.database.user", "odd");
        settings.put("plankton.database.password", "a${b}c");

        assertThat(run("db", "migrate").code()).isEqualTo(ExitCode.WELL);
        assertThat(run("db", "status").code()).isEqualTo(ExitCode.WELL);
        assertThat(run("image", "list").code()).isEqualTo(ExitCode.WELL);
        parties.execute("DROP USER 'odd'@'127.0.0.1'");
    }

    @Test
    void settingsThatCannotBeUsedAreNamed() {
        settings.put("plankton.limits.page", "many");
        settings.remove("plankton.store.url");

        CommandRun shown = run("settings");

        assertThat(shown.code()).isEqualTo(ExitCode.SETTINGS);
        assertThat(shown.err()).contains("plankton.limits.page must be", "plankton.store.url is required");
        assertThat(run("image", "list").err()).contains("plankton.store.url is required");
    }

    @Test
    void aDatabaseThatIsAwayIsTold() {
        settings.put("plankton.database.url", "jdbc:mariadb://127.0.0.1:1/plankton?sslMode=disable");

        CommandRun list = run("image", "list");

        assertThat(list.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(list.err()).contains("jdbc:mariadb://127.0.0.1:1/plankton", "plankton.database.url");
    }

    @Test
    void whatIsNoCommandIsRefused() {
        assertThat(run().code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("images").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("image", "list", "--status", "good").err()).contains("good", "AVAILABLE");
        CommandRun limit = run("history", "--limit", "0");
        assertThat(limit.code()).isEqualTo(ExitCode.USAGE);
        assertThat(limit.err().lines()).containsExactly("--limit must be 1 or more", "Try `plankton history --help`.");
        assertThat(run("bridge").err()).contains("rebuild");
        assertThat(run("--version").out()).startsWith("plankton " + Release.version());
        assertThat(run("image", "restore", "--help").out()).contains("--before", "Exit codes");
    }

    @Test
    void imagesAreGivenAwayUnregisteredAndRestored() throws IOException {
        String id = register("debian");
        Path token = Files.writeString(folder.resolve("token"), User.ALICE.token() + "\n");

        assertThat(run("image", "chown", id, User.BOB.account(), "-o", "json")
                        .json()
                        .path("owner")
                        .asText())
                .isEqualTo(User.BOB.account());
        CommandRun gone = run("image", "unregister", id, "no-id", "--token-file", token.toString(), "-o", "json");
        assertThat(gone.code()).isEqualTo(ExitCode.FOUND);
        assertThat(gone.json().findValuesAsText("id")).containsExactly(id, "no-id");
        assertThat(gone.json().findValuesAsText("outcome")).containsExactly("unregistered", "refused");
        assertThat(gone.json().findValuesAsText("reason")).containsExactly("", "there is no such image");
        assertThat(run("image", "list", "-o", "csv").out().lines()).hasSize(1);

        CommandRun restored = run("image", "restore", id, "--token-file", token.toString(), "-o", "json");
        assertThat(restored.json().path("owner").asText()).isEqualTo(User.BOB.account());
        CommandRun history = run("history", id, "-o", "json");
        assertThat(history.json().findValuesAsText("kind"))
                .containsExactly("restore", "unregister", "update", "register");
        assertThat(history.json().get(0).path("dialect").asText()).isEqualTo("command");
        long first = history.json().get(3).path("position").asLong();
        assertThat(run("image", "restore", id, "--before", Long.toString(first)).code())
                .isEqualTo(ExitCode.FOUND); // when it was not there yet
    }

    /** Nobody's token is good for everybody's files, and there may be none. */
    @Test
    void whatTheStoreIsNotToldKeepsNothingFromBeingDone() throws IOException {
        String given = register("given", "X-Image-Meta-Is-Public", "true");
        String shared = register("shared", "X-Image-Meta-Is-Public", "true");
        assertThat(parties.query("SELECT 1 FROM image_unsettled_reader")).isEmpty();

        assertThat(run("image", "chown", given, User.BOB.account()).code()).isEqualTo(ExitCode.WELL);
        CommandRun gone = run("image", "unregister", given, shared, "-o", "json");

        assertThat(gone.code()).isEqualTo(ExitCode.WELL);
        assertThat(gone.json().findValuesAsText("outcome")).containsExactly("unregistered", "unregistered");
        assertThat(parties.query("SELECT DISTINCT location FROM image_unsettled_reader"))
                .hasSize(2);

        CommandRun restored = run("image", "restore", shared);
        assertThat(restored.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(restored.err()).contains("without a token: --token-file");

        try (Service service = Service.start(settings)) {
            Client client = new Client(service.address());
            Await.await(Duration.ofSeconds(20), () -> {
                client.send("GET", "/images", User.ALICE.token());
                return parties.query("SELECT 1 FROM image_unsettled_reader").isEmpty();
            });
        }
    }

    @Test
    void filesAreLookedAt() throws IOException {
        String id = register("debian");
        Path token = Files.writeString(folder.resolve("token"), User.ALICE.token());

        CommandRun well = run("image", "check", id, "--token-file", token.toString(), "-o", "csv");
        assertThat(well.out()).startsWith("id,outcome,reason,").contains("\n" + id + ",as_registered,,");
        assertThat(well.code()).isEqualTo(ExitCode.WELL);
        parties.upload(User.ALICE, "other");
        parties.move(User.ALICE, "other", "debian");

        CommandRun changed = run("image", "check", id, "--token-file", token.toString(), "-o", "csv");
        assertThat(changed.out()).contains("\n" + id + ",changed,,").contains(",file-changed,check,");
        assertThat(changed.code()).isEqualTo(ExitCode.FOUND);
        CommandRun nobody = run("image", "check", "no-id", id, "-o", "csv");
        assertThat(nobody.out()).endsWith("no-id,refused,there is no such image,,,,,\n");
        assertThat(nobody.err()).contains("without a token: --token-file");
        assertThat(nobody.code()).isEqualTo(ExitCode.UNAVAILABLE);
        settings.put("plankton.store.url", "http://127.0.0.1:1/");
        CommandRun away = run("image", "check", "no-id", id, "--token-file", token.toString(), "-o", "csv");
        assertThat(away.out()).endsWith("no-id,refused,there is no such image,,,,,\n");
        assertThat(away.code()).isEqualTo(ExitCode.UNAVAILABLE);
    }

    private static final String[] READY = {
        "X-Image-Meta-Property-OSFAMILY", "linux",
        "X-Image-Meta-Property-ROOT_PARTITION", "1",
        "X-Image-Meta-Property-USERS", "root"
    };

    private static final String[] LEFT_TO_ROOT = {
        "X-Image-Meta-Property-OSFAMILY", "linux", "X-Image-Meta-Property-ROOT_PARTITION", "1"
    };

    @Test
    void howReadyAnImageIsIsToldWithWhatMendsIt() throws IOException {
        String id = register("debian", LEFT_TO_ROOT);

        CommandRun json = run("image", "check", id, "--no-files", "-o", "json");
        CommandRun csv = run("image", "check", id, "no-id", "--no-files", "-o", "csv");
        CommandRun table = run("image", "check", id, "--no-files");

        JsonNode told = json.json().get(0);
        assertThat(told.path("id").asText()).isEqualTo(id);
        assertThat(told.path("outcome").asText()).isEqualTo("assessed");
        assertThat(told.path("readiness").asText()).isEqualTo("check");
        assertThat(told.path("reasons")).hasSize(1);
        JsonNode reason = told.path("reasons").get(0);
        assertThat(reason.path("code").asText()).isEqualTo("users-missing");
        assertThat(reason.path("level").asText()).isEqualTo("check");
        assertThat(reason.path("words").asText()).contains("root");
        assertThat(reason.path("remedy").asText()).contains("USERS");
        assertThat(json.code()).isEqualTo(ExitCode.WELL);
        assertThat(csv.out().lines())
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith(id + ",assessed,,check,users-missing,");
        assertThat(csv.out())
                .startsWith("id,outcome,reason,readiness,code,level,words,remedy\n")
                .endsWith("no-id,refused,there is no such image,,,,,\n");
        assertThat(csv.code()).isEqualTo(ExitCode.FOUND);
        assertThat(table.out().lines()).hasSize(2).element(1).asString().contains("users-missing");
    }

    /** Each has a row to itself, and an image without any has one as well. */
    @Test
    void ofSeveralReasonsEachIsARow() throws IOException {
        String ready = register("ready", READY);
        String none = register("none");

        CommandRun csv = run("image", "check", ready, none, "--no-files", "-o", "csv");
        CommandRun json = run("image", "check", ready, none, "--no-files", "-o", "json");

        assertThat(csv.out().lines().filter(line -> line.startsWith(ready)))
                .containsExactly(ready + ",assessed,,ready,,,,");
        assertThat(csv.out().lines().filter(line -> line.startsWith(none))).hasSize(3);
        assertThat(json.json().findValuesAsText("readiness")).containsExactly("ready", "may-not-boot");
        assertThat(json.json().get(1).path("reasons").findValuesAsText("code"))
                .containsExactly("os-family-missing", "root-partition-missing", "users-missing");
    }

    @Test
    void whatBuildsImagesLearnsWhetherTheyAreReady() throws IOException {
        String ready = register("ready", READY);
        String check = register("check", LEFT_TO_ROOT);
        String none = register("none");
        String token =
                Files.writeString(folder.resolve("token"), User.ALICE.token()).toString();

        assertThat(ready(ready)).isEqualTo(ExitCode.WELL);
        assertThat(ready(ready, check)).isEqualTo(ExitCode.CHECK);
        assertThat(ready(none, check)).isEqualTo(ExitCode.MAY_NOT_BOOT);
        assertThat(ready(none, "no-id")).isEqualTo(ExitCode.FOUND);
        assertThat(run("image", "check", "--ready", ready).code()).isEqualTo(ExitCode.UNAVAILABLE); // without a token
        parties.upload(User.ALICE, "other");
        parties.move(User.ALICE, "other", "ready");
        assertThat(ready(ready)).isEqualTo(ExitCode.WELL); // as far as anybody knows
        assertThat(run("image", "check", "--ready", ready, "--token-file", token)
                        .code())
                .isEqualTo(ExitCode.CHECK);
        assertThat(ready(ready)).isEqualTo(ExitCode.CHECK);
        assertThat(run("image", "check", "--no-files", ready).code()).isEqualTo(ExitCode.WELL);
    }

    private int ready(String... ids) {
        List<String> arguments = new ArrayList<>(List.of("image", "check", "--ready", "--no-files"));
        arguments.addAll(List.of(ids));
        return run(arguments.toArray(String[]::new)).code();
    }

    @Test
    void imagesAreListedByHowReadyTheyAre() throws IOException {
        String ready = register("ready", READY);
        String check = register("check", LEFT_TO_ROOT);
        String none = register("none");

        assertThat(run("image", "list", "--readiness=ready", "-o", "json")
                        .json()
                        .findValuesAsText("id"))
                .containsExactly(ready);
        assertThat(run("image", "list", "--readiness", "check,May-Not-Boot", "-o", "json")
                        .json()
                        .findValuesAsText("id"))
                .containsExactlyInAnyOrder(check, none);
        CommandRun refused = run("image", "list", "--readiness", "good");
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("ready or check or may-not-boot");
        assertThat(run("image", "list", "--help").out()).contains("may-not-boot");
    }

    @Test
    void anExportGoesOnWhereItWas() throws IOException {
        run("db", "migrate");
        parties.insertImages(User.ALICE, 3);
        Path file = folder.resolve("images.jsonl");
        Path part = folder.resolve("images.jsonl.part");
        run("export", file.toString());
        List<String> all = Files.readAllLines(file);
        Files.delete(file);
        Files.writeString(part, all.get(0) + "\n" + all.get(1).substring(0, 40)); // as where the disk was full

        CommandRun resumed = run("export", file.toString(), "--resume");

        assertThat(resumed.code()).isEqualTo(ExitCode.WELL);
        assertThat(Files.readAllLines(file)).isEqualTo(all).hasSize(3);
        assertThat(part).doesNotExist();
        assertThat(run("export").out().lines()).isEqualTo(all);
    }

    @Test
    void anExportReplacesNothingButAFile() throws IOException, InterruptedException {
        run("db", "migrate");
        Path kept = Files.writeString(folder.resolve("kept"), "kept");
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path link = Files.createSymbolicLink(folder.resolve("link"), kept);
        Path inner = Files.createDirectory(folder.resolve("inner"));
        for (Path there : List.of(pipe, link, inner)) {
            CommandRun refused = run("export", there.toString());

            assertThat(refused.code()).as(there.toString()).isEqualTo(ExitCode.USAGE);
            assertThat(refused.err()).contains(there + " ").doesNotContain(".part");
            assertThat(folder.resolve(there.getFileName() + ".part")).doesNotExist();
        }
        assertThat(Files.isSymbolicLink(link)).isTrue();
        Path part = Files.createSymbolicLink(folder.resolve("images.part"), kept);

        CommandRun refused = run("export", folder.resolve("images").toString());

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains(part + " ");
        assertThat(kept).hasContent("kept");
    }

    @Test
    void whatIsReadIsNotWrittenOver() throws IOException {
        register("debian");
        Path images = folder.resolve("images.jsonl");
        run("export", images.toString());
        Path same = Files.createSymbolicLink(folder.resolve("same"), images);
        Path token = Files.writeString(folder.resolve("token"), User.ALICE.token());
        String before = Files.readString(images);

        for (List<Path> readAndWritten : List.of(List.of(images, images), List.of(images, same))) {
            CommandRun refused = run(
                    "import",
                    "json",
                    readAndWritten.get(0).toString(),
                    "--report",
                    readAndWritten.get(1).toString());

            assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
            assertThat(refused.err()).contains(readAndWritten.get(1) + " ");
        }
        assertThat(run("export", token.toString(), "--token-file", token.toString())
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(images).hasContent(before);
        assertThat(token).hasContent(User.ALICE.token());
    }

    @Test
    void theLastReportIsKeptUntilThereIsAnother() throws IOException {
        run("db", "migrate");
        parties.insertImages(User.ALICE, 1);
        Path images = folder.resolve("images.jsonl");
        run("export", images.toString());
        Path report = Files.writeString(folder.resolve("report"), "of yesterday");
        settings.put("plankton.database.url", "jdbc:mariadb://127.0.0.1:1/plankton?sslMode=disable");

        CommandRun away = run("import", "json", images.toString(), "--report", report.toString());

        assertThat(away.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(report).hasContent("of yesterday");
    }

    @Test
    void whatIsRefusedIsInTheReport() throws IOException {
        run("db", "migrate");
        Path images = folder.resolve("images.json");
        Files.writeString(images, """
                [{"id": "0b1ec700-0000-4000-8000-00000000000a", "name": "old one", "owner": "alice",
                  "location": "pithos://alice/images/50% off", "size": "2048", "checksum": "9f3c",
                  "disk_format": "diskdump", "container_format": "bare", "is_public": true, "status": "AVAILABLE",
                  "created_at": "2013-06-12 01:33:20", "updated_at": "2013-06-12 01:33:21.25", "deleted_at": "",
                  "properties": {"OS": "debian"}},
                 {"id": "0b1ec700-0000-4000-8000-00000000000b", "name": "odd", "owner": "alice",
                  "location": "pithos://alice/images/b", "size": 1, "checksum": "9f3c", "disk_format": "floppy",
                  "container_format": "bare", "is_public": false, "status": "available",
                  "created_at": "2013-06-12 01:33:20", "properties": {}},
                 {"id": "0b1ec700-0000-4000-8000-00000000000c", "colour": "red"}]
                """);
        Path report = folder.resolve("report.jsonl");

        CommandRun imported = run("import", "json", images.toString(), "--report", report.toString(), "-o", "json");

        assertThat(imported.code()).isEqualTo(ExitCode.FOUND);
        assertThat(imported.json().path("added").asInt()).isEqualTo(1);
        assertThat(imported.json().path("refused").asInt()).isEqualTo(2);
        List<String> lines = Files.readAllLines(report);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("0b1ec700-0000-4000-8000-00000000000b", "\"odd\"", "disk_format must be");
        assertThat(lines.get(1)).contains("0b1ec700-0000-4000-8000-00000000000c");
        JsonNode shown = run("image", "show", "0b1ec700-0000-4000-8000-00000000000a", "-o", "json")
                .json();
        assertThat(shown.path("location").asText()).isEqualTo("pithos://alice/images/50%25%20off");
        assertThat(shown.path("visibility").asText()).isEqualTo("public");
        assertThat(shown.path("created_at").asText()).isEqualTo("2013-06-12T01:33:20Z");
        assertThat(shown.path("updated_at").asText()).isEqualTo("2013-06-12T01:33:21.250Z");
    }

    @Test
    void whatIsNoJsonIsTold() throws IOException {
        run("db", "migrate");
        Path file = Files.writeString(folder.resolve("images.json"), "{\"id\": ");

        CommandRun imported = run("import", "json", file.toString());

        assertThat(imported.code()).isEqualTo(ExitCode.FOUND);
        assertThat(imported.err()).contains("--report FILE tells").doesNotContain("fault of its own");
    }

    @Test
    void aDryRunLeavesNothing() throws IOException {
        register("debian");
        Path file = folder.resolve("images.jsonl");
        run("export", file.toString());
        try (Parties others = new Parties(EmbeddedMariaDb.shared(), folder.resolve("other"))) {
            settings = new TreeMap<>(others.settings());
            run("db", "migrate");

            CommandRun tried = run("import", "json", "--dry-run", file.toString(), file.toString(), "-o", "json");

            assertThat(tried.json().path("added").asInt()).isEqualTo(1);
            assertThat(tried.json().path("alike").asInt()).isEqualTo(1); // the second time
            assertThat(run("export").out()).isEmpty();
        }
    }

    @Test
    void allIsWellWithAServiceThatIs() throws IOException {
        settings.put("plankton.admins", User.ADMIN.account());
        Path token = Files.writeString(folder.resolve("token"), User.ADMIN.token());
        try (Service service = Service.start(settings)) {
            new Client(service.address())
                    .registered(User.ALICE.token(), "debian", parties.upload(User.ALICE, "debian"));

            CommandRun doctor =
                    run("doctor", "--url", service.address(), "--token-file", token.toString(), "-o", "csv");

            assertThat(doctor.out().lines().filter(line -> !line.contains(",well,")))
                    .hasSize(2)
                    .element(1)
                    .asString() // the tests' own database may lose what it has, with the power
                    .startsWith("database durability,trouble,innodb_flush_log_at_trx_commit = 0,");
            assertThat(doctor.out()).contains("headers of answers,well,");
        }
    }

    @Test
    void whatIsAmissHasItsRemedy() {
        run("db", "migrate");
        settings.put("plankton.identity.url", "http://127.0.0.1:1");
        parties.execute("REVOKE ALTER ON `" + parties.database() + "`.* FROM 'plankton'@'127.0.0.1'");

        CommandRun doctor = run("doctor", "-o", "csv");

        assertThat(doctor.code()).isEqualTo(ExitCode.FOUND);
        assertThat(doctor.out().lines())
                .anyMatch(line -> line.startsWith("identity service,trouble,"))
                .anyMatch(line -> line.startsWith("database rights,trouble,") && line.contains("lacks ALTER"))
                .anyMatch(line -> line.startsWith("public address,skipped,") && line.contains("--url"))
                .anyMatch(line -> line.startsWith("object store,well,"));
    }

    @Test
    void variablesThatNobodyReadsAreNamed() {
        StringWriter out = new StringWriter();
        int code = Commands.run(
                new String[] {"settings"},
                settings,
                Map.of("PLANKTON_LIMITS_PAGES", "7"),
                new PrintWriter(out),
                new PrintWriter(out));

        assertThat(code).isEqualTo(ExitCode.FOUND);
        assertThat(out.toString()).contains("PLANKTON_LIMITS_PAGES is no setting's variable");
    }
}
