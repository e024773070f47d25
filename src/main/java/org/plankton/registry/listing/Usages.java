package org.plankton.registry.listing;

import java.util.Arrays;
import java.util.List;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Database;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Usage;
import org.plankton.registry.rules.Access;

/** Counts what accounts have of what may be limited by quotas. */
public final class Usages {
    private final Database database;
    private final Access access;

    public Usages(Database database, Access access) {
        this.database = database;
        this.access = access;
    }

    public List<Usage> usage(Caller caller, String account) {
        if (!account.equals(caller.account())) {
            requireAdministrator(caller);
            Account.require("account", account);
        }
        return database.read(tables -> Arrays.stream(Quota.values())
                .map(quota -> new Usage(quota, account, tables.images().countOwned(account, quota, Integer.MAX_VALUE)))
                .toList());
    }

    public List<Usage> listUsage(Caller caller, Quota quota, int limit) {
        requireAdministrator(caller);
        return database.read(tables -> tables.images().listMostOwned(quota, limit)).stream()
                .map(owned -> new Usage(quota, owned.account(), owned.count()))
                .toList();
    }

    private void requireAdministrator(Caller caller) {
        if (!access.isAdministrator(caller)) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "what other accounts use is for administrators; ask for your own account's");
        }
    }
}
