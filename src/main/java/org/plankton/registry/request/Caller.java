package org.plankton.registry.request;

import java.security.Principal;

/**
 * Who a request acts for.
 *
 * @param account the identity service's id of the user
 * @param token what the user showed; passed on to the object store, so that nobody gets there what is not theirs
 */
public record Caller(String account, String token) implements Principal {
    @Override
    public String getName() {
        return account;
    }

    /** Leaves the token out: it must not reach a log. */
    @Override
    public String toString() {
        return account;
    }
}
