package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.RecordJson;
import org.plankton.registry.Registry;
import org.plankton.registry.request.Caller;

/** {@code /catalogue/v1/me}: whose a token is, and what that account has. */
@Path("me")
public final class MeResource {
    private final Registry registry;

    /** @param limit null: there is none */
    private record UsageJson(String quota, long count, Integer limit) {}

    /** @param name what people call the account; null: nobody tells */
    private record Me(String account, String name, boolean isAdministrator, List<UsageJson> usage) {}

    @Inject
    public MeResource(Registry registry) {
        this.registry = registry;
    }

    @GET
    public Response show(@Context Caller caller, @Context UriInfo uri) {
        PageQuery.requireNone(uri.getRequestUri().getRawQuery());
        List<UsageJson> usage = registry.usage(caller, caller.account()).stream()
                .map(one -> new UsageJson(
                        EnumText.of(one.quota()),
                        one.count(),
                        caller.view().quotas().most().get(one.quota())))
                .toList();
        return Responses.json(RecordJson.of(new Me(
                        caller.account(),
                        ImageEntry.orNull(caller.displayName()),
                        registry.isAdministrator(caller),
                        usage)))
                .build();
    }
}
