package org.plankton.api;

import java.util.function.Consumer;
import org.plankton.registry.Caller;
import org.plankton.registry.Image;
import org.plankton.registry.Page;
import org.plankton.registry.Query;
import org.plankton.registry.Registry;

/**
 * The images of a registry, all that a query asks for or a page of them.
 *
 * @param longestPage how many images a page holds at most, whatever limit is asked for
 */
public record Listing(Registry registry, int longestPage) {
    /** Hands all to {@code reader}, one by one as they come from the database. */
    void all(Caller caller, Query query, Consumer<Image> reader) {
        registry.list(caller, query, reader);
    }

    /** Those after the query's marker, {@code limit} of them or as many as a page holds. */
    public Page page(Caller caller, Query query, int limit) {
        return registry.page(caller, query, Math.min(limit, longestPage));
    }
}
