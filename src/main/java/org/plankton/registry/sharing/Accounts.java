package org.plankton.registry.sharing;

import static org.plankton.registry.ports.Sharing.EVERYONE;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Visibility;

/** Sets of accounts, and what is done with them. */
final class Accounts {
    private Accounts() {}

    static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    static Set<String> minus(Set<String> some, Set<String> others) {
        Set<String> rest = new HashSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    /** Who may read an image beside its owner. */
    static Set<String> readers(Visibility visibility, Set<String> members) {
        Set<String> readers = new HashSet<>(visibility.isForMembers() ? members : Set.of());
        if (visibility.isForEveryone()) {
            readers.add(EVERYONE);
        }
        return readers;
    }

    /** Who may read the object at that location for the sake of the image. */
    static Set<String> readersAt(Location location, Image image, Set<String> members) {
        return location.equals(image.location()) ? readers(image.metadata().visibility(), members) : Set.of();
    }

    static void unlessEmpty(Set<String> accounts, Consumer<Set<String>> statement) {
        if (!accounts.isEmpty()) {
            statement.accept(accounts);
        }
    }
}
