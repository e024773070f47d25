package org.plankton.settings;

import static org.plankton.settings.Parsers.number;

import java.util.Optional;
import org.plankton.api.http.Admission.Rate;
import org.plankton.api.http.LeastRate;

/**
 * How much of the service one client may keep others from.
 *
 * @param requests how many of one account are answered at once
 * @param rate how often one account may ask; empty: as often as it likes
 * @param leastRate how fast bytes come and are taken at least
 */
public record ClientSettings(int requests, Optional<Rate> rate, LeastRate leastRate) {

    static ClientSettings read(SettingsReader reader) {
        return new ClientSettings(
                reader.or("plankton.limits.requests", "50", number(1, 10_000)),
                rate(reader),
                new LeastRate(reader.or("plankton.limits.least-rate", "4096", number(0, 1_000_000))));
    }

    private static Optional<Rate> rate(SettingsReader reader) {
        int perSecond = reader.or("plankton.limits.rate", "0", number(0, 1_000_000));
        int burst = reader.or("plankton.limits.burst", "100", number(1, 1_000_000));
        return perSecond == 0 ? Optional.empty() : Optional.of(new Rate(perSecond, burst));
    }
}
