package org.plankton;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.plankton.api.http.RequestIdFilter;

/** Stands for the whole service where its settings cannot be used: answers everything with 503 and what to set. */
final class UnusableServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final String page;

    /** @param problems a sentence each */
    UnusableServlet(List<String> problems) {
        this.page = "Plankton " + Release.version() + " is installed, but cannot work with its settings:\n\n- "
                + String.join("\n- ", problems) + "\n\nThen restart it.\n";
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RequestIdFilter.refused("UNUSABLE", "the settings cannot be used: see what was said of them at the start");
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Retry-After", "5");
        response.setContentType("text/plain;charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
