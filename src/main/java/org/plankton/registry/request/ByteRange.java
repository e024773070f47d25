package org.plankton.registry.request;

/**
 * Some of an object's bytes.
 *
 * @param first counted from 0
 * @param last inclusive, not less than {@code first}
 */
public record ByteRange(long first, long last) {}
