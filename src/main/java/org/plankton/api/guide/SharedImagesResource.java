package org.plankton.api.guide;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.plankton.api.Answers;
import org.plankton.api.Compressed;
import org.plankton.api.PlanktonMembers;
import org.plankton.registry.request.Caller;
import org.plankton.registry.sharing.Memberships;

/** {@code /shared-images/<member>}: what the caller and another account share. */
@Path("shared-images/{member}")
public final class SharedImagesResource {
    private final Memberships memberships;

    @Inject
    public SharedImagesResource(Memberships memberships) {
        this.memberships = memberships;
    }

    /** Guide: "List Shared Images". */
    @GET
    @Compressed
    public Response list(@Context Caller caller, @PathParam("member") String member) {
        return Answers.json(PlanktonMembers.sharedImages(memberships.sharedWith(caller, member)))
                .build();
    }
}
