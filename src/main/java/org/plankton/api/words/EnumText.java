package org.plankton.api.words;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Constants of the registry as the wires write them: their names in lower case. */
public final class EnumText {
    /** Long lists are full of them. */
    private static final Map<Enum<?>, String> WORDS = new ConcurrentHashMap<>();

    private EnumText() {}

    public static String of(Enum<?> constant) {
        return WORDS.computeIfAbsent(constant, any -> any.name().toLowerCase(Locale.ROOT));
    }

    /** The one that is written exactly so, or empty. */
    public static <E extends Enum<E>> Optional<E> parse(Set<E> constants, String word) {
        return constants.stream().filter(constant -> of(constant).equals(word)).findFirst();
    }

    /** For a message: all words, with commas. */
    public static <E extends Enum<E>> String all(Set<E> constants) {
        return constants.stream().map(EnumText::of).collect(Collectors.joining(", "));
    }
}
