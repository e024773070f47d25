package org.plankton.registry.request;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.image.Tags;

/**
 * How much an image may have that a wire makes or changes. What it has already may stay, whichever wire it came over: a
 * client that sends back what it was told is not refused for that. Lengths are in characters (Unicode code points).
 *
 * @param name length of a name
 * @param propertyKey length of a property's key
 * @param propertyValue length of a property's value
 * @param properties how many properties
 * @param metadata bytes of everything that a wire tells of an image at once, percent-encoded. Where a container cannot
 *     send as many, the image can be read by nobody
 * @param members how many members
 * @param tags how many tags, whose bytes may be so many times 255 in all
 */
public record Limits(
        int name, int propertyKey, int propertyValue, int properties, int metadata, int members, int tags) {
    /** Whatever the database takes. */
    public static final Limits NONE = new Limits(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE);

    /** Length of a tag, whatever the wire: as much as the database has room for in a key. */
    private static final int TAG = 255;

    /**
     * What a wire adds to name and location: the names of all fields, and the values of the others at their longest.
     */
    private static final int FIELDS = 900;

    /** What the location takes of an image whose bytes are still to be uploaded. */
    private static final int PLACE = 200;

    /** What a wire adds to a property's key and value. */
    private static final int PROPERTY = 26;

    /** The same with other lengths for the texts that clients send. */
    public Limits withTexts(int itsName, int itsPropertyKey, int itsPropertyValue) {
        return new Limits(itsName, itsPropertyKey, itsPropertyValue, properties, metadata, members, tags);
    }

    /** The same for texts that are as long as either allows. */
    public Limits orLonger(Limits others) {
        return withTexts(
                Math.max(name, others.name),
                Math.max(propertyKey, others.propertyKey),
                Math.max(propertyValue, others.propertyValue));
    }

    /**
     * @param before what has been said already: of that nothing is too long
     * @throws Fault BAD_REQUEST if a name, a tag, or a property's key or value, is too long
     */
    public void require(MetadataChange change, Metadata before) {
        change.tags().ifPresent(tags -> tags.sent().forEach(Limits::requireTag));
        change.name().filter(other -> !other.equals(before.name())).ifPresent(this::requireName);
        SortedMap<String, String> properties = before.properties().values();
        Map<String, String> shown = change.properties().keys().stored(properties.keySet());
        change.properties().sent().forEach((spelled, values) -> {
            String key = shown.getOrDefault(spelled, spelled);
            values.stream().filter(value -> !value.equals(properties.get(key))).forEach(value -> {
                if (!properties.containsKey(key)) {
                    requireKey(key);
                }
                requireValue(key, value);
            });
        });
    }

    /**
     * Of all that is said of an image.
     *
     * @param before what has been said of it already: of that nothing is too long
     * @throws Fault BAD_REQUEST as {@link #require}
     */
    public void requireTexts(Metadata whole, Metadata before) {
        if (!whole.name().equals(before.name())) {
            requireName(whole.name());
        }
        whole.tags().values().forEach(Limits::requireTag);
        SortedMap<String, String> known = before.properties().values();
        whole.properties().values().forEach((key, value) -> {
            if (!known.containsKey(key)) {
                requireKey(key);
            }
            if (!value.equals(known.get(key))) {
                requireValue(key, value);
            }
        });
    }

    private static void requireTag(String tag) {
        if (length(tag) > TAG) {
            throw Fault.badRequest("tag " + shorten(tag) + ": a tag has at most " + TAG + " characters");
        }
    }

    private void requireName(String written) {
        if (length(written) > name) {
            throw Fault.badRequest("name has " + length(written) + " characters, at most " + name + " are allowed");
        }
    }

    private void requireKey(String key) {
        if (length(key) > propertyKey) {
            throw Fault.badRequest("property " + shorten(key) + ": a key has at most " + propertyKey + " characters");
        }
    }

    private void requireValue(String key, String value) {
        if (length(value) > propertyValue) {
            throw Fault.badRequest(
                    "property " + shorten(key) + ": a value has at most " + propertyValue + " characters");
        }
    }

    /**
     * But for tags, which only some wires can send.
     *
     * @param before what the image is now, or null: limits that were lowered do not forbid to make it smaller
     * @throws Fault TOO_MANY_PROPERTIES; BAD_REQUEST if HEAD could not answer with all of the image
     */
    public void requireTotals(Image image, Image before) {
        int count = count(image);
        if (count > properties && (before == null || count > count(before))) {
            throw new Fault(
                    Fault.Kind.TOO_MANY_PROPERTIES,
                    "the image would have " + count + " properties, at most " + properties + " are allowed");
        }
        int bytes = metadata(image);
        if (bytes > metadata && (before == null || bytes > metadata(before))) {
            throw Fault.badRequest(
                    "name, location and properties take " + bytes + " bytes when percent-encoded, at most " + metadata
                            + " are allowed; shorten or delete properties");
        }
    }

    /**
     * @param before which the image has now
     * @throws Fault OVER_LIMIT if there are too many, or too much in them, and more than before
     */
    public void requireTags(Tags after, Tags before) {
        int count = after.values().size();
        if (count > tags && count > before.values().size()) {
            throw new Fault(
                    Fault.Kind.OVER_LIMIT, "the image would have " + count + " tags, at most " + tags + " are allowed");
        }
        long most = tagBytes();
        long bytes = bytes(after);
        if (bytes > most && bytes > bytes(before)) {
            throw new Fault(
                    Fault.Kind.OVER_LIMIT,
                    "all tags together would take " + bytes + " bytes in UTF-8, at most " + most
                            + " are allowed; shorten or delete tags");
        }
    }

    /** How many bytes of UTF-8 all tags of an image may have together. */
    public long tagBytes() {
        return (long) tags * TAG;
    }

    private static long bytes(Tags tags) {
        return tags.values().stream()
                .mapToLong(tag -> tag.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    private static int count(Image image) {
        return image.metadata().properties().values().size();
    }

    private static int metadata(Image image) {
        int bytes = FIELDS
                + PercentEncoding.encodeValue(image.metadata().name()).length()
                + (image.hasBytes() ? image.location().uri().length() : PLACE);
        for (Map.Entry<String, String> property :
                image.metadata().properties().values().entrySet()) {
            bytes += PROPERTY
                    + keyBytes(property.getKey())
                    + PercentEncoding.encodeValue(property.getValue()).length();
        }
        return bytes;
    }

    /** At its longest: in lower case a letter may take more. */
    private static int keyBytes(String key) {
        return Math.max(
                PercentEncoding.encodePart(key).length(),
                PercentEncoding.encodePart(KeyFolding.DASHES.fold(key)).length());
    }

    /**
     * @param before how many there are now
     * @throws Fault OVER_LIMIT if there are too many, and more than before
     */
    public void requireMembers(int count, int before) {
        if (count > members && count > before) {
            throw new Fault(
                    Fault.Kind.OVER_LIMIT,
                    "the image would have " + count + " members, at most " + members + " are allowed");
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String shorten(String key) {
        return length(key) <= 64 ? key : key.substring(0, key.offsetByCodePoints(0, 64)) + "…";
    }
}
