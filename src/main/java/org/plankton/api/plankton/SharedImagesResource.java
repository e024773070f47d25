package org.plankton.api.plankton;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.Responses;
import org.plankton.registry.Registry;
import org.plankton.registry.request.Caller;

/** {@code /shared-images/<member>}: what the caller and another account share. */
@Path("shared-images/{member}")
public final class SharedImagesResource {
    private final Registry registry;

    @Inject
    public SharedImagesResource(Registry registry) {
        this.registry = registry;
    }

    /** Guide: "List Shared Images". */
    @GET
    @Compressed
    public Response list(@Context Caller caller, @PathParam("member") String member) {
        return Responses.json(PlanktonMembers.sharedImages(reader -> registry.listSharedWith(caller, member, reader)))
                .build();
    }
}
