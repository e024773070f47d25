package org.plankton.api.glance.v2;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.plankton.api.http.BaseUrl;
import org.plankton.api.http.Refusal;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.Listing;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.ImageJson;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.Page;

/** {@code /v2/images}: the images. */
@Path("images")
public final class ImagesResource {
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private final Registry registry;
    private final Listing listing;
    private final BaseUrl base;

    @Inject
    public ImagesResource(Registry registry, Listing listing, BaseUrl base) {
        this.registry = registry;
        this.listing = listing;
        this.base = base;
    }

    /** Without a tag, as none is of whether an image is shared, which is told here. */
    @GET
    @Compressed
    public Response list(@Context Caller caller, @Context UriInfo uri) {
        ImageQuery asked = new ImageQuery(uri.getRequestUri().getRawQuery(), registry.isAdministrator(caller));
        int length = Math.min(asked.limit(), listing.longestPage());
        Page page = registry.page(caller, asked.query(), length);
        Long count = asked.isCounted() ? registry.count(caller, asked.query()) : null;
        return Responses.json(new ImagePage(page, page.length() == length, asked, count))
                .build();
    }

    /** Reserves an image, whose bytes are to come. */
    @POST
    public Response create(@Context Caller caller, InputStream body, @Context HttpServletRequest request)
            throws IOException {
        Draft draft = NewImage.read(body, caller, registry.isAdministrator(caller));
        Image image = registry.reserve(caller, draft);
        return inJson(image)
                .status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, base.of(request) + "/v2/images/" + image.id())
                .build();
    }

    @GET
    @Path("{id}")
    public Response find(@Context Caller caller, @PathParam("id") String id) {
        return inJson(registry.find(caller, id)).build();
    }

    @PATCH
    @Path("{id}")
    public Response update(
            @Context Caller caller, @PathParam("id") String id, InputStream body, @Context HttpServletRequest request)
            throws IOException {
        Optional<ImagePatch.Form> form = ImagePatch.Form.of(request.getContentType());
        if (form.isEmpty()) {
            return Responses.refusal(otherType());
        }
        Optional<ImageChange> said = ImagePatch.read(body, form.get());
        said.flatMap(ImageChange::owner).ifPresent(owner -> requireOwner(caller, owner));
        // Who may not change the image is told so first.
        Change change = said.filter(its -> its.conflict().isEmpty())
                .map(its -> Change.NONE
                        .withMetadata(its.metadata())
                        .withOwner(its.owner())
                        .withTouches(true)
                        .withWhileQueued(its.isOfFormats()))
                .orElse(Change.NONE);
        Image image = registry.update(caller, id, change);
        said.flatMap(ImageChange::conflict).ifPresent(conflict -> {
            throw new Fault(Fault.Kind.CONFLICT, conflict);
        });
        return inJson(image).build();
    }

    private static Refusal otherType() {
        String types = Arrays.stream(ImagePatch.Form.values())
                .map(ImagePatch.Form::type)
                .collect(Collectors.joining(", "));
        return Refusal.of("UNSUPPORTED", UNSUPPORTED_MEDIA_TYPE, "Content-Type must be one of " + types)
                .with("Accept-Patch", types);
    }

    /** It is an administrator's to say that an image is nobody's, and then it is told that there is no such owner. */
    private void requireOwner(Caller caller, String owner) {
        if (owner.isEmpty() && !registry.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "owner: only an administrator gives an image to another account");
        }
    }

    @DELETE
    @Path("{id}")
    public Response delete(@Context Caller caller, @PathParam("id") String id) {
        registry.delete(caller, id);
        return Response.noContent().build();
    }

    private static Response.ResponseBuilder inJson(Image image) {
        return Responses.json(ImageJson.of(image, Images::write));
    }
}
