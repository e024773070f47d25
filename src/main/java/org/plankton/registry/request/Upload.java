package org.plankton.registry.request;

import java.io.InputStream;
import java.util.OptionalLong;

/**
 * An image's bytes on their way in.
 *
 * @param length how many bytes there will be; empty: as many as come
 * @param expected of which size and MD5 they must be
 */
public record Upload(InputStream bytes, OptionalLong length, Expected expected) {}
