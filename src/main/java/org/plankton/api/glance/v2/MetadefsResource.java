package org.plankton.api.glance.v2;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.plankton.api.jersey.Responses;
import org.plankton.registry.image.Fault;

/** {@code /v2/metadefs}: what is known of properties, which is nothing; but Horizon asks. */
@Path("metadefs")
public final class MetadefsResource {
    @GET
    @Path("namespaces")
    public Response namespaces() {
        return Responses.json("{\"namespaces\":[],\"first\":\"/v2/metadefs/namespaces\","
                        + "\"schema\":\"/v2/schemas/metadefs/namespaces\"}")
                .build();
    }

    @POST
    @Path("namespaces")
    public Response createNamespace() {
        throw refusal();
    }

    @GET
    @Path("namespaces/{namespace}")
    public Response namespace() {
        throw new Fault(Fault.Kind.NOT_FOUND, "there is no such namespace");
    }

    @PUT
    @Path("namespaces/{namespace}")
    public Response replaceNamespace() {
        throw refusal();
    }

    @DELETE
    @Path("namespaces/{namespace}")
    public Response deleteNamespace() {
        throw refusal();
    }

    @GET
    @Path("resource_types")
    public Response resourceTypes() {
        return Responses.json("{\"resource_types\":[]}").build();
    }

    private static Fault refusal() {
        return new Fault(Fault.Kind.FORBIDDEN, "what is known of properties cannot be changed here");
    }
}
