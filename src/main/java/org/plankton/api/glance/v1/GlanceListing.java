package org.plankton.api.glance.v1;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Consumer;
import org.plankton.api.jersey.Listing;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.ImageJson;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Page;
import org.plankton.registry.request.Query;

/**
 * Answers listings as Glance does, always one page: {@code {"images": […]}}. Clients ask for more, behind the last
 * image that they were sent, until a page is short.
 */
record GlanceListing(Listing listing) {
    Response answer(Caller caller, UriInfo uri, HttpHeaders request, ImageJson.Writer writer) {
        GlanceQuery asked = new GlanceQuery(uri.getRequestUri().getRawQuery());
        Query query = asked.query();
        return listing.page(
                caller,
                query,
                asked.limit(),
                request,
                page -> Responses.json(
                        ImageJson.object("images", reader -> fill(caller, query, page, reader), writer)));
    }

    /** In the place of images that are gone comes what follows: a page that is short would be taken for the last. */
    private void fill(Caller caller, Query query, Page page, Consumer<Image> reader) {
        Sent sent = new Sent(reader);
        page.images().accept(sent);
        if (page.hasMore() && sent.count < page.length()) {
            Query rest = query.withMarker(sent.count == 0 ? query.marker() : sent.last);
            fill(caller, rest, listing.registry().page(caller, rest, page.length() - sent.count), reader);
        }
    }

    private static final class Sent implements Consumer<Image> {
        private final Consumer<Image> reader;
        private int count;
        private String last;

        Sent(Consumer<Image> reader) {
            this.reader = reader;
        }

        @Override
        public void accept(Image image) {
            reader.accept(image);
            count++;
            last = image.id();
        }
    }
}
