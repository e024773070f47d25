package org.plankton.api.plankton;

import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.plankton.api.http.ImageHead;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.ImagePath;
import org.plankton.api.jersey.Listing;
import org.plankton.api.jersey.Responses;
import org.plankton.registry.Registry;
import org.plankton.registry.request.Caller;

/** {@code /images}: the images. */
@Path("images")
public final class ImagesResource {
    private final Registry registry;
    private final ImageHead head;
    private final PlanktonListing listing;

    @Inject
    public ImagesResource(PlanktonMount mount, Registry registry, ImageHead head, Listing listing) {
        this.registry = registry;
        this.head = head;
        this.listing = new PlanktonListing(listing, mount.usualOrder());
    }

    /** Guide: "List Available Images". */
    @GET
    @Compressed
    public Response list(@Context Caller caller, @Context UriInfo uri, @Context HttpHeaders headers) {
        return listing.answer(caller, uri, headers, PlanktonImages::brief);
    }

    /** Guide: "List Available Images in Detail". */
    @GET
    @Path("detail")
    @Compressed
    public Response listInDetail(@Context Caller caller, @Context UriInfo uri, @Context HttpHeaders headers) {
        return listing.answer(caller, uri, headers, PlanktonImages::detail);
    }

    /** Guide: "Add or update an image". The body is not looked at. */
    @POST
    public Response register(@Context Caller caller, @Context HttpHeaders headers) {
        return PlanktonImages.inHeaders(registry.register(caller, PlanktonHeaders.draft(headers)));
    }

    /** Guide: "Update an Image". The body is not looked at. */
    @PUT
    @Path(ImagePath.ID)
    public Response update(@Context Caller caller, @PathParam("id") String id, @Context HttpHeaders headers) {
        return PlanktonImages.inHeaders(registry.update(caller, id, PlanktonHeaders.change(headers)));
    }

    /** Guide: "Retrieve Image Metadata". */
    @HEAD
    @Path(ImagePath.ID)
    public Response find(@Context Caller caller, @PathParam("id") String id, @Context HttpHeaders headers) {
        return Responses.head(head, caller, id, headers);
    }

    /** Guide: "Retrieve Raw Image Data", which is the object store's business. */
    @GET
    @Path(ImagePath.ID)
    public Response data(@Context Caller caller, @PathParam("id") String id) {
        return PlanktonImages.noData(registry.find(caller, id));
    }

    /** Not in the guide: Synnefo's own way to unregister an image, which kamaki uses. */
    @DELETE
    @Path(ImagePath.ID)
    public Response unregister(@Context Caller caller, @PathParam("id") String id) {
        registry.unregister(caller, id);
        return Response.noContent().build();
    }

    /**
     * Not in the guide: looks whether the image's file is there, and as it was registered. The body is not looked at.
     */
    @POST
    @Path(ImagePath.ID + "/check")
    public Response check(@Context Caller caller, @PathParam("id") String id) {
        return PlanktonImages.checked(registry.check(caller, id));
    }
}
