package org.plankton.registry.request;

import java.util.Map;
import java.util.Set;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Properties;

/** What shall be different about an image's properties. */
public interface PropertyChange {
    /** How the wire spells their keys. */
    KeyFolding keys();

    /** The values that each property may become, by its key as the wire spells it; empty is one, or none. */
    Map<String, Set<String>> sent();

    /**
     * What they become.
     *
     * @throws Fault BAD_REQUEST if that contradicts itself; CONFLICT if it is of a property that is not there; those of
     *     {@link Properties}
     */
    Properties applyTo(Properties before);

    /** The same where all others are deleted that the wire shows. */
    PropertyChange replacing();
}
