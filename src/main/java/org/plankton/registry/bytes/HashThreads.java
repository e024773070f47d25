package org.plankton.registry.bytes;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that hash what uploads pass on, all of them together: as many as there are processors, since hashing waits
 * for nothing else, and none while there is nothing to hash.
 */
public final class HashThreads implements Executor, AutoCloseable {
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    public HashThreads() {
        int processors = Runtime.getRuntime().availableProcessors();
        threads = new ThreadPoolExecutor(
                processors,
                processors,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                HashThreads::thread,
                (work, closed) -> work.run());
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "plankton hashing");
        thread.setDaemon(true);
        return thread;
    }

    /** Once it is closed, the work is done by whoever brings it. */
    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    /** What was brought before is still done, as an upload may wait for it; it takes no longer than a few pieces do. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
