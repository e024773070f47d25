package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.WithoutToken;

/** {@code /catalogue/v1/properties}: what is known of the properties of images, for forms and programs. */
@Path("properties")
public final class PropertiesResource {
    private final CatalogueFacts facts;

    @Inject
    public PropertiesResource(CatalogueFacts facts) {
        this.facts = facts;
    }

    @GET
    @Compressed
    @WithoutToken
    public Response show(@Context HttpHeaders request, @Context UriInfo uri) {
        PageQuery.requireNone(uri.getRequestUri().getRawQuery());
        String language = Languages.of(request);
        return Languages.told(language, PropertiesSchema.of(facts.catalogue(), language))
                .build();
    }
}
