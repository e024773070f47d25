package org.plankton.api.glance.v1;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.plankton.api.jersey.Listing;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.ImageJson;
import org.plankton.registry.request.Caller;

/**
 * Answers listings as Glance does, always one page: {@code {"images": […]}}. Clients ask for more, behind the last
 * image that they were sent, until a page is short.
 */
record GlanceListing(Listing listing) {
    Response answer(Caller caller, UriInfo uri, HttpHeaders request, ImageJson.Writer writer) {
        GlanceQuery asked = new GlanceQuery(uri.getRequestUri().getRawQuery());
        // A page that is short of images that are gone would be taken for the last.
        return listing.page(
                caller,
                asked.query(),
                asked.limit(),
                request,
                page -> Responses.json(ImageJson.object("images", page.full(), writer)));
    }
}
