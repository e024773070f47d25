package org.plankton.api.ops;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.plankton.api.http.FaultWriter;
import org.plankton.api.http.Refusal;
import org.plankton.api.http.RequestIdFilter;

/** What load balancers ask, every second: anybody may, by GET or HEAD, and it is no news while it succeeds. */
abstract class ProbeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final List<String> METHODS = List.of("GET", "HEAD");

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(RequestIdFilter.PROBE, true);
        if (METHODS.contains(request.getMethod())) {
            answer(request, response);
        } else {
            FaultWriter.write(Refusal.methodNotAllowed(request.getMethod(), METHODS), true, response);
        }
    }

    /** @param request GET or HEAD */
    abstract void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
