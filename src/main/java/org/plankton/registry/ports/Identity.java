package org.plankton.registry.ports;

import java.time.Instant;
import java.util.Optional;
import org.plankton.registry.image.Fault;

/** Who knows whose token a token is. */
public interface Identity {
    /**
     * The account that {@code token} belongs to; empty if it belongs to nobody, or no longer.
     *
     * @throws Fault UNAVAILABLE if the identity service gives no answer, or none that can be relied on
     */
    Optional<Authenticated> authenticate(String token);

    /** A token has been refused elsewhere: what is remembered of it is not to be relied on. */
    default void forget(String token) {}

    /**
     * @param expires from when on the token is no longer good
     * @param displayName what people call the account; empty if the service does not tell
     */
    record Authenticated(String account, Instant expires, String displayName) {
        /** Of whom the service tells no name. */
        public Authenticated(String account, Instant expires) {
            this(account, expires, "");
        }
    }
}
