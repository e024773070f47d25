package org.plankton.health;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one party again and again whether it answers, on a thread of its own, and keeps what it has found: once a second
 * for as long as somebody wants to know or it does not answer, and else every ten, so that what is told at first is not
 * old either. However many want to know, the party is asked no more often, and none of them waits for it.
 */
public final class PartyWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartyWatch.class);

    private final String party;
    private final BooleanSupplier question;
    private final Duration soonest;
    private final Duration atRest;
    private final HealthRecord record;
    private final Semaphore wanted = new Semaphore(0);
    private final Thread thread;

    /** Whether the last question could not be asked, of which the log has been told. */
    private boolean hasFailed;

    /** @param question whether it answers; bounded in time */
    public PartyWatch(String party, BooleanSupplier question, Clock clock) {
        this(party, question, clock, Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    /**
     * @param soonest from the beginning of one question to that of the next
     * @param atRest the same while it answers, and nobody wants to know
     */
    PartyWatch(String party, BooleanSupplier question, Clock clock, Duration soonest, Duration atRest) {
        this.party = party;
        this.question = question;
        this.soonest = soonest;
        this.atRest = atRest;
        this.record = new HealthRecord(clock);
        this.thread = new Thread(this::run, "plankton health of " + party);
        thread.setDaemon(true);
        thread.start();
    }

    /** As was last found; the party is asked again as soon as may be. Waits for nobody. */
    public PartyHealth look() {
        wanted.release();
        return record.latest();
    }

    /** As was last found; the party is asked no sooner for that. Waits for nobody. */
    public PartyHealth latest() {
        return record.latest();
    }

    private void run() {
        try {
            while (true) {
                long begun = System.nanoTime();
                wanted.drainPermits();
                boolean isUp = asks();
                Duration latency = since(begun);
                record.note(isUp, latency);
                Thread.sleep(Math.max(0, soonest.minus(latency).toMillis() + 1));
                if (isUp) {
                    wanted.tryAcquire(atRest.minus(since(begun)).toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            // It is closed.
        }
    }

    /** Whatever the question fails by: nobody else would ask again. */
    private boolean asks() throws InterruptedException {
        try {
            boolean isUp = question.getAsBoolean();
            hasFailed = false;
            return isUp;
        } catch (RuntimeException | Error e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!hasFailed) {
                LOG.error("{} cannot be asked whether it answers", party, e);
            }
            hasFailed = true;
            return false;
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
