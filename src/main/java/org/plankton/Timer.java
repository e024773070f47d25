package org.plankton;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.plankton.registry.image.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Work that the service does by itself every now and then, on a thread of its own, until it is closed. Of a party that
 * is away the log is told once: others tell of it, too.
 */
final class Timer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

    private final Runnable work;
    private final String undone;
    private final ScheduledExecutorService executor;

    /** What the log was told last of why the work fails; null if it does not. */
    private String told;

    /**
     * @param pause before the work is done first, and after each time
     * @param undone what the log says is so when the work begins to fail, or fails by something else
     */
    Timer(String name, Runnable work, Duration pause, String undone) {
        this.work = work;
        this.undone = undone;
        executor = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, "plankton " + name);
            thread.setDaemon(true);
            return thread;
        });
        executor.scheduleWithFixedDelay(this::run, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whatever the work fails by ends here: else it would not be run again. What is ended here fails by that. */
    private void run() {
        try {
            work.run();
            told = null; // be it that there was nothing to do
        } catch (Fault fault) {
            if (executor.isShutdown()) {
                return;
            }
            LOG.atLevel(fault.getMessage().equals(told) ? Level.DEBUG : Level.WARN)
                    .log("{}: {}", undone, fault.getMessage());
            told = fault.getMessage();
        } catch (RuntimeException | Error e) {
            LOG.error(undone, e);
            told = e.toString();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
