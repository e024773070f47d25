package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.plankton.api.http.BaseUrl;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.Visited;
import org.plankton.api.words.RecordJson;
import org.plankton.registry.Registry;
import org.plankton.registry.request.Caller;

/** {@code /catalogue/v1/images/<id>}: an image, with all that people ask of it. */
@Path("images/{id}")
public final class ImageResource {
    private final Registry registry;
    private final CatalogueFacts facts;
    private final BaseUrl base;

    @Inject
    public ImageResource(Registry registry, CatalogueFacts facts, BaseUrl base) {
        this.registry = registry;
        this.facts = facts;
        this.base = base;
    }

    @GET
    @Compressed
    @Visited
    public Response show(
            @Context Caller caller,
            @PathParam("id") String id,
            @Context HttpServletRequest sent,
            @Context HttpHeaders request,
            @Context UriInfo uri) {
        PageQuery.requireNone(uri.getRequestUri().getRawQuery());
        ImageDetails details = facts.details(registry, base.of(sent));
        String language = Languages.of(request);
        return Languages.told(language, RecordJson.of(details.of(caller, registry.find(caller, id), language)))
                .build();
    }
}
