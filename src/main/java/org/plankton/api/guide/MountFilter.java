package org.plankton.api.guide;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.plankton.api.VersionsServlet;

/**
 * Where the service is mounted at a path, that path without a slash behind it is what it is with one: the version
 * document. Some containers find the guide's dialect there, which is at every path that is nobody else's.
 */
final class MountFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getPathInfo() == null) {
            request.getServletContext().getNamedDispatcher(VersionsServlet.NAME).forward(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
