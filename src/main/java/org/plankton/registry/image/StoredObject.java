package org.plankton.registry.image;

import java.util.Optional;

/**
 * What the object store says is at a location.
 *
 * @param uuid the object's own id, lower case, which outlives its renaming; empty where the store gives none
 * @param size bytes
 * @param checksum the store's content hash, lower-case hex
 * @param md5 of the bytes, lower-case hex; empty where the store gives none
 */
public record StoredObject(Optional<String> uuid, long size, String checksum, Optional<String> md5) {}
