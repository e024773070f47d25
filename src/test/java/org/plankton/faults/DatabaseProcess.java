package org.plankton.faults;

import java.io.IOException;
import java.nio.file.Path;
import org.plankton.development.EmbeddedMariaDb;

/** A durable MariaDB that is killed, frozen and started again, always at the same port. */
final class DatabaseProcess implements AutoCloseable {
    private final Path folder;
    private EmbeddedMariaDb server;

    /** So that none is left behind if this JVM is told to end meanwhile: who is frozen heeds no other signal. */
    private Thread endWithUs;

    DatabaseProcess(Path folder) {
        this.folder = folder;
        this.server = EmbeddedMariaDb.start(folder);
    }

    /** What leads to it, however often it has been killed since. */
    EmbeddedMariaDb server() {
        return server;
    }

    int port() {
        return server.port();
    }

    /** It is gone without a word. */
    void kill() {
        server.process().destroyForcibly();
        server.process().onExit().join();
    }

    /** Returns once it answers. */
    void restart() {
        int port = server.port();
        server.close();
        server = EmbeddedMariaDb.start(folder, port);
    }

    void freeze() throws IOException, InterruptedException {
        endWithUs = new Thread(server.process()::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endWithUs);
        Signal.send("STOP", server.process());
    }

    void thaw() throws IOException, InterruptedException {
        Signal.send("CONT", server.process());
        Runtime.getRuntime().removeShutdownHook(endWithUs);
    }

    @Override
    public void close() {
        server.close();
    }
}
