package org.plankton.api.guide;

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
import org.plankton.api.Answers;
import org.plankton.api.Compressed;
import org.plankton.api.PlanktonMembers;
import org.plankton.registry.request.Caller;
import org.plankton.registry.sharing.Memberships;

/** {@code /images/<id>/members}: whom an image is shared with. */
@Path("images/{id}/members")
public final class MembersResource {
    private final Memberships memberships;

    @Inject
    public MembersResource(Memberships memberships) {
        this.memberships = memberships;
    }

    /** Guide: "List Image Memberships". */
    @GET
    @Compressed
    public Response list(@Context Caller caller, @PathParam("id") String id) {
        return Answers.json(PlanktonMembers.members(memberships.list(caller, id)))
                .build();
    }

    /** Guide: "Replace a Membership List". */
    @PUT
    public Response replace(@Context Caller caller, @PathParam("id") String id, InputStream body) throws IOException {
        memberships.replace(caller, id, PlanktonMembers.memberships(body));
        return Answers.empty().build();
    }

    /** Guide: "Add a Member to an Image". The body is not looked at: old kamaki announces one and sends none. */
    @PUT
    @Path("{member}")
    public Response add(@Context Caller caller, @PathParam("id") String id, @PathParam("member") String member) {
        memberships.add(caller, id, member, Optional.empty());
        return Response.noContent().build();
    }

    /** Guide: "Remove a Member from an Image". */
    @DELETE
    @Path("{member}")
    public Response remove(@Context Caller caller, @PathParam("id") String id, @PathParam("member") String member) {
        memberships.remove(caller, id, member);
        return Response.noContent().build();
    }
}
