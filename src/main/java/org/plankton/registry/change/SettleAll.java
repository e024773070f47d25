package org.plankton.registry.change;

import java.time.Clock;
import java.util.function.Supplier;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;

/**
 * Settles what is noted of all accounts, for where the service has a token of its own that the object store listens to.
 * An account for which that fails is left alone for a while, each time for longer.
 */
public final class SettleAll implements Runnable {
    private static final int AT_ONCE = 1000;

    /** The one list of accounts. */
    private static final String ALL = "";

    /** Whichever token the service has. */
    private static final String OWN = "";

    private final Settle settle;
    private final Supplier<Caller> self;
    private final Rests rests;
    private final Rounds<String> accounts = new Rounds<>(AT_ONCE);

    /**
     * @param self whom the object store is asked for, asked anew each time; may throw what the identity service fails
     *     with
     */
    public SettleAll(Settle settle, Supplier<Caller> self, Clock clock) {
        this.settle = settle;
        this.self = self;
        this.rests = new Rests(clock, 1);
    }

    /**
     * @throws Fault UNAVAILABLE of the database or the identity service; UNAVAILABLE if the store does not answer, and
     *     UNAUTHORIZED if it refuses the token: the other accounts are left to the next time, which begins with them
     */
    @Override
    public void run() {
        accounts.go(ALL, last -> settle.listAccounts(last == null ? "" : last, AT_ONCE), account -> {
            if (rests.begin(account, OWN)) {
                settle(account);
            }
        });
    }

    private void settle(String account) {
        Settle.Result result = null;
        try {
            result = settle.settle(self.get(), account);
        } finally {
            rests.end(account, OWN, result);
        }
    }
}
