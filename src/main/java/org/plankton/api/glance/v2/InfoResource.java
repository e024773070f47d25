package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.plankton.api.jersey.Responses;
import org.plankton.registry.Registry;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Quotas;
import org.plankton.registry.request.Usage;

/** {@code /v2/info}: what of Glance's there is here. */
@Path("info")
public final class InfoResource {
    private final Registry registry;

    @Inject
    public InfoResource(Registry registry) {
        this.registry = registry;
    }

    /** That there is no way to have bytes fetched, as what is not there must be said to be not there. */
    @GET
    @Path("import")
    public Response importMethods() {
        return Responses.json("{\"import-methods\":{\"description\":\"Import methods available.\",\"type\":\"array\","
                        + "\"value\":[]}}")
                .build();
    }

    /**
     * What the caller's account has of what there may be quotas of, by Glance's names; that of images without bytes,
     * which Glance does not limit, by one like them. A limit of -1 is none.
     */
    @GET
    @Path("usage")
    public Response usage(@Context Caller caller) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ObjectNode usages = document.putObject("usage");
        Quotas quotas = caller.view().quotas();
        for (Usage usage : registry.usage(caller, caller.account())) {
            usages.putObject(name(usage.quota()))
                    .put("limit", quotas.of(usage.quota()).orElse(-1))
                    .put("usage", usage.count());
        }
        return Responses.json(document.toString()).build();
    }

    private static String name(Quota quota) {
        return switch (quota) {
            case IMAGES -> "image_count_total";
            case QUEUED -> "image_count_queued";
            case UPLOADS -> "image_count_uploading";
        };
    }
}
