package org.plankton.api.plankton;

import org.plankton.registry.request.Query.SortDirection;

/**
 * Where Plankton's wire is mounted, and in what a mount differs from the other.
 *
 * @param name of its servlet
 * @param mapping which requests it gets, as a servlet mapping
 * @param usualOrder of a listing where none is asked for
 * @param replaced the status where all members have been replaced: 200 or 204
 * @param forbidden the status where the caller may not do that, or not see the image
 * @param noObject the status where there is no object at the location, or none that the caller can read
 * @param unknownPath the status of a path that the wire does not have
 */
record PlanktonMount(
        String name,
        String mapping,
        SortDirection usualOrder,
        int replaced,
        int forbidden,
        int noObject,
        int unknownPath) {
    /** The API guide to the letter: {@code /images}, {@code /shared-images}. */
    static final PlanktonMount GUIDE = new PlanktonMount(
            "guide",
            "/*",
            SortDirection.ASC,
            200,
            405, // the guide's word for "access to that image is not allowed"
            400,
            404);

    /** As Synnefo deploys it, and kamaki speaks it: {@code /v1.0/images}, {@code /v1.0/shared-images}. */
    static final PlanktonMount SYNNEFO = new PlanktonMount(
            "synnefo",
            "/v1.0/*",
            SortDirection.DESC,
            204, // kamaki takes nothing else
            403,
            404,
            400); // as every deployed service does
}
