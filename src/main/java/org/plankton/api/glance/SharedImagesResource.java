package org.plankton.api.glance;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.plankton.api.Answers;
import org.plankton.api.Compressed;
import org.plankton.api.MembersJson;
import org.plankton.registry.request.Caller;
import org.plankton.registry.sharing.Memberships;

/** {@code /v1/shared-images/<member>}: what is shared with an account. */
@Path("shared-images/{member}")
public final class SharedImagesResource {
    private final Memberships memberships;

    @Inject
    public SharedImagesResource(Memberships memberships) {
        this.memberships = memberships;
    }

    @GET
    @Compressed
    public Response list(@Context Caller caller, @PathParam("member") String member) {
        return Answers.json(MembersJson.sharedImages(memberships.sharedTo(caller, member)))
                .build();
    }
}
