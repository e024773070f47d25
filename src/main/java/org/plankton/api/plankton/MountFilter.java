package org.plankton.api.plankton;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.plankton.api.http.Route;

/**
 * Where the service is mounted at a path, that path without a slash behind it is what it is with one: the version
 * document. Some containers find the guide's dialect there, which is at every path that is nobody else's.
 */
final class MountFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final String versions;

    /** @param versions the name of the servlet that answers with that document */
    MountFilter(String versions) {
        this.versions = versions;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getPathInfo() == null) {
            Route.note(request, "/");
            request.getServletContext().getNamedDispatcher(versions).forward(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
