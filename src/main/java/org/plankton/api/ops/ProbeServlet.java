package org.plankton.api.ops;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.plankton.api.http.FaultWriter;
import org.plankton.api.http.Refusal;
import org.plankton.api.http.RequestIdFilter;

/**
 * What load balancers ask, every second: anybody may, by GET or HEAD, and it is no news while it succeeds. By OPTIONS,
 * as HAProxy does unless it is told otherwise, the status alone is told.
 */
abstract class ProbeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS");

    private final transient Supplier<Optional<String>> refusal;

    /** @param refusal why OPTIONS is refused; empty: it succeeds */
    ProbeServlet(Supplier<Optional<String>> refusal) {
        this.refusal = refusal;
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(RequestIdFilter.PROBE, true);
        switch (request.getMethod()) {
            case "GET", "HEAD" -> answer(request, response);
            case "OPTIONS" -> {
                response.setHeader("Allow", String.join(", ", METHODS));
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                refusal.get().ifPresent(reason -> refuse(reason, response));
            }
            default -> FaultWriter.write(Refusal.methodNotAllowed(request.getMethod(), METHODS), true, response);
        }
    }

    /** @param request GET or HEAD */
    abstract void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;

    /**
     * Answers that this service is to be sent no requests now, without a body.
     *
     * @param reason for the log
     */
    static void refuse(String reason, HttpServletResponse response) {
        Refusal refusal = Refusal.unavailable("NOT_READY", reason);
        FaultWriter.write(refusal, response::setHeader);
        response.setStatus(refusal.status());
    }
}
