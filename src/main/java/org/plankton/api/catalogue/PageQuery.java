package org.plankton.api.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.plankton.api.words.QueryPairs;
import org.plankton.registry.image.Fault;

/**
 * What a list is asked for, be it of changes, images, families or files. Every method throws a BAD_REQUEST where a
 * parameter cannot be read.
 */
final class PageQuery {
    /** The last on the page before, by what its list tells them apart: a change's position, an image's id. */
    static final String MARKER = "marker";

    static final String LIMIT = "limit";

    private static final int USUAL_LIMIT = 100;

    private final QueryPairs pairs;
    private final int longest;

    /**
     * @param raw the query string as it was sent; null if there was none
     * @param known names of parameters
     * @param longest how many a page holds at most
     * @throws Fault BAD_REQUEST if there are others
     */
    PageQuery(String raw, Set<String> known, int longest) {
        this.pairs = new QueryPairs(raw, any -> true);
        this.longest = longest;
        pairs.names().stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw Fault.badRequest(
                    known.isEmpty()
                            ? "there are no parameters here"
                            : "there is no parameter of that name; there are "
                                    + String.join(", ", known.stream().sorted().toList()));
        });
    }

    /** @throws Fault BAD_REQUEST if there are any */
    static void requireNone(String raw) {
        new PageQuery(raw, Set.of(), 1);
    }

    Set<String> names() {
        return pairs.names();
    }

    Optional<String> one(String name) {
        return pairs.one(name);
    }

    List<String> all(String name) {
        return pairs.all(name);
    }

    /** How many the page holds at most. */
    int limit() {
        Long limit = pairs.number(LIMIT);
        if (limit != null && limit < 1) {
            throw Fault.badRequest("limit must be a whole number from 1");
        }
        return (int) Math.min(limit == null ? USUAL_LIMIT : limit, longest);
    }

    /** Below which the positions of its changes are. */
    long before() {
        Long marker = position(MARKER);
        return marker == null ? Long.MAX_VALUE : marker;
    }

    /** Null if it was not sent. */
    Long position(String name) {
        Long position = pairs.number(name);
        if (position != null && position < 0) {
            throw Fault.badRequest(name + " must be a change's position, which is a whole number from 0");
        }
        return position;
    }

    /** A query string of all, in which that one has this value. */
    String with(String name, String value) {
        return pairs.with(name, value);
    }
}
