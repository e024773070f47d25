package org.plankton;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be closed when the service stops, the last first. */
final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) { // whatever it is, the others are still to be closed
                LOG.warn("could not be closed: {}", part, e);
            }
        }
    }

    /**
     * Threads that have been told to end take a moment, and the container warns of any that it finds.
     *
     * @param name what the names of those begin with that are waited for
     */
    static void awaitThreads(String name) {
        ClassLoader ours = Thread.currentThread().getContextClassLoader();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (thread.getName().startsWith(name) && thread.getContextClassLoader() == ours && millis > 0) {
                try {
                    thread.join(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
