package org.plankton.api.glance;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.plankton.api.http.RequestIdFilter;

/** Names the request on every answer as OpenStack's services do: {@code req-} and its id. */
public final class RequestIdHeader extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader(RequestIdFilter.OPENSTACK_HEADER, RequestIdFilter.current());
        chain.doFilter(request, response);
    }
}
