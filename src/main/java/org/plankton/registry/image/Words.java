package org.plankton.registry.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How constants are written outside: by their names, in whatever case, and by us in lower case. */
public final class Words {
    private Words() {}

    /** The word of a constant. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of that word.
     *
     * @param written null: none
     */
    public static <E extends Enum<E>> Optional<E> find(Class<E> type, String written) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(written))
                .findFirst();
    }

    /** Those that there are, in their order: {@code a or b or c}. */
    public static String any(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(" or "));
    }
}
