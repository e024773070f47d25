package org.plankton.glance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.history.WholeImage.Untold;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.image.Tags;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.image.Words;
import org.plankton.registry.ports.ImageSource;

/**
 * What an image of Glance's is here. One whose bytes are in its owner's account of the object store that both have has
 * them there. Any other waits for its bytes, which are in a store of Glance's own, and are to be copied.
 */
final class ImageMapping {
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SHA512 = Pattern.compile("[0-9a-f]{128}");

    private final SwiftLocations swift;
    private final Optional<Function<Location, Optional<StoredObject>>> look;

    /** @param look asks the object store what is there; empty: it is not asked */
    ImageMapping(SwiftLocations swift, Optional<Function<Location, Optional<StoredObject>>> look) {
        this.swift = swift;
        this.look = look;
    }

    /** Hands over what it is here, or why it is nothing. */
    void hand(GlanceImage its, ImageSource.Reader reader) throws IOException {
        List<String> remarks = new ArrayList<>();
        WholeImage whole;
        try {
            Image image = image(its, remarks);
            whole = new WholeImage(image, its.members(), untold(its, image));
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.UNAVAILABLE || fault.kind() == Fault.Kind.UNAUTHORIZED) {
                throw fault; // of the object store
            }
            reader.refuse(its.id(), text(its.name()), fault.getMessage());
            return;
        }
        reader.read(whole, remarks);
    }

    private Image image(GlanceImage its, List<String> remarks) {
        if (its.owner() == null || its.owner().isEmpty()) {
            throw Fault.badRequest("it has no owner there");
        }
        Metadata metadata = metadata(its);
        Content content = null;
        Status status = Status.QUEUED;
        if (its.hasBytes()) {
            metadata.requireFormats();
            status = its.isDeactivated() ? Status.UNAVAILABLE : Status.AVAILABLE;
            Optional<Location> location = swift.find(its.locations(), its.owner());
            if (location.isPresent()) {
                content = content(its, location.get(), remarks);
            } else {
                remarks.add("its bytes are in a store of Glance's own, and are still to be copied");
            }
        } else if (!"queued".equals(its.status())) {
            throw Fault.badRequest("its status is " + its.status() + " there");
        }
        return new Image(
                its.id(), its.owner(), metadata, status, null, content, its.createdAt(), its.updatedAt(), null);
    }

    private static Set<Untold> untold(GlanceImage its, Image image) {
        Set<Untold> untold = EnumSet.noneOf(Untold.class);
        untold.addAll(its.untold());
        if (!image.hasBytes() && its.hasBytes()) {
            untold.add(Untold.BYTES); // they are not here, or not yet
        }
        if (its.visibility() == null) {
            untold.add(Untold.PRIVACY); // as of a Glance before Ocata
        }
        return untold;
    }

    private static Metadata metadata(GlanceImage its) {
        Map<String, String> properties = new TreeMap<>();
        its.properties().forEach((key, value) -> {
            if (!GlanceImage.isOfGlanceItself(key)) {
                properties.put(key, text(value));
            }
        });
        return new Metadata(
                text(its.name()),
                word("disk_format", its.diskFormat(), DiskFormat.class),
                word("container_format", its.containerFormat(), ContainerFormat.class),
                visibility(its),
                its.isProtected(),
                its.minRam(),
                its.minDisk(),
                its.isHidden(),
                new Tags(its.tags()),
                new Properties(properties));
    }

    private static Visibility visibility(GlanceImage its) {
        if (its.visibility() != null) {
            return word("visibility", its.visibility(), Visibility.class);
        }
        return its.isPublic() ? Visibility.PUBLIC : its.members().isEmpty() ? Visibility.PRIVATE : Visibility.SHARED;
    }

    /** Null if it is not told. */
    private static <E extends Enum<E>> E word(String field, String written, Class<E> type) {
        if (written == null || written.isEmpty()) {
            return null;
        }
        return Words.find(type, written)
                .orElseThrow(() -> Fault.badRequest(field + " is " + written + " there, which is none here"));
    }

    private Content content(GlanceImage its, Location location, List<String> remarks) {
        long size = its.size().orElseThrow(() -> Fault.badRequest("its size is not known there"));
        String md5 = matching(MD5, its.md5());
        String checksum = md5;
        if (look.isPresent()) {
            StoredObject object = look.get()
                    .apply(location)
                    .orElseThrow(() -> Fault.badRequest("the object store shows no object at its location"));
            requireSame(object, size, md5);
            checksum = object.checksum();
            if (object.md5().isEmpty()) {
                remarks.add("its object is in segments, with which its container is shared only where they are alone");
            }
        } else if (md5.isEmpty()) {
            throw Fault.badRequest(
                    "its checksum is not known there, and without a token the object store is not asked");
        } else {
            remarks.add(
                    "the object store was not asked for its object, which is taken for one that is not in segments");
        }
        return new Content(location, size, checksum, null, md5, sha512(its), its.virtualSize(), false);
    }

    private static void requireSame(StoredObject object, long size, String md5) {
        if (object.size() != size) {
            throw Fault.badRequest("its object has " + object.size() + " bytes, and by Glance it has " + size);
        }
        if (!md5.isEmpty() && !object.md5().orElse(md5).equals(md5)) {
            throw Fault.badRequest("its object has another MD5 than Glance says");
        }
    }

    private static String sha512(GlanceImage its) {
        return "sha512".equals(its.algorithm()) ? matching(SHA512, its.hash()) : "";
    }

    private static String matching(Pattern form, String hash) {
        String lower = text(hash).toLowerCase(Locale.ROOT);
        return form.matcher(lower).matches() ? lower : "";
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }

    /** Of no bytes more than are told. */
    static OptionalLong positive(long size) {
        return size > 0 ? OptionalLong.of(size) : OptionalLong.empty();
    }
}
