package org.plankton.api.jersey;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.glassfish.jersey.server.ExtendedUriInfo;

/** Refuses the HEAD and OPTIONS that Jersey would answer by itself where a resource declares none. */
@Priority(Priorities.AUTHENTICATION - 1)
final class MethodFilter implements ContainerRequestFilter {
    /** As the client sent it: Jersey has made a GET of a HEAD that it would answer itself. */
    @Context
    private HttpServletRequest sent;

    @Override
    public void filter(ContainerRequestContext request) {
        String method = sent.getMethod();
        boolean isJerseysOwn = method.equals("HEAD") || method.equals("OPTIONS");
        if (isJerseysOwn
                && !AllowedMethods.of((ExtendedUriInfo) request.getUriInfo()).contains(method)) {
            // Which are allowed instead is FaultMapper's to say.
            throw new NotAllowedException(
                    Response.status(405).header("Allow", "").build());
        }
    }
}
