package org.plankton.api.glance.v1;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.MembersJson;
import org.plankton.registry.Registry;
import org.plankton.registry.request.Caller;

/** {@code /v1/shared-images/<member>}: what is shared with an account. */
@Path("shared-images/{member}")
public final class SharedImagesResource {
    private final Registry registry;

    @Inject
    public SharedImagesResource(Registry registry) {
        this.registry = registry;
    }

    @GET
    @Compressed
    public Response list(@Context Caller caller, @PathParam("member") String member) {
        return Responses.json(MembersJson.sharedImages(reader -> registry.listSharedTo(caller, member, reader)))
                .build();
    }
}
