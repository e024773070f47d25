package org.plankton.api.glance.v2;

import jakarta.servlet.Filter;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.api.glance.RequestIdHeader;
import org.plankton.api.http.Dialect;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.image.Fault;

/**
 * OpenStack Images v2: {@code /v2/images}, and the same at each of its minor versions, which promise that calls are
 * there and change none.
 */
public final class ImagesDialect implements Dialect {
    /** Ids of the versions that promise no more than what is served, the newest first. */
    public static final List<String> VERSIONS =
            List.of("v2.9", "v2.7", "v2.6", "v2.5", "v2.4", "v2.3", "v2.2", "v2.1", "v2.0");

    private static final Pattern NAMESPACES = Pattern.compile("/metadefs/namespaces/?");

    private final Catalogue catalogue;

    /** @param catalogue of properties, which is told as definitions */
    public ImagesDialect(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public String name() {
        return "glance-v2";
    }

    @Override
    public Set<String> mappings() {
        return Stream.concat(Stream.of("v2"), VERSIONS.stream())
                .map(version -> "/" + version + "/*")
                .collect(Collectors.toSet());
    }

    @Override
    public Set<Class<?>> resources() {
        return Set.of(
                BlankIdFilter.class,
                OptionsFilter.class,
                ImagesResource.class,
                FileResource.class,
                ActionsResource.class,
                TagsResource.class,
                MembersResource.class,
                SchemasResource.class,
                InfoResource.class,
                MetadefsResource.class,
                NamespaceResource.class);
    }

    @Override
    public List<Filter> filters() {
        return List.of(new RequestIdHeader());
    }

    @Override
    public List<Object> facts() {
        return List.of(Namespaces.of(catalogue));
    }

    @Override
    public boolean looksAtParameters(String method, String path) {
        return Dialect.super.looksAtParameters(method, path)
                || method.equals("GET") && NAMESPACES.matcher(path).matches();
    }

    /** Of images, whatever it does not know is the key of a property. */
    @Override
    public boolean ignoresParameter(String path, String name) {
        return NAMESPACES.matcher(path).matches() && !NamespaceQuery.PARAMETERS.contains(name);
    }

    @Override
    public int status(Fault.Kind kind) {
        return switch (kind) {
            case BAD_REQUEST, NO_LOCATION, NO_OBJECT -> 400;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND, HIDDEN -> 404;
            case TOO_SLOW -> 408;
            case CONFLICT, MISMATCH -> 409;
            case STALE -> 410;
            case OVER_LIMIT, TOO_MANY_PROPERTIES -> 413;
            case UNSUPPORTED -> 415;
            case OUT_OF_RANGE -> 416;
            case TOO_MANY_REQUESTS -> 429;
            case UNAVAILABLE -> 503;
        };
    }

    @Override
    public int unknownPath() {
        return 404;
    }
}
