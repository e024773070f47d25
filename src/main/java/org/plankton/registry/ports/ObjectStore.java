package org.plankton.registry.ports;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;

/**
 * Where images' bytes are kept: the cloud's store, or one that is the registry's own. Everything is asked with the
 * caller's own token. Who may read what is there beside its owner is another question ({@link Sharing}).
 */
public interface ObjectStore {
    /** What clients call it: {@code pithos}, {@code swift}. */
    String name();

    /**
     * The object at {@code location}; empty if there is none, or none that the caller may read.
     *
     * @throws Fault UNAUTHORIZED if the store refuses the token; BAD_REQUEST if it does not tell what the object's
     *     bytes are; UNAVAILABLE if it does not answer
     */
    Optional<StoredObject> stat(Caller caller, Location location);

    /**
     * Whether it is certain that there is no object at the location, as far as the caller may know: the store says so
     * of the object, and does not list it where it lists what there is.
     *
     * @throws Fault UNAUTHORIZED if the store refuses the token; UNAVAILABLE if it does not answer
     */
    boolean isGone(Caller caller, Location location);

    /** Where the bytes of that image go when they are uploaded: a place of {@code account}'s. */
    Location place(String account, String imageId);

    /**
     * Makes an object of {@code bytes}, which are handed on as they come, and never held. Its container is made if
     * there is none. There is an object afterwards only if all of them have been read and the store has answered that
     * it has them; or the fault is UNAVAILABLE, and then it may come to be even later.
     *
     * @param length how many bytes there are; empty: as many as come
     * @throws IOException of {@code bytes}, unchanged: then the store has been left without the rest
     * @throws RuntimeException of {@code bytes}, likewise
     * @throws Fault FORBIDDEN if the location is not the caller's to write; CONFLICT if something is there when it
     *     begins; OVER_LIMIT if the store has no room for it; UNAUTHORIZED if it refuses the token; UNAVAILABLE if it
     *     does not answer
     */
    void put(Caller caller, Location location, InputStream bytes, OptionalLong length) throws IOException;

    /**
     * The bytes of the object at {@code location}, for the caller to close; empty if there is none, or none that the
     * caller may read.
     *
     * @param range which of them; empty: all
     * @throws Fault UNAUTHORIZED if the store refuses the token; UNAVAILABLE if it does not answer
     */
    Optional<StoredBytes> open(Caller caller, Location location, Optional<ByteRange> range);

    /**
     * Deletes the object that {@link #put} has made there, if it is there still; whatever else is there stays.
     *
     * @throws Fault FORBIDDEN if it is not the caller's; UNAUTHORIZED if the store refuses the token; UNAVAILABLE if it
     *     does not answer
     */
    void delete(Caller caller, Location location);
}
