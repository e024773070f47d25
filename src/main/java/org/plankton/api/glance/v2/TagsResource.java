package org.plankton.api.glance.v2;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Optional;
import org.plankton.api.glance.UploadBody;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.MetadataChange;
import org.plankton.registry.request.TagChange;

/** {@code /v2/images/<id>/tags/<tag>}: one of an image's tags. */
@Path("images/{id}/tags/{tag}")
public final class TagsResource {
    private final Registry registry;

    @Inject
    public TagsResource(Registry registry) {
        this.registry = registry;
    }

    @PUT
    public Response add(
            @Context Caller caller,
            @PathParam("id") String id,
            @Context UriInfo uri,
            @Context HttpServletRequest request)
            throws IOException {
        UploadBody.requireAbsent(request);
        return update(caller, id, new TagChange.With(tag(uri)));
    }

    @DELETE
    public Response remove(@Context Caller caller, @PathParam("id") String id, @Context UriInfo uri) {
        return update(caller, id, new TagChange.Without(tag(uri)));
    }

    /** As it stands in the path: of a parameter of the path Jersey would cut off what comes behind a semicolon. */
    private static String tag(UriInfo uri) {
        String path = uri.getPath(false).replaceFirst("/$", "");
        return PercentEncoding.decode(path.substring(path.lastIndexOf('/') + 1))
                .orElseThrow(() -> Fault.badRequest("a tag in a path must be percent-encoded UTF-8"));
    }

    private Response update(Caller caller, String id, TagChange tags) {
        registry.update(caller, id, Change.NONE.withMetadata(MetadataChange.NONE.withTags(Optional.of(tags))));
        return Response.noContent().build();
    }
}
