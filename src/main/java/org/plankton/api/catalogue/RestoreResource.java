package org.plankton.api.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.JsonReader;
import org.plankton.registry.Registry;
import org.plankton.registry.history.Moment;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;

/** {@code /catalogue/v1/images/<id>/restore}: makes an image what it was, be it that it was unregistered. */
@Path("images/{id}/restore")
public final class RestoreResource {
    private static final String POSITION = "position";
    private static final String BEFORE = "before";
    private static final String FORM = "the body must be JSON of the form {\"position\": <of a change>}, for what the"
            + " image was after it, or {\"before\": <of a change>}; or there is none, and the image is registered again"
            + " as it was when it was unregistered";

    private final Registry registry;

    @Inject
    public RestoreResource(Registry registry) {
        this.registry = registry;
    }

    @POST
    public Response restore(@Context Caller caller, @PathParam("id") String id, InputStream body, @Context UriInfo uri)
            throws IOException {
        PageQuery.requireNone(uri.getRequestUri().getRawQuery());
        Optional<Moment> moment =
                JsonReader.read(body, JsonNode.class, path -> FORM).flatMap(RestoreResource::moment);
        Image image = registry.restore(caller, id, moment);
        return Responses.json(RestoredImage.of(image, registry.listMembers(caller, id)))
                .build();
    }

    /** One of both, or none; a name that is misspelt is none of them. */
    private static Optional<Moment> moment(JsonNode said) {
        if (said.isObject() && said.isEmpty()) {
            return Optional.empty();
        }
        String name = said.has(POSITION) ? POSITION : BEFORE;
        JsonNode position = said.path(name);
        if (!said.isObject() || said.size() != 1 || !position.isIntegralNumber() || !position.canConvertToLong()) {
            throw Fault.badRequest(FORM);
        }
        return Optional.of(new Moment(position.longValue(), name.equals(BEFORE)));
    }
}
