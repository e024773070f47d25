package org.plankton.api.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.plankton.api.words.EnumText;
import org.plankton.health.PartyHealth;
import org.plankton.health.PartyHealth.State;

/**
 * What administrators are told of the service's health beside whether it is ready. Nobody is asked, and nobody waited
 * for: it is what was last found of each party.
 *
 * @param version the service's own
 * @param tables the version of the database's tables; empty if it is not known
 */
public record HealthDetails(
        String version,
        Supplier<PartyHealth> database,
        Supplier<Optional<String>> tables,
        Supplier<PartyHealth> identity,
        Supplier<PartyHealth> store,
        Clock clock) {

    /** @param reason why the service is not ready; empty if it is */
    void write(Optional<String> reason, ObjectNode document) {
        reason.ifPresent(why -> document.put("reason", why));
        PartyHealth ofDatabase = database.get();
        PartyHealth ofIdentity = identity.get();
        PartyHealth ofStore = store.get();
        document.put(
                "degraded",
                Stream.of(ofDatabase, ofIdentity, ofStore).anyMatch(health -> health.state() == State.DOWN));
        document.put("version", version);
        ObjectNode parties = document.putObject("parties");
        write(ofDatabase, parties.putObject("database"))
                .put("tables_version", tables.get().orElse(null));
        write(ofIdentity, parties.putObject("identity"));
        write(ofStore, parties.putObject("store"));
    }

    private ObjectNode write(PartyHealth health, ObjectNode party) {
        party.put("state", EnumText.of(health.state()));
        party.put("since", health.since().truncatedTo(ChronoUnit.MILLIS).toString());
        party.put(
                "age_ms",
                Math.max(0, Duration.between(health.at(), clock.instant()).toMillis()));
        party.put("latency_ms", health.latency().map(HealthDetails::millis).orElse(null));
        return party;
    }

    /** With one decimal: a database answers in less. */
    private static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e5) / 10.0;
    }
}
