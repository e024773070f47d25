package org.plankton.registry.request;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Status;

/**
 * What the images of a listing must have in common. Filters narrow together; null is no filter.
 *
 * @param includesReserved whether also those that have no bytes, as far as there are such for the client
 * @param names any of these, exactly; empty is no filter
 * @param diskFormat the wire's word
 * @param containerFormat the wire's word
 * @param statuses any of these
 * @param sizeMin bytes, inclusive
 * @param sizeMax bytes, inclusive
 * @param minRam MiB, exactly
 * @param minDisk GiB, exactly
 * @param changedAfter only those changed later than that, and among them those that are registered no longer
 * @param properties for each key any of its values, exactly; the key as it is stored, or as any wire spells it
 *     ({@link KeyFolding}). Empty is no filter
 */
@RecordBuilder
public record Filter(
        boolean includesReserved,
        Set<String> names,
        String diskFormat,
        String containerFormat,
        Set<Status> statuses,
        Long sizeMin,
        Long sizeMax,
        Long minRam,
        Long minDisk,
        Boolean isProtected,
        String owner,
        Instant changedAfter,
        Map<String, Set<String>> properties)
        implements FilterBuilder.With {
    /** All images. */
    public static final Filter NONE =
            FilterBuilder.builder().includesReserved(true).build();

    /** How many properties can be filtered by at once: each is looked up in every part of the listing. */
    private static final int MOST_PROPERTIES = 20;

    /** @throws Fault BAD_REQUEST if it filters by too many properties */
    public Filter {
        names = names == null ? Set.of() : names;
        properties = properties == null ? Map.of() : properties;
        if (properties.size() > MOST_PROPERTIES) {
            throw Fault.badRequest("property-<key>: a list is filtered by at most " + MOST_PROPERTIES
                    + " properties at once; leave some out");
        }
    }
}
