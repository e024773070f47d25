package org.plankton.api.catalogue;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What people call accounts, as the identity service tells whoever it knows. */
public interface AccountNames {
    /** Where it does not. */
    AccountNames NONE = new AccountNames() {
        @Override
        public Optional<Map<String, String>> names(String token, Collection<String> accounts) {
            return Optional.empty();
        }

        @Override
        public Optional<Map<String, String>> accounts(String token, Collection<String> names) {
            return Optional.empty();
        }
    };

    /**
     * The names of those accounts that there are, by account; empty if nobody tells them.
     *
     * @param token of whoever asks
     * @throws org.plankton.registry.image.Fault UNAVAILABLE if the identity service does not answer
     */
    Optional<Map<String, String>> names(String token, Collection<String> accounts);

    /** The accounts of those names that there are, by the name as it is asked for; likewise. */
    Optional<Map<String, String>> accounts(String token, Collection<String> names);
}
