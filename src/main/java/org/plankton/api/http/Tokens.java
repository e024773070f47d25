package org.plankton.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Source;
import org.plankton.registry.request.View;
import org.slf4j.MDC;

/** Whose token a request to a wire brings. */
public final class Tokens {
    public static final String HEADER = "X-Auth-Token";

    /** Of a request: the account of the caller who sends it, once that is known. */
    static final String ACCOUNT = Tokens.class.getName();

    private static final int LONGEST = 16 << 10;

    private final Identity identity;
    private final View view;
    private final Admission admission;
    private final String wire;

    /**
     * @param view what the wire shows of images, and takes
     * @param wire what it is called
     */
    public Tokens(Identity identity, View view, Admission admission, String wire) {
        this.identity = identity;
        this.view = view;
        this.admission = admission;
        this.wire = wire;
    }

    /**
     * Who sends the request, which the log's lines of it tell from here on.
     *
     * @param id the request's name
     * @throws Fault BAD_REQUEST if there are different tokens; UNAUTHORIZED; UNAVAILABLE of the identity service;
     *     TOO_MANY_REQUESTS if the account asks for more than one may
     */
    public Caller caller(HttpServletRequest request, String id) {
        Set<String> tokens = new TreeSet<>(Collections.list(request.getHeaders(HEADER)));
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
        request.setAttribute(ACCOUNT, authenticated.account());
        admission.admit(request, authenticated.account());
        return new Caller(
                authenticated.account(),
                token,
                view,
                new Source(id, wire, ClientAddress.of(request)),
                authenticated.displayName());
    }

    /**
     * Somebody who brings no token, and sees what is everybody's.
     *
     * @param id the request's name
     * @throws Fault TOO_MANY_REQUESTS if visitors ask for more than they may
     */
    public Caller visitor(HttpServletRequest request, String id) {
        admitVisitor(request);
        return new Caller(Caller.VISITOR, "", view, new Source(id, wire, ClientAddress.of(request)));
    }

    /**
     * The same where nobody need be anybody.
     *
     * @throws Fault TOO_MANY_REQUESTS if they ask for more
     */
    public void admitVisitor(HttpServletRequest request) {
        admission.admitVisitor(request, ClientAddress.network(request));
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
