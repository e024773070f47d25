package org.plankton.cloud;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The development cloud's users. There are no others, and none can be added. */
public enum User {
    ALICE("a11ce000-0000-4000-8000-000000000001"),
    BOB("b0b00000-0000-4000-8000-000000000002"),
    CAROL("ca201000-0000-4000-8000-000000000003"),
    /** An administrator to a registry that is told so; to the cloud a user like the others. */
    ADMIN("ad310000-0000-4000-8000-000000000004");

    /** A token that was good once: Astakos answers 401 "Authentication expired". */
    public static final String EXPIRED_TOKEN = "expired-token";

    private final String account;

    User(String account) {
        this.account = account;
    }

    /** The user with that token; empty if there is none, or the token is null. */
    public static Optional<User> withToken(String token) {
        return Arrays.stream(values())
                .filter(user -> user.token().equals(token))
                .findFirst();
    }

    /** UUID: who owns files and images, and who is a member. */
    public String account() {
        return account;
    }

    /** What the user sends as {@code X-Auth-Token}. */
    public String token() {
        return shortName() + "-token";
    }

    /** What user catalogues show in place of the account: an e-mail address. */
    public String displayName() {
        return shortName() + "@example.org";
    }

    /** The constant's name in lower case, which is also the variable for the account in conversations. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
