package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;

/**
 * Refuses a body that is coded on its way by anything but chunks. Of containers some do so themselves, and others hand
 * the coded bytes on, which would be kept as the image's.
 */
public final class TransferCodingFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String HEADER = "Transfer-Encoding";
    private static final Refusal REFUSAL = Refusal.of(
            "TRANSFER_CODING",
            HttpServletResponse.SC_NOT_IMPLEMENTED,
            HEADER + " must be chunked and nothing else; send the bytes as they are");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean isServed = request.getHeader(HEADER) == null
                || String.join(",", Collections.list(request.getHeaders(HEADER)))
                        .strip()
                        .equalsIgnoreCase("chunked");
        if (isServed) {
            chain.doFilter(request, response);
        } else {
            FaultWriter.write(REFUSAL, true, response);
        }
    }
}
