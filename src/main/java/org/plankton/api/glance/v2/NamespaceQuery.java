package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.plankton.api.words.QueryPairs;
import org.plankton.registry.image.Fault;

/**
 * Which namespaces are asked for, as of Glance: of which resource types, in which order, and which page. All are as old
 * as each other; the newest first, which is what whoever says nothing gets, is the order in which they are shown.
 */
final class NamespaceQuery {
    static final Set<String> PARAMETERS =
            Set.of("limit", "marker", "sort_key", "sort_dir", "resource_types", "visibility");

    private static final int USUAL_LIMIT = 25;

    private final QueryPairs pairs;
    private final Namespaces namespaces;
    private final int length;

    /**
     * @param raw the query string as it was sent, or null if there was none
     * @param longestPage how many a page has at most
     * @throws Fault BAD_REQUEST if a parameter cannot be read
     */
    NamespaceQuery(String raw, Namespaces namespaces, int longestPage) {
        this.pairs = new QueryPairs(raw, PARAMETERS::contains);
        this.namespaces = namespaces;
        Long limit = pairs.number("limit");
        if (limit != null && limit < 0) {
            throw Fault.badRequest("limit must be a whole number from 0");
        }
        length = (int) Math.min(limit == null ? USUAL_LIMIT : limit, longestPage);
    }

    /**
     * {@code {"namespaces": […], "first": …, "schema": …, "next": …}}, the last if the page is full, be it that nothing
     * comes behind it.
     *
     * @throws Fault BAD_REQUEST if a parameter cannot be read; NOT_FOUND if the marker is no namespace
     */
    String page() {
        List<Namespace> sorted = sorted();
        Optional<String> marker = pairs.one("marker");
        int start = marker.isEmpty() ? 0 : sorted.indexOf(namespaces.find(marker.get())) + 1;
        List<Namespace> page =
                areAskedFor() ? sorted.stream().skip(start).limit(length).toList() : List.of();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode all = answer.putArray("namespaces");
        page.forEach(namespace -> all.add(namespace.brief()));
        answer.put("first", link(pairs.without("marker"))).put("schema", "/v2/schemas/metadefs/namespaces");
        if (!page.isEmpty() && page.size() == length) {
            answer.put("next", link(pairs.with("marker", page.get(length - 1).name())));
        }
        return answer.toString();
    }

    /** All namespaces. */
    private List<Namespace> sorted() {
        List<Namespace> sorted = new ArrayList<>(namespaces.all());
        Collections.reverse(sorted);
        switch (pairs.one("sort_key").orElse("created_at")) {
            case "created_at", "updated_at" -> {}
            case "namespace" -> sorted.sort(Comparator.comparing(Namespace::name));
            case "display_name" -> sorted.sort(Comparator.comparing(Namespace::displayName));
            default ->
                throw Fault.badRequest("sort_key must be one of created_at, updated_at, namespace, display_name");
        }
        switch (pairs.one("sort_dir").orElse("desc")) {
            case "asc" -> {}
            case "desc" -> Collections.reverse(sorted);
            default -> throw Fault.badRequest("sort_dir must be asc or desc");
        }
        return sorted;
    }

    /** Whether namespaces are asked for that are as all are here: of images, and for everybody. */
    private boolean areAskedFor() {
        boolean arePublic = switch (pairs.one("visibility").orElse("public")) {
            case "public" -> true;
            case "private" -> false;
            default -> throw Fault.badRequest("visibility must be public or private");
        };
        return arePublic
                && pairs.one("resource_types")
                        .map(types -> Arrays.asList(types.split(",", -1)).contains(Namespace.RESOURCE_TYPE))
                        .orElse(true);
    }

    private static String link(String query) {
        return query.isEmpty() ? Namespace.LIST : Namespace.LIST + "?" + query;
    }
}
