package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.plankton.api.jersey.Compressed;
import org.plankton.api.jersey.Listing;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.IsoTime;
import org.plankton.registry.Registry;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.HistoryPage;
import org.plankton.registry.history.HistoryQuery;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;

/**
 * {@code /catalogue/v1/changes}: what has been done to everybody's images, for administrators. The last first; or,
 * behind the position that {@code after} says, the first first, for whoever follows what is done, and misses nothing.
 */
@Path("changes")
public final class ChangesResource {
    private static final String PATH = CatalogueMount.PATH + "/changes";
    private static final String ACCOUNT = "account";
    private static final String SINCE = "since";
    private static final String KIND = "kind";
    private static final String AFTER = "after";
    private static final Set<String> PARAMETERS =
            Set.of(ACCOUNT, SINCE, KIND, AFTER, PageQuery.MARKER, PageQuery.LIMIT);
    private static final Set<EditKind> KINDS = EnumSet.allOf(EditKind.class);

    private final Registry registry;
    private final Listing listing;

    @Inject
    public ChangesResource(Registry registry, Listing listing) {
        this.registry = registry;
        this.listing = listing;
    }

    @GET
    @Compressed
    public Response list(@Context Caller caller, @Context UriInfo uri) {
        PageQuery page = new PageQuery(uri.getRequestUri().getRawQuery(), PARAMETERS, listing.longestPage());
        Long after = page.position(AFTER);
        if (after != null) {
            return follow(caller, page, after);
        }
        HistoryPage found = registry.listEdits(caller, query(page), page.limit());
        return Responses.json(ChangesPage.of(found, page, PATH, true)).build();
    }

    private Response follow(Caller caller, PageQuery page, long after) {
        if (!Set.of(AFTER, PageQuery.LIMIT).containsAll(page.names())) {
            throw Fault.badRequest("after goes with limit alone: whoever follows the changes is told all");
        }
        List<HistoryEntry> found = registry.listEditsBehind(caller, after, page.limit());
        long last = found.isEmpty() ? after : found.get(found.size() - 1).position();
        return Responses.json(ChangesPage.of(found, PATH + "?" + page.with(AFTER, Long.toString(last))))
                .build();
    }

    private static HistoryQuery query(PageQuery page) {
        return HistoryQuery.ALL
                .withAccount(page.one(ACCOUNT).map(ChangesResource::account))
                .withKinds(page.all(KIND).stream()
                        .flatMap(kinds -> Arrays.stream(kinds.split(",", -1)))
                        .map(ChangesResource::kind)
                        .collect(Collectors.toSet()))
                .withSince(page.one(SINCE).map(ChangesResource::time))
                .withBefore(page.before());
    }

    /** Of one, or the service itself. */
    private static String account(String name) {
        return name.equals(Caller.SERVICE) ? name : Account.require(ACCOUNT, name);
    }

    private static EditKind kind(String word) {
        return EnumText.parse(KINDS, word)
                .orElseThrow(
                        () -> Fault.badRequest("kind must be of " + EnumText.all(KINDS) + ", with commas between"));
    }

    private static Instant time(String text) {
        return IsoTime.parse(text)
                .orElseThrow(() ->
                        Fault.badRequest("since must be a time such as 2026-11-30T08:00:00Z; + is %2B in a query"));
    }
}
