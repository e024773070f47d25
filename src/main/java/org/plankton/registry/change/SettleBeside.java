package org.plankton.registry.change;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.request.Caller;

/**
 * Settles what is noted of an account when somebody comes by with a token of it, whatever they ask for: beside their
 * request, which neither waits for that nor fails by it. For whom there is something is looked up now and then, so that
 * a request costs the database nothing.
 */
public final class SettleBeside implements AutoCloseable {
    /** Of so many accounts it is known at once that something is noted. Where there are more they take turns. */
    private static final int ACCOUNTS = 10_000;

    private static final int WAITING = 100;

    /** So that an account of which much is noted, with a store that is slow, does not keep the others waiting. */
    private static final int THREADS = 4;

    private static final int ATTEMPTS = 3;

    private static final System.Logger LOG = System.getLogger(SettleBeside.class.getName());

    private final Settle settle;
    private final Duration grace;
    private final Rests rests;
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, SettleBeside::thread);
    private volatile Set<String> noted = Set.of();

    /** Behind which account it is looked next. Only {@link #look} uses it, one at a time. */
    private volatile String last = "";

    /** @param grace as {@code settle} has it: so long a change that has just begun is waited for */
    public SettleBeside(Settle settle, Duration grace, Clock clock) {
        this.settle = settle;
        this.grace = grace;
        this.rests = new Rests(clock, WAITING);
        threads.setKeepAliveTime(10, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "plankton settling");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Looks up for which accounts something is noted.
     *
     * @throws Fault UNAVAILABLE of the database
     */
    public void look() {
        List<String> accounts = settle.listAccounts(last, ACCOUNTS);
        last = accounts.size() < ACCOUNTS ? "" : accounts.get(accounts.size() - 1);
        noted = Set.copyOf(accounts);
    }

    /** One that says the same, by which accounts are seen to come by. */
    public Identity seenBy(Identity identity) {
        return new Identity() {
            @Override
            public Optional<Authenticated> authenticate(String token) {
                Optional<Authenticated> authenticated = identity.authenticate(token);
                authenticated.ifPresent(some -> meet(some.account(), token));
                return authenticated;
            }

            @Override
            public void forget(String token) {
                identity.forget(token);
            }
        };
    }

    private void meet(String account, String token) {
        if (noted.contains(account) && rests.begin(account, token)) {
            settleLater(new Caller(account, token), 1, Duration.ZERO);
        }
    }

    private void settleLater(Caller caller, int attempt, Duration pause) {
        try {
            threads.schedule(() -> settle(caller, attempt), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            rests.end(caller.account(), caller.token(), null);
            LOG.log(Level.DEBUG, "the service is stopping", e);
        }
    }

    private void settle(Caller caller, int attempt) {
        Settle.Result result = null;
        try {
            result = settle.settle(caller, caller.account());
        } catch (Fault fault) {
            LOG.log(Level.WARNING, () -> "still to be settled for " + caller.account() + ": " + fault.getMessage());
            LOG.log(Level.DEBUG, "because of this", fault);
        } catch (RuntimeException | Error e) { // nobody else would hear of it
            LOG.log(Level.ERROR, () -> "still to be settled for " + caller.account(), e);
        } finally {
            if (result == Settle.Result.TOO_EARLY && attempt < ATTEMPTS) {
                settleLater(caller, attempt + 1, grace);
            } else {
                rests.end(caller.account(), caller.token(), result);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
