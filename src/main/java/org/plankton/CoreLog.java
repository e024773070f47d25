package org.plankton;

import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Brings what the registry logs into the service's log, until it is closed. The registry needs only Java, and so speaks
 * to {@code System.Logger}; where that ends is looked up among the container's own classes, not the web application's,
 * and so it is java.util.logging whatever the web application brings. What of it is written is for the configuration of
 * the service's log alone to say: here all of it is passed on, and nothing goes on to the container's log.
 *
 * <p>Tomcat gives each web application loggers of its own. Elsewhere there is one {@code org.plankton} for all services
 * in the Java virtual machine, and each of them hears what all say. Then a record is written by the service on whose
 * thread it was made, which is told, as by Tomcat, by the thread's context class loader; if it is on nobody's, by all.
 */
final class CoreLog implements AutoCloseable {
    /** Of java.util.logging, which lets go of a logger that nobody holds, and of its handlers with it. */
    private final Logger core = Logger.getLogger("org.plankton");

    private final Bridge bridge = new Bridge();

    CoreLog() {
        synchronized (core) {
            core.addHandler(bridge);
            core.setLevel(Level.ALL);
            core.setUseParentHandlers(false);
        }
    }

    @Override
    public void close() {
        synchronized (core) {
            core.removeHandler(bridge);
            if (core.getHandlers().length == 0) { // else another service still needs it so
                core.setLevel(null);
                core.setUseParentHandlers(true);
            }
        }
    }

    private final class Bridge extends SLF4JBridgeHandler {
        Bridge() {
            ClassLoader ours = Thread.currentThread().getContextClassLoader();
            setFilter(line -> Thread.currentThread().getContextClassLoader() == ours);
        }

        @Override
        public void publish(LogRecord line) {
            if (isLoggable(line) || !isAnothers(line)) {
                super.publish(line);
            }
        }

        private boolean isAnothers(LogRecord line) {
            return Arrays.stream(core.getHandlers()).anyMatch(handler -> handler != this && handler.isLoggable(line));
        }
    }
}
