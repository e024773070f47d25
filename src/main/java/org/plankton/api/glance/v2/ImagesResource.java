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
import java.util.List;
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
import org.plankton.registry.image.Status;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Draft;

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

    @GET
    @Compressed
    public Response list(@Context Caller caller, @Context UriInfo uri, @Context HttpHeaders headers) {
        ImageQuery asked = new ImageQuery(uri.getRequestUri().getRawQuery(), registry.isAdministrator(caller));
        int length = Math.min(asked.limit(), listing.longestPage());
        if (asked.isCounted()) { // of what is on other pages there is no tag
            return answer(
                            asked,
                            length,
                            registry.page(caller, asked.query(), length).images(),
                            registry.count(caller, asked.query()))
                    .build();
        }
        return listing.page(caller, asked.query(), length, headers, page -> answer(asked, length, page.images(), null));
    }

    /** @param count null if nobody wants to know */
    private static Response.ResponseBuilder answer(ImageQuery asked, int length, List<Image> images, Long count) {
        return Responses.json(new ImagePage(images, images.size() == length, asked, count));
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
        if (said.isPresent() && said.get().isOfFormats()) {
            requireQueued(caller, id);
        }
        said.flatMap(ImageChange::owner).ifPresent(owner -> requireAccount(caller, owner));
        Change change = said.map(its -> Change.NONE
                        .withMetadata(its.metadata())
                        .withOwner(its.owner())
                        .withTouches(true))
                .orElse(Change.NONE);
        return inJson(registry.update(caller, id, change)).build();
    }

    private static Refusal otherType() {
        String types = Arrays.stream(ImagePatch.Form.values())
                .map(ImagePatch.Form::type)
                .collect(Collectors.joining(", "));
        return Refusal.of("UNSUPPORTED", UNSUPPORTED_MEDIA_TYPE, "Content-Type must be one of " + types)
                .with("Accept-Patch", types);
    }

    /** It is an administrator's to say that an image is nobody's, and then it is told that there is no such owner. */
    private void requireAccount(Caller caller, String owner) {
        if (owner.isEmpty() && !registry.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "owner: only an administrator gives an image to another account");
        }
    }

    /** What bytes are is not changed while they are there, or on their way. */
    private void requireQueued(Caller caller, String id) {
        if (registry.find(caller, id).status() != Status.QUEUED) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "disk_format and container_format can be changed only while the image is queued");
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
