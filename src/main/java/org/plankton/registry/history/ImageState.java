package org.plankton.registry.history;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Found;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Tags;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.image.Words;

/**
 * What an image is at some time, and whom it is shared with, or a part of that: values by their names. What is not
 * there is nothing: no text, none of a number of things, not so.
 *
 * @param values each a {@code String}, {@code Boolean}, {@code Long}, {@code List} of strings, or a map of such: texts
 *     and words as JSON has them on every wire, times in UTC as in ISO 8601; {@code properties} by their keys;
 *     {@code members} by their accounts
 */
public record ImageState(SortedMap<String, Object> values) {
    public static final ImageState NOTHING = new ImageState(new TreeMap<>());

    private static final String OWNER = "owner";
    private static final String LOCATION = "location";
    private static final String VISIBILITY = "visibility";
    private static final String PROPERTIES = "properties";
    private static final String MEMBERS = "members";
    private static final String CAN_SHARE = "can_share";
    private static final String STATUS = "status";
    private static final String DELETED_AT = "deleted_at";

    /**
     * What is different between two states.
     *
     * @param before what was, and is not
     * @param after what is, and was not
     */
    public record Difference(ImageState before, ImageState after) {
        /**
         * @param before null: there was none
         * @param after null: nothing is left of it
         * @param membersBefore by account, those that are none any longer, or other ones
         * @param membersAfter by account, those that were none, or other ones
         */
        public static Difference of(
                Image before,
                Map<String, Membership> membersBefore,
                Image after,
                Map<String, Membership> membersAfter) {
            // Often they are the same, and are not read from the JSON that they are stored as then.
            boolean areLikeProperties = before != null
                    && after != null
                    && before.metadata().properties().equals(after.metadata().properties());
            ImageState was = ImageState.of(before, membersBefore, !areLikeProperties);
            ImageState is = ImageState.of(after, membersAfter, !areLikeProperties);
            return new Difference(was.without(is), is.without(was));
        }
    }

    /**
     * All of it.
     *
     * @param image null: there is none
     * @param members by account
     */
    public static ImageState of(Image image, Map<String, Membership> members) {
        return of(image, members, true);
    }

    private static ImageState of(Image image, Map<String, Membership> members, boolean withProperties) {
        ImageState state = new ImageState(new TreeMap<>());
        if (image != null) {
            state.put(OWNER, image.owner());
            state.putMetadata(image.metadata(), withProperties);
            state.put(STATUS, word(image.status()));
            if (image.found() != null) {
                state.put("file", word(image.found().finding()));
                state.put("found_at", text(image.found().at()));
                state.put("own_status", word(image.found().otherwise()));
            }
            if (image.content() != null) {
                state.putContent(image.content());
                if (image.deletedAt() == null) { // of which object it was is not remembered, but as its id
                    state.put("object_uuid", image.content().objectUuid());
                }
            }
            state.put("created_at", text(image.createdAt()));
            state.put("updated_at", text(image.updatedAt()));
            state.put(DELETED_AT, text(image.deletedAt()));
        }
        SortedMap<String, Object> shared = new TreeMap<>();
        members.forEach((account, member) -> {
            ImageState its = new ImageState(new TreeMap<>());
            its.put(CAN_SHARE, member.canShare());
            its.put(STATUS, word(member.status()));
            shared.put(account, its.values);
        });
        state.put(MEMBERS, shared);
        return state;
    }

    private void putMetadata(Metadata metadata, boolean withProperties) {
        put("name", metadata.name());
        put("disk_format", word(metadata.diskFormat()));
        put("container_format", word(metadata.containerFormat()));
        put(VISIBILITY, word(metadata.visibility()));
        put("protected", metadata.isProtected());
        put("min_ram", metadata.minRam());
        put("min_disk", metadata.minDisk());
        put("hidden", metadata.isHidden());
        put("tags", List.copyOf(metadata.tags().values()));
        if (withProperties) {
            put(PROPERTIES, new TreeMap<String, Object>(metadata.properties().values()));
        }
    }

    private void putContent(Content content) {
        put(LOCATION, content.location() == null ? null : content.location().uri());
        values.put("size", content.size()); // be it 0: who has bytes is told by it
        put("checksum", content.checksum());
        put("md5", content.md5());
        put("sha512", content.sha512());
        content.virtualSize().ifPresent(size -> values.put("virtual_size", size));
        put("owns_bytes", content.isOwn());
    }

    private void put(String name, long number) {
        if (number != 0) {
            values.put(name, number);
        }
    }

    private void put(String name, boolean is) {
        if (is) {
            values.put(name, true);
        }
    }

    private void put(String name, String text) {
        if (text != null && !text.isEmpty()) {
            values.put(name, text);
        }
    }

    private void put(String name, List<String> texts) {
        if (!texts.isEmpty()) {
            values.put(name, texts);
        }
    }

    private void put(String name, SortedMap<String, Object> named) {
        if (!named.isEmpty()) {
            values.put(name, named);
        }
    }

    private static String word(Enum<?> constant) {
        return constant == null ? null : Words.of(constant);
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }

    /** What of it the other has not, or has otherwise; of what is named in either, the part that it is so of. */
    private ImageState without(ImageState other) {
        return new ImageState(without(values, other.values));
    }

