package org.plankton.api.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Families;

/** Finds the current image of a family. */
final class FamilyLookup {
    /** Among which those are looked for that are called alike. */
    private static final int MOST_NAMES = 1_000;

    private static final int MOST_CLOSE = 5;

    private FamilyLookup() {}

    /**
     * That of {@code owner}; or of the first of the site's own accounts that has one, else of the caller.
     *
     * @throws Fault NOT_FOUND if there is none, with those that are close
     */
    static Families.Current current(
            Registry registry, Caller caller, List<String> site, String family, Optional<String> owner) {
        Stream<String> asked =
                owner.map(Stream::of).orElseGet(() -> Stream.concat(site.stream(), Stream.of(caller.account())));
        return asked.flatMap(account -> registry.findFamily(caller, family, Optional.of(account)).stream())
                .findFirst()
                .orElseThrow(() -> none(registry, caller, family, owner));
    }

    private static Fault none(Registry registry, Caller caller, String family, Optional<String> owner) {
        List<Families.Current> others = registry.findFamily(caller, family, Optional.empty());
        if (!others.isEmpty()) {
            String owners = others.stream()
                    .map(current -> current.image().owner())
                    .limit(MOST_CLOSE)
                    .collect(Collectors.joining(", "));
            return new Fault(
                    Fault.Kind.NOT_FOUND,
                    owner.map(account -> "you see no image of " + account + "'s of the family ")
                                    .orElse("neither the site nor you have an image of the family ")
                            + family + " that can be used; ask with owner= for that of " + owners);
        }
        String close = registry.listFamilies(caller, Optional.empty(), MOST_NAMES).current().stream()
                .map(Families.Current::family)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .sorted(Comparator.comparingInt((String other) -> -alike(family, other)))
                .limit(MOST_CLOSE)
                .collect(Collectors.joining(", "));
        return new Fault(
                Fault.Kind.NOT_FOUND,
                "you see no image of the family " + family + " that can be used"
                        + (close.isEmpty() ? "" : "; close are " + close));
    }

    /** How many characters are the same at the beginning. */
    private static int alike(String one, String other) {
        int same = 0;
        while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return same;
    }
}
