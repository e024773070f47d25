package org.plankton.api.ops;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.plankton.api.http.FaultWriter;
import org.plankton.api.http.Networks;
import org.plankton.api.http.Refusal;
import org.plankton.api.http.Refusals;
import org.plankton.api.http.RequestIdFilter;
import org.plankton.api.http.Tokens;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;

/**
 * Tells Prometheus what is measured: whoever asks from an address that may, whoever brings the token that is set for
 * it, and administrators. Nobody is asked for the answer, so that it is there whatever else is not; only whose an
 * administrator's token is the identity service is asked.
 */
public final class MetricsServlet extends HttpServlet {
    /** Where it is mounted. */
    public static final String PATH = "/metrics";

    private static final long serialVersionUID = 1L;
    private static final Set<String> METHODS = Set.of("GET");
    private static final String BEARER = "Bearer ";

    /** Who may ask, beside administrators. */
    public record Readers(Optional<String> token, Networks addresses) {
        /** Leaves the token out: it must not reach a log. */
        @Override
        public String toString() {
            return addresses.toString();
        }
    }

    /** What is measured, as it is now. */
    public interface Text {
        void write(OutputStream to) throws IOException;
    }

    private final transient Readers readers;
    private final transient Registry registry;
    private final transient Tokens tokens;
    private final transient Text text;
    private final String type;
    private final transient Refusals refusals = new Refusals(OpsStatus::of, 404);

    /** @param type of the text, as {@code Content-Type} has it */
    public MetricsServlet(Readers readers, Registry registry, Tokens tokens, Text text, String type) {
        this.readers = readers;
        this.registry = registry;
        this.tokens = tokens;
        this.text = text;
        this.type = type;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(RequestIdFilter.PROBE, true);
        if (!METHODS.contains(request.getMethod())) {
            boolean hasBody = !request.getMethod().equals("HEAD");
            FaultWriter.write(Refusal.methodNotAllowed(request.getMethod(), METHODS), hasBody, response);
            return;
        }
        Optional<Refusal> refusal = refusal(request);
        if (refusal.isPresent()) {
            FaultWriter.write(refusal.get(), true, response);
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        text.write(bytes);
        response.setContentType(type);
        response.setContentLength(bytes.size());
        bytes.writeTo(response.getOutputStream());
    }

    /** Empty if they may. */
    private Optional<Refusal> refusal(HttpServletRequest request) {
        if (readers.addresses.contain(request.getRemoteAddr())) {
            return Optional.empty();
        }
        String credentials = request.getHeader("Authorization");
        if (credentials != null && credentials.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return isTheToken(credentials.substring(BEARER.length()).strip())
                    ? Optional.empty()
                    : Optional.of(unauthorized("this is not the token for metrics"));
        }
        if (readers.token.isPresent() && request.getHeader(Tokens.HEADER) == null) {
            return Optional.of(unauthorized(
                    "Authorization is missing: Bearer, with the metrics' token; or X-Auth-Token, an administrator's"));
        }
        try {
            if (registry.isAdministrator(tokens.caller(request, RequestIdFilter.current()))) {
                return Optional.empty();
            }
            throw new Fault(Fault.Kind.FORBIDDEN, "only an administrator may see what is measured");
        } catch (RuntimeException e) { // a fault, or one of our own, which is told and logged as any wire does
            return Optional.of(refusals.of(e, request, METHODS));
        }
    }

    private static Refusal unauthorized(String message) {
        return Refusal.of(Fault.Kind.UNAUTHORIZED.name(), 401, message)
                .with("WWW-Authenticate", "Bearer realm=\"metrics\"");
    }

    /** In the same time, whichever characters are wrong. */
    private boolean isTheToken(String given) {
        byte[] bytes = given.getBytes(StandardCharsets.UTF_8);
        return readers.token
                .filter(token -> MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), bytes))
                .isPresent();
    }
}
