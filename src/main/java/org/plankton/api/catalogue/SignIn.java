package org.plankton.api.catalogue;

import java.time.Instant;
import java.util.Optional;

/** Gives who has a password a token, where the identity service does so for those who ask it by themselves. */
public interface SignIn {
    /** Where it does not. */
    SignIn NONE = new SignIn() {
        @Override
        public boolean isOffered() {
            return false;
        }

        @Override
        public Optional<Token> signIn(String user, String password, String domain, Optional<String> project) {
            throw new IllegalStateException("nobody is offered that");
        }
    };

    /** @param name what people call whoever it is for */
    record Token(String value, Instant expires, String name) {}

    default boolean isOffered() {
        return true;
    }

    /**
     * A token for that user; empty if it is not their password, or they have no such project. Nothing of it is kept.
     *
     * @param project empty: the user's usual one
     * @throws org.plankton.registry.image.Fault UNAVAILABLE if the identity service does not answer
     */
    Optional<Token> signIn(String user, String password, String domain, Optional<String> project);
}
