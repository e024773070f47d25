package org.plankton.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.plankton.registry.image.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a wire says no to whatever went wrong. The log tells what is ours at length. */
public final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    /** The same whatever the reason, which is not everybody's business. */
    private static final String UNAUTHORIZED = "X-Auth-Token is missing, or its token is not accepted: get a new one";

    /** The same whether there is none or it is not to be known. */
    private static final String NO_SUCH_IMAGE = "there is no such image";

    private final ToIntFunction<Fault.Kind> statuses;
    private final int unknownPath;

    public Refusals(Dialect dialect) {
        this(dialect::status, dialect.unknownPath());
    }

    /**
     * @param statuses of each kind of fault
     * @param unknownPath the status of a path that is none
     */
    public Refusals(ToIntFunction<Fault.Kind> statuses, int unknownPath) {
        this.statuses = statuses;
        this.unknownPath = unknownPath;
    }

    /**
     * @param thrown while the request was answered
     * @param instead the methods that could be used in place of one that is not allowed
     */
    public Refusal of(Throwable thrown, HttpServletRequest request, Set<String> instead) {
        if (thrown instanceof Fault fault) {
            return of(fault, request, instead);
        }
        if (thrown instanceof IOException) {
            // Every other party's are faults already, so it is the client that went away; nobody will read this.
            LOG.debug("the client went away: {}", LoggedText.of(request).stack(thrown));
            return Refusal.of("CUT_OFF", 400, "the request was cut off");
        }
        OwnFault.log(thrown, LoggedText.of(request));
        return Refusal.of(
                OwnFault.KIND,
                500,
                "unexpected error; tell the operators this request's id: " + RequestIdFilter.current());
    }

    private Refusal of(Fault fault, HttpServletRequest request, Set<String> instead) {
        if (fault.getCause() != null && LOG.isDebugEnabled()) {
            LOG.debug("refused because of {}", LoggedText.of(request).stack(fault.getCause()));
        }
        int status = statuses.applyAsInt(fault.kind());
        Refusal refusal = Refusal.of(fault.kind().name(), status, fault.getMessage());
        return switch (status) {
            case 401 -> refusal.telling(UNAUTHORIZED).with("WWW-Authenticate", "X-Auth-Token realm=\"images\"");
            case 404 -> fault.kind() == Fault.Kind.HIDDEN ? refusal.telling(NO_SUCH_IMAGE) : refusal;
            case 405 -> refusal.with("Allow", String.join(", ", instead));
            case 429, 503 -> refusal.with("Retry-After", retryAfter(fault));
            default -> refusal;
        };
    }

    /** Whole seconds, at least one. */
    private static String retryAfter(Fault fault) {
        return fault.retryAfter()
                .map(wait -> Long.toString(wait.plusNanos(999_999_999).toSeconds()))
                .orElse(Refusal.RETRY_AFTER_SECONDS);
    }

    public Refusal noSuchPath() {
        return Refusal.of("NO_SUCH_PATH", unknownPath, "there is nothing at this path");
    }

    public static Refusal malformed(String message) {
        return Refusal.of("MALFORMED", 400, message);
    }
}
