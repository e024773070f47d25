package org.plankton.api.glance;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import org.plankton.api.RequestIdFilter;

/** Names the request on every answer as OpenStack's services do: {@code req-} and its id. */
final class RequestIdHeader implements ContainerResponseFilter {
    private static final String PREFIX = "req-";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String id = RequestIdFilter.current();
        response.getHeaders().putSingle(RequestIdFilter.OPENSTACK_HEADER, id.startsWith(PREFIX) ? id : PREFIX + id);
    }
}
