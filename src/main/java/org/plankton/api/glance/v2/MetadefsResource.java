package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.plankton.api.jersey.Listing;
import org.plankton.api.jersey.Responses;

/** {@code /v2/metadefs}: what is known of properties, for clients that make forms of it. Nobody can change it here. */
@Path("metadefs")
public final class MetadefsResource {
    private final Namespaces namespaces;
    private final Listing listing;

    @Inject
    public MetadefsResource(Namespaces namespaces, Listing listing) {
        this.namespaces = namespaces;
        this.listing = listing;
    }

    @GET
    @Path("namespaces")
    public Response namespaces(@Context UriInfo uri) {
        String query = uri.getRequestUri().getRawQuery();
        return Responses.json(new NamespaceQuery(query, namespaces, listing.longestPage()).page())
                .build();
    }

    @POST
    @Path("namespaces")
    public Response createNamespace() {
        throw NamespaceResource.refusal();
    }

    @GET
    @Path("resource_types")
    public Response resourceTypes() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("resource_types", Namespace.resourceTypes());
        return Responses.json(answer.toString()).build();
    }
}
