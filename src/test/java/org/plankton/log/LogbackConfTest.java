package org.plankton.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.testing.Await;
import org.slf4j.MDC;

/** {@code tomcat-conf/logback.xml} as operators take it, but for its sizes and times. */
@Timeout(120)
class LogbackConfTest {
    private static final Path SAMPLE = Path.of("tomcat-conf/logback.xml");
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path tomcat;

    private final LoggerContext loggers = new LoggerContext();

    @BeforeEach
    void start() {
        System.setProperty("catalina.base", tomcat.toString()); // as Tomcat does
    }

    @AfterEach
    void stop() {
        loggers.stop();
        System.clearProperty("catalina.base");
    }

    private static String sample() throws IOException {
        return Files.readString(SAMPLE);
    }

    /** Puts a text in the place of another, which must be there. */
    private static String changed(String text, String from, String to) {
        assertThat(text).contains(from);
        return text.replace(from, to);
    }

    private Path configuration() {
        return tomcat.resolve("logback.xml");
    }

    private void configure(String configuration, LogFormat format) throws IOException, JoranException {
        Files.writeString(configuration(), configuration);
        new ServiceLog(Optional.of(loggers), format);
        loggers.setMDCAdapter(MDC.getMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(loggers);
        configurator.doConfigure(configuration().toFile());
        loggers.start();
        assertThat(loggers.getStatusManager().getCopyOfStatusList())
                .filteredOn(status -> status.getLevel() > Status.INFO)
                .isEmpty();
    }

    private Path file(String name) {
        return tomcat.resolve("logs/plankton").resolve(name);
    }

    private List<Path> rolled(String name) throws IOException {
        try (Stream<Path> files = Files.list(tomcat.resolve("logs/plankton"))) {
            return files.filter(file ->
                            file.getFileName().toString().matches(name + "\\.\\d{4}-\\d\\d-\\d\\d\\.\\d+\\.log\\.gz"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLineIsInTheFileInTheFormatThatIsSet(LogFormat format) throws Exception {
        configure(sample(), format);

        loggers.getLogger("org.plankton.Any").info("Ένα");

        String line = Files.readString(file("plankton.log"));
        if (format == LogFormat.JSON) {
            assertThat(new ObjectMapper().readTree(line).path("message").textValue())
                    .isEqualTo("Ένα");
        } else {
            assertThat(line).endsWith(" INFO  [-] [-] Any: Ένα " + System.lineSeparator());
        }
    }

    @Test
    void aFileMayHaveAFormatOfItsOwn() throws Exception {
        configure(changed(sample(), "<!-- <format>json</format> -->", "<format>json</format>"), LogFormat.TEXT);

        loggers.getLogger("any").info("a");

        assertThat(Files.readString(file("plankton.log"))).startsWith("{\"time\":");
    }

    @Test
    void whatMustNeverBeLoggedIsNotWhateverTheRootSays() throws Exception {
        configure(changed(sample(), "<root level=\"INFO\">", "<root level=\"TRACE\">"), LogFormat.TEXT);

        loggers.getLogger("org.apache.hc.client5.http.wire").debug("X-Auth-Token: secret");
        loggers.getLogger("org.mariadb.jdbc.client.socket.impl.PacketWriter").trace("secret");
        loggers.getLogger("any").debug("all else");

        assertThat(Files.readString(file("plankton.log"))).contains("all else").doesNotContain("secret");
    }

    @Test
    void aFileThatHasGrownIsRolledOverAndAllTogetherAreBounded() throws Exception {
        String small = changed(changed(sample(), "100MB", "10KB"), "5GB", "4KB");
        configure(small, LogFormat.JSON);
        Set<String> written = Stream.iterate(0, i -> i + 1)
                .limit(2000)
                .map(i -> "number " + i + " of many")
                .collect(Collectors.toSet());

        Await.await(SOON, () -> {
            written.forEach(loggers.getLogger("any")::info);
            return areBounded();
        });

        List<String> lines = new ArrayList<>();
        Await.await(SOON, () -> isRead(lines));
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            assertThat(written)
                    .contains(new ObjectMapper().readTree(line).path("message").textValue());
        }
    }

    /** Whether none was being compressed just then, or deleted. */
    private boolean isRead(List<String> lines) {
        lines.clear();
        try {
            lines.addAll(Files.readAllLines(file("plankton.log")));
            for (Path file : rolled("plankton")) {
                lines.addAll(unzipped(file));
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether some have been rolled over, so many that the first are gone, and what is left is within the bound. */
    private boolean areBounded() {
        try {
            List<Path> rolled = rolled("plankton");
            long bytes = 0;
            for (Path file : rolled) {
                bytes += Files.size(file);
            }
            return rolled.size() > 1 && !rolled.get(0).toString().endsWith(".0.log.gz") && bytes <= 4 << 10;
        } catch (IOException e) { // one was deleted meanwhile
            return false;
        }
    }

    private static List<String> unzipped(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void aLevelIsAnotherAsSoonAsTheFileSaysSoAndTheFormatStays() throws Exception {
        configure(changed(sample(), "10 seconds", "100 milliseconds"), LogFormat.JSON);
        loggers.getLogger("org.plankton.Any").debug("before");

        write(changed(
                Files.readString(configuration()),
                "<!-- <logger name=\"org.plankton\" level=\"DEBUG\"/> -->",
                "<logger name=\"org.plankton\" level=\"DEBUG\"/>"));
        Await.await(SOON, () -> loggers.getLogger("org.plankton").getLevel() == Level.DEBUG && areFilesOpen());
        loggers.getLogger("org.plankton.Any").debug("after");

        assertThat(Files.readString(file("plankton.log")))
                .contains("\"message\":\"after\"")
                .doesNotContain("before")
                .startsWith("{\"time\":");
    }

    private boolean areFilesOpen() {
        return loggers.getLogger("ROOT").getAppender("log") != null
                && loggers.getLogger("ROOT").getAppender("log").isStarted();
    }

    /** So that it is newer, however soon. */
    private void write(String configuration) throws IOException {
        Path changed = tomcat.resolve("changed.xml");
        Files.writeString(changed, configuration);
        Files.setLastModifiedTime(changed, FileTime.from(Instant.now().plusSeconds(5)));
        Files.move(changed, configuration(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aFileThatIsNotWellFormedIsToldOfAndAllStaysAsItWas() throws Exception {
        PrintStream errors = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            configure(changed(sample(), "10 seconds", "100 milliseconds"), LogFormat.TEXT);
            write("<configuration scan=\"true\" scanPeriod=\"100 milliseconds\"><root level=\"DEBUG\">");

            Await.await(
                    SOON,
                    () -> printed.toString(StandardCharsets.UTF_8).contains("Plankton's log: ") && areFilesOpen());
            loggers.getLogger("any").info("after");
        } finally {
            System.setErr(errors);
        }

        assertThat(loggers.getLogger("ROOT").getLevel()).isEqualTo(Level.INFO);
        assertThat(Files.readString(file("plankton.log"))).contains("any: after");
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
        configure(changed(sample(), "10 seconds", "100 milliseconds"), LogFormat.TEXT);
        assertThat(started(before)).isNotEmpty();

        new ServiceLog(Optional.of(loggers), LogFormat.TEXT).close();

        Await.await(SOON, () -> started(before).isEmpty());
    }

    /** Of the log's: another test may have others begin. */
    private static Set<Thread> started(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("logback"))
                .filter(thread -> thread.isAlive() && !before.contains(thread))
                .collect(Collectors.toSet());
    }

    @Test
    void theAuditIsInNoFileUntilItIsSwitchedOn() throws Exception {
        configure(sample(), LogFormat.TEXT);

        loggers.getLogger("audit").info("{}", "{\"kind\":\"update\"}");

        assertThat(file("plankton-audit.log")).isEmptyFile();
        assertThat(Files.readString(file("plankton.log"))).isEmpty();
    }

    @Test
    void theAuditIsInAFileOfItsOwn() throws Exception {
        configure(
                changed(sample(), "<logger name=\"audit\" level=\"OFF\"", "<logger name=\"audit\" level=\"INFO\""),
                LogFormat.TEXT);

        loggers.getLogger("audit").info("{}", "{\"kind\":\"update\"}");

        assertThat(Files.readString(file("plankton-audit.log")))
                .isEqualTo("{\"kind\":\"update\"}" + System.lineSeparator());
        assertThat(Files.readString(file("plankton.log"))).isEmpty();
    }

    @Test
    void theAuditGoesToASyslogDaemon() throws Exception {
        try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            daemon.setSoTimeout((int) SOON.toMillis());
            String configuration = sample();
            configuration = changed(
                    configuration, "<!--\n  <appender name=\"audit-syslog\"", "<appender name=\"audit-syslog\"");
            configuration = changed(configuration, "  </appender>\n  -->", "  </appender>");
            configuration = changed(configuration, "<port>514</port>", "<port>" + daemon.getLocalPort() + "</port>");
            configuration = changed(
                    configuration,
                    "<!-- <appender-ref ref=\"audit-syslog\"/> -->",
                    "<appender-ref ref=\"audit-syslog\"/>");
            configuration = changed(
                    configuration, "<logger name=\"audit\" level=\"OFF\"", "<logger name=\"audit\" level=\"INFO\"");
            configure(configuration, LogFormat.TEXT);

            loggers.getLogger("audit").info("{}", "{\"kind\":\"update\"}");

            DatagramPacket packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
            daemon.receive(packet);
            String received = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            // Facility 13, the audit's, and severity 6.
            assertThat(received).startsWith("<110>").contains(" plankton-audit: {");
            JsonNode entry = new ObjectMapper().readTree(received.substring(received.indexOf('{')));
            assertThat(entry.path("kind").textValue()).isEqualTo("update");
        }
    }
}
