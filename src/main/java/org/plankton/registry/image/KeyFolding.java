package org.plankton.registry.image;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How a wire spells the keys of properties, which the registry keeps as they are given. Keys that are folded alike are
 * one to the wire: of these it shows the one that is spelled as folded, else the first, and what it changes is what it
 * shows. What is folded already stays as it is.
 */
public enum KeyFolding {
    /** Every key is itself. */
    NONE,
    /** In lower case, {@code _} for {@code -}: as Glance reads the names of headers. */
    DASHES,
    /** In lower case, {@code _} for every punctuation of ASCII: as Synnefo reads them. */
    PUNCTUATION;

    private static final Pattern ASCII_PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");

    /** The key as the wire spells it. */
    public String fold(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (!keeps(key.charAt(i))) {
                String lower = key.toLowerCase(Locale.ROOT);
                return this == DASHES
                        ? lower.replace('-', '_')
                        : ASCII_PUNCTUATION.matcher(lower).replaceAll("_");
            }
        }
        return key;
    }

    /** Whether a key stays as it is that has only such characters; not said of all that do. */
    public boolean keeps(char c) {
        return switch (this) {
            case NONE -> true;
            case DASHES -> c < 0x80 && c != '-' && !isUpperCase(c);
            case PUNCTUATION -> c == '_' || c == ' ' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z';
        };
    }

    private static boolean isUpperCase(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** Whether the wire has a header for the property of that key, which it has folded. */
    public boolean canSay(String folded) {
        return this == NONE || !folded.replace('_', ' ').isBlank();
    }

    /** The properties that the wire shows, by their keys as it spells them. */
    public Map<String, String> shown(Properties properties) {
        Map<String, String> values = properties.values();
        if (values.keySet().stream().allMatch(key -> canSay(key) && fold(key).equals(key))) {
            return values;
        }
        Map<String, String> shown = new TreeMap<>();
        stored(values.keySet()).forEach((key, stored) -> shown.put(key, values.get(stored)));
        return shown;
    }

    /**
     * The keys that the wire shows, as they are stored, by how it spells them.
     *
     * @param keys in their order
     */
    public Map<String, String> stored(Set<String> keys) {
        Map<String, String> stored = new TreeMap<>();
        for (String key : keys) {
            String folded = fold(key);
            if (folded.equals(key)) {
                stored.put(folded, key);
            } else {
                stored.putIfAbsent(folded, key);
            }
        }
        stored.keySet().removeIf(folded -> !canSay(folded));
        return stored;
    }
}
