package org.plankton.api.glance.v1;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.plankton.api.words.ImageHeaders;
import org.plankton.api.words.IsoTime;
import org.plankton.registry.image.Fault;

/**
 * The fields of an image in a request's headers, as Glance reads them: an empty value is none, or false; any word is a
 * boolean; and a field that Glance does not know is refused. Every method throws a BAD_REQUEST that names the field
 * where it cannot be read.
 */
final class GlanceFields {
    private static final Set<String> FIELDS = Set.of(
            "id",
            "name",
            "status",
            "disk-format",
            "container-format",
            "size",
            "virtual-size",
            "checksum",
            "min-disk",
            "min-ram",
            "is-public",
            "protected",
            "deleted",
            "created-at",
            "updated-at",
            "deleted-at",
            "owner",
            "location",
            "copy-from",
            "uri",
            "store");

    private static final Set<String> TRUE = Set.of("1", "t", "true", "on", "y", "yes");

    private final ImageHeaders sent;

    /** Without those that are empty. */
    private final ImageHeaders filled;

    /** @throws Fault BAD_REQUEST if a field is unknown */
    GlanceFields(Map<String, List<String>> headers) {
        this.sent = new ImageHeaders(headers, GlanceImages.KEYS);
        for (String field : sent.fields()) {
            if (!FIELDS.contains(field)) {
                throw Fault.badRequest("Bad header: x-image-meta-" + field
                        + " is no field of an image; to have it kept," + " send it as x-image-meta-property-" + field);
            }
        }
        this.filled = new ImageHeaders(withoutEmpty(headers), GlanceImages.KEYS);
    }

    private static Map<String, List<String>> withoutEmpty(Map<String, List<String>> headers) {
        Map<String, List<String>> filled = new HashMap<>();
        headers.forEach((name, values) -> {
            List<String> given =
                    values.stream().filter(value -> !value.isEmpty()).toList();
            if (!given.isEmpty()) {
                filled.put(name, given);
            }
        });
        return filled;
    }

    boolean isSent(String name) {
        return sent.field(name).isPresent();
    }

    /** As it was sent; empty if it was not. */
    Optional<String> field(String name) {
        return filled.field(name);
    }

    /** Percent-decoded; empty if it was not sent. */
    Optional<String> text(String name) {
        return filled.text(name);
    }

    /** A whole number from 0; empty if it was not sent. */
    OptionalLong number(String name) {
        return filled.number(name);
    }

    /** One of {@code constants}; empty if it was not sent. */
    <E extends Enum<E>> Optional<E> word(String name, Set<E> constants) {
        return filled.word(name, constants);
    }

    /** Empty if it was not sent. */
    Optional<Instant> time(String name) {
        return text(name)
                .map(time -> IsoTime.parse(time)
                        .orElseThrow(() -> Fault.badRequest(
                                name + " must be a time as in ISO 8601, such as 2013-03-29T14:14:34")));
    }

    /** A whole number from 0 that an int can say; empty if it was not sent. */
    OptionalInt minimum(String name) {
        OptionalLong minimum = number(name);
        if (minimum.isEmpty()) {
            return OptionalInt.empty();
        }
        if (minimum.getAsLong() > Integer.MAX_VALUE) {
            throw Fault.badRequest(name + " must be a whole number from 0 to " + Integer.MAX_VALUE);
        }
        return OptionalInt.of((int) minimum.getAsLong());
    }

    /** What has no value is false, too. Empty if it was not sent. */
    Optional<Boolean> truth(String name) {
        return sent.field(name).map(GlanceFields::isTrue);
    }

    static boolean isTrue(String word) {
        return TRUE.contains(word.toLowerCase(Locale.ROOT));
    }

    /** For each property, by its key, the different values that were sent, percent-decoded. */
    Map<String, Set<String>> properties() {
        return sent.singleProperties();
    }
}
