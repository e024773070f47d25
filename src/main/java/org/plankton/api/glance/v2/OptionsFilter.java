package org.plankton.api.glance.v2;

import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import org.plankton.api.jersey.Responses;

/** Answers OPTIONS of any path that there is, and to anybody, with nothing: as Glance does. */
@Priority(Priorities.AUTHENTICATION - 2)
final class OptionsFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.OPTIONS)) {
            request.abortWith(Responses.empty().build());
        }
    }
}
