package org.plankton.api.ops;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.plankton.api.http.JsonResponse;
import org.plankton.api.http.RequestIdFilter;
import org.plankton.api.http.Tokens;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;

/**
 * Tells load balancers, or anybody else, whether this service can be sent requests: 200 if its database answers, 503 if
 * it does not, or the service is being stopped. Neither needs a token, and who brings none is told nothing but that.
 *
 * <p>Whether the identity service and the object store answer does not decide: every service on them would be found
 * unfit at once, where each still answers what it can. Administrators are told of each.
 */
public final class ReadinessServlet extends ProbeServlet {
    /** Where it is mounted. */
    public static final String PATH = "/health/ready";

    /** Where it was, and is as well. */
    public static final String FORMER_PATH = "/readyz";

    private static final long serialVersionUID = 1L;

    private final transient Supplier<Optional<String>> refusal;
    private final transient Tokens tokens;
    private final transient Registry registry;
    private final transient HealthDetails details;

    /**
     * @param refusal why it can be sent none, as is known without asking anybody; empty: it can
     * @param tokens that wait for nobody
     */
    public ReadinessServlet(
            Supplier<Optional<String>> refusal, Tokens tokens, Registry registry, HealthDetails details) {
        super(refusal);
        this.refusal = refusal;
        this.tokens = tokens;
        this.registry = registry;
        this.details = details;
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> reason = refusal.get();
        reason.ifPresent(why -> refuse(why, response));
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("status", reason.isEmpty() ? "ready" : "not_ready");
        if (isAdministrators(request)) {
            details.write(reason, document);
        }
        JsonResponse.write(document.toString(), response);
    }

    /** A token that is not accepted, or cannot be asked about soon enough, is as none. */
    private boolean isAdministrators(HttpServletRequest request) {
        if (request.getHeader(Tokens.HEADER) == null) {
            return false;
        }
        try {
            return registry.isAdministrator(tokens.caller(request, RequestIdFilter.current()));
        } catch (Fault fault) {
            return false;
        }
    }
}
