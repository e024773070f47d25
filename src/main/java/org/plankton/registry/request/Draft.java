package org.plankton.registry.request;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.plankton.registry.image.Location;

/**
 * An image as somebody asks for it to be registered or reserved.
 *
 * @param id empty: the registry gives one
 * @param replaces whether an image that is registered at the same location is registered anew; else it is a conflict.
 *     As {@code expected}, it means nothing of an image without a location
 * @param metadata of an image of which nothing has been said
 * @param location empty if none was named
 * @param store the object store by name, which must be the one that there is; empty: that one
 * @param owner empty: whoever's object it is, or the caller
 * @param expected of the object
 */
@RecordBuilder
public record Draft(
        Optional<String> id,
        boolean replaces,
        MetadataChange metadata,
        Optional<Location> location,
        Optional<String> store,
        Optional<String> owner,
        Expected expected)
        implements DraftBuilder.With {}
