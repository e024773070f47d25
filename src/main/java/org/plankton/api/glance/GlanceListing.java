package org.plankton.api.glance;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.plankton.api.Answers;
import org.plankton.api.ImageJson;
import org.plankton.api.Listing;
import org.plankton.registry.Caller;
import org.plankton.registry.Page;

/** Answers listings as Glance does, always one page: {@code {"images": […]}}. Clients ask for more until a page is short. */
record GlanceListing(Listing listing) {
    Response answer(Caller caller, UriInfo uri, ImageJson.Writer writer) {
        GlanceQuery asked = new GlanceQuery(uri.getRequestUri().getRawQuery());
        Page page = listing.page(caller, asked.query(), asked.limit());
        return Answers.json(ImageJson.object("images", page.images(), writer)).build();
    }
}
