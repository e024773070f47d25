package org.plankton.api.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

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
        // Another status from 500 on says what the container does not do, and is the client's doing.
        String kind = status == 500 ? OwnFault.KIND : "CONTAINER";
        FaultWriter.write(Refusal.of(kind, status, message), !isHead(request), response);
    }

    private static boolean isHead(HttpServletRequest request) {
        Object asked = request.getAttribute(ERROR_METHOD);
        return "HEAD".equals(asked == null ? request.getMethod() : asked);
    }
}
