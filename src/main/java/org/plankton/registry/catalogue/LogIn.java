package org.plankton.registry.catalogue;

import java.util.Optional;
import java.util.stream.Stream;

/** By which name one logs in to a machine that is made of an image. */
final class LogIn {
    static final String USERS = "USERS";

    private static final String ROOT = "root";
    private static final String ADMINISTRATOR = "Administrator";

    private LogIn() {}

    /** The first that the image names; that of snf-image, if it prepares the image; else empty: nobody knows. */
    static Optional<String> name(Look look) {
        return Stream.of(USERS, "os_admin_user", "image_original_user", "cloud_init_default_user", "LOGINNAME")
                .map(look::value)
                .filter(users -> !users.isEmpty())
                .map(users -> users.split("\\s+")[0])
                .findFirst()
                .or(() -> look.isForSynnefo() ? Optional.of(usual(look)) : Optional.empty());
    }

    /** Whose password snf-image sets where nothing is said. */
    static String usual(Look look) {
        return look.isWindows() ? ADMINISTRATOR : ROOT;
    }
}
