package org.plankton.api.http;

import jakarta.servlet.Filter;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.plankton.api.words.QueryParameters;
import org.plankton.registry.image.Fault;

/** One wire: where it is mounted, what it serves, how it says no. */
public interface Dialect {
    /** The lists of images that every dialect has which tells of them. */
    Pattern IMAGES = Pattern.compile("(?:/images(?:/detail)?)?/?");

    /** Of its servlet. */
    String name();

    /** Which requests it gets, as servlet mappings. */
    Set<String> mappings();

    /** The first of the paths that it is mounted at, for whoever counts what it is asked; empty: at none. */
    default String mount() {
        return mappings().stream()
                .min(Comparator.comparing(String::length))
                .map(mapping -> mapping.replace("/*", ""))
                .orElse("");
    }

    /** Its resource classes, and filters of its own that stand before them. */
    Set<Class<?>> resources();

    /** What only its own resources are given: each is injected where its class is asked for. */
    default List<Object> facts() {
        return List.of();
    }

    /** The servlet filters that it has beside those of every dialect, in order. */
    default List<Filter> filters() {
        return List.of();
    }

    /**
     * Whether it ignores a field of an image in the headers of requests.
     *
     * @param name as behind {@code x-image-meta-}, with dashes
     */
    default boolean ignoresField(String name) {
        return true;
    }

    /**
     * Whether any parameters of a request are looked at, be it that there are none.
     *
     * @param path below the mount, beginning with a slash unless it is empty
     */
    default boolean looksAtParameters(String method, String path) {
        return method.equals("GET") && IMAGES.matcher(path).matches();
    }

    /**
     * Whether a listing ignores a parameter of that name.
     *
     * @param path below the mount, as of {@link #looksAtParameters}
     */
    default boolean ignoresParameter(String path, String name) {
        return !QueryParameters.isKnown(name);
    }

    /** Whether whoever brings no token is let in, where its resources take visitors. */
    default boolean letsVisitorsIn() {
        return false;
    }

    /** The status that tells of a fault. */
    int status(Fault.Kind kind);

    /** The status of a path that it does not have. */
    int unknownPath();
}
