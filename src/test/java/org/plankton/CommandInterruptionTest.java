package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.testing.Await.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.command.ExitCode;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.testing.Parties;

/** A command in a Java of its own, which somebody interrupts, or gives something to read. */
@Tag("long")
class CommandInterruptionTest {
    private static final int IMAGES = 3000;

    /** What Java ends with by itself then, unless the command's own code comes first. */
    private static final Set<Integer> TERMINATED = Set.of(143, ExitCode.INTERRUPTED);

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** Sooner than Java ends of its own accord, when nobody brings what is under way to its end. */
    private static final Duration PROMPTLY = Duration.ofSeconds(15);

    @TempDir
    private Path folder;

    private static ProcessBuilder builder(Parties parties, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        for (Map.Entry<String, String> setting : parties.settings().entrySet()) {
            command.add("-D" + setting.getKey() + "=" + setting.getValue());
        }
        command.add("org.plankton.Commands");
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private Process start(Parties parties, String... arguments) throws IOException {
        return builder(parties, arguments)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static int count(Parties parties) {
        return Integer.parseInt(parties.query("SELECT COUNT(*) FROM image").get(0));
    }

    private static String line(int number) {
        return """
                {"id": "0b1ec700-0000-4000-8000-%1$012d", "owner": "alice", "name": "image %1$d", "size": 1, \
                "checksum": "9f3c", "location": "pithos://alice/images/%1$d", "status": "available", \
                "disk_format": "raw", "container_format": "bare", "visibility": "private", \
                "created_at": "2013-06-12T01:33:20Z", "properties": {"os": "debian"}}""".formatted(number);
    }

    @Test
    void anImportEndsWithWholeImagesAndGoesOn() throws IOException, InterruptedException {
        Path file = folder.resolve("images.jsonl");
        Files.write(
                file,
                IntStream.range(0, IMAGES)
                        .mapToObj(CommandInterruptionTest::line)
                        .toList());
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder.resolve("store"))) {
            assertThat(end(start(parties, "db", "migrate"))).isEqualTo(ExitCode.WELL);

            Process first = start(parties, "import", "json", file.toString());
            await(BOUND, () -> count(parties) > 0);
            first.destroy(); // as `kill` does: by a shell's job in the background an interrupt is ignored

            assertThat(end(first)).isIn(TERMINATED);
            int done = count(parties);
            assertThat(done).isBetween(1, IMAGES - 1);
            assertThat(Files.readString(folder.resolve("output"))).contains("added      " + done);
            assertThat(end(start(parties, "import", "json", file.toString()))).isEqualTo(ExitCode.WELL);
            assertThat(Files.readString(folder.resolve("output"))).contains("alike      " + done);
            assertThat(count(parties)).isEqualTo(IMAGES);
        }
    }

    /** Refused images are no batch, and are looked at all the same. */
    @Test
    void anImportOfWhatIsRefusedEnds() throws IOException, InterruptedException {
        Path report = folder.resolve("report");
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder.resolve("store"))) {
            assertThat(end(start(parties, "db", "migrate"))).isEqualTo(ExitCode.WELL);
            Process process = start(parties, "import", "json", "-", "--report", report.toString());
            Thread lines = new Thread(() -> {
                try (OutputStream in = process.getOutputStream()) {
                    while (true) {
                        in.write("{\"id\": \"none\"}\n".getBytes(StandardCharsets.UTF_8));
                    }
                } catch (IOException e) {
                    // It has ended.
                }
            });
            lines.start();
            await(BOUND, () -> report.toFile().length() > 0);
            process.destroy();

            assertThat(process.waitFor(PROMPTLY.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isIn(TERMINATED);
            lines.join();
        }
        assertThat(Files.readString(folder.resolve("output"))).containsPattern("refused +[1-9]");
        assertThat(Files.readString(report)).endsWith("}\n");
    }

    @Test
    void aReportIsNotWrittenOverWhatIsRead() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("images.jsonl"), line(1));
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder.resolve("store"))) {
            assertThat(end(start(parties, "db", "migrate"))).isEqualTo(ExitCode.WELL);

            Process process = builder(parties, "import", "json", "-", "--report", file.toString())
                    .redirectInput(file.toFile())
                    .start();

            assertThat(end(process)).isEqualTo(ExitCode.USAGE);
            assertThat(file).hasContent(line(1));
        }
    }

    /** Where nothing would be gone on with nobody is waited for. */
    @Test
    void aListThatNobodyReadsEndsAtOnce() throws IOException, InterruptedException {
        try (Parties parties = new Parties(EmbeddedMariaDb.shared(), folder.resolve("store"))) {
            assertThat(end(start(parties, "db", "migrate"))).isEqualTo(ExitCode.WELL);
            parties.insertImages(User.ALICE, IMAGES);
            Process process = builder(parties, "image", "list").start();
            process.getInputStream().read();
            process.destroy();

            assertThat(process.waitFor(PROMPTLY.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isIn(TERMINATED);
        }
    }
}
