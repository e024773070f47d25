package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.plankton.api.jersey.Responses;
import org.plankton.registry.image.Fault;

/** {@code /v2/schemas}: what images, members and definitions look like, for clients that hold them to it. */
@Path("schemas")
public final class SchemasResource {
    @GET
    @Path("image")
    public Response image() {
        return answer(Schemas.IMAGE);
    }

    @GET
    @Path("images")
    public Response images() {
        return answer(Schemas.IMAGES);
    }

    @GET
    @Path("member")
    public Response member() {
        return answer(Schemas.MEMBER);
    }

    @GET
    @Path("members")
    public Response members() {
        return answer(Schemas.MEMBERS);
    }

    /** Glance's clients ask for it before they look at one of these. */
    @GET
    @Path("metadefs/{name}")
    public Response metadefs(@PathParam("name") String name) {
        JsonNode schema = MetadefSchemas.ALL.get(name);
        if (schema == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, "there is no such schema");
        }
        return answer(schema);
    }

    private static Response answer(JsonNode schema) {
        return Responses.json(schema.toString()).build();
    }
}
