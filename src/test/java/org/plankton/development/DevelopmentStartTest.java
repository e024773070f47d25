package org.plankton.development;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.User;
import org.plankton.settings.ContextFile;

/** What whoever types {@code mvn jetty:run} gets to see. Each start is a process of its own, as Maven is one. */
@Tag("long")
@Timeout(180)
class DevelopmentStartTest {
    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        for (Process process : processes) {
            process.destroy(); // so that it ends its database, too
        }
        processes.forEach(process -> process.onExit().join());
    }

    @Test
    void aSecondOneIsRefusedAndDoesNotHarmTheFirst() throws Exception {
        int port = freePort();
        Process first = start(folder, port);
        awaitWelcome(first);

        assertThat(ContextFile.parameters(folder.resolve("plankton.xml"), Map.of()))
                .containsKeys("plankton.database.url", "plankton.admins")
                .containsEntry("plankton.store.url", "http://127.0.0.1:" + port + "/cloud/object-store/v1");
        assertThat(refusal(start(folder, freePort())))
                .isEqualTo("[ERROR] The development server of this checkout runs already: process " + first.pid()
                        + ", at http://127.0.0.1:" + port
                        + "/. Use that one, or end it first; for a second one make a second"
                        + " checkout (git worktree add).");
        assertThat(images(port)).contains("Build server");
    }

    /** Nothing of it is in the way: neither its lock nor its database, which is still running. */
    @Test
    void oneThatWasKilledIsFollowedByAnother() throws Exception {
        int port = freePort();
        Process killed = start(folder, port);
        awaitWelcome(killed);
        List<ProcessHandle> orphans = killed.descendants().toList();
        killed.destroyForcibly().waitFor();
        assertThat(orphans).isNotEmpty().allMatch(ProcessHandle::isAlive);

        Process next = start(folder, port);

        assertThat(awaitWelcome(next)).anyMatch(line -> line.matches(".*/images/[0-9a-f-]{36}"));
        assertThat(orphans).noneMatch(ProcessHandle::isAlive);
        assertThat(images(port)).contains("Build server");
    }

    @Test
    void aPortThatIsTakenIsToldWithTheOptionForAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refusal(start(folder, taken.getLocalPort())))
                    .isEqualTo("[ERROR] Port " + taken.getLocalPort()
                            + " of 127.0.0.1 cannot be had: Address already in use."
                            + " Another one: mvn jetty:run -Djetty.http.port=N");
        }
        assertThat(folder.resolve("mariadb")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeUsedIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(refusal(start(file, freePort()))).contains(file.toString());
    }

    /** Not tried with a folder: root may write everywhere. */
    @Test
    void thatThereIsNoPermissionIsSaid() {
        assertThat(StartRefused.because(new AccessDeniedException("/checkout/target/development")))
                .hasMessageStartingWith("There is no permission to write /checkout/target/development.");
    }

    private Process start(Path folder, int port) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djetty.http.port=" + port,
                        "-Dorg.plankton.development=true",
                        "-Dlogback.configurationFile=src/dev/jetty/logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        processes.add(process);
        return process;
    }

    /** The lines up to the welcome's last. */
    private static List<String> awaitWelcome(Process process) {
        List<String> lines = new ArrayList<>();
        var output = process.inputReader();
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.contains("/v1/images?limit=3")) {
                    return lines;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no welcome, but: " + lines);
    }

    /** What the process says before it ends of itself. */
    private static String refusal(Process process) throws InterruptedException {
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(lines).noneMatch(line -> line.startsWith("\tat ")); // no stack trace
        return lines.get(lines.size() - 1);
    }

    private static String images(int port) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/images"))
                                .header("X-Auth-Token", User.ALICE.token())
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** In Maven's place: starts the server in that folder. */
    static final class Starter {
        public static void main(String[] arguments) throws Exception {
            Server server = new Server();
            Service.configure(server, "jetty.xml");
            WebAppContext context = Service.webApplication();
            context.addServletContainerInitializer(new DevelopmentStart(Path.of(arguments[0])));
            server.setHandler(context);
            server.start();
        }
    }
}
