package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.plankton.api.jersey.Responses;

/** {@code /v2/schemas}: what images and members look like, for clients that hold them to it. */
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

    /** Of which there are none; but Glance's clients ask for it before they look. */
    @GET
    @Path("metadefs/namespace")
    public Response namespace() {
        return answer(Schemas.NAMESPACE);
    }

    @GET
    @Path("metadefs/namespaces")
    public Response namespaces() {
        return answer(Schemas.NAMESPACES);
    }

    private static Response answer(JsonNode schema) {
        return Responses.json(schema.toString()).build();
    }
}
