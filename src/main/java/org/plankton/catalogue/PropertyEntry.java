package org.plankton.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.plankton.registry.catalogue.KnownProperty;
import org.plankton.registry.catalogue.KnownProperty.Type;
import org.plankton.registry.catalogue.LocalText;

/**
 * A property as a file tells of it. What it leaves out is as in the file below it.
 *
 * @param hidden whether the property is in no form, and known no longer
 */
record PropertyEntry(
        String key,
        Boolean hidden,
        Map<String, String> label,
        Map<String, String> help,
        String type,
        List<ValueEntry> values,
        Boolean open,
        Long minimum,
        Long maximum,
        String pattern,
        @JsonProperty("default") String usual,
        String example,
        List<String> readers,
        List<String> aliases,
        Boolean shown) {
    record ValueEntry(String value, Map<String, String> label) {}

    /** The same on top of another. */
    PropertyEntry over(PropertyEntry below) {
        return new PropertyEntry(
                below.key,
                own(below, PropertyEntry::hidden),
                own(below, PropertyEntry::label),
                own(below, PropertyEntry::help),
                own(below, PropertyEntry::type),
                own(below, PropertyEntry::values),
                own(below, PropertyEntry::open),
                own(below, PropertyEntry::minimum),
                own(below, PropertyEntry::maximum),
                own(below, PropertyEntry::pattern),
                own(below, PropertyEntry::usual),
                own(below, PropertyEntry::example),
                own(below, PropertyEntry::readers),
                own(below, PropertyEntry::aliases),
                own(below, PropertyEntry::shown));
    }

    private <T> T own(PropertyEntry below, Function<PropertyEntry, T> field) {
        T own = field.apply(this);
        return own == null ? field.apply(below) : own;
    }

    boolean isHidden() {
        return Boolean.TRUE.equals(hidden);
    }

    /** @throws IllegalArgumentException if something of it cannot be so */
    KnownProperty known() {
        return new KnownProperty(
                key,
                label == null ? new LocalText(Map.of(LocalText.USUAL, key)) : new LocalText(label),
                help == null ? new LocalText(Map.of(LocalText.USUAL, "")) : new LocalText(help),
                type == null ? Type.STRING : Type.valueOf(type.toUpperCase(Locale.ROOT)),
                orNone(values).stream()
                        .map(value -> new KnownProperty.Value(
                                Objects.requireNonNull(value.value, "a value says what it is"),
                                value.label == null ? null : new LocalText(value.label)))
                        .toList(),
                Boolean.TRUE.equals(open),
                minimum,
                maximum,
                pattern == null ? null : Pattern.compile(pattern),
                usual,
                example,
                orNone(readers),
                orNone(aliases),
                Boolean.TRUE.equals(shown));
    }

    private static <T> List<T> orNone(List<T> list) {
        return list == null ? List.of() : list;
    }
}
