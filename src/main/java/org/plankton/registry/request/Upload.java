package org.plankton.registry.request;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An image's bytes on their way in.
 *
 * @param length how many bytes there will be; empty: as many as come
 * @param size how many there must be; empty: however many
 * @param md5 which they must have, lower-case hex; empty: whichever
 */
public record Upload(InputStream bytes, OptionalLong length, OptionalLong size, Optional<String> md5) {}
