package org.plankton;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.plankton.api.http.Requests;
import org.plankton.api.ops.MetricsServlet;
import org.plankton.database.MariaDb;
import org.plankton.health.PartyHealth;
import org.plankton.health.PartyWatch;
import org.plankton.identity.CachingIdentity;
import org.plankton.metrics.Metrics;
import org.plankton.metrics.RequestMeters;
import org.plankton.registry.Registry;
import org.plankton.registry.following.Mirroring;
import org.plankton.registry.listing.LongLists;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.View;
import org.plankton.registry.turns.Turns;
import org.plankton.settings.MetricsSettings;

/**
 * Puts what is measured to what measures it. Where nobody may see it nothing is: whatever is to be measured is handed
 * back as it is.
 */
final class Measuring implements AutoCloseable {
    private static final Duration LOOK_AT_IMAGES = Duration.ofSeconds(5);

    private final MetricsSettings settings;
    private final Optional<Metrics> metrics;

    /** @param admins who may see it, whatever is set */
    Measuring(MetricsSettings settings, Set<String> admins) {
        this.settings = settings;
        this.metrics = settings.areAnybodys() || !admins.isEmpty()
                ? Optional.of(new Metrics(Release.version()))
                : Optional.empty();
    }

    Requests requests() {
        return metrics.<Requests>map(some -> new Counted(some.requests())).orElse(Requests.UNTOLD);
    }

    private record Counted(RequestMeters meters) implements Requests {
        @Override
        public void expect(String dialect) {
            meters.expect(dialect);
        }

        @Override
        public void ended(String dialect, String route, String method, int status, String kind, long nanos) {
            meters.ended(dialect, route, method, status, kind, nanos);
        }
    }

    /** What the pool of connections is to be told; empty: nothing. */
    Optional<Object> pool() {
        return metrics.map(Metrics::pool);
    }

    Identity identity(Identity identity) {
        return metrics.map(some -> some.identity(identity)).orElse(identity);
    }

    ObjectStore store(ObjectStore store) {
        return metrics.map(some -> some.store(store)).orElse(store);
    }

    Sharing sharing(Sharing sharing) {
        return metrics.map(some -> some.sharing(sharing)).orElse(sharing);
    }

    Database database(Database database) {
        return metrics.map(some -> some.database(database)).orElse(database);
    }

    /** Those, and who counts what they are told. */
    List<Journal> journals(Journal... others) {
        return Stream.concat(Stream.of(others), metrics.map(Metrics::journal).stream())
                .toList();
    }

    /** @param of in one word */
    void turns(String of, Turns turns) {
        metrics.ifPresent(some -> some.turns(of, turns));
    }

    void lists(LongLists lists) {
        metrics.ifPresent(some -> some.lists(lists::underWay));
        turns("lists", lists.reading());
        turns("lists_first", lists.first());
        turns("lists_further", lists.further());
    }

    void remembered(CachingIdentity tokens) {
        metrics.ifPresent(some -> {
            some.remembered(
                    "accepted",
                    () -> tokens.recall().acceptedHits(),
                    () -> tokens.recall().accepted());
            some.remembered(
                    "refused",
                    () -> tokens.recall().refusedHits(),
                    () -> tokens.recall().refused());
            some.unknown(() -> tokens.recall().misses());
            some.turns("identity", tokens::waiting);
            some.unasked(tokens::unasked);
        });
    }

    /** Whether it is up, and its images. */
    void database(MariaDb database, Parts parts) {
        turns("transactions", database.turns());
        metrics.ifPresent(some -> {
            some.party("database", database::answers);
            parts.keep(new Timer(
                    "image counts",
                    some.images(database, settings.owners()),
                    LOOK_AT_IMAGES,
                    "images are still to be counted for whoever looks at metrics"));
        });
    }

    /** @param of in one word */
    void party(String of, PartyWatch watch) {
        metrics.ifPresent(some -> some.party(of, () -> watch.latest().state() == PartyHealth.State.UP));
    }

    /** Empty: there is none. */
    void bridge(Optional<Mirroring> bridge) {
        metrics.ifPresent(
                some -> some.bridge(() -> bridge.map(Mirroring::secondsBehind).orElse(Double.NaN)));
    }

    void mount(Mounts mounts, Registry registry, Identity identity) {
        metrics.ifPresent(some -> mounts.servletForNoPage(
                "metrics",
                new MetricsServlet(
                        new MetricsServlet.Readers(settings.token(), settings.addresses()),
                        registry,
                        mounts.tokens("metrics", identity, View.WHOLE),
                        some::write,
                        Metrics.CONTENT_TYPE),
                MetricsServlet.PATH,
                MetricsServlet.PATH + "/"));
    }

    @Override
    public void close() {
        metrics.ifPresent(Metrics::close);
    }
}
