package org.plankton.api.glance.v1;

import jakarta.servlet.Filter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.plankton.api.glance.RequestIdHeader;
import org.plankton.api.http.HeaderDialect;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;

/**
 * OpenStack Images v1, as Glance's clients speak it: {@code /v1/images}, {@code /v1/shared-images}; {@code /v1.1} is
 * the same.
 */
public final class GlanceDialect implements HeaderDialect {
    @Override
    public String name() {
        return "glance";
    }

    @Override
    public Set<String> mappings() {
        return Set.of("/v1/*", "/v1.1/*");
    }

    @Override
    public Set<Class<?>> resources() {
        return Set.of(
                BlankIdFilter.class,
                RootResource.class,
                ImagesResource.class,
                MembersResource.class,
                SharedImagesResource.class);
    }

    @Override
    public List<Filter> filters() {
        return List.of(new RequestIdHeader());
    }

    @Override
    public Image find(Registry registry, Caller caller, String id) {
        return registry.findEvenDeleted(caller, id);
    }

    /** It refuses those that it does not know. */
    @Override
    public boolean ignoresField(String name) {
        return false;
    }

    @Override
    public boolean ignoresParameter(String path, String name) {
        return HeaderDialect.super.ignoresParameter(path, name) && !GlanceQuery.PARAMETERS.contains(name);
    }

    @Override
    public Optional<String> tag(Image image) {
        return GlanceImages.tag(image);
    }

    @Override
    public void write(Image image, BiConsumer<String, String> headers) {
        GlanceImages.write(image, headers);
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
            case STALE -> 412;
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
