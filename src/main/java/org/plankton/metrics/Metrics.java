package org.plankton.metrics;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.turns.TurnCounts;
import org.plankton.registry.turns.Turns;

/**
 * All that is measured, from the start of one service to its end. No label has a value that clients choose, or that
 * there is no small number of; the only accounts among them are those that the operator has listed.
 */
public final class Metrics implements AutoCloseable {
    /** As {@link #write} writes it. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Gauges gauges = new Gauges(meters);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final RequestMeters requests = new RequestMeters(meters);
    private final CallMeters calls = new CallMeters(meters);
    private final TransferMeters transfers = new TransferMeters(meters);

    /** @param version of the service */
    public Metrics(String version) {
        gauges.gauge(
                "plankton.build.info",
                "always 1; which Plankton this is, and on which Java",
                Tags.of("version", version, "java", Runtime.version().toString()),
                () -> 1);
        new UptimeMetrics().bindTo(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ClassLoaderMetrics().bindTo(meters);
        new FileDescriptorMetrics().bindTo(meters);
        collections.bindTo(meters);
    }

    /** All of it as it is now, in Prometheus' text. It asks nobody, and so waits for nobody. */
    public void write(OutputStream text) throws IOException {
        meters.scrape(text, CONTENT_TYPE);
    }

    /** What HikariCP is told, which knows the library as well. */
    public Object pool() {
        return meters;
    }

    public RequestMeters requests() {
        return requests;
    }

    /** The same, each question of which is measured. */
    public Identity identity(Identity identity) {
        return new MeasuredIdentity(identity, calls);
    }

    /** The same, each question of which is measured, and all bytes that pass. */
    public ObjectStore store(ObjectStore store) {
        return new MeasuredStore(store, calls, transfers);
    }

    /** The same, each change of which is measured. */
    public Sharing sharing(Sharing sharing) {
        return sharing == Sharing.NONE ? sharing : new MeasuredSharing(sharing, calls);
    }

    /** The same, each use of which is measured. */
    public Database database(Database database) {
        return new MeasuredDatabase(database, calls);
    }

    /** Counts the entries of the journal. */
    public Journal journal() {
        return new JournalMeters(meters);
    }

    /**
     * Counts images, whenever it is run, if that is due.
     *
     * @param accounts of which it is told how old their newest public image is
     */
    public Runnable images(Database database, Collection<String> accounts) {
        return new ImageMeters(database, accounts, meters, System::nanoTime);
    }

    /** @param of what there is only so much of at once, in one word */
    public void turns(String of, Turns turns) {
        turns(of, turns::counts);
    }

    /** @param of what there is only so much of at once, in one word */
    public void turns(String of, Supplier<TurnCounts> counts) {
        Tags tags = Tags.of("of", of);
        gauges.gauge(
                "plankton.turns",
                "how many may have some of it at once",
                tags,
                () -> counts.get().atOnce());
        gauges.gauge(
                "plankton.turns.taken",
                "how many have some of it",
                tags,
                () -> counts.get().taken());
        gauges.gauge(
                "plankton.turns.waiting",
                "how many wait until they may have some of it",
                tags,
                () -> counts.get().waiting());
        gauges.counter(
                "plankton.turns.refused",
                "how many there was none left for, in time or at all",
                tags,
                () -> counts.get().refused());
    }

    /**
     * @param party in one word
     * @param isUp asks nobody
     */
    public void party(String party, BooleanSupplier isUp) {
        gauges.gauge(
                "plankton.party.up",
                "1 if it answers, as far as is known without asking it; else 0",
                Tags.of("party", party),
                () -> isUp.getAsBoolean() ? 1 : 0);
    }

    /** @param seconds since all was last written that had been done until then; NaN: there is no bridge */
    public void bridge(Supplier<Number> seconds) {
        gauges.gauge(
                "plankton.bridge.behind.seconds",
                "how long ago all was last in Pithos' database that had been done until then; NaN: there is no bridge",
                Tags.empty(),
                seconds);
    }

    /** How many lists and pages are on their way. */
    public void lists(Supplier<Number> underWay) {
        gauges.gauge("plankton.lists.under.way", "lists and pages that are being sent", Tags.empty(), underWay);
    }

    /**
     * What is remembered of tokens.
     *
     * @param answer which of the identity service's answers
     * @param hits how often it was remembered
     * @param entries how many are
     */
    public void remembered(String answer, Supplier<Number> hits, Supplier<Number> entries) {
        Tags tags = Tags.of("answer", answer);
        gauges.counter("plankton.tokens.remembered", "how often the answer to a token was remembered", tags, hits);
        gauges.gauge("plankton.tokens", "tokens whose answer is remembered", tags, entries);
    }

    /** @param misses how often nothing was remembered of a token */
    public void unknown(Supplier<Number> misses) {
        gauges.counter("plankton.tokens.unknown", "how often nothing was remembered of a token", Tags.empty(), misses);
    }

    /** @param refused how often the identity service was not asked of a token, as it does not answer */
    public void unasked(Supplier<Number> refused) {
        gauges.counter(
                "plankton.tokens.unasked",
                "how often the identity service was not asked of a token, as it does not answer",
                Tags.empty(),
                refused);
    }

    @Override
    public void close() {
        collections.close(); // the virtual machine tells it of each, and would keep it
        meters.close();
    }
}
