package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.plankton.api.jersey.Responses;
import org.plankton.registry.image.Fault;

/**
 * {@code /v2/metadefs/namespaces/<namespace>}: properties that belong together. Whoever wants to change something is
 * refused, whether it is there or not.
 */
@Path("metadefs/namespaces/{namespace}")
public final class NamespaceResource {
    private final Namespaces namespaces;

    @Inject
    public NamespaceResource(Namespaces namespaces) {
        this.namespaces = namespaces;
    }

    static Fault refusal() {
        return new Fault(Fault.Kind.FORBIDDEN, "what is known of properties cannot be changed here");
    }

    @GET
    public Response find(@PathParam("namespace") String namespace) {
        return Responses.json(namespaces.find(namespace).whole().toString()).build();
    }

    @PUT
    public Response replace() {
        throw refusal();
    }

    @DELETE
    public Response delete() {
        throw refusal();
    }

    @GET
    @Path("properties")
    public Response properties(@PathParam("namespace") String namespace) {
        return answer("properties", namespaces.find(namespace).definitions());
    }

    @POST
    @Path("properties")
    public Response addProperty() {
        throw refusal();
    }

    @DELETE
    @Path("properties")
    public Response deleteProperties() {
        throw refusal();
    }

    @GET
    @Path("properties/{property}")
    public Response property(@PathParam("namespace") String namespace, @PathParam("property") String key) {
        ObjectNode definition = Definition.of(namespaces.property(namespace, key));
        return Responses.json(definition.put("name", key).toString()).build();
    }

    @PUT
    @Path("properties/{property}")
    public Response replaceProperty() {
        throw refusal();
    }

    @DELETE
    @Path("properties/{property}")
    public Response deleteProperty() {
        throw refusal();
    }

    /** Properties that go only together; none do. */
    @GET
    @Path("objects")
    public Response objects(@PathParam("namespace") String namespace) {
        namespaces.find(namespace);
        return Responses.json("{\"objects\":[],\"schema\":\"/v2/schemas/metadefs/objects\"}")
                .build();
    }

    @POST
    @Path("objects")
    public Response addObject() {
        throw refusal();
    }

    @DELETE
    @Path("objects")
    public Response deleteObjects() {
        throw refusal();
    }

    @GET
    @Path("objects/{object}")
    public Response object(@PathParam("namespace") String namespace) {
        namespaces.find(namespace);
        throw new Fault(Fault.Kind.NOT_FOUND, "the namespace has no such object");
    }

    @PUT
    @Path("objects/{object}")
    public Response replaceObject() {
        throw refusal();
    }

    @DELETE
    @Path("objects/{object}")
    public Response deleteObject() {
        throw refusal();
    }

    @GET
    @Path("tags")
    public Response tags(@PathParam("namespace") String namespace) {
        namespaces.find(namespace);
        return answer("tags", JsonNodeFactory.instance.arrayNode());
    }

    @POST
    @Path("tags")
    public Response addTags() {
        throw refusal();
    }

    @DELETE
    @Path("tags")
    public Response deleteTags() {
        throw refusal();
    }

    @GET
    @Path("tags/{tag}")
    public Response tag(@PathParam("namespace") String namespace) {
        namespaces.find(namespace);
        throw new Fault(Fault.Kind.NOT_FOUND, "the namespace has no such tag");
    }

    @POST
    @Path("tags/{tag}")
    public Response addTag() {
        throw refusal();
    }

    @PUT
    @Path("tags/{tag}")
    public Response replaceTag() {
        throw refusal();
    }

    @DELETE
    @Path("tags/{tag}")
    public Response deleteTag() {
        throw refusal();
    }

    @GET
    @Path("resource_types")
    public Response resourceTypes(@PathParam("namespace") String namespace) {
        namespaces.find(namespace);
        return answer("resource_type_associations", Namespace.resourceTypes());
    }

    @POST
    @Path("resource_types")
    public Response addResourceType() {
        throw refusal();
    }

    @DELETE
    @Path("resource_types/{type}")
    public Response deleteResourceType() {
        throw refusal();
    }

    private static Response answer(String name, JsonNode value) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set(name, value);
        return Responses.json(answer.toString()).build();
    }
}
