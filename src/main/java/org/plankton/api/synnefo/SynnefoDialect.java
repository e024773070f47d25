package org.plankton.api.synnefo;

import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.plankton.api.Answers;
import org.plankton.api.Dialect;
import org.plankton.api.FaultJson;
import org.plankton.api.PlanktonImages;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;

/** Synnefo as deployed, as kamaki and snf-image-creator speak it: {@code /v1.0/images}, {@code /v1.0/shared-images}. */
public final class SynnefoDialect implements Dialect {
    @Override
    public String name() {
        return "synnefo";
    }

    @Override
    public Set<String> mappings() {
        return Set.of("/v1.0/*");
    }

    @Override
    public Set<Class<?>> resources() {
        return Set.of(ImagesResource.class, MembersResource.class, SharedImagesResource.class);
    }

    @Override
    public KeyFolding keys() {
        return PlanktonImages.KEYS;
    }

    @Override
    public boolean ignoresField(String name) {
        return PlanktonImages.ignores(name);
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
            case FORBIDDEN, HIDDEN -> 403;
            case NOT_FOUND, NO_OBJECT -> 404;
            case CONFLICT -> 409;
            case STALE -> 412;
            case OVER_LIMIT -> 413;
            case OUT_OF_RANGE -> 416;
            case NO_LOCATION -> 501;
            case UNAVAILABLE -> 503;
        };
    }

    @Override
    public int unknownPath() {
        return 400; // as every deployed service of Synnefo does
    }

    @Override
    public MediaType type() {
        return Answers.JSON;
    }

    @Override
    public String body(int status, String message) {
        return FaultJson.of(status, message);
    }
}
