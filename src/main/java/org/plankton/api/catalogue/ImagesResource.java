package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.Listing;
import org.plankton.api.jersey.Responses;
import org.plankton.api.jersey.Visited;
import org.plankton.api.words.RecordJson;
import org.plankton.registry.Registry;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Counted;
import org.plankton.registry.request.Page;
import org.plankton.registry.request.Query;

/** {@code /catalogue/v1/images}: images as people look for them. */
@Path("images")
public final class ImagesResource {
    private static final String PATH = CatalogueMount.PATH + "/images";

    /** More are counted for nobody. */
    private static final int MOST_COUNTED = 10_000;

    private final Registry registry;
    private final Listing listing;
    private final Catalogue catalogue;
    private final ImageEntries entries;

    /**
     * A page.
     *
     * @param count of all that are asked for
     * @param complete whether there are no more than that
     * @param next a path without host and context path, at which it goes on; null: there is no more
     */
    private record ImagesPage(List<ImageEntry> images, long count, boolean complete, String next) {}

    @Inject
    public ImagesResource(Registry registry, Listing listing, Catalogue catalogue) {
        this.registry = registry;
        this.listing = listing;
        this.catalogue = catalogue;
        this.entries = new ImageEntries(registry, catalogue);
    }

    @GET
    @Compressed
    @Visited
    public Response list(@Context Caller caller, @Context UriInfo uri) {
        PageQuery asked = new PageQuery(uri.getRequestUri().getRawQuery(), ListQuery.PARAMETERS, listing.longestPage());
        ListQuery listed = new ListQuery(asked, catalogue, caller);
        Query query = listed.query();
        if (listed.isOfEveryone() && !registry.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "everyone's images are listed for administrators; leave scope out");
        }
        Page page = registry.page(caller, query, asked.limit());
        Counted counted = count(caller, query, page);
        String next = page.hasMore() ? PATH + "?" + asked.with(PageQuery.MARKER, page.last()) : null;
        return Responses.json(RecordJson.of(
                        new ImagesPage(entries.of(caller, page), counted.count(), counted.isComplete(), next)))
                .build();
    }

    /** Asked for only where the page does not tell; and never less than is on it. */
    private Counted count(Caller caller, Query query, Page page) {
        if (query.marker() == null && !page.hasMore()) {
            return new Counted(page.length(), true);
        }
        Counted counted = registry.countUpTo(caller, query, MOST_COUNTED);
        return new Counted(Math.max(counted.count(), page.length()), counted.isComplete());
    }
}
