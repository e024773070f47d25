package org.plankton.api.glance;

import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.plankton.api.Answers;
import org.plankton.api.Compressed;
import org.plankton.api.MembersJson;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;
import org.plankton.registry.sharing.Memberships;

/** {@code /v1/images/<id>/members}: whom an image is shared with. */
@Path("images/{id}/members")
public final class MembersResource {
    private final Memberships memberships;

    @Inject
    public MembersResource(Memberships memberships) {
        this.memberships = memberships;
    }

    @GET
    @Compressed
    public Response list(@Context Caller caller, @PathParam("id") String id) {
        return Answers.json(MembersJson.members(memberships.list(caller, id))).build();
    }

    @PUT
    public Response replace(@Context Caller caller, @PathParam("id") String id, InputStream body) throws IOException {
        memberships.replace(caller, id, MembersJson.memberships(body));
        return Response.noContent().build();
    }

    /** The body may be missing. */
    @PUT
    @Path("{member}")
    public Response add(
            @Context Caller caller, @PathParam("id") String id, @PathParam("member") String member, InputStream body)
            throws IOException {
        memberships.add(caller, id, member, MembersJson.membership(body));
        return Response.noContent().build();
    }

    @DELETE
    @Path("{member}")
    public Response remove(@Context Caller caller, @PathParam("id") String id, @PathParam("member") String member) {
        if (!memberships.remove(caller, id, member)) {
            throw new Fault(Fault.Kind.NOT_FOUND, "the image is not shared with that member");
        }
        return Response.noContent().build();
    }
}
