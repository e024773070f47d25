package org.plankton.registry.listing;

import java.time.Clock;
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
    /** An account that has fewer is counted each time, so that it is told what it has just come to have. */
    private static final int MANY = 10_000;

    private final Database database;
    private final Access access;
    private final Counts<String, List<Usage>> ofOne;
    private final Counts<Ranking, List<Usage>> most;

    public Usages(Database database, Access access, Clock clock) {
        this.database = database;
        this.access = access;
        this.ofOne = new Counts<>(clock, usages -> usages.stream().anyMatch(usage -> usage.count() >= MANY));
        this.most = new Counts<>(clock, usages -> true);
    }

    private record Ranking(Quota quota, int limit) {}

    public List<Usage> usage(Caller caller, String account) {
        if (!account.equals(caller.account())) {
            requireAdministrator(caller);
            Account.require("account", account);
        }
        return ofOne.get(
                account,
                () -> database.read(tables -> Arrays.stream(Quota.values())
                        .map(quota -> new Usage(quota, account, tables.images().countAllOwned(account, quota)))
                        .toList()));
    }

    public List<Usage> listUsage(Caller caller, Quota quota, int limit) {
        requireAdministrator(caller);
        return most.get(
                new Ranking(quota, limit),
                () -> database.read(tables -> tables.images().listMostOwned(quota, limit)).stream()
                        .map(owned -> new Usage(quota, owned.account(), owned.count()))
                        .toList());
    }

    private void requireAdministrator(Caller caller) {
        if (!access.isAdministrator(caller)) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "what other accounts use is for administrators; ask for your own account's");
        }
    }
}
