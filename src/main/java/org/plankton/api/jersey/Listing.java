package org.plankton.api.jersey;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.function.Consumer;
import java.util.function.Function;
import org.plankton.api.http.EntityTags;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Page;
import org.plankton.registry.request.Query;

/**
 * The images of a registry, all that a query asks for or a page of them.
 *
 * @param longestPage how many images a page holds at most, whatever limit is asked for
 */
public record Listing(Registry registry, int longestPage) {
    /** Hands all to {@code reader}, one by one as they come from the database. */
    public void all(Caller caller, Query query, Consumer<Image> reader) {
        registry.list(caller, query, reader);
    }

    /**
     * A page: those after the query's marker, {@code limit} of them or as many as a page holds. It has an {@code ETag};
     * 304 if {@code If-None-Match} says that the client has it already, which is found without reading the images.
     *
     * <p>The tag stands for the images and the times when they changed, and not for how they are written. That is the
     * same for everybody who asks for one URL; so the brief and the detailed page of the same images, which are two
     * URLs, may share a tag. It is weak because a page may be compressed.
     */
    public Response page(
            Caller caller,
            Query query,
            int limit,
            HttpHeaders request,
            Function<Page, Response.ResponseBuilder> writer) {
        int length = Math.min(limit, longestPage);
        String had = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        if (had != null) {
            String tag = tag(registry.fingerprint(caller, query, length));
            if (EntityTags.matches(had, tag)) {
                return Response.notModified().header(HttpHeaders.ETAG, tag).build();
            }
        }
        Page page = registry.page(caller, query, length);
        return writer.apply(page)
                .header(HttpHeaders.ETAG, tag(page.fingerprint()))
                .build();
    }

    private static String tag(String fingerprint) {
        return "W/\"" + fingerprint + "\"";
    }
}
