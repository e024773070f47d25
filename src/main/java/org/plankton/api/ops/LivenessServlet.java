package org.plankton.api.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.plankton.api.http.JsonResponse;

/** Tells whoever would otherwise start the service anew that it runs: 200 to anybody, whatever it lacks. */
public final class LivenessServlet extends ProbeServlet {
    /** Where it is mounted. */
    public static final String PATH = "/health/live";

    private static final long serialVersionUID = 1L;

    public LivenessServlet() {
        super(Optional::empty);
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonResponse.write("{\"status\":\"live\"}", response);
    }
}
