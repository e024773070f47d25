package org.plankton.identity;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;

/**
 * For who can do without knowing whose a token is. What is remembered is told at once; of other tokens one is asked
 * about at a time, and one a second, on a thread of its own, and the answer is waited for a second at most.
 */
public final class ImpatientIdentity implements Identity, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
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

    /** @throws Fault UNAVAILABLE also if it is not known soon enough */
    @Override
    public Optional<Authenticated> authenticate(String token) {
        Optional<Authenticated> known = identity.known(token);
        if (known != null) {
            return known;
        }
        if (!isNext() || !free.tryAcquire()) {
            throw unknown(null);
        }
        try {
            Future<Optional<Authenticated>> answer = ask(token);
            return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | TimeoutException | ExecutionException e) {
            throw unknown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(e);
        }
    }

    /** @throws RejectedExecutionException once it is closed */
    private Future<Optional<Authenticated>> ask(String token) {
        return asking.submit(() -> {
            try {
                return identity.authenticate(token);
            } finally {
                free.release();
            }
        });
    }

    private boolean isNext() {
        long now = ticker.read();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + BETWEEN);
    }

    private static Fault unknown(Exception reason) {
        return new Fault(Fault.Kind.UNAVAILABLE, "it is not known yet whose the token is; try again", reason);
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
