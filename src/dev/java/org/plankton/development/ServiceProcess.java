package org.plankton.development;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Service} in a JVM of its own, which can be given little memory, and be killed. It ends with this JVM, at the
 * latest.
 */
public final class ServiceProcess implements AutoCloseable {
    /** Before what it says on its output; everything else there is its log. */
    private static final String MARK = "> ";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final PrintStream input;
    private final String address;

    private ServiceProcess(Process process) {
        this.process = process;
        this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread listener = new Thread(this::listen, "service process");
        listener.setDaemon(true);
        listener.start();
        this.address = said();
    }

    /**
     * Starts it and waits until it takes requests.
     *
     * @param settings by name, all that are required among them
     * @param options of the JVM
     */
    public static ServiceProcess start(Map<String, String> settings, String... options) {
        return start(ServiceProcess.class, settings, options);
    }

    /** @param program its {@code main} starts a service, and leaves the rest to {@link #serve} */
    public static ServiceProcess start(Class<?> program, Map<String, String> settings, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        try {
            return new ServiceProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code http://127.0.0.1:<port>} */
    public String address() {
        return address;
    }

    /** Bytes of its heap that are in use just after a collection. */
    public synchronized long usedHeap() {
        input.println();
        return Long.parseLong(said());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Ends it on the spot, whatever it is doing. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /** Reads all of its output, the log too: it would stand still otherwise. */
    private void listen() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(MARK)) {
                    said.add(line.substring(MARK.length()));
                }
            }
        } catch (IOException e) {
            // It was killed.
        }
    }

    private String said() {
        try {
            String line = said.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw new IllegalStateException("the service's process says nothing");
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] arguments) throws IOException {
        serve(Service.start(Map.of())); // finds its settings among the system properties
    }

    /** Serves until the standard input ends; says for every line there how much of the heap is in use. */
    public static void serve(Service service) throws IOException {
        System.out.println(MARK + service.address());
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (questions.readLine() != null) {
            System.gc();
            System.out.println(MARK
                    + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        Runtime.getRuntime().halt(0);
    }
}
