package org.plankton;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.plankton.registry.image.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that the service does by itself every now and then, on a thread of its own, until it is closed. */
final class Timer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

    private final ScheduledExecutorService executor;

    /**
     * @param pause before the work is done first, and after each time
     * @param undone what the log says is so while the work fails
     */
    Timer(String name, Runnable work, Duration pause, String undone) {
        executor = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, "plankton " + name);
            thread.setDaemon(true);
            return thread;
        });
        Runnable carefully = () -> {
            try {
                work.run();
            } catch (Fault fault) {
                LOG.warn("{}: {}", undone, fault.getMessage());
            } catch (RuntimeException | Error e) { // or it would not run again
                LOG.error(undone, e);
            }
        };
        executor.scheduleWithFixedDelay(carefully, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
