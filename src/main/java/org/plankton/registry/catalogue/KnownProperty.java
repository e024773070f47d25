package org.plankton.registry.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is known of a property.
 *
 * @param key as those write it who read the property; with a {@code *} at its end it is of every key that begins so
 * @param values that it may have; empty: any of its type
 * @param isOpen whether it may have others than those, too
 * @param minimum of a number; null: none
 * @param maximum of a number; null: none
 * @param pattern that all of a value must match; null: none
 * @param usual what it is taken for where an image has not got it; null: nothing
 * @param example null: none
 * @param readers programs that read it
 * @param aliases other keys that say the same to other programs
 * @param isShown whether a form shows it before all others
 */
public record KnownProperty(
        String key,
        LocalText label,
        LocalText help,
        Type type,
        List<Value> values,
        boolean isOpen,
        Long minimum,
        Long maximum,
        Pattern pattern,
        String usual,
        String example,
        List<String> readers,
        List<String> aliases,
        boolean isShown) {
    /** What a value stands for; on every wire it is text. */
    public enum Type {
        STRING,
        INTEGER,
        BOOLEAN
    }

    /**
     * A value that it may have.
     *
     * @param label null: it speaks for itself
     */
    public record Value(String value, LocalText label) {}

    private static final String ANY = "*";

    public KnownProperty {
        values = List.copyOf(values);
        readers = List.copyOf(readers);
        aliases = List.copyOf(aliases);
    }

    /** What keys begin with that it is of; empty if it is of one key alone. */
    public Optional<String> prefix() {
        return key.endsWith(ANY) ? Optional.of(key.substring(0, key.length() - ANY.length())) : Optional.empty();
    }

    /** Whether whoever reads the property can make something of that value. */
    public boolean takes(String value) {
        boolean isListed = values.isEmpty() || isOpen || values.stream().anyMatch(one -> one.value.equals(value));
        boolean isFormed = pattern == null || pattern.matcher(value).matches();
        return isListed && isFormed && (type != Type.INTEGER || isInBounds(value));
    }

    private boolean isInBounds(String value) {
        try {
            long number = Long.parseLong(value);
            return (minimum == null || number >= minimum) && (maximum == null || number <= maximum);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Whether snf-image takes that for a yes; null is none. */
    static boolean isYes(String value) {
        return value != null && List.of("yes", "true", "1", "on", "set").contains(value.toLowerCase(Locale.ROOT));
    }
}
