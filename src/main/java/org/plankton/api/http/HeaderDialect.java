package org.plankton.api.http;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;

/** A wire that tells of an image in headers, and so answers to HEAD. */
public interface HeaderDialect extends Dialect {
    @Override
    boolean ignoresField(String name);

    /**
     * The image that HEAD asks for.
     *
     * @throws Fault as {@link Registry#find}
     */
    default Image find(Registry registry, Caller caller, String id) {
        return registry.find(caller, id);
    }

    /** The image's entity tag, as an {@code ETag} has it; empty if it has none. */
    Optional<String> tag(Image image);

    /** Hands all that is told of the image in headers to {@code headers}, each with its value; its tag is the first. */
    void write(Image image, BiConsumer<String, String> headers);
}
