package org.plankton.api.http;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.View;
import org.slf4j.MDC;

/** Whose token a request to a wire brings. */
public final class Tokens {
    public static final String HEADER = "X-Auth-Token";

    private static final int LONGEST = 16 << 10;

    private final Identity identity;
    private final View view;

    /** @param view what the wire shows of images, and takes */
    public Tokens(Identity identity, View view) {
        this.identity = identity;
        this.view = view;
    }

    /**
     * Who sends the request, which the log's lines of it tell from here on.
     *
     * @param sent the values of its {@link #HEADER}s
     * @param request its id
     * @throws Fault BAD_REQUEST if there are different tokens; UNAUTHORIZED; UNAVAILABLE of the identity service
     */
    public Caller caller(Collection<String> sent, String request) {
        Set<String> tokens = new TreeSet<>(sent);
        if (tokens.size() > 1) {
            throw Fault.badRequest(HEADER + " is given twice with different values; send one");
        }
        String token = tokens.stream().findFirst().orElseThrow(() -> unauthorized("there is no " + HEADER));
        if (!isWellFormed(token)) {
            throw unauthorized("the " + HEADER + " is empty, longer than " + LONGEST + ", or not visible ASCII");
        }
        Identity.Authenticated authenticated = identity.authenticate(token)
                .orElseThrow(() -> unauthorized("the identity service does not accept the token"));
        MDC.put("account", authenticated.account());
        return new Caller(authenticated.account(), token, view, request);
    }

    /** The caller's token is no longer what it was believed to be. */
    public void forget(Caller caller) {
        identity.forget(caller.token());
    }

    /** Whether it is one to {@link #LONGEST} visible ASCII characters. */
    private static boolean isWellFormed(String token) {
        return !token.isEmpty() && token.length() <= LONGEST && token.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** @param reason for the log: clients are told the same whatever it is */
    private static Fault unauthorized(String reason) {
        return new Fault(Fault.Kind.UNAUTHORIZED, reason);
    }
}
