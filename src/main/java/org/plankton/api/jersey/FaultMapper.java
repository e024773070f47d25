package org.plankton.api.jersey;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.glassfish.jersey.message.internal.HeaderValueException;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.plankton.api.http.BodyAwaited;
import org.plankton.api.http.Refusal;
import org.plankton.api.http.Refusals;

/** Whatever a resource throws, or Jersey before it has found one, as the dialect's refusal. */
final class FaultMapper implements ExceptionMapper<Throwable> {
    private final Refusals refusals;

    @Context
    private ExtendedUriInfo uri;

    @Context
    private Request request;

    @Context
    private HttpServletRequest sent;

    @Inject
    FaultMapper(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof BodyAwaited) {
            return Response.accepted().build(); // which is not sent
        }
        return Responses.refusal(refusal(thrown));
    }

    private Refusal refusal(Throwable thrown) {
        if (thrown instanceof WebApplicationException refused
                && refused.getResponse().getStatus() < 500) {
            return switch (refused.getResponse().getStatus()) {
                case 404 -> refusals.noSuchPath();
                case 405 -> Refusal.methodNotAllowed(request.getMethod(), AllowedMethods.of(uri));
                default -> Refusals.malformed("the request is malformed");
            };
        }
        if (thrown instanceof HeaderValueException) {
            return Refusals.malformed("a header of the request is malformed");
        }
        return refusals.of(thrown, sent, AllowedMethods.insteadOf(request.getMethod(), uri));
    }
}
