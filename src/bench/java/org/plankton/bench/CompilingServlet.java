package org.plankton.bench;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/** {@code GET}: milliseconds that this Java has spent on compiling so far. */
@SuppressWarnings("serial") // no servlet here is ever serialised
final class CompilingServlet extends HttpServlet {
    private static final CompilationMXBean COMPILATION = ManagementFactory.getCompilationMXBean();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(COMPILATION.getTotalCompilationTime());
    }
}
