package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.Listing;
import org.plankton.api.jersey.Responses;
import org.plankton.registry.Registry;
import org.plankton.registry.history.HistoryPage;
import org.plankton.registry.request.Caller;

/** {@code /catalogue/v1/images/<id>/history}: what has been done to an image, the last first. */
@Path("images/{id}/history")
public final class HistoryResource {
    private static final Set<String> PARAMETERS = Set.of(PageQuery.MARKER, PageQuery.LIMIT);

    private final Registry registry;
    private final Listing listing;

    @Inject
    public HistoryResource(Registry registry, Listing listing) {
        this.registry = registry;
        this.listing = listing;
    }

    @GET
    @Compressed
    public Response list(@Context Caller caller, @PathParam("id") String id, @Context UriInfo uri) {
        PageQuery page = new PageQuery(uri.getRequestUri().getRawQuery(), PARAMETERS, listing.longestPage());
        HistoryPage found = registry.history(caller, id, page.before(), page.limit());
        String path = CatalogueMount.PATH + "/images/" + id + "/history";
        return Responses.json(ChangesPage.of(found, page, path, registry.isAdministrator(caller)))
                .build();
    }
}
