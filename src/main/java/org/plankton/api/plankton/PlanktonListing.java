package org.plankton.api.plankton;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.plankton.api.jersey.Listing;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.ImageJson;
import org.plankton.api.words.QueryParameters;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Page;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.SortDirection;

/**
 * Answers listings as Plankton's own wire does, as JSON arrays. With a {@code limit} or {@code marker} that is one
 * page, and a {@code Link} to the next if there is more; without, all of it, written to the client as it comes from the
 * database and never held whole.
 *
 * @param usual the direction where none is asked for
 */
record PlanktonListing(Listing listing, SortDirection usual) {
    Response answer(Caller caller, UriInfo uri, HttpHeaders request, ImageJson.Writer writer) {
        QueryParameters parameters =
                new QueryParameters(uri.getRequestUri().getRawQuery(), PlanktonImages.KEYS, Set.of());
        Query query = PlanktonQuery.of(parameters, usual);
        if (parameters.limit().isEmpty() && query.marker() == null) {
            return Responses.json(ImageJson.array(reader -> listing.all(caller, query, reader), writer))
                    .build();
        }
        return listing.page(
                caller,
                query,
                parameters.limit().orElse(Integer.MAX_VALUE),
                request,
                page -> answer(page, uri, parameters, writer));
    }

    private static Response.ResponseBuilder answer(
            Page page, UriInfo uri, QueryParameters parameters, ImageJson.Writer writer) {
        Response.ResponseBuilder answer = Responses.json(ImageJson.array(page.images(), writer));
        if (page.hasMore() && page.last() != null) {
            // The query alone: it is right behind whatever path a proxy serves the list at.
            answer.header("Link", "<?" + parameters.after(page.last()) + ">; rel=\"next\"");
        }
        return answer;
    }
}
