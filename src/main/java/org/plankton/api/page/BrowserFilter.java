package org.plankton.api.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.plankton.api.http.NoStoreFilter;

/** Shows browsers the page at {@code /}, where every other client is told of versions. */
public final class BrowserFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** What Java says that it accepts unless it is told otherwise, as clients like jclouds do not. */
    private static final String JAVAS_OWN = "text/html, image/gif, image/jpeg";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean isRoot = request.getServletPath().isEmpty();
        if (isRoot) {
            response.setHeader("Vary", NoStoreFilter.VARY + ", Accept");
        }
        boolean isBrowser = isRoot
                && request.getMethod().equals("GET")
                && Optional.ofNullable(request.getHeader("Accept"))
                        .filter(accepted -> accepted.contains("text/html") && !accepted.startsWith(JAVAS_OWN))
                        .isPresent();
        if (isBrowser) {
            request.getRequestDispatcher(PageServlet.PATH + "/").forward(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
