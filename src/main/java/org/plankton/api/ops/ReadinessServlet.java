package org.plankton.api.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.plankton.api.http.FaultWriter;
import org.plankton.api.http.JsonResponse;
import org.plankton.api.http.Refusal;

/**
 * Tells load balancers, or anybody else, whether this service can be sent requests: 200 if its database answers, 503 if
 * it does not. Neither needs a token, and nothing is told but that.
 *
 * <p>The identity service and the object store are not asked: every service on them would be found unfit at once, where
 * each still answers what it can.
 */
public final class ReadinessServlet extends ProbeServlet {
    /** Where it is mounted. */
    public static final String PATH = "/readyz";

    private static final long serialVersionUID = 1L;

    private final transient BooleanSupplier database;

    /** @param database whether it answers, as is known without asking it */
    public ReadinessServlet(BooleanSupplier database) {
        this.database = database;
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean hasBody = request.getMethod().equals("GET");
        if (!database.getAsBoolean()) {
            FaultWriter.write(
                    Refusal.unavailable("NOT_READY", "the service is not ready; try again"), hasBody, response);
        } else if (hasBody) {
            JsonResponse.write("{\"ready\":true}", response);
        }
    }
}
