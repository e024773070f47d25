package org.plankton.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The service in a container, in a process of its own.
 *
 * @param address {@code http://127.0.0.1:<port>}
 */
record Deployed(String address, ProcessHandle process) implements AutoCloseable {
    int port() {
        return URI.create(address).getPort();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Bytes of its heap that are in use just after a collection, as its JDK tells; empty if it has ended. */
    OptionalLong usedHeap() throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process asked = new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String[] lines = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n");
        String[] total = lines[lines.length - 1].trim().split("\\s+"); // Total <instances> <bytes>
        if (total.length != 3 || !total[0].equals("Total")) {
            if (!isAlive()) {
                return OptionalLong.empty();
            }
            throw new IOException("jcmd says: " + lines[lines.length - 1]);
        }
        return OptionalLong.of(Long.parseLong(total[2]));
    }

    /** Ends it on the spot, whatever it is doing. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
