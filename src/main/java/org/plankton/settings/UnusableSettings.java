package org.plankton.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The settings cannot be used; says what is wrong with each. */
public final class UnusableSettings extends Exception {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> problems;

    public UnusableSettings(Collection<String> problems) {
        super(String.join("; ", problems));
        this.problems = new ArrayList<>(problems);
    }

    /** A sentence each, with the name of the setting and where to set it. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
