package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.RecordJson;
import org.plankton.api.words.TimeText;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Found;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;

/** {@code /catalogue/v1/images/<id>/check}: looks at an image's file. */
@Path("images/{id}/check")
public final class CheckResource {
    private final Registry registry;

    /**
     * What was found.
     *
     * @param file {@code present} as it was registered, {@code changed}, or {@code gone}
     * @param since when that was found for the first time, as {@link ChangeJson}'s; null: it is present
     * @param reason and remedy; null: it is present
     */
    private record Checked(String id, String file, String status, String since, String reason) {
        static Checked of(Image image) {
            Found found = image.found();
            return found == null
                    ? new Checked(image.id(), "present", EnumText.of(image.status()), null, null)
                    : new Checked(
                            image.id(),
                            EnumText.of(found.finding()),
                            EnumText.of(image.status()),
                            TimeText.microseconds(found.at()) + "Z",
                            found.message());
        }
    }

    @Inject
    public CheckResource(Registry registry) {
        this.registry = registry;
    }

    @POST
    public Response check(@Context Caller caller, @PathParam("id") String id, @Context UriInfo uri) {
        PageQuery.requireNone(uri.getRequestUri().getRawQuery());
        return Responses.json(RecordJson.of(Checked.of(registry.check(caller, id))))
                .build();
    }
}
