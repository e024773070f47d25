package org.plankton.registry.change;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;

/**
 * Settles what is noted of all accounts, for where the service has a token of its own that the object store listens to.
 * An account for which that fails is left alone for a while, each time for longer.
 */
public final class SettleAll implements Runnable {
    private static final int AT_ONCE = 1000;

    private final Settle settle;
    private final Supplier<Caller> self;
    private final Rests rests;

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
     *     UNAUTHORIZED if it refuses the token: the other accounts are left to the next time
     */
    @Override
    public void run() {
        List<String> accounts;
        String last = "";
        do {
            accounts = settle.listAccounts(last, AT_ONCE);
            for (String account : accounts) {
                last = account;
                if (rests.begin(account)) {
                    settle(account);
                }
            }
        } while (accounts.size() == AT_ONCE);
    }

    private void settle(String account) {
        Settle.Result result = null;
        try {
            result = settle.settle(self.get(), account);
        } finally {
            rests.end(account, result);
        }
    }
}
