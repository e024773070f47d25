package org.plankton;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.plankton.api.catalogue.CatalogueDialect;
import org.plankton.api.catalogue.CatalogueFacts;
import org.plankton.api.glance.v1.GlanceDialect;
import org.plankton.api.glance.v2.ImagesDialect;
import org.plankton.api.http.AccessLogFilter;
import org.plankton.api.http.Admission;
import org.plankton.api.http.BaseUrl;
import org.plankton.api.http.Dialect;
import org.plankton.api.http.FaultServlet;
import org.plankton.api.http.ForwardedFilter;
import org.plankton.api.http.LeastRate;
import org.plankton.api.http.Origins;
import org.plankton.api.http.Requests;
import org.plankton.api.http.Tokens;
import org.plankton.api.ops.DescriptionServlet;
import org.plankton.api.ops.HealthDetails;
import org.plankton.api.ops.LivenessServlet;
import org.plankton.api.ops.ReadinessServlet;
import org.plankton.api.ops.UsageServlet;
import org.plankton.api.ops.VersionsServlet;
import org.plankton.api.page.BrowserFilter;
import org.plankton.api.page.PageServlet;
import org.plankton.api.plankton.PlanktonDialect;
import org.plankton.database.MariaDb;
import org.plankton.health.PartyWatch;
import org.plankton.health.Readiness;
import org.plankton.http.Probe;
import org.plankton.identity.CachingIdentity;
import org.plankton.identity.ImpatientIdentity;
import org.plankton.journal.AuditJournal;
import org.plankton.journal.LogJournal;
import org.plankton.log.LogFormat;
import org.plankton.log.ServiceLog;
import org.plankton.registry.Operations;
import org.plankton.registry.Registry;
import org.plankton.registry.bytes.HashThreads;
import org.plankton.registry.bytes.Transfers;
import org.plankton.registry.bytes.UploadBounds;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.change.AssessAnew;
import org.plankton.registry.change.FileWatch;
import org.plankton.registry.change.Housekeeping;
import org.plankton.registry.change.Settle;
import org.plankton.registry.change.SettleAll;
import org.plankton.registry.change.SettleBeside;
import org.plankton.registry.following.Mirroring;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.listing.LongLists;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Quotas;
import org.plankton.registry.request.View;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.sharing.Attempts;
import org.plankton.registry.turns.Turns;
import org.plankton.settings.ClientSettings;
import org.plankton.settings.Settings;
import org.plankton.settings.UnusableSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the service together when the container starts it: every object that lasts is made here, by hand, and every
 * servlet and filter mounted.
 */
public final class Application implements ServletContextListener {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private static final Duration LOOK_AT_TABLES = Duration.ofSeconds(2);
    private static final Duration LOOK_AT_NOTES = Duration.ofSeconds(2);
    private static final Duration SETTLE_NOTES = Duration.ofSeconds(10);

    private static final Duration LOOK_AT_ASSESSMENTS = Duration.ofSeconds(10);

    private static final Duration LOOK_AT_JOURNAL = Duration.ofSeconds(1);

    /**
     * Requests that wait for the object store, be it for others' questions or for another's change of the same readers,
     * beside as many as there may be of one account, which need not be refused. Each keeps a thread, and server.xml
     * counts them.
     */
    private static final int WAITING_OF_OTHERS = 22;

