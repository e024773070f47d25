package org.plankton.api.glance.v1;

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
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.MembersJson;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;

/** {@code /v1/images/<id>/members}: whom an image is shared with. */
@Path("images/{id}/members")
public final class MembersResource {
    private final Registry registry;

    @Inject
    public MembersResource(Registry registry) {
        this.registry = registry;
    }

    @GET
    @Compressed
    public Response list(@Context Caller caller, @PathParam("id") String id) {
        return Responses.json(MembersJson.members(registry.listMembers(caller, id)))
                .build();
    }

    @PUT
    public Response replace(@Context Caller caller, @PathParam("id") String id, InputStream body) throws IOException {
        registry.replaceMembers(caller, id, MembersJson.memberships(body));
        return Response.noContent().build();
    }

    /** The body may be missing. */
    @PUT
    @Path("{member}")
    public Response add(
            @Context Caller caller, @PathParam("id") String id, @PathParam("member") String member, InputStream body)
            throws IOException {
        registry.addMember(caller, id, member, MembersJson.membership(body));
        return Response.noContent().build();
    }

    @DELETE
    @Path("{member}")
    public Response remove(@Context Caller caller, @PathParam("id") String id, @PathParam("member") String member) {
        if (!registry.removeMember(caller, id, member)) {
            throw new Fault(Fault.Kind.NOT_FOUND, "the image is not shared with that member");
        }
        return Response.noContent().build();
    }
}
