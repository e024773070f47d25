package org.plankton.registry.request;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Properties;

/** Steps by which an image's properties change, one after the other, and all of them or none. Keys are as stored. */
public record PropertyPatch(List<Step> steps) implements PropertyChange {
    /** What is asked of one property. */
    public enum Kind {
        /** It is set, be it there or not. */
        SET,
        /** It is set, and was not there. */
        ADD,
        /** It is set, and was there. */
        REPLACE,
        /** It goes, and was there. */
        REMOVE
    }

    /** @param value empty if it goes */
    public record Step(Kind kind, String key, Optional<String> value) {}

    /** @throws Fault BAD_REQUEST if a key or a value can be no property's */
    public PropertyPatch {
        steps.forEach(step -> Properties.require(step.key(), step.value().orElse("")));
    }

    @Override
    public KeyFolding keys() {
        return KeyFolding.NONE;
    }

    @Override
    public Map<String, Set<String>> sent() {
        Map<String, Set<String>> sent = new HashMap<>();
        steps.forEach(step -> step.value()
                .ifPresent(value ->
                        sent.computeIfAbsent(step.key(), key -> new HashSet<>()).add(value)));
        return sent;
    }

    @Override
    public Properties applyTo(Properties before) {
        if (steps.isEmpty()) {
            return before;
        }
        Map<String, String> after = new TreeMap<>(before.values());
        steps.forEach(step -> apply(step, after));
        return new Properties(after);
    }

    private static void apply(Step step, Map<String, String> properties) {
        boolean isThere = properties.containsKey(step.key());
        switch (step.kind()) {
            case ADD -> require(!isThere, step, "is there already: replace it");
            case REPLACE, REMOVE -> require(isThere, step, "is not there: add it, or leave it out");
            case SET -> {}
        }
        step.value().ifPresentOrElse(value -> properties.put(step.key(), value), () -> properties.remove(step.key()));
    }

    private static void require(boolean isSo, Step step, String otherwise) {
        if (!isSo) {
            throw new Fault(Fault.Kind.CONFLICT, "property " + step.key() + " " + otherwise);
        }
    }

    /** Only what registers an image replaces its properties, and that patches none. */
    @Override
    public PropertyChange replacing() {
        throw new UnsupportedOperationException("a patch names what it changes");
    }
}
