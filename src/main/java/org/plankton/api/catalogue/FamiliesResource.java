package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.plankton.api.http.BaseUrl;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.Listing;
import org.plankton.api.jersey.Responses;
import org.plankton.api.jersey.Visited;
import org.plankton.api.words.RecordJson;
import org.plankton.registry.Registry;
import org.plankton.registry.catalogue.Family;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Families;

/** {@code /catalogue/v1/families}: families of images, and the current image of each. */
@Path("families")
public final class FamiliesResource {
    private static final String PATH = CatalogueMount.PATH + "/families";
    private static final String OWNER = "owner";

    /** Between the two parts of a marker; no account has one in it. */
    private static final String BETWEEN = "/";

    private final Registry registry;
    private final Listing listing;
    private final CatalogueFacts facts;
    private final BaseUrl base;

    /** A family with its current image. */
    private record FamilyJson(String family, String owner, String ownerName, ImageEntry current) {}

    /** @param next a path without host and context path, at which it goes on; null: there is no more */
    private record FamiliesPage(List<FamilyJson> families, String next) {}

    @Inject
    public FamiliesResource(Registry registry, Listing listing, CatalogueFacts facts, BaseUrl base) {
        this.registry = registry;
        this.listing = listing;
        this.facts = facts;
        this.base = base;
    }

    @GET
    @Compressed
    @Visited
    public Response list(@Context Caller caller, @Context UriInfo uri) {
        PageQuery page = new PageQuery(
                uri.getRequestUri().getRawQuery(),
                Set.of(PageQuery.LIMIT, PageQuery.MARKER),
                Math.min(1000, listing.longestPage()));
        Families found =
                registry.listFamilies(caller, page.one(PageQuery.MARKER).map(FamiliesResource::place), page.limit());
        List<Image> images =
                found.current().stream().map(Families.Current::image).toList();
        Map<String, ImageEntry> entries = new ImageEntries(registry, facts.catalogue())
                .of(caller, images).stream().collect(Collectors.toMap(ImageEntry::id, Function.identity()));
        String next = found.last()
                .map(last -> PATH + "?" + page.with(PageQuery.MARKER, last.owner() + BETWEEN + last.family()))
                .orElse(null);
        return Responses.json(RecordJson.of(new FamiliesPage(
                        found.current().stream()
                                .filter(current ->
                                        entries.containsKey(current.image().id()))
                                .map(current -> family(
                                        current.family(),
                                        entries.get(current.image().id())))
                                .toList(),
                        next)))
                .build();
    }

    private static FamilyJson family(String family, ImageEntry current) {
        return new FamilyJson(family, current.owner(), current.ownerName(), current);
    }

    private static Families.Place place(String marker) {
        String[] parts = marker.split(BETWEEN, 2);
        if (parts.length < 2) {
            throw Fault.badRequest("marker must be what next has");
        }
        return new Families.Place(parts[1], Account.require("marker", parts[0]));
    }

    @GET
    @Path("{family}/current")
    @Compressed
    @Visited
    public Response current(
            @Context Caller caller,
            @PathParam("family") String family,
            @Context HttpServletRequest sent,
            @Context HttpHeaders request,
            @Context UriInfo uri) {
        PageQuery query = new PageQuery(uri.getRequestUri().getRawQuery(), Set.of(OWNER), 1);
        Optional<String> owner = query.one(OWNER).map(account -> Account.require(OWNER, account));
        Families.Current found =
                FamilyLookup.current(registry, caller, facts.site().owners(), Family.name(family), owner);
        ImageDetails details = facts.details(registry, base.of(sent));
        String language = Languages.of(request);
        return Languages.told(language, RecordJson.of(details.of(caller, found.image(), language)))
                .build();
    }
}
