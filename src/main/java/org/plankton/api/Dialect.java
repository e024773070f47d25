package org.plankton.api;

import jakarta.servlet.Filter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.request.Caller;

/** One wire: where it is mounted, what it serves, how it tells of an image, how it says no. */
public interface Dialect extends FaultFormat {
    /** Of its servlet. */
    String name();

    /** Which requests it gets, as servlet mappings. */
    Set<String> mappings();

    /** Its resource classes, and filters of its own that stand before them. */
    Set<Class<?>> resources();

    /** How it spells the keys of properties. */
    KeyFolding keys();

    /**
     * Whether it ignores a field of an image in requests.
     *
     * @param name as behind {@code x-image-meta-}, with dashes
     */
    boolean ignoresField(String name);

    /** Whether its listings ignore a parameter of that name. */
    default boolean ignoresParameter(String name) {
        return !QueryParameters.isKnown(name);
    }

    /** The servlet filters that it has beside those of every dialect, in order. */
    default List<Filter> filters() {
        return List.of();
    }

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
