package org.plankton.api.jersey;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.plankton.api.http.RequestIdFilter;
import org.plankton.api.http.Tokens;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;

/**
 * No caller, no entry: a request reaches a resource only with an {@code X-Auth-Token} that the identity service
 * accepts, and carries its {@link Caller} as its user from here on.
 *
 * <p>It stands before every resource of every dialect, whatever the path looks like, and behind the choice of path and
 * method, so that a path that does not exist is told to everybody.
 */
@Priority(Priorities.AUTHENTICATION)
final class TokenFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private final Tokens tokens;

    @Context
    private HttpServletRequest sent;

    @Inject
    TokenFilter(Tokens tokens) {
        this.tokens = tokens;
    }

    /** @throws Fault as {@link Tokens#caller} */
    @Override
    public void filter(ContainerRequestContext request) {
        Caller caller = tokens.caller(sent, RequestIdFilter.current());
        request.setSecurityContext(new CallerContext(caller, request.getSecurityContext()));
    }

    /** A 401 to somebody who was let in comes from the object store, which no longer accepts the token. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == 401 && request.getSecurityContext().getUserPrincipal() instanceof Caller caller) {
            tokens.forget(caller);
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
            return Tokens.HEADER;
        }
    }
}
