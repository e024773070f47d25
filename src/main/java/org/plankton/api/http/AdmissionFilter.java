package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Counts a request as its account's for as long as it keeps a thread, once it is known whose it is. */
public final class AdmissionFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient Admission admission;

    public AdmissionFilter(Admission admission) {
        this.admission = admission;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            admission.leave(request);
        }
    }
}
