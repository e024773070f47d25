package org.plankton.registry.rules;

import java.util.Objects;
import java.util.function.Function;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ImageMapper;

/**
 * What is registered of an object, and of the location where it is now. One object has one image, and so has one
 * location; but an object may have been moved since it was registered, and another put in its place.
 *
 * @param location where the object is now
 * @param image the object's, whose location is where it was when it was registered; null if it has none
 * @param displaced another object's, which was at the location when it was registered; null if there is none
 */
public record Coupling(Location location, StoredObject object, Image image, Image displaced) {
    public static Coupling find(Database.Tables tables, Location location, StoredObject object) {
        ImageMapper images = tables.images();
        return of(location, object, images.findByLocation(location), images::findByObject, images::find);
    }

    /** The same, the images locked until the transaction ends. */
    public static Coupling lock(Database.Tables tables, Location location, StoredObject object) {
        ImageMapper images = tables.images();
        return of(location, object, images.lockByLocation(location), images::lockByObject, images::lock);
    }

    private static Coupling of(
            Location location,
            StoredObject object,
            Image there,
            Function<String, Image> byObject,
            Function<String, Image> byId) {
        if (object.uuid().isEmpty()) {
            return new Coupling(location, object, there, null); // nothing but its location tells it from others
        }
        String uuid = object.uuid().get();
        Image image = byObject.apply(uuid);
        if (image == null) {
            image = mayBe(there, object) ? there : unnoted(byId.apply(uuid), location);
        }
        return new Coupling(location, object, image, isSame(there, image) ? null : there);
    }

    /** Whether the image is of that object, as far as is known of one whose object's UUID was not noted. */
    private static boolean mayBe(Image there, StoredObject object) {
        return there != null
                && there.objectUuid() == null
                && (there.id().equals(object.uuid().orElseThrow())
                        || there.ownsBytes() && there.checksum().equals(object.checksum()));
    }

    /** The image that has its object's UUID for its id, if that was not noted; else null. */
    private static Image unnoted(Image image, Location location) {
        return image != null
                        && image.hasBytes()
                        && image.objectUuid() == null
                        && image.location().account().equals(location.account())
                ? image
                : null;
    }

    public boolean isNone() {
        return image == null && displaced == null;
    }

    public boolean isMoved() {
        return image != null && !image.location().equals(location);
    }

    /** Whether registering the object takes any location from an image. */
    public boolean changesLocations() {
        return isMoved() || displaced != null;
    }

    /** Whether the displaced image's object may be where this one was. */
    public boolean isSwapPossible() {
        return isMoved() && displaced != null && displaced.knownObject() != null;
    }

    /** Whether it is the displaced image's object. */
    public boolean isDisplaced(StoredObject other) {
        return other.uuid().filter(displaced.knownObject()::equals).isPresent();
    }

    /** Whether they are the same images, at the same locations. */
    public boolean isSame(Coupling then) {
        return isSame(image, then.image) && isSame(displaced, then.displaced);
    }

    /** Whether both are none, or the same at the same location. */
    public static boolean isSame(Image one, Image other) {
        return one == null || other == null
                ? one == other
                : one.id().equals(other.id()) && Objects.equals(one.location(), other.location());
    }
}
