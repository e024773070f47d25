package org.plankton.testing;

import java.util.Map;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;

/** The service with Keystone and Swift themselves, which {@code .ci/openstack} starts: see {@link OpenStack}. */
public final class OpenStackService {
    private OpenStackService() {}

    /** @param database is emptied first */
    public static Service start(String database) {
        return Service.start(Map.ofEntries(
                Map.entry("plankton.database.url", EmbeddedMariaDb.shared().jdbcUrl(database)),
                Map.entry("plankton.database.user", "root"),
                Map.entry("plankton.limits.metadata", "32768"),
                Map.entry("plankton.admins", OpenStack.caller(User.ADMIN).account()),
                Map.entry("plankton.identity.kind", "keystone"),
                Map.entry("plankton.identity.url", OpenStack.keystone()),
                Map.entry("plankton.identity.timeout", "30"),
                Map.entry("plankton.identity.user", "plankton"),
                Map.entry("plankton.identity.password", OpenStack.servicePassword()),
                Map.entry("plankton.identity.project", "service"),
                Map.entry("plankton.store.kind", "swift"),
                Map.entry("plankton.store.url", OpenStack.swift()),
                Map.entry("plankton.store.timeout", "30"),
                Map.entry("plankton.store.container", "uploads")));
    }

    /** For clients that are no part of these tests: says where it is, and serves until it is ended. */
    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("Plankton is at " + start("clients").address());
        Thread.currentThread().join();
    }
}
