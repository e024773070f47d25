package org.plankton.api.plankton;

import jakarta.servlet.Filter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.plankton.api.http.HeaderDialect;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;

/** Plankton's own wire, as the API guide describes it and as Synnefo deploys it: one dialect, mounted twice. */
public final class PlanktonDialect implements HeaderDialect {
    private final PlanktonMount mount;
    private final List<Filter> filters;

    private PlanktonDialect(PlanktonMount mount, List<Filter> filters) {
        this.mount = mount;
        this.filters = filters;
    }

    /**
     * The API guide to the letter, at every path that is nobody else's.
     *
     * @param versions the name of the servlet that answers with the version document
     */
    public static PlanktonDialect guide(String versions) {
        return new PlanktonDialect(PlanktonMount.GUIDE, List.of(new MountFilter(versions)));
    }

    /** Synnefo as deployed, as kamaki and snf-image-creator speak it, below {@code /v1.0}. */
    public static PlanktonDialect synnefo() {
        return new PlanktonDialect(PlanktonMount.SYNNEFO, List.of());
    }

    @Override
    public String name() {
        return mount.name();
    }

    @Override
    public Set<String> mappings() {
        return Set.of(mount.mapping());
    }

    @Override
    public Set<Class<?>> resources() {
        return Set.of(ImagesResource.class, MembersResource.class, SharedImagesResource.class);
    }

    @Override
    public List<Object> facts() {
        return List.of(mount);
    }

    @Override
    public List<Filter> filters() {
        return filters;
    }

    @Override
    public boolean ignoresField(String name) {
        return PlanktonHeaders.ignores(name);
    }

    @Override
    public Optional<String> tag(Image image) {
        return Optional.of(PlanktonImages.tag(image));
    }

    @Override
    public void write(Image image, BiConsumer<String, String> headers) {
        PlanktonImages.write(image, headers);
    }

    @Override
    public int status(Fault.Kind kind) {
        return switch (kind) {
            case BAD_REQUEST, MISMATCH, TOO_MANY_PROPERTIES -> 400;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN, HIDDEN -> mount.forbidden();
            case NOT_FOUND -> 404;
            case NO_OBJECT -> mount.noObject();
            case TOO_SLOW -> 408;
            case CONFLICT -> 409;
            case STALE -> 412;
            case OVER_LIMIT -> 413;
            case UNSUPPORTED -> 415;
            case OUT_OF_RANGE -> 416;
            case TOO_MANY_REQUESTS -> 429;
            case NO_LOCATION -> 501;
            case UNAVAILABLE -> 503;
        };
    }

    @Override
    public int unknownPath() {
        return mount.unknownPath();
    }
}
