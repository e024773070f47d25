package org.plankton.registry.request;

import java.io.Closeable;
import java.io.InputStream;
import java.util.Optional;
import org.plankton.registry.image.StoredObject;

/** An object's bytes on their way out of the object store. Closed before they end, the store need not send the rest. */
public interface StoredBytes extends Closeable {
    /** Fails with an IOException where the store stops sending before the end. */
    InputStream stream();

    /** How many bytes the stream has. */
    long length();

    /** Which of the object's bytes they are; empty: all, and that may be so though only some were asked for. */
    Optional<ByteRange> range();

    /** What the store says of the whole object. */
    StoredObject object();
}
