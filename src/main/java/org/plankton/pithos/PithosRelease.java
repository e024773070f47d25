package org.plankton.pithos;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Of Synnefo: each keeps images in other attributes. */
public enum PithosRelease {
    /** Or earlier: all properties are one attribute. */
    V0_14("0.14"),
    V0_15("0.15"),
    /** Or later: what a file is fit for has a column of its own, and there are snapshots. */
    V0_16("0.16");

    private final String text;

    PithosRelease(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if it is none of them, with the rest of a sentence about it */
    public static PithosRelease of(String text) {
        return Arrays.stream(values())
                .filter(release -> release.text.equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(values()).map(PithosRelease::toString).collect(Collectors.joining(", "))));
    }

    /** As it is written: {@code 0.15}. */
    @Override
    public String toString() {
        return text;
    }
}
