package org.plankton.registry.catalogue;

import java.util.Optional;
import java.util.stream.Stream;

/** Finds the key that is probably meant by one that nobody knows. */
final class NearKeys {
    /** Of shorter ones each is near to many others. */
    private static final int SHORTEST = 4;

    /** From this length on two letters may be wrong. */
    private static final int LONG = 8;

    private final Catalogue catalogue;

    NearKeys(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Empty if the key is known, or nothing is near to it. */
    Optional<String> near(String key) {
        if (catalogue.find(key).isPresent()) {
            return Optional.empty();
        }
        String letters = letters(key);
        return letters.length() < SHORTEST
                ? Optional.empty()
                : known().filter(known -> isNear(letters, letters(known))).findFirst();
    }

    private Stream<String> known() {
        return catalogue
                .properties()
                .filter(known -> known.prefix().isEmpty())
                .flatMap(known -> Stream.concat(Stream.of(known.key()), known.aliases().stream()));
    }

    private static String letters(String key) {
        return Catalogue.fold(key).replace("_", "").replace(" ", "");
    }

    private static boolean isNear(String one, String other) {
        int most = other.length() < SHORTEST ? 0 : other.length() < LONG ? 1 : 2;
        return Math.abs(one.length() - other.length()) <= most && distance(one, other) <= most;
    }

    /** How many letters are to be put in, left out, or made others, that one becomes the other. */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
