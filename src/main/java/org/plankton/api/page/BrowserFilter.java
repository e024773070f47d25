package org.plankton.api.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Shows browsers the page at {@code /}, where every other client is told of versions. */
public final class BrowserFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.addHeader("Vary", "Accept");
        boolean isBrowser = request.getMethod().equals("GET")
                && request.getServletPath().isEmpty()
                && Optional.ofNullable(request.getHeader("Accept"))
                        .filter(accepted -> accepted.contains("text/html"))
                        .isPresent();
        if (isBrowser) {
            request.getRequestDispatcher(PageServlet.PATH + "/").forward(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
