package org.plankton.metrics;

import java.util.function.Function;
import java.util.function.Supplier;
import org.plankton.metrics.CallMeters.Outcome;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Database;

/** A database, each use of which is measured, from the wait for a turn or a connection on. */
record MeasuredDatabase(Database database, CallMeters calls) implements Database {
    @Override
    public <T> T read(Function<Tables, T> work) {
        return measured("read", () -> database.read(work));
    }

    @Override
    public <T> T snapshot(Function<Tables, T> work) {
        return measured("snapshot", () -> database.snapshot(work));
    }

    @Override
    public <T> T inTransaction(String account, Function<Tables, T> work) {
        return measured("transaction", () -> database.inTransaction(account, work));
    }

    private <T> T measured(String call, Supplier<T> use) {
        long start = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            T result = use.get();
            outcome = Outcome.ANSWERED;
            return result;
        } catch (Fault fault) {
            // What is otherwise refused in it is the registry's to refuse, by what the database has answered.
            outcome = fault.kind() == Fault.Kind.UNAVAILABLE ? Outcome.of(fault) : Outcome.ANSWERED;
            throw fault;
        } finally {
            calls.ended("database", call, outcome, start);
        }
    }
}
