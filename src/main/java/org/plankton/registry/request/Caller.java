package org.plankton.registry.request;

import java.security.Principal;

/**
 * Who a request acts for, and by which wire they come.
 *
 * @param account the identity service's id of the user
 * @param token what the user showed; passed on to the object store, so that nobody gets there what is not theirs
 * @param view what their wire shows
 * @param source by which request they ask
 * @param displayName what people call the account; empty if nobody has told it
 */
public record Caller(String account, String token, View view, Source source, String displayName) implements Principal {
    /** Whom the service is when it acts for itself: no account can be called that. */
    public static final String SERVICE = "(plankton)";

    /** Whose name nobody has told. */
    public Caller(String account, String token, View view, Source source) {
        this(account, token, view, source, "");
    }

    /** Whoever brings no token, where such are let in: no account can be called that. */
    public static final String VISITOR = "(visitor)";

    /** By no wire. */
    public Caller(String account, String token) {
        this(account, token, View.WHOLE, Source.NONE);
    }

    /** @param token with which it asks the object store; empty: it does not */
    public static Caller service(String token) {
        return new Caller(SERVICE, token);
    }

    /** Whether it is the service that acts for itself, and may at the store what its token may. */
    public boolean isService() {
        return account.equals(SERVICE);
    }

    /** Whether they have brought no token, and see what is public. */
    public boolean isVisitor() {
        return account.equals(VISITOR);
    }

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
