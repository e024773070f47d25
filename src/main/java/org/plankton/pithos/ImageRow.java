package org.plankton.pithos;

import java.math.BigDecimal;

/**
 * A file that is an image to Synnefo's registry: its newest version. Texts are bytes.
 *
 * @param uuid of the file, whichever version
 * @param path account, container and object
 * @param size bytes; may be null, as may {@code hash} and the times
 * @param mtime epoch seconds at which the version was made
 * @param firstMtime at which the first was made that there still is
 * @param ruledBy path by which it is said who may read it: its own or a folder's above; null: nothing is said
 * @param hasGroups whether groups are among those readers
 * @param available 1 fit, 0 not yet, -1 broken; null where there is no such column
 * @param attributes of the image, as a JSON object; values may be null
 * @param readers others who may read it, as a JSON array of accounts; null: nobody
 */
record ImageRow(
        byte[] uuid,
        byte[] path,
        Long size,
        byte[] hash,
        BigDecimal mtime,
        BigDecimal firstMtime,
        byte[] ruledBy,
        Boolean hasGroups,
        Integer available,
        byte[] attributes,
        byte[] readers) {}
