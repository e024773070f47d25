package org.plankton.api.glance;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.Optional;
import org.plankton.api.RequestIdFilter;

/** Names the request on every answer as OpenStack's services do: {@code req-…}, by the client's own name for it if it has one. */
final class RequestIdHeader implements ContainerResponseFilter {
    private static final String HEADER = "X-Openstack-Request-Id";
    private static final String PREFIX = "req-";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String id = Optional.ofNullable(request.getHeaderString(HEADER))
                .filter(RequestIdFilter::isWellFormed)
                .orElseGet(RequestIdFilter::current);
        response.getHeaders().putSingle(HEADER, id.startsWith(PREFIX) ? id : PREFIX + id);
    }
}
