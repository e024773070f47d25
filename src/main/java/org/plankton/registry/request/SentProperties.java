package org.plankton.registry.request;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Properties;

/**
 * What a client sends of an image's properties: what it says of none of them, be they deleted or not, is all the same.
 *
 * @param keys how the wire spells their keys
 * @param sent the values that were sent for each key as the wire spells it, an empty one to delete the property. kamaki
 *     sends a property's old value beside its new one: values that the image has already do not count, and one at most
 *     may be left
 * @param replaces whether the properties that are not among them are deleted, as far as the wire shows them; what is
 *     empty not every wire does
 */
public record SentProperties(KeyFolding keys, Map<String, Set<String>> sent, boolean replaces)
        implements PropertyChange {
    /** Nothing. */
    public static final SentProperties NONE = new SentProperties(KeyFolding.NONE, Map.of(), false);

    /** @throws Fault BAD_REQUEST if a key or a value can be no property's */
    public SentProperties {
        if (sent.containsKey("")) {
            throw Fault.badRequest("a property's key must not be empty");
        }
        sent.forEach((key, values) -> values.forEach(value -> Properties.require(key, value)));
    }

    @Override
    public PropertyChange replacing() {
        return new SentProperties(keys, sent, true);
    }

    /** @throws Fault BAD_REQUEST if several values are left of a property; those of {@link Properties} */
    @Override
    public Properties applyTo(Properties before) {
        if (sent.isEmpty() && !replaces) {
            return before;
        }
        Map<String, String> shown = keys.stored(before.values().keySet());
        Map<String, String> after = new TreeMap<>(before.values());
        if (replaces) {
            shown.values().forEach(key -> after.computeIfPresent(key, (same, value) -> value.isEmpty() ? value : null));
        }
        sent.forEach((spelled, choice) -> {
            String key = shown.getOrDefault(spelled, spelled);
            Set<String> values = new HashSet<>(choice);
            if (values.remove(before.get(key)) && values.isEmpty()) {
                after.put(key, before.get(key));
            }
            if (values.size() > 1) {
                throw Fault.badRequest("property " + spelled + " is given several values; send one");
            }
            values.forEach(value -> {
                if (value.isEmpty()) {
                    after.remove(key);
                } else {
                    after.put(key, value);
                }
            });
        });
        return new Properties(after);
    }
}
