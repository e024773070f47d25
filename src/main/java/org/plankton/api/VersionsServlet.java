package org.plankton.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The version document, for anybody: {@code /} answers 300 and {@code /versions} 200, as OpenStack's clients expect.
 * Its entries are Glance's; where Synnefo's clients go, and which Plankton this is, is told beside them, where Glance's
 * clients do not look.
 */
public final class VersionsServlet extends HttpServlet {
    /** As which it is mounted. */
    public static final String NAME = "versions";

    private static final long serialVersionUID = 1L;

    private final transient BaseUrl base;
    private final String release;

    /** @param release the service's own version */
    public VersionsServlet(BaseUrl base, String release) {
        this.base = base;
        this.release = release;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(RequestIdFilter.PROBE, true); // which is what load balancers ask, every second
        switch (request.getMethod()) {
            case "GET", "HEAD" ->
                answer(
                        response,
                        request.getServletPath().startsWith("/versions") ? 200 : 300,
                        document(base.of(request)));
            default -> {
                response.setHeader("Allow", "GET, HEAD");
                String message = request.getMethod() + " is not allowed here";
                RequestIdFilter.refused("NO_SUCH_METHOD", message);
                answer(response, 405, FaultJson.of(405, message));
            }
        }
    }

    private String document(String base) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode versions = document.putArray("versions");
        version(versions.addObject(), "v1.1", "CURRENT", base + "/v1/");
        version(versions.addObject(), "v1.0", "SUPPORTED", base + "/v1/");
        version(document.putObject("synnefo"), "v1.0", "CURRENT", base + "/v1.0/");
        document.putObject("plankton").put("version", release);
        return document.toString();
    }

    private static void version(ObjectNode version, String id, String status, String url) {
        version.put("id", id).put("status", status);
        version.putArray("links").addObject().put("rel", "self").put("href", url);
    }

    private static void answer(HttpServletResponse response, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
