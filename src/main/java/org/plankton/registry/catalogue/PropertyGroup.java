package org.plankton.registry.catalogue;

import java.util.List;

/**
 * Properties that belong together, in the order in which they are shown.
 *
 * @param name by which an operator's own file names it
 */
public record PropertyGroup(String name, LocalText label, List<KnownProperty> properties) {
    public PropertyGroup {
        properties = List.copyOf(properties);
    }
}
