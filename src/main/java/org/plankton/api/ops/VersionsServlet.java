package org.plankton.api.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.plankton.api.http.BaseUrl;
import org.plankton.api.http.JsonResponse;

/**
 * The version document, for anybody: {@code /} answers 300 and {@code /versions} 200, as OpenStack's clients expect.
 * Its entries are Glance's; where Synnefo's clients go, and which Plankton this is, is told beside them, where Glance's
 * clients do not look. OPTIONS is answered as readiness is.
 */
public final class VersionsServlet extends ProbeServlet {
    /** As which it is mounted. */
    public static final String NAME = "versions";

    private static final long serialVersionUID = 1L;

    private final transient BaseUrl base;
    private final transient List<String> supported;
    private final String release;

    /**
     * @param supported ids of the versions of OpenStack Images v2, the newest first
     * @param release the service's own version
     * @param refusal why the service can be sent no requests; empty: it can
     */
    public VersionsServlet(BaseUrl base, List<String> supported, String release, Supplier<Optional<String>> refusal) {
        super(refusal);
        this.base = base;
        this.supported = List.copyOf(supported);
        this.release = release;
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(request.getServletPath().startsWith("/versions") ? 200 : 300);
        JsonResponse.write(document(base.of(request)), response);
    }

    private String document(String base) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode versions = document.putArray("versions");
        for (String id : supported) {
            String status = id.equals(supported.get(0)) ? "CURRENT" : "SUPPORTED";
            version(versions.addObject(), id, status, base + "/v2/");
        }
        version(versions.addObject(), "v1.1", "DEPRECATED", base + "/v1/");
        version(versions.addObject(), "v1.0", "DEPRECATED", base + "/v1/");
        version(document.putObject("synnefo"), "v1.0", "CURRENT", base + "/v1.0/");
        document.putObject("plankton").put("version", release);
        return document.toString();
    }

    private static void version(ObjectNode version, String id, String status, String url) {
        version.put("id", id).put("status", status);
        version.putArray("links").addObject().put("rel", "self").put("href", url);
    }
}
