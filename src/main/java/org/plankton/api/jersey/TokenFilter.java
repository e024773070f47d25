package org.plankton.api.jersey;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.reflect.Method;
import java.security.Principal;
import org.plankton.api.http.Dialect;
import org.plankton.api.http.RequestIdFilter;
import org.plankton.api.http.Tokens;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;

/**
 * No caller, no entry: a request reaches a resource only, but for what says otherwise ({@link WithoutToken}, {@link
 * Visited}), with an {@code X-Auth-Token} that the identity service
 * accepts, and carries its {@link Caller} as its user from here on.
 *
 * <p>It stands before every resource of every dialect, whatever the path looks like, and behind the choice of path and
 * method, so that a path that does not exist is told to everybody.
 */
@Priority(Priorities.AUTHENTICATION)
final class TokenFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private final Tokens tokens;

    private final boolean letsVisitorsIn;

    @Context
    private HttpServletRequest sent;

    @Context
    private ResourceInfo resource;

    @Inject
    TokenFilter(Tokens tokens, Dialect dialect) {
        this.tokens = tokens;
        this.letsVisitorsIn = dialect.letsVisitorsIn();
    }

    /** @throws Fault as {@link Tokens#caller} */
    @Override
    public void filter(ContainerRequestContext request) {
        Method method = resource.getResourceMethod();
        if (method.isAnnotationPresent(WithoutToken.class)) {
            tokens.admitVisitor(sent);
            return;
        }
        boolean isVisit =
                letsVisitorsIn && method.isAnnotationPresent(Visited.class) && sent.getHeader(Tokens.HEADER) == null;
        String id = RequestIdFilter.current();
        Caller caller = isVisit ? tokens.visitor(sent, id) : tokens.caller(sent, id);
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