    private final Parts parts = new Parts();

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        // Closed last of all, once nobody has anything more to tell, and with them their threads.
        parts.keep(() -> Parts.awaitThreads("logback"));
        parts.keep(new ServiceLog(logFormat(context)));
        LOG.info("Plankton {} starts, in {} on Java {}", Release.version(), context.getServerInfo(), Runtime.version());
        try {
            Settings settings = settings(context);
            ClientSettings clients = settings.clients();
            Admission admission = new Admission(settings.admins(), clients.requests(), clients.rate());
            Measuring measuring = parts.keep(new Measuring(settings.metrics(), settings.admins()));
            Catalogue catalogue = Catalogues.read(settings.catalogue());
            start(
                    mounts(new Mounts(
                            context, settings.origins(), clients.leastRate(), admission, measuring.requests())),
                    settings,
                    catalogue,
                    measuring);
        } catch (UnusableSettings e) {
            e.problems().forEach(LOG::error);
            mounts(new Mounts(context, Origins.NONE, LeastRate.ANY, Admission.UNBOUNDED, Requests.UNTOLD))
                    .servlet("unusable", new UnusableServlet(e.problems()), "/*");
        } catch (RuntimeException e) { // not every container tells a listener to end what it could not begin
            parts.close();
            throw e;
        }
    }

    /** With what is there whether the settings can be used or not. */
    private static Mounts mounts(Mounts mounts) {
        mounts.errors("fault", new FaultServlet(), FaultServlet.PATH);
        mounts.servlet("liveness", new LivenessServlet(), LivenessServlet.PATH, LivenessServlet.PATH + "/");
        mounts.everywhere("access-log", new AccessLogFilter());
        return mounts;
    }

    private static LogFormat logFormat(ServletContext context) {
        return Settings.logFormat(SystemProperties.all(), System.getenv(), parameters(context));
    }

    private static Settings settings(ServletContext context) throws UnusableSettings {
        return Settings.of(SystemProperties.all(), System.getenv(), parameters(context));
    }

    private static Map<String, String> parameters(ServletContext context) {
        return Collections.list(context.getInitParameterNames()).stream()
                .collect(Collectors.toMap(Function.identity(), context::getInitParameter));
    }

    private void start(Mounts mounts, Settings settings, Catalogue catalogue, Measuring measuring) {
        // Closed behind all others, once nothing runs any longer that may have something to tell.
        parts.keep(new CoreLog());
        parts.keep(() -> Parts.awaitThreads("plankton"));
        Clock clock = Clock.systemUTC();
        Assessor assessor = new Assessor(catalogue, clock, settings.catalogue().isStrict());
        MariaDb tables = parts.keep(new MariaDb(
                settings.database().url(),
                settings.database().user(),
                settings.database().password(),
                settings.database().connections(),
                assessor,
                measuring.journals(new LogJournal(), new AuditJournal(clock)),
                measuring.pool()));
        Database database = measuring.database(tables);
        measuring.database(tables, parts);
        Identity asked = OutsideParties.identity(settings.identity(), clock, parts);
        int requests = settings.clients().requests();
        Turns waiting = new Turns(requests + WAITING_OF_OTHERS, requests);
        measuring.turns("waiting", waiting);
        measuring.turns("bodies", mounts.bodies());
        measuring.turns("readings", mounts.readings());
        OutsideParties.Store store = OutsideParties.store(settings.store(), waiting, parts);
        measuring.turns("store", store.turns());
        ObjectStore objects = measuring.store(store.objects());
        Sharing sharing = measuring.sharing(store.sharing());
        ChangeClock changes = new ChangeClock(clock);
        Duration grace = settings.store().timeout().multipliedBy(2);
        Settle settle = new Settle(database, objects, sharing, new Attempts(), settings.uploadLease(), grace, changes);
        SettleBeside beside = parts.keep(new SettleBeside(settle, grace, clock));
        CachingIdentity cached = new CachingIdentity(
                measuring.identity(asked),
                settings.identity().cache(),
                settings.identity().refusals(),
                settings.identity().waiting(),
                clock,
                Ticker.systemTicker());
        measuring.remembered(cached);
        Identity identity = beside.seenBy(cached);
        Transfers transfers = new Transfers(settings.store().transfers());
        measuring.turns("transfers", transfers.turns());
        LongLists lists =
                parts.keep(new LongLists(Math.max(1, settings.database().connections() / 2)));
        measuring.lists(lists);
        Registry registry = new Operations(
                database,
                objects,
                sharing,
                store.files(),
                new Access(settings.admins(), settings.publishers() == Settings.Publishers.ANYONE),
                new UploadBounds(settings.longestUpload(), settings.uploadLease()),
                transfers,
                parts.keep(new HashThreads()),
                lists,
                waiting,
                new Attempts(),
                assessor,
                changes);
        Readiness readiness = new Readiness(tables::trouble);
        BaseUrl base = new BaseUrl(settings.publicUrl());
        mounts.first("forwarded", new ForwardedFilter(settings.proxies()));

        Quotas quotas = settings.quotas();
        dialects(settings, CatalogueParts.facts(settings, catalogue, parts))
                .forEach((dialect, view) -> mounts.dialect(
                        dialect,
                        view.withQuotas(quotas),
                        registry,
                        identity,
                        settings.longestPage(),
                        base,
                        tables::refusal));
        mounts.servlet(
                "usage",
                new UsageServlet(registry, mounts.tokens("usage", identity, View.WHOLE), quotas),
                UsageServlet.PATH,
                UsageServlet.PATH + "/");
        mounts.refuse("usage", tables::refusal);
        measuring.mount(mounts, registry, identity);
        mounts.servlet(
                VersionsServlet.NAME,
                new VersionsServlet(base, ImagesDialect.VERSIONS, Release.version(), readiness::refusal),
                "",
                "/versions",
                "/versions/");
        mounts.refuse(VersionsServlet.NAME, tables::refusal);
        if (settings.page().isServed()) {
            mounts.servlet(
                    PageServlet.NAME,
                    new PageServlet(base, CatalogueParts.logo(settings.page())),
                    PageServlet.PATH + "/*",
                    PageServlet.PATH);
            mounts.before(VersionsServlet.NAME, "browser", new BrowserFilter());
        }
        mountHealth(mounts, settings, registry, cached, tables, readiness, measuring, clock);
        mounts.servlet("description", new DescriptionServlet(), DescriptionServlet.PATH, DescriptionServlet.PATH + "/");
        parts.keep(new Timer(
                "housekeeping",
                new Housekeeping(
                        database, settings.uploadLease(), settings.deletedKept(), settings.journalKept(), changes),
                settings.uploadLease().dividedBy(4),
                "uploads that have died, and images long gone, are still to be seen to"));
        parts.keep(new Timer(
                "assessment",
                new AssessAnew(database, assessor),
                LOOK_AT_ASSESSMENTS,
                "images are still to be assessed anew"));
        parts.keep(new Timer("tables", tables::lookAtTables, LOOK_AT_TABLES, "the tables are still to be looked at"));
        parts.keep(new Timer(
                "notes", beside::look, LOOK_AT_NOTES, "what is noted for the object store is still to be looked at"));
        OutsideParties.self(settings.store().credentials(), asked)
                .map(self -> new SettleAll(settle, self, clock))
                .ifPresent(all -> parts.keep(new Timer(
                        "settling of notes",
                        all,
                        SETTLE_NOTES,
                        "the object store is still to be told what is noted for it")));
        Duration interval = settings.check().interval();
        OutsideParties.self(settings.check().credentials(), asked)
                .map(self -> new FileWatch(database, objects, self, interval, changes))
                .ifPresent(watch -> parts.keep(
                        new Timer("file check", watch, interval, "images' files are still to be looked at")));
        Optional<Mirroring> bridge = settings.pithos()
                .map(pithos -> new Mirroring(database, parts.keep(OutsideParties.mirror(pithos, settings.store()))));
        measuring.bridge(bridge);
        bridge.ifPresent(work -> parts.keep(new Timer(
                "bridge",
                work,
                LOOK_AT_JOURNAL,
                "what was done to images is still to be written into Pithos' database")));
        parts.keep(readiness); // closed first of all
    }

    /** Each with what it shows of images, and takes. */
    private static Map<Dialect, View> dialects(Settings settings, CatalogueFacts facts) {
        return Map.of(
                PlanktonDialect.guide(VersionsServlet.NAME),
                new View(settings.limits(), false),
                PlanktonDialect.synnefo(),
                new View(settings.limits(), false),
                new GlanceDialect(),
                new View(settings.glanceLimits(), true),
                new ImagesDialect(facts.catalogue()),
                new View(
                        settings.glanceLimits(),
                        true,
                        true,
                        settings.inspectsUploads(),
                        settings.arePending() ? MemberStatus.PENDING : MemberStatus.ACCEPTED),
                new CatalogueDialect(facts),
                new View(settings.glanceLimits(), true));
    }

    private void mountHealth(
            Mounts mounts,
            Settings settings,
            Registry registry,
            CachingIdentity cached,
            MariaDb tables,
            Readiness readiness,
            Measuring measuring,
            Clock clock) {
        PartyWatch identityWatch = watch("identity service", OutsideParties.probe(settings.identity()), clock);
        PartyWatch storeWatch = watch("object store", OutsideParties.probe(settings.store()), clock);
        measuring.party("identity", identityWatch);
        measuring.party("store", storeWatch);
        ImpatientIdentity impatient = parts.keep(new ImpatientIdentity(cached, Ticker.systemTicker()));
        mounts.servlet(
                "readiness",
                new ReadinessServlet(
                        readiness::refusal,
                        // Whoever asks that has all their other requests all the same.
                        new Tokens(impatient, View.WHOLE, Admission.UNBOUNDED, "readiness"),
                        registry,
                        new HealthDetails(
                                Release.version(),
                                tables::health,
                                tables::tablesVersion,
                                identityWatch::look,
                                storeWatch::look,
                                clock)),
                ReadinessServlet.FORMER_PATH,
                ReadinessServlet.FORMER_PATH + "/",
                ReadinessServlet.PATH,
                ReadinessServlet.PATH + "/");
    }

    private PartyWatch watch(String party, Probe probe, Clock clock) {
        parts.keep(probe);
        return parts.keep(new PartyWatch(party, probe::answers, clock));
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        LOG.info("Plankton {} stops", Release.version());
        parts.close();
    }
}
