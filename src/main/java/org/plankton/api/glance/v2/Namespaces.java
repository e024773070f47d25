package org.plankton.api.glance.v2;

import java.util.List;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.catalogue.KnownProperty;
import org.plankton.registry.image.Fault;

/**
 * The catalogue of properties as namespaces: one for each of its groups.
 *
 * @param all in the order in which they are shown
 */
public record Namespaces(List<Namespace> all) {
    public Namespaces {
        all = List.copyOf(all);
    }

    static Namespaces of(Catalogue catalogue) {
        return new Namespaces(catalogue.groups().stream()
                .map(Namespace::of)
                .filter(namespace -> !namespace.properties().isEmpty())
                .toList());
    }

    /** @throws Fault NOT_FOUND if there is none of that name */
    Namespace find(String name) {
        return all.stream()
                .filter(namespace -> namespace.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "there is no such namespace"));
    }

    /** @throws Fault NOT_FOUND if there is none, or it has no property of exactly that key */
    KnownProperty property(String name, String key) {
        return find(name)
                .property(key)
                .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "the namespace has no such property"));
    }
}
