package org.plankton.settings;

import static org.plankton.settings.Parsers.number;
import static org.plankton.settings.Parsers.oneOf;
import static org.plankton.settings.Parsers.seconds;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.plankton.identity.KeystoneIdentity.AccountOf;
import org.plankton.identity.ServiceUser;

/**
 * The identity service that tokens are checked with.
 *
 * @param url without a slash at its end
 * @param timeout for one whole question
 * @param cache how long a good token is believed
 * @param refusals how long a bad one is
 * @param waiting how many requests wait for its answers at a time
 * @param user whom Plankton is to Keystone; there if the kind is that
 * @param accountOf what Keystone's answer says that an account is
 */
public record IdentitySettings(
        Kind kind,
        String url,
        Duration timeout,
        Duration cache,
        Duration refusals,
        int waiting,
        Optional<ServiceUser> user,
        AccountOf accountOf) {

    /** What stands at the address. */
    public enum Kind {
        ASTAKOS,
        KEYSTONE
    }

    /** Of those that are required, what is missing or unusable is null, which the reader has then noted. */
    static IdentitySettings read(SettingsReader reader) {
        Kind kind = reader.or("plankton.identity.kind", "astakos", oneOf(Kind.class));
        return new IdentitySettings(
                kind,
                reader.required("plankton.identity.url", Addresses::web),
                reader.or("plankton.identity.timeout", "3", seconds(1, 60)),
                reader.or("plankton.identity.cache", "60", seconds(0, 300)),
                reader.or("plankton.identity.refusals", "5", seconds(0, 300)),
                reader.or("plankton.identity.waiting", "50", number(1, 1000)),
                user(reader, kind == Kind.KEYSTONE),
                reader.or("plankton.identity.account", "project", oneOf(AccountOf.class)));
    }

    private static Optional<ServiceUser> user(SettingsReader reader, boolean isKeystone) {
        String condition = "plankton.identity.kind is keystone";
        ServiceUser user = new ServiceUser(
                reader.requiredOnlyIf(isKeystone, condition, "plankton.identity.user", Parsers::name),
                reader.requiredOnlyIf(isKeystone, condition, "plankton.identity.password", Function.identity()),
                reader.or("plankton.identity.user-domain", "Default", Parsers::name),
                reader.requiredOnlyIf(isKeystone, condition, "plankton.identity.project", Parsers::name),
                reader.or("plankton.identity.project-domain", "Default", Parsers::name));
        return isKeystone ? Optional.of(user) : Optional.empty();
    }
}
