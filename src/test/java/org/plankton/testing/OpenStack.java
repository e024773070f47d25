package org.plankton.testing;

import java.util.Optional;
import org.plankton.cloud.User;
import org.plankton.registry.request.Caller;

/** OpenStack's own servers, which {@code .ci/openstack} starts; where they are stands in system properties. */
public final class OpenStack {
    private OpenStack() {}

    /** {@code http://host:port/v3} */
    public static String keystone() {
        return property("keystone");
    }

    /** {@code http://host:port/v1} */
    public static String swift() {
        return property("swift");
    }

    /** Of the user {@code plankton} in the project {@code service}, both of the domain {@code Default}. */
    public static String servicePassword() {
        return property("service-password");
    }

    /** A user with a project of their own, which is the account, and a token for it. */
    public static Caller caller(User user) {
        return new Caller(property(user.shortName() + ".account"), property(user.shortName() + ".token"));
    }

    /** Was good once. */
    public static String revokedToken() {
        return property("revoked-token");
    }

    private static String property(String name) {
        return Optional.ofNullable(System.getProperty("openstack." + name))
                .orElseThrow(() -> new IllegalStateException("openstack." + name + " is not set: run .ci/openstack"));
    }
}
