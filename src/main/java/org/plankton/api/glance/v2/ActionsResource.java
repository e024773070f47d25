package org.plankton.api.glance.v2;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import org.plankton.api.glance.UploadBody;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;

/** {@code /v2/images/<id>/actions}: whether an image's bytes are given out. */
@Path("images/{id}/actions")
public final class ActionsResource {
    private final Registry registry;

    @Inject
    public ActionsResource(Registry registry) {
        this.registry = registry;
    }

    @POST
    @Path("deactivate")
    public Response deactivate(@Context Caller caller, @PathParam("id") String id, @Context HttpServletRequest request)
            throws IOException {
        return set(caller, id, Status.UNAVAILABLE, request);
    }

    @POST
    @Path("reactivate")
    public Response reactivate(@Context Caller caller, @PathParam("id") String id, @Context HttpServletRequest request)
            throws IOException {
        return set(caller, id, Status.AVAILABLE, request);
    }

    private Response set(Caller caller, String id, Status status, HttpServletRequest request) throws IOException {
        UploadBody.requireAbsent(request);
        Image image = registry.find(caller, id);
        if (!image.hasBytes() || image.status() == Status.ERROR) {
            throw new Fault(Fault.Kind.FORBIDDEN, "the image is neither active nor deactivated");
        }
        registry.update(caller, id, Change.NONE.withStatus(Optional.of(status)).withMeansStatus(true));
        return Response.noContent().build();
    }
}
