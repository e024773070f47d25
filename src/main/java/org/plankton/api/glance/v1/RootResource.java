package org.plankton.api.glance.v1;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.Listing;
import org.plankton.registry.request.Caller;

/** {@code /v1} itself, which lists the images like {@code /v1/images}. */
@Path("/")
public final class RootResource {
    private final GlanceListing listing;

    @Inject
    public RootResource(Listing listing) {
        this.listing = new GlanceListing(listing);
    }

    @GET
    @Compressed
    public Response list(@Context Caller caller, @Context UriInfo uri, @Context HttpHeaders headers) {
        return listing.answer(caller, uri, headers, GlanceImages::brief);
    }
}
