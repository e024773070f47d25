package org.plankton.api.http;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;

/**
 * What a dialect answers to HEAD of an image: all that is known of it, in headers; or 304 and the entity tag alone, if
 * {@code If-None-Match} says that the client has it already.
 */
public final class ImageHead {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final HeaderDialect dialect;
    private final Registry registry;

    public ImageHead(HeaderDialect dialect, Registry registry) {
        this.dialect = dialect;
        this.registry = registry;
    }

    /**
     * @param ifNoneMatch the header's value, several of them joined with commas; null if it was not sent
     * @param headers is handed each header of the answer, but for its length, which is 0
     * @return the status
     * @throws Fault as {@link HeaderDialect#find}; no header has been handed over then
     */
    public int answer(Caller caller, String id, String ifNoneMatch, BiConsumer<String, String> headers) {
        Image image = dialect.find(registry, caller, id);
        Optional<String> known = ifNoneMatch == null
                ? Optional.empty()
                : dialect.tag(image).filter(tag -> EntityTags.matches(ifNoneMatch, tag));
        if (known.isPresent()) {
            headers.accept("ETag", known.get());
            return NOT_MODIFIED;
        }
        dialect.write(image, headers);
        return OK;
    }
}
