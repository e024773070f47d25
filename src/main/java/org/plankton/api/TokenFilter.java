package org.plankton.api;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.request.Caller;
import org.slf4j.MDC;

/**
 * No caller, no entry: a request reaches a resource only with an {@code X-Auth-Token} that the identity service accepts, and
 * carries its {@link Caller} as its user from here on.
 *
 * <p>It stands before every resource of every dialect, whatever the path looks like, and behind the choice of path and method,
 * so that a path that does not exist is told to everybody.
 */
@Priority(Priorities.AUTHENTICATION)
final class TokenFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final int LONGEST = 16 << 10;

    static final String HEADER = "X-Auth-Token";

    private final Identity identity;

    @Inject
    TokenFilter(Identity identity) {
        this.identity = identity;
    }

    /**
     * @throws RuntimeException what {@link ImageHeadFilter} has met
     * @throws Fault BAD_REQUEST if there are different tokens; UNAUTHORIZED; UNAVAILABLE of the identity service
     */
    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getProperty(ImageHeadFilter.FAILURE) instanceof RuntimeException failure) {
            throw failure;
        }
        Set<String> tokens = new TreeSet<>(request.getHeaders().getOrDefault(HEADER, List.of()));
        if (tokens.size() > 1) {
            throw Fault.badRequest(HEADER + " is given twice with different values; send one");
        }
        String token = tokens.stream().findFirst().orElseThrow(() -> unauthorized("there is no " + HEADER));
        request.setSecurityContext(new CallerContext(letIn(identity, token), request.getSecurityContext()));
    }

    /**
     * Whose token that is, which the log's lines of this request tell from here on.
     *
     * @throws Fault UNAUTHORIZED; UNAVAILABLE of the identity service
     */
    static Caller letIn(Identity identity, String token) {
        if (!isWellFormed(token)) {
            throw unauthorized("the " + HEADER + " is empty, longer than " + LONGEST + ", or not visible ASCII");
        }
        Identity.Authenticated authenticated = identity.authenticate(token)
                .orElseThrow(() -> unauthorized("the identity service does not accept the token"));
        MDC.put("account", authenticated.account());
        return new Caller(authenticated.account(), token);
    }

    /** Whether it is one to {@link #LONGEST} visible ASCII characters. */
    private static boolean isWellFormed(String token) {
        return !token.isEmpty() && token.length() <= LONGEST && token.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** @param reason for the log: clients are told the same whatever it is */
    private static Fault unauthorized(String reason) {
        return new Fault(Fault.Kind.UNAUTHORIZED, reason);
    }

    /** A 401 to somebody who was let in comes from the object store: the token is no longer what it was believed to be. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == 401 && request.getSecurityContext().getUserPrincipal() instanceof Caller caller) {
            identity.forget(caller.token());
        }
    }

    private record CallerContext(Caller caller, SecurityContext container) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return container.isSecure();
        }

        @Override
        public String getAuthenticationScheme() {
            return HEADER;
        }
    }
}
