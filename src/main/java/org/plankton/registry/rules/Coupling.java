package org.plankton.registry.rules;

import java.util.List;
import java.util.Objects;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database.Tables;

/**
 * What is registered of an object, and of the location where it is now. One object has one image, and so has one
 * location; but an object may have been moved since it was registered, and another put in its place.
 *
 * @param location where the object is now
 * @param image the object's, whose location is where it was when it was registered; null if it has none
 * @param displaced another object's, which was at the location when it was registered; null if there is none
 */
public record Coupling(Location location, StoredObject object, Image image, Image displaced) {
    public static Coupling find(Tables tables, Location location, StoredObject object) {
        String uuid = object.uuid().orElse(null);
        return of(location, object, tables.images().findCoupled(location, uuid, uuid));
    }

    /** The same, the images locked until the transaction ends. */
    public static Coupling lock(Tables tables, Location location, StoredObject object) {
        String uuid = object.uuid().orElse(null);
        return of(location, object, tables.images().lockCoupled(location, uuid, uuid));
    }

    /** @param images those at the location, of the object's UUID, and of that for an id; others do not count */
    public static Coupling of(Location location, StoredObject object, List<Image> images) {
        List<Image> registered =
                images.stream().filter(image -> image.deletedAt() == null).toList();
        Image there = first(registered.stream()
                .filter(image -> location.equals(image.location()))
                .toList());
        if (object.uuid().isEmpty()) {
            return new Coupling(location, object, there, null); // nothing but its location tells it from others
        }
        String uuid = object.uuid().get();
        Image image = first(registered.stream()
                .filter(other -> uuid.equals(other.objectUuid()))
                .toList());
        if (image == null) {
            image = mayBe(there, object) ? there : unnoted(registered, uuid, location);
        }
        return new Coupling(location, object, image, isSame(there, image) ? null : there);
    }

    private static Image first(List<Image> images) {
        return images.isEmpty() ? null : images.get(0);
    }

    /** Whether the image is of that object, as far as is known of one whose object's UUID was not noted. */
    private static boolean mayBe(Image there, StoredObject object) {
        return there != null
                && there.objectUuid() == null
                && (there.id().equals(object.uuid().orElseThrow())
                        || there.content().isOwn() && there.checksum().equals(object.checksum()));
    }

    /** The image that has its object's UUID for its id, if that was not noted; else null. */
    private static Image unnoted(List<Image> images, String uuid, Location location) {
        return first(images.stream()
                .filter(image -> image.id().equals(uuid)
                        && image.hasBytes()
                        && image.objectUuid() == null
                        && image.location().account().equals(location.account()))
                .toList());
    }

    /** Whether nothing is registered of either. */
    public boolean isNone() {
        return image == null && displaced == null;
    }

    /** @throws Fault CONFLICT if the object has an image, or its location */
    public void requireNone() {
        if (!isNone()) {
            throw taken();
        }
    }

    public static Fault taken() {
        return new Fault(Fault.Kind.CONFLICT, "location is registered already; use that image, or unregister it first");
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
