package org.plankton.api.catalogue;

import java.util.List;
import java.util.Set;
import org.plankton.api.http.Dialect;
import org.plankton.registry.image.Fault;

/** The catalogue: {@code /catalogue/v1}. */
public final class CatalogueDialect implements Dialect {
    private final CatalogueFacts facts;

    public CatalogueDialect(CatalogueFacts facts) {
        this.facts = facts;
    }

    @Override
    public String name() {
        return "catalogue";
    }

    @Override
    public Set<String> mappings() {
        return Set.of(CatalogueMount.PATH + "/*");
    }

    @Override
    public Set<Class<?>> resources() {
        return Set.of(
                ImagesResource.class,
                ImageResource.class,
                HistoryResource.class,
                RestoreResource.class,
                CheckResource.class,
                ChangesResource.class,
                FamiliesResource.class,
                PropertiesResource.class,
                ReadinessResource.class,
                FilesResource.class,
                AccountsResource.class,
                MeResource.class,
                NumbersResource.class,
                SignInResource.class,
                SiteResource.class);
    }

    @Override
    public List<Object> facts() {
        return List.of(facts, facts.catalogue());
    }

    @Override
    public boolean letsVisitorsIn() {
        return facts.site().letsVisitorsIn();
    }

    @Override
    public boolean looksAtParameters(String method, String path) {
        return true;
    }

    /** What it does not know it refuses. */
    @Override
    public boolean ignoresParameter(String path, String name) {
        return false;
    }

    @Override
    public int status(Fault.Kind kind) {
        return switch (kind) {
            case BAD_REQUEST, NO_LOCATION -> 400;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND, HIDDEN -> 404;
            case TOO_SLOW -> 408;
            // The location is the image's, and not the request's.
            case CONFLICT, MISMATCH, NO_OBJECT -> 409;
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
