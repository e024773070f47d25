package org.plankton.settings;

import static org.plankton.settings.Parsers.matching;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.plankton.api.http.Networks;

/**
 * Who may see what is measured, beside administrators.
 *
 * @param token that Prometheus brings; empty: nobody comes by one
 * @param addresses of clients that need none
 * @param owners accounts of which it is told how old their newest public image is
 */
public record MetricsSettings(Optional<String> token, Networks addresses, Set<String> owners) {
    private static final Pattern TOKEN = Pattern.compile("[!-~]{16,1024}");

    static MetricsSettings read(SettingsReader reader) {
        return new MetricsSettings(
                reader.optional(
                        "plankton.metrics.token",
                        matching(TOKEN, "must be 16 to 1024 visible characters of ASCII, without blanks")),
                reader.or("plankton.metrics.addresses", "none", Networks::of),
                reader.optional("plankton.metrics.owners", MetricsSettings::owners)
                        .orElse(Set.of()));
    }

    private static Set<String> owners(String value) {
        Set<String> owners = Parsers.accounts(value);
        if (owners.size() > 100) {
            throw new IllegalArgumentException("must be 100 accounts at most: each is a series of its own");
        }
        return owners;
    }

    /** Whether anybody may ask who is no administrator. */
    public boolean areAnybodys() {
        return token.isPresent() || !addresses.networks().isEmpty();
    }

    /** Leaves the token out: it must not reach a log. */
    @Override
    public String toString() {
        return addresses + " " + owners;
    }
}