    private static SortedMap<String, Object> without(Map<?, ?> one, Map<?, ?> other) {
        SortedMap<String, Object> rest = new TreeMap<>();
        one.forEach((name, value) -> {
            Object there = other.get(name);
            if (value instanceof Map<?, ?> named && there instanceof Map<?, ?> others) {
                SortedMap<String, Object> part = without(named, others);
                if (!part.isEmpty()) {
                    rest.put((String) name, part);
                }
            } else if (value instanceof List<?> all && there instanceof List<?> others) {
                List<?> part =
                        all.stream().filter(text -> !others.contains(text)).toList();
                if (!part.isEmpty()) {
                    rest.put((String) name, part);
                }
            } else if (!value.equals(there)) {
                rest.put((String) name, value);
            }
        });
        return rest;
    }

    /**
     * As it was before an edit.
     *
     * @param before what of it was otherwise
     * @param after what the edit has made of that
     */
    public ImageState undone(ImageState before, ImageState after) {
        return new ImageState(replaced(values, after.values, before.values));
    }

    private static SortedMap<String, Object> replaced(Map<?, ?> now, Map<?, ?> gone, Map<?, ?> come) {
        SortedMap<String, Object> then = new TreeMap<>();
        now.forEach((name, value) -> then.put((String) name, value));
        gone.forEach((name, value) -> {
            if (value instanceof Map<?, ?> named && then.get(name) instanceof Map<?, ?> others) {
                SortedMap<String, Object> part = replaced(others, named, Map.of());
                then.compute((String) name, (same, before) -> part.isEmpty() ? null : part);
            } else if (value instanceof List<?> some && then.get(name) instanceof List<?> all) {
                List<?> part = all.stream().filter(text -> !some.contains(text)).toList();
                then.compute((String) name, (same, before) -> part.isEmpty() ? null : part);
            } else {
                then.remove(name);
            }
        });
        come.forEach((name, value) -> {
            Object there = then.get(name);
            then.put((String) name, joined(there, value));
        });
        return then;
    }

    /** @param there null: nothing is */
    private static Object joined(Object there, Object come) {
        if (there instanceof Map<?, ?> named && come instanceof Map<?, ?> others) {
            return replaced(named, Map.of(), others);
        }
        if (there instanceof List<?> some && come instanceof List<?> others) {
            return Stream.concat(some.stream(), others.stream()).sorted().toList();
        }
        return come;
    }

    /** Whose image it is, if that is in it. */
    public Optional<String> owner() {
        return Optional.ofNullable((String) values.get(OWNER));
    }

    /** Where its bytes are, if that is in it. */
    public Optional<Location> location() {
        return values.containsKey(LOCATION) ? Optional.of(Location.parse(text(LOCATION))) : Optional.empty();
    }

    /** Whether there is an image, and it is registered. */
    public boolean isRegistered() {
        return values.containsKey(OWNER) && !values.containsKey(DELETED_AT);
    }

    /** Whether that it is for everybody is in it. */
    public boolean isPublic() {
        return word(Visibility.PUBLIC).equals(values.get(VISIBILITY));
    }

    /** By account; nobody if there is no image. */
    public SortedMap<String, Membership> members() {
        SortedMap<String, Membership> members = new TreeMap<>();
        named(MEMBERS).forEach((account, member) -> {
            ImageState its = new ImageState(new TreeMap<>());
            ((Map<?, ?>) member).forEach((name, value) -> its.values.put((String) name, value));
            members.put(account, new Membership(its.is(CAN_SHARE), its.constant(STATUS, MemberStatus.class)));
        });
        return members;
    }

    /** The image that it is all of. */
    public Image image(String id) {
        Status status = constant(STATUS, Status.class);
        Found found = values.containsKey("file")
                ? new Found(constant("file", Finding.class), time("found_at"), constant("own_status", Status.class))
                : null;
        return new Image(
                id,
                text(OWNER),
                metadata(),
                status,
                found,
                content(),
                time("created_at"),
                time("updated_at"),
                time(DELETED_AT));
    }

    private Metadata metadata() {
        SortedMap<String, String> properties = new TreeMap<>();
        named(PROPERTIES).forEach((key, value) -> properties.put(key, (String) value));
        return new Metadata(
                text("name"),
                constant("disk_format", DiskFormat.class),
                constant("container_format", ContainerFormat.class),
                constant(VISIBILITY, Visibility.class),
                is("protected"),
                Math.toIntExact(number("min_ram")),
                Math.toIntExact(number("min_disk")),
                is("hidden"),
                new Tags(
                        values.get("tags") instanceof Collection<?> tags
                                ? tags.stream().map(String.class::cast).toList()
                                : List.of()),
                new Properties(properties));
    }

    private Content content() {
        if (!values.containsKey("size")) {
            return null;
        }
        return new Content(
                location().orElse(null),
                number("size"),
                text("checksum"),
                values.containsKey("object_uuid") ? text("object_uuid") : null,
                text("md5"),
                text("sha512"),
                values.containsKey("virtual_size") ? OptionalLong.of(number("virtual_size")) : OptionalLong.empty(),
                is("owns_bytes"));
    }

    private SortedMap<String, Object> named(String name) {
        SortedMap<String, Object> named = new TreeMap<>();
        if (values.get(name) instanceof Map<?, ?> all) {
            all.forEach((key, value) -> named.put((String) key, value));
        }
        return named;
    }

    private String text(String name) {
        return (String) values.getOrDefault(name, "");
    }

    private boolean is(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    private long number(String name) {
        return ((Number) values.getOrDefault(name, 0)).longValue();
    }

    private Instant time(String name) {
        return values.containsKey(name) ? Instant.parse(text(name)) : null;
    }

    /** Null if there is none. */
    private <E extends Enum<E>> E constant(String name, Class<E> type) {
        return values.containsKey(name) ? Enum.valueOf(type, text(name).toUpperCase(Locale.ROOT)) : null;
    }
}
