package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.plankton.registry.image.Fault;

/**
 * Answers everything with 503 for as long as there is a reason not to serve, so that load balancers send nobody here.
 * The fault is the same in every dialect.
 */
public final class RefusalFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Optional<String>> reason;

    /** @param reason for the client's eyes; empty: serve. It is asked for every request */
    public RefusalFilter(Supplier<Optional<String>> reason) {
        this.reason = reason;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<String> refusal = reason.get();
        if (refusal.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        FaultWriter.write(
                Refusal.unavailable(Fault.Kind.UNAVAILABLE.name(), refusal.get()),
                !request.getMethod().equals("HEAD"),
                response);
    }
}
