package org.plankton.api.glance.v1;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
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
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.glassfish.jersey.server.CloseableService;
import org.plankton.api.glance.ImageBytes;
import org.plankton.api.glance.RangeHeader;
import org.plankton.api.glance.UploadBody;
import org.plankton.api.http.BaseUrl;
import org.plankton.api.http.ImageHead;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.ImagePath;
import org.plankton.api.jersey.Listing;
import org.plankton.api.jersey.Responses;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;

/** {@code /v1/images}: the images. */
@Path("images")
public final class ImagesResource {
    private final Registry registry;
    private final ImageHead head;
    private final GlanceListing listing;
    private final BaseUrl base;

    @Inject
    public ImagesResource(Registry registry, ImageHead head, Listing listing, BaseUrl base) {
        this.registry = registry;
        this.head = head;
        this.listing = new GlanceListing(listing);
        this.base = base;
    }

    @GET
    @Compressed
    public Response list(@Context Caller caller, @Context UriInfo uri, @Context HttpHeaders headers) {
        return listing.answer(caller, uri, headers, GlanceImages::brief);
    }

    @GET
    @Path("detail")
    @Compressed
    public Response listInDetail(@Context Caller caller, @Context UriInfo uri, @Context HttpHeaders headers) {
        return listing.answer(caller, uri, headers, GlanceImages::detail);
    }

    /** Registers what is at a location, or uploads the body, or reserves an image whose bytes are still to come. */
    @POST
    public Response create(
            @Context Caller caller,
            @Context HttpHeaders headers,
            @Context HttpServletRequest request,
            @Context CloseableService endOfRequest)
            throws IOException {
        GlanceHeaders asked = new GlanceHeaders(headers, registry.isAdministrator(caller));
        Image image = create(caller, asked, new UploadBody(request, () -> registry.takeTransfer(caller), endOfRequest));
        return GlanceImages.inJson(image)
                .status(Response.Status.CREATED)
                .header("Location", base.of(request) + "/v1/images/" + image.id())
                .build();
    }

    private Image create(Caller caller, GlanceHeaders asked, UploadBody body) throws IOException {
        if (asked.location().isPresent()) {
            body.requireNone();
            return registry.register(caller, asked.draft());
        }
        if (body.isPresent()) {
            body.requireBytes();
            return registry.register(caller, asked.draft(), asked.upload(body.stream(), body.length()));
        }
        boolean isWhole = asked.expected().size().equals(OptionalLong.of(0)) && asked.hasFormats();
        return isWhole
                ? registry.register(
                        caller,
                        asked.draft(),
                        asked.upload(
                                InputStream.nullInputStream(), asked.expected().size()))
                : registry.reserve(caller, asked.draft());
    }

    /**
     * Changes the image, and gives it its bytes if it was reserved and they come, or their location, with the request.
     */
    @PUT
    @Path(ImagePath.ID)
    public Response update(
            @Context Caller caller,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            @Context HttpServletRequest request,
            @Context CloseableService endOfRequest)
            throws IOException {
        GlanceHeaders asked = new GlanceHeaders(headers, registry.isAdministrator(caller));
        UploadBody body = new UploadBody(request, () -> registry.takeTransfer(caller), endOfRequest);
        if (asked.location().isPresent()) {
            body.requireNone();
        }
        Image image = registry.findEvenDeleted(caller, id);
        if (image.status() == Status.DELETED) {
            throw new Fault(Fault.Kind.FORBIDDEN, "the image has been deleted, and cannot be changed");
        }
        asked.requireSame(image);
        return GlanceImages.inJson(update(caller, image, asked, body)).build();
    }

    private Image update(Caller caller, Image image, GlanceHeaders asked, UploadBody body) throws IOException {
        boolean isReserved = image.status() == Status.QUEUED;
        boolean isOfNothing = isReserved && asked.expected().size().equals(OptionalLong.of(0)) && body.isAnnounced();
        if (body.isPresent() || isOfNothing) {
            if (!isReserved) {
                throw new Fault(
                        Fault.Kind.CONFLICT, "the image is not queued, and its bytes cannot be replaced; make another");
            }
            if (body.isPresent()) {
                body.requireBytes();
            }
            return registry.upload(caller, image.id(), asked.change(false), asked.upload(body.stream(), body.length()));
        }
        if (asked.location().isPresent()) {
            if (!isReserved) {
                throw Fault.badRequest(
                        "location: the image is not queued, and its bytes cannot be replaced; make another");
            }
            return registry.locate(
                    caller,
                    image.id(),
                    asked.change(asked.replacesProperties()),
                    asked.location().get(),
                    asked.expected());
        }
        return registry.update(caller, image.id(), asked.change(asked.replacesProperties()));
    }

    @HEAD
    @Path(ImagePath.ID)
    public Response find(@Context Caller caller, @PathParam("id") String id, @Context HttpHeaders headers) {
        return Responses.head(head, caller, id, headers);
    }

    /** The image's bytes, or some of them. */
    @GET
    @Path(ImagePath.ID)
    public Response data(
            @Context Caller caller,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            @Context CloseableService endOfRequest) {
        Image image = registry.find(caller, id);
        Optional<ByteRange> range = RangeHeader.of(headers, image);
        if (range.isPresent() && range.get().first() >= image.size()) {
            return ImageBytes.outOfRange(image);
        }
        StoredBytes bytes = registry.open(caller, image, range);
        endOfRequest.add(bytes);
        // That the file is back as it was may just have been found.
        return GlanceImages.withBytes(image.found() == null ? image : registry.find(caller, id), bytes);
    }

    /** Bytes that came through the registry are deleted too. */
    @DELETE
    @Path(ImagePath.ID)
    public Response delete(@Context Caller caller, @PathParam("id") String id) {
        registry.delete(caller, id);
        return Responses.empty().build();
    }

    /**
     * Glance has none: looks whether the image's file is there, and as it was registered. The body is not looked at.
     */
    @POST
    @Path(ImagePath.ID + "/check")
    public Response check(@Context Caller caller, @PathParam("id") String id) {
        return GlanceImages.checked(registry.check(caller, id));
    }
}
