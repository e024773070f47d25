package org.plankton.settings;

import static org.plankton.settings.Parsers.matching;
import static org.plankton.settings.Parsers.number;
import static org.plankton.settings.Parsers.oneOf;
import static org.plankton.settings.Parsers.seconds;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The object store where images' bytes are.
 *
 * @param url without a slash at its end
 * @param timeout for one whole exchange, but for the bytes of an image
 * @param credentials with whose token the service settles what is noted; off: it waits for whose it is
 * @param sharing whether members and publication are written through to the object store
 * @param accountPrefix what Swift puts before an account
 * @param container of the owner's, where uploads go
 * @param idle how long the bytes of an image may stand still
 * @param transfers how many images' bytes travel at once
 */
public record StoreSettings(
        Kind kind,
        String url,
        Duration timeout,
        Credentials credentials,
        boolean sharing,
        String accountPrefix,
        String container,
        Duration idle,
        int transfers) {

    /** What stands at the address. */
    public enum Kind {
        PITHOS,
        SWIFT
    }

    private static final Pattern ACCOUNT_PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** As Swift has it: neither a slash nor what cannot be seen; and what a location can have as a part. */
    private static final Pattern CONTAINER = Pattern.compile("(?!\\.{1,2}$|\\s|.*\\s$)[^/\\p{Cntrl}]{1,64}");

    /**
     * Of those that are required, what is missing or unusable is null, which the reader has then noted.
     *
     * @param identity which of the credentials there can be
     */
    static StoreSettings read(SettingsReader reader, IdentitySettings.Kind identity) {
        return new StoreSettings(
                reader.or("plankton.store.kind", "pithos", oneOf(Kind.class)),
                reader.required("plankton.store.url", Addresses::web),
                reader.or("plankton.store.timeout", "5", seconds(1, 60)),
                Credentials.read(reader, "plankton.store.credentials", "plankton.store.token", identity),
                reader.or("plankton.store.sharing", "true", Parsers::truth),
                reader.or(
                        "plankton.store.account-prefix",
                        "AUTH_",
                        matching(ACCOUNT_PREFIX, "must be at most 64 of letters, digits and . _ -")),
                reader.or(
                        "plankton.store.container",
                        "images",
                        matching(
                                CONTAINER,
                                "must be a container's name: at most 64 characters, no slash, not . or .., "
                                        + "no blank at either end")),
                reader.or("plankton.store.idle", "30", seconds(1, 600)),
                reader.or("plankton.store.transfers", "32", number(1, 1000)));
    }
}
