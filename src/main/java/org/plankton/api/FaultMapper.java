package org.plankton.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.IOException;
import java.util.Set;
import org.glassfish.jersey.message.internal.HeaderValueException;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.plankton.registry.image.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever a resource throws, as the dialect's fault. Notes the reason for the log, which tells what is ours at length.
 */
final class FaultMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(FaultMapper.class);

    /** The same whatever the reason, which is not everybody's business. */
    private static final String UNAUTHORIZED = "X-Auth-Token is missing, or its token is not accepted: get a new one";

    /** The same whether there is none or it is not to be known. */
    private static final String NO_SUCH_IMAGE = "there is no such image";

    static final String RETRY_AFTER_SECONDS = "5";

    private final FaultFormat format;

    @Context
    private ExtendedUriInfo uri;

    @Context
    private Request request;

    @Context
    private HttpServletRequest sent;

    @Inject
    FaultMapper(FaultFormat format) {
        this.format = format;
    }

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof Fault fault) {
            RequestIdFilter.refused(fault.kind().name(), fault.getMessage());
            if (fault.getCause() != null && LOG.isDebugEnabled()) {
                LOG.debug("refused because of {}", LoggedText.of(sent).stack(fault.getCause()));
            }
            return answer(format.status(fault.kind()), message(fault), AllowedMethods.insteadOf(method(), uri));
        }
        if (thrown instanceof WebApplicationException refused
                && refused.getResponse().getStatus() < 500) {
            return switch (refused.getResponse().getStatus()) {
                case 404 -> refusal("NO_SUCH_PATH", format.unknownPath(), "there is nothing at this path", Set.of());
                case 405 -> refusal("NO_SUCH_METHOD", 405, method() + " is not allowed here", AllowedMethods.of(uri));
                default -> refusal("MALFORMED", 400, "the request is malformed", Set.of());
            };
        }
        if (thrown instanceof HeaderValueException) {
            return refusal("MALFORMED", 400, "a header of the request is malformed", Set.of());
        }
        if (thrown instanceof IOException) {
            // Every other party's are faults already, so it is the client that went away; nobody will read this.
            LOG.debug("the client went away: {}", LoggedText.of(sent).stack(thrown));
            return refusal("CUT_OFF", 400, "the request was cut off", Set.of());
        }
        LOG.error("a request failed by our own fault: {}", LoggedText.of(sent).stack(thrown));
        return refusal(
                "ERROR",
                500,
                "unexpected error; tell the operators this request's id: " + RequestIdFilter.current(),
                Set.of());
    }

    private String message(Fault fault) {
        boolean isDenied = fault.kind() == Fault.Kind.HIDDEN && format.status(fault.kind()) == 404;
        return isDenied ? NO_SUCH_IMAGE : fault.getMessage();
    }

    private String method() {
        return request.getMethod();
    }

    private Response refusal(String kind, int status, String message, Set<String> allowed) {
        RequestIdFilter.refused(kind, message);
        return answer(status, message, allowed);
    }

    private Response answer(int status, String message, Set<String> allowed) {
        Response.ResponseBuilder answer = Response.status(status)
                .type(format.type())
                .entity(format.body(status, status == 401 ? UNAUTHORIZED : message));
        switch (status) {
            case 401 -> answer.header("WWW-Authenticate", "X-Auth-Token realm=\"images\"");
            case 405 -> answer.header("Allow", String.join(", ", allowed));
            case 503 -> answer.header("Retry-After", RETRY_AFTER_SECONDS);
            default -> {}
        }
        return answer.build();
    }
}
