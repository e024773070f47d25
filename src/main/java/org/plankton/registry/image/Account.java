package org.plankton.registry.image;

import java.util.regex.Pattern;

/** What an account's id may look like. */
public final class Account {
    /** Leaves out what means something in the object store's lists of readers: {@code * , ; : =}. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9@._-]{0,254}");

    private Account() {}

    public static boolean isWellFormed(String account) {
        return FORM.matcher(account).matches();
    }

    /**
     * {@code account}, which {@code field} gave.
     *
     * @throws Fault BAD_REQUEST if no account can be called that
     */
    public static String require(String field, String account) {
        if (!isWellFormed(account)) {
            throw Fault.badRequest(field + " must be an account's id: letters, digits and @ . _ -, at most 255,"
                    + " beginning with a letter or digit");
        }
        return account;
    }
}
