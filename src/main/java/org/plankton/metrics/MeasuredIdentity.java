package org.plankton.metrics;

import java.util.Optional;
import org.plankton.metrics.CallMeters.Outcome;
import org.plankton.registry.ports.Identity;

/** An identity service, each question to which is measured. */
record MeasuredIdentity(Identity identity, CallMeters calls) implements Identity {
    @Override
    public Optional<Authenticated> authenticate(String token) {
        long start = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            Optional<Authenticated> authenticated = identity.authenticate(token);
            outcome = authenticated.isPresent() ? Outcome.ANSWERED : Outcome.REFUSED;
            return authenticated;
        } catch (RuntimeException e) {
            outcome = Outcome.of(e);
            throw e;
        } finally {
            calls.ended("identity", "authenticate", outcome, start);
        }
    }

    @Override
    public void forget(String token) {
        identity.forget(token);
    }
}
