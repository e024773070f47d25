package org.plankton.settings;

import java.util.regex.Pattern;

/**
 * A setting, and where it is set.
 *
 * @param name whole: {@code plankton.database.url}
 * @param value as it is written; its default where it is set nowhere, which may be empty
 */
public record Setting(String name, String value, Source source) {
    /** Where it is set; the first of these in which it is counts. */
    public enum Source {
        /** As a system property of Java. */
        PROPERTY,
        /** As an environment variable. */
        ENVIRONMENT,
        /** As a parameter of the servlet context, in the context file. */
        CONTEXT,
        /** Nowhere. */
        DEFAULT
    }

    private static final String HIDDEN = "********";

    /** What is to be known to nobody who only looks at the settings. */
    private static final Pattern SECRET = Pattern.compile(".*[.](password|token)");

    private static final Pattern ADDRESS = Pattern.compile(".*[.-]url");

    /** The value, unless it is secret, for others to see. */
    public String shown() {
        if (SECRET.matcher(name).matches() && !value.isEmpty()) {
            return HIDDEN;
        }
        return ADDRESS.matcher(name).matches() || value.contains("://") ? Addresses.shown(value) : value;
    }

    /** Without what is secret: it must not reach a log. */
    @Override
    public String toString() {
        return name + "=" + shown();
    }
}
