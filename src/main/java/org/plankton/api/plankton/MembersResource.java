package org.plankton.api.plankton;

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
import java.util.Optional;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.Responses;
import org.plankton.registry.Registry;
import org.plankton.registry.request.Caller;

/** {@code /images/<id>/members}: whom an image is shared with. */
@Path("images/{id}/members")
public final class MembersResource {
    private final PlanktonMount mount;
    private final Registry registry;

    @Inject
    public MembersResource(PlanktonMount mount, Registry registry) {
        this.mount = mount;
        this.registry = registry;
    }

    /** Guide: "List Image Memberships". */
    @GET
    @Compressed
    public Response list(@Context Caller caller, @PathParam("id") String id) {
        return Responses.json(PlanktonMembers.members(registry.listMembers(caller, id)))
                .build();
    }

    /** Guide: "Replace a Membership List". */
    @PUT
    public Response replace(@Context Caller caller, @PathParam("id") String id, InputStream body) throws IOException {
        registry.replaceMembers(caller, id, PlanktonMembers.memberships(body));
        return Response.status(mount.replaced()).build();
    }

    /** Guide: "Add a Member to an Image". The body is not looked at: old kamaki announces one and sends none. */
    @PUT
    @Path("{member}")
    public Response add(@Context Caller caller, @PathParam("id") String id, @PathParam("member") String member) {
        registry.addMember(caller, id, member, Optional.empty());
        return Response.noContent().build();
    }

    /** Guide: "Remove a Member from an Image". */
    @DELETE
    @Path("{member}")
    public Response remove(@Context Caller caller, @PathParam("id") String id, @PathParam("member") String member) {
        registry.removeMember(caller, id, member);
        return Response.noContent().build();
    }
}
