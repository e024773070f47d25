package org.plankton.pithos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.CharsetEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;

/**
 * The attributes by which Synnefo's library finds an image.
 *
 * @param values by key, none of them empty: that would mean that the attribute is deleted
 * @param remarks what of the image they do not say, in words
 */
record WantedAttributes(SortedMap<String, String> values, List<String> remarks) {
    /** Of a registered image that is not. */
    static final WantedAttributes NONE = new WantedAttributes(new TreeMap<>(), List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Characters that a key has at most. */
    private static final int LONGEST_KEY = 128;

    /** Characters that a value has at most. */
    private static final int LONGEST_VALUE = 256;

    /** What the library takes out of keys, wherever it stands. */
    private static final String SHOWN_WITHOUT = "property:";

    /** From 0.16 on, of an image that Synnefo itself is to change. */
    private static final int MOST = 32;

    /**
     * Of an image that has bytes.
     *
     * @param isStoreTold whether it is the store that is told who may read them
     */
    static WantedAttributes of(Image image, MirrorServer server, boolean isStoreTold) {
        PithosRelease release = server.release();
        WantedAttributes wanted = new WantedAttributes(new TreeMap<>(), new ArrayList<>());
        wanted.putName(image, server.charset().newEncoder());
        wanted.values.put(Attribute.DISK_FORMAT, word(image.metadata().diskFormat()));
        wanted.values.put(Attribute.CONTAINER_FORMAT, word(image.metadata().containerFormat()));
        wanted.values.put(Attribute.CREATED_AT, seconds(image));
        wanted.putStatus(image.status(), release);
        wanted.putProperties(image, release, server.charset().newEncoder());
        if (!image.owner().equals(image.location().account())) {
            wanted.remarks.add("it is " + image.owner() + "'s, and its file's account is the owner there");
        }
        if (image.metadata().isHidden()) {
            wanted.remarks.add("it is hidden, and in lists there");
        }
        if (image.metadata().visibility() == Visibility.COMMUNITY) {
            wanted.remarks.add(
                    isStoreTold
                            ? "it is for whoever has its id, and in everybody's lists there"
                            : "it is for whoever has its id, and for its members alone there");
        }
        if (release == PithosRelease.V0_16 && wanted.values.size() > MOST) {
            wanted.remarks.add("it has " + wanted.values.size() + " attributes, and Synnefo changes none that has more"
                    + " than " + MOST);
        }
        return wanted;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String seconds(Image image) {
        return BigDecimal.valueOf(image.createdAt().getEpochSecond())
                .add(BigDecimal.valueOf(image.createdAt().getNano(), 9))
                .setScale(2, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private void putName(Image image, CharsetEncoder encoder) {
        String name = image.metadata()
                .name()
                .codePoints()
                .filter(character -> character != 0 && encoder.canEncode(Character.toString(character)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        if (name.isEmpty()) {
            remarks.add("it has no name, and its id for one there");
        } else if (name.length() != image.metadata().name().length()) {
            remarks.add("its name has a character that cannot be written, and is without that there");
        }
        values.put(Attribute.NAME, name.isEmpty() ? image.id() : name);
    }

    /** From 0.16 on the row would hide what the file itself is fit for, so there is none as a rule. */
    private void putStatus(Status status, PithosRelease release) {
        if (release != PithosRelease.V0_16) {
            values.put(Attribute.STATUS, word(status));
        } else if (status != Status.AVAILABLE) {
            values.put(Attribute.STATUS, status.name());
        }
    }

    private void putProperties(Image image, PithosRelease release, CharsetEncoder encoder) {
        SortedMap<String, String> properties = new TreeMap<>();
        image.metadata().properties().values().forEach((key, value) -> {
            boolean fits = !key.isEmpty()
                    && !value.isEmpty()
                    && length(Attribute.PROPERTY + key) <= LONGEST_KEY
                    && length(value) <= LONGEST_VALUE
                    && !(key + value).contains("\0")
                    && encoder.canEncode(key + value);
            if (fits) {
                properties.put(key, value);
                if (release != PithosRelease.V0_14 && key.contains(SHOWN_WITHOUT)) {
                    remarks.add("property " + key + " is shown without \"" + SHOWN_WITHOUT + "\" there");
                }
            } else {
                leaveOut(key);
            }
        });
        if (release == PithosRelease.V0_14) {
            putJson(properties);
        } else {
            properties.forEach((key, value) -> values.put(Attribute.PROPERTY + key, value));
        }
    }

    private void leaveOut(String key) {
        remarks.add("property " + (length(key) > 64 ? key.substring(0, key.offsetByCodePoints(0, 64)) + "…" : key)
                + " is empty, too long or cannot be written, and left out there");
    }

    /** The longest are left out until the others fit. */
    private void putJson(SortedMap<String, String> properties) {
        while (!properties.isEmpty()) {
            String json = json(properties);
            if (length(json) <= LONGEST_VALUE) {
                values.put(Attribute.PROPERTIES, json);
                return;
            }
            String longest = properties.entrySet().stream()
                    .max(Comparator.comparingInt(one -> length(one.getKey() + one.getValue())))
                    .map(Map.Entry::getKey)
                    .orElseThrow();
            properties.remove(longest);
            leaveOut(longest);
        }
    }

    private static String json(Map<String, String> properties) {
        try {
            return JSON.writeValueAsString(properties);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("properties are texts", e);
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Whether what is there says the same as what is wanted of that key, be it in other characters. */
    static boolean isSaidBy(String key, String wanted, String there) {
        if (there == null || wanted.equals(there)) {
            return there != null;
        }
        return switch (key) {
            case Attribute.CREATED_AT -> isSameNumber(wanted, there);
            case Attribute.PROPERTIES -> isSameJson(wanted, there);
            default -> false;
        };
    }

    private static boolean isSameNumber(String wanted, String there) {
        return Attribute.SECONDS.matcher(there).matches()
                && new BigDecimal(there).setScale(2, RoundingMode.HALF_EVEN).compareTo(new BigDecimal(wanted)) == 0;
    }

    private static boolean isSameJson(String wanted, String there) {
        try {
            return JSON.readTree(wanted).equals(JSON.readTree(there));
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
