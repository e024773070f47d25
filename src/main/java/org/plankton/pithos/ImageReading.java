package org.plankton.pithos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.plankton.registry.history.Membership;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.history.WholeImage.Untold;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Tags;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.Sharing;

/** One image as it is taken over, and what of it is otherwise there. */
final class ImageReading {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern HASH = Pattern.compile("([0-9a-f]{2}){1,64}");

    private static final Set<Untold> UNTOLD = Set.of(Untold.PRIVACY, Untold.CAN_SHARE, Untold.OPENSTACKS);

    private final ImageRow row;
    private final List<String> remarks = new ArrayList<>();

    /** Those that have not been asked for yet, so that none is overlooked. */
    private final SortedMap<String, String> attributes = new TreeMap<>();

    ImageReading(ImageRow row) {
        this.row = row;
    }

    /** In what the image is not as it is there, or may become so, once it has been read. */
    List<String> remarks() {
        return remarks;
    }

    /**
     * The image and its members.
     *
     * @throws Fault BAD_REQUEST if it cannot be one here, with the field by which
     */
    WholeImage whole() {
        String id = required("uuid", SentText.read("uuid", row.uuid()));
        attributes.putAll(SentText.object(row.attributes()));
        Content content = content(id);
        Instant createdAt = createdAt();
        Status status = status();
        SortedMap<String, Membership> members = members();
        boolean isPublic = members.remove(Sharing.EVERYONE) != null;
        Metadata metadata = new Metadata(
                name(),
                format(Attribute.DISK_FORMAT, DiskFormat.class),
                format(Attribute.CONTAINER_FORMAT, ContainerFormat.class),
                isPublic ? Visibility.PUBLIC : members.isEmpty() ? Visibility.PRIVATE : Visibility.SHARED,
                false,
                0,
                0,
                false,
                Tags.NONE,
                new Properties(properties()));
        attributes.keySet().forEach(left -> remarks.add(left + " is not taken over"));
        Image image = new Image(
                id,
                content.location().account(),
                metadata,
                status,
                null,
                content,
                createdAt,
                time(required("mtime", row.mtime())),
                null);
        return new WholeImage(image, members, UNTOLD);
    }

    private static <T> T required(String field, T value) {
        if (value == null) {
            throw Fault.badRequest(field + " is NULL");
        }
        return value;
    }

    private Content content(String id) {
        String hash = required("hash", SentText.read("hash", row.hash()));
        if (!HASH.matcher(hash).matches()) {
            throw Fault.badRequest("hash is none in lower-case hex: " + hash);
        }
        return new Content(
                Location.plain(Location.CLOUD + "://" + SentText.read("path", row.path())),
                required("size", row.size()),
                hash,
                id,
                "",
                "",
                OptionalLong.empty(),
                false);
    }

    private String name() {
        String name = attributes.remove(Attribute.NAME);
        if (name == null) {
            remarks.add(Attribute.NAME + " is NULL: it has no name");
            return "";
        }
        return name;
    }

    private <E extends Enum<E>> E format(String key, Class<E> type) {
        String written = required(key, attributes.remove(key));
        for (E format : type.getEnumConstants()) {
            if (format.name().equals(written.toUpperCase(Locale.ROOT))) {
                return format;
            }
        }
        throw Fault.badRequest(key + " is none that there is here: " + written);
    }

    /** Where a row says what it is that counts, whatever the file is fit for. */
    private Status status() {
        String written = attributes.remove(Attribute.STATUS);
        if (written == null) {
            return fitness();
        }
        return switch (written.toLowerCase(Locale.ROOT)) {
            case "available" -> Status.AVAILABLE;
            case "unavailable" -> Status.UNAVAILABLE;
            case "error" -> Status.ERROR;
            default -> {
                remarks.add(Attribute.STATUS + " is " + written + ": taken over as unavailable");
                yield Status.UNAVAILABLE;
            }
        };
    }

    private Status fitness() {
        if (row.available() == null) {
            remarks.add(Attribute.STATUS + " is not there: taken over as available");
            return Status.AVAILABLE;
        }
        return switch (row.available()) {
            case 1 -> Status.AVAILABLE;
            case 0 -> Status.UNAVAILABLE;
            case -1 -> Status.ERROR;
            default -> {
                remarks.add("available is " + row.available() + ": taken over as unavailable");
                yield Status.UNAVAILABLE;
            }
        };
    }

    private Instant createdAt() {
        boolean isThere = attributes.containsKey(Attribute.CREATED_AT);
        String written = attributes.remove(Attribute.CREATED_AT);
        if (written != null && Attribute.SECONDS.matcher(written).matches()) {
            return time(new BigDecimal(written));
        }
        remarks.add(Attribute.CREATED_AT + " is " + (isThere ? written == null ? "NULL" : "no number" : "not there")
                + ": taken over is when the first version was made that there is of the file");
        return time(required("mtime", row.firstMtime()));
    }

    private static Instant time(BigDecimal seconds) {
        long micros = seconds.movePointRight(6).setScale(0, RoundingMode.DOWN).longValueExact();
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Those of the rows, and of the JSON that there was before them where no row has the same key. */
    private Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        boolean hasJson = attributes.containsKey(Attribute.PROPERTIES);
        String json = attributes.remove(Attribute.PROPERTIES);
        if (hasJson && json != null) {
            object(json).properties().forEach(one -> put(properties, one.getKey(), text(one.getValue())));
        }
        SortedMap<String, String> rows =
                new TreeMap<>(attributes.subMap(Attribute.PROPERTY, Attribute.PROPERTY + Character.MAX_VALUE));
        attributes.keySet().removeAll(rows.keySet());
        rows.forEach((key, value) -> put(properties, key.substring(Attribute.PROPERTY.length()), value));
        return properties;
    }

    private static JsonNode object(String json) {
        try {
            JsonNode object = JSON.readTree(json);
            if (object.isObject()) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new Fault(Fault.Kind.BAD_REQUEST, Attribute.PROPERTIES + " is no JSON", e);
        }
        throw Fault.badRequest(Attribute.PROPERTIES + " is no object of JSON");
    }

    private static String text(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private void put(Map<String, String> properties, String key, String value) {
        if (value == null) {
            remarks.add("property " + key + " is NULL, and left out");
        } else if (key.isEmpty()) {
            remarks.add("a property without a key is left out");
        } else {
            properties.put(key, value);
        }
    }

    /** Others who may read the file, {@link Sharing#EVERYONE} too. A group of nobody is nobody. */
    private SortedMap<String, Membership> members() {
        SortedMap<String, Membership> members = new TreeMap<>();
        for (String reader : SentText.array("a reader", row.readers())) {
            if (reader.equals(Sharing.EVERYONE) || Account.isWellFormed(reader)) {
                members.put(reader, new Membership(false, null));
            } else if (!reader.contains(":")) {
                remarks.add("reader " + reader + " can be no account here, and is no member");
            }
        }
        if (row.ruledBy() != null && !SentText.read("path", row.ruledBy()).equals(SentText.read("path", row.path()))) {
            remarks.add("its readers are those of the folder " + SentText.shown(row.ruledBy())
                    + ": they are members, and later changes of the folder's are not followed");
        }
        if (Boolean.TRUE.equals(row.hasGroups())) {
            remarks.add("groups are among its readers: who is in them is a member, and later changes of the groups are"
                    + " not followed");
        }
        return members;
    }
}
