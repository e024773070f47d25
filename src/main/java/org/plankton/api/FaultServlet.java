package org.plankton.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The error page of the web application: what the container refuses in it, before a dialect is asked, is a fault like
 * any other. It is mounted where no client reaches it.
 */
public final class FaultServlet extends HttpServlet {
    /** As {@code web.xml} has it. Containers give clients nothing that is there. */
    public static final String PATH = "/WEB-INF/fault";

    private static final long serialVersionUID = 1L;

    /** From Servlet 6.1 on an error is dispatched as a GET, and this attribute tells what was asked. */
    private static final String ERROR_METHOD = "jakarta.servlet.error.method";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        // The container's own message may name classes, or hold what the client sent.
        String message = status < 500 ? "the request was refused" : "the service has failed";
        RequestIdFilter.refused("CONTAINER", message);
        response.setStatus(status);
        if (!isHead(request)) {
            byte[] bytes = FaultJson.of(status, message).getBytes(StandardCharsets.UTF_8);
            response.setContentType("application/json;charset=UTF-8");
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        }
    }

    private static boolean isHead(HttpServletRequest request) {
        Object asked = request.getAttribute(ERROR_METHOD);
        return "HEAD".equals(asked == null ? request.getMethod() : asked);
    }
}
