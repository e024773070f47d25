package org.plankton.catalogue;

/** An operator's catalogue cannot be used; the message says why, to go behind the name of the setting. */
public final class UnusableCatalogue extends Exception {
    private static final long serialVersionUID = 1;

    UnusableCatalogue(String message, Exception cause) {
        super(message, cause);
    }
}
