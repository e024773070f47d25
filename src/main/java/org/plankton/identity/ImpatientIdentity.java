package org.plankton.identity;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For who can do without knowing whose a token is, and waits for nobody. What is remembered is told at once; of other
 * tokens one is asked about at a time, and one a second, on a thread of its own, for who comes with it again.
 */
public final class ImpatientIdentity implements Identity, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImpatientIdentity.class);
    private static final long BETWEEN = Duration.ofSeconds(1).toNanos();

    private final CachingIdentity identity;
    private final Ticker ticker;
    private final AtomicLong next;

    /** No question is asked while there is one. */
    private final Semaphore free = new Semaphore(1);

    private final ExecutorService asking = Executors.newSingleThreadExecutor(ImpatientIdentity::thread);

    /** @param ticker measures times, whatever the wall clock does */
    public ImpatientIdentity(CachingIdentity identity, Ticker ticker) {
        this.identity = identity;
        this.ticker = ticker;
        this.next = new AtomicLong(ticker.read());
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "plankton impatient identity");
        thread.setDaemon(true);
        return thread;
    }

    /** @throws Fault UNAVAILABLE if it is not known, be it that it is being asked because of this */
    @Override
    public Optional<Authenticated> authenticate(String token) {
        Optional<Authenticated> known = identity.known(token);
        if (known != null) {
            return known;
        }
        if (isNext() && free.tryAcquire()) {
            begin(token);
        }
        throw new Fault(Fault.Kind.UNAVAILABLE, "it is not known yet whose the token is; try again");
    }

    private void begin(String token) {
        try {
            asking.execute(() -> ask(token));
        } catch (RejectedExecutionException e) {
            LOG.debug("it is closed", e);
        }
    }

    private void ask(String token) {
        try {
            identity.authenticate(token);
        } catch (RuntimeException e) {
            LOG.debug("it stays unknown whose the token is", e);
        } finally {
            free.release();
        }
    }

    private boolean isNext() {
        long now = ticker.read();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + BETWEEN);
    }

    @Override
    public void forget(String token) {
        identity.forget(token);
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
