package org.plankton.faults;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.plankton.testing.Client;

/**
 * A Tomcat that {@code .ci/faults} has installed by the commands of {@code docs/installing.md}, with the files of
 * {@code tomcat-conf}.
 *
 * @param home of Tomcat's programs
 * @param base of its configuration; beside it is its log
 * @param port that it listens on
 */
record TomcatContainer(Path home, Path base, int port) implements Container {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofMillis(100);

    @Override
    public String name() {
        return "Tomcat";
    }

    @Override
    public boolean readsUnreadBodies() {
        return true;
    }

    @Override
    public Deployed start(Map<String, String> settings) throws IOException, InterruptedException {
        ProcessBuilder command =
                new ProcessBuilder(home.resolve("bin/catalina.sh").toString(), "run");
        command.environment().put("CATALINA_HOME", home.toString());
        command.environment().put("CATALINA_BASE", base.toString());
        // They count more than what is in the context's file.
        settings.forEach((name, value) -> command.environment().put(variable(name), value));
        File log = new File(base + ".log");
        Process process = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Deployed service = new Deployed("http://127.0.0.1:" + port, process.toHandle());
        Instant end = Instant.now().plus(PATIENCE);
        while (!answers(service)) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                service.kill();
                throw new IOException("Tomcat does not start; see " + log);
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return service;
    }

    private static boolean answers(Deployed service) {
        try {
            return new Client(service.address()).send("GET", "/versions", null).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static String variable(String setting) {
        return setting.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
