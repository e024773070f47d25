package org.plankton.api.glance.v2;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.plankton.api.jersey.Responses;

/** {@code /v2/info}: what of Glance's there is here. */
@Path("info")
public final class InfoResource {
    /** That there is no way to have bytes fetched, as what is not there must be said to be not there. */
    @GET
    @Path("import")
    public Response importMethods() {
        return Responses.json("{\"import-methods\":{\"description\":\"Import methods available.\",\"type\":\"array\","
                        + "\"value\":[]}}")
                .build();
    }

    /** That no account is held to a quota. */
    @GET
    @Path("usage")
    public Response usage() {
        return Responses.json("{\"usage\":{}}").build();
    }
}
