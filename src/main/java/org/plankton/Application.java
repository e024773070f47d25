package org.plankton;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.glassfish.jersey.servlet.ServletContainer;
import org.plankton.api.AccessLogFilter;
import org.plankton.api.BaseUrl;
import org.plankton.api.ContentTypeFilter;
import org.plankton.api.CutOffFilter;
import org.plankton.api.Dialect;
import org.plankton.api.DialectApplication;
import org.plankton.api.FaultServlet;
import org.plankton.api.ForwardedFilter;
import org.plankton.api.HeaderFilter;
import org.plankton.api.IgnoredFilter;
import org.plankton.api.ImageHeadFilter;
import org.plankton.api.NoStoreFilter;
import org.plankton.api.ReadinessServlet;
import org.plankton.api.RefusalFilter;
import org.plankton.api.RequestIdFilter;
import org.plankton.api.TransferCodingFilter;
import org.plankton.api.UnreadBodyFilter;
import org.plankton.api.VersionsServlet;
import org.plankton.api.glance.GlanceDialect;
import org.plankton.api.guide.GuideDialect;
import org.plankton.api.synnefo.SynnefoDialect;
import org.plankton.database.MariaDb;
import org.plankton.identity.AstakosIdentity;
import org.plankton.identity.CachingIdentity;
import org.plankton.identity.KeystoneIdentity;
import org.plankton.objects.PithosObjectStore;
import org.plankton.objects.SwiftObjectStore;
import org.plankton.registry.Registry;
import org.plankton.registry.bytes.ImageData;
import org.plankton.registry.change.FileWatch;
import org.plankton.registry.change.Housekeeping;
import org.plankton.registry.listing.LongLists;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the service together when the container starts it: every object that lasts is made here, by hand, and every
 * servlet and filter mounted.
 */
public final class Application implements ServletContextListener {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    /** Whom the service is to the object store when it asks for itself; no identity service calls an account that. */
    private static final String SERVICE = "plankton";

    /** By a client, be it that the container has refused what it asked, which is then {@link FaultServlet}'s. */
    private static final EnumSet<DispatcherType> ASKED = EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR);

    /** By a client, be it that a dialect has passed on what it asked. */
    private static final EnumSet<DispatcherType> ASKED_BY_ANY =
            EnumSet.of(DispatcherType.REQUEST, DispatcherType.FORWARD);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK_AT_TABLES = Duration.ofSeconds(2);

    /** What must be closed when the container stops the service, the last first. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        mount(context, "fault", new FaultServlet(), FaultServlet.PATH);
        context.addFilter("access-log", new AccessLogFilter()).addMappingForUrlPatterns(ASKED, true, "/*");
        LOG.info("Plankton {} starts, in {} on Java {}", Release.version(), context.getServerInfo(), Runtime.version());
        try {
            start(context, settings(context));
        } catch (Settings.Unusable e) {
            e.problems().forEach(LOG::error);
            mount(context, "unusable", new UnusableServlet(e.problems()), "/*");
        } catch (RuntimeException e) { // not every container tells a listener to end what it could not begin
            close();
            throw e;
        }
    }

    private static Settings settings(ServletContext context) throws Settings.Unusable {
        Properties properties = System.getProperties();
        Map<String, String> parameters = Collections.list(context.getInitParameterNames()).stream()
                .collect(Collectors.toMap(Function.identity(), context::getInitParameter));
        return Settings.of(
                properties.stringPropertyNames().stream()
                        .collect(Collectors.toMap(Function.identity(), properties::getProperty)),
                System.getenv(),
                parameters);
    }

    private void start(ServletContext context, Settings settings) {
        Clock clock = Clock.systemUTC();
        MariaDb database = keep(new MariaDb(
                settings.database().url(),
                settings.database().user(),
                settings.database().password(),
                settings.database().connections()));
        Identity asked = identity(settings.identity(), clock);
        Identity identity = new CachingIdentity(
                asked, settings.identity().cache(), settings.identity().refusals(), clock, Ticker.systemTicker());
        ObjectStore objects = objects(settings.store());
        Registry registry = new Registry(
                database,
                objects,
                new Access(settings.admins(), true),
                settings.limits(),
                new ImageData.Bounds(settings.longestUpload(), settings.uploadLease()),
                keep(new LongLists(Math.max(1, settings.database().connections() / 2))),
                clock);
        BaseUrl base = new BaseUrl(settings.publicUrl());
        // Before all others: those that are mapped to paths come before those of servlets, and this one before those.
        context.addFilter("forwarded", new ForwardedFilter(settings.proxies()))
                .addMappingForUrlPatterns(ASKED, false, "/*");

        Dialect guide = new GuideDialect();
        Dialect synnefo = new SynnefoDialect();
        Dialect glance = new GlanceDialect();
        Map<Dialect, Registry> dialects = Map.of(
                guide, registry.over(settings.limits(), guide.keys()).hidingReserved(),
                synnefo, registry.over(settings.limits(), synnefo.keys()).hidingReserved(),
                glance, registry.over(settings.glanceLimits(), glance.keys()));
        // The container chooses the dialect, by the longest mapping that fits.
        dialects.forEach((dialect, images) -> {
            mount(
                    context,
                    dialect.name(),
                    new ServletContainer(
                            new DialectApplication(dialect, images, identity, settings.longestPage(), base)),
                    dialect.mappings().toArray(String[]::new));
            dialect.filters()
                    .forEach(filter ->
                            filter(context, dialect.name(), filter.getClass().getSimpleName(), filter));
            filter(context, dialect.name(), "refusal", new RefusalFilter(database::refusal));
            filter(context, dialect.name(), "transfer-coding", new TransferCodingFilter(dialect));
            filter(context, dialect.name(), "ignored", new IgnoredFilter(dialect));
            filter(context, dialect.name(), "head", new ImageHeadFilter(dialect, images, identity));
            filter(context, dialect.name(), "cut-off", new CutOffFilter());
            filter(context, dialect.name(), "headers", new HeaderFilter());
        });
        mount(
                context,
                VersionsServlet.NAME,
                new VersionsServlet(base, Release.version()),
                "",
                "/versions",
                "/versions/");
        filter(context, VersionsServlet.NAME, "refusal", new RefusalFilter(database::refusal), ASKED_BY_ANY);
        mount(
                context,
                "readiness",
                new ReadinessServlet(database::answers, clock),
                ReadinessServlet.PATH,
                ReadinessServlet.PATH + "/");
        keep(everyNowAndThen(
                "housekeeping",
                new Housekeeping(database, settings.uploadLease(), settings.deletedKept(), clock),
                settings.uploadLease().dividedBy(4),
                "uploads that have died, and images long gone, are still to be seen to"));
        keep(everyNowAndThen("tables", database::lookAtTables, LOOK_AT_TABLES, "the tables are still to be looked at"));
        Duration interval = settings.check().interval();
        ownToken(settings.check(), asked)
                .map(token -> new FileWatch(database, objects, () -> new Caller(SERVICE, token.get()), interval, clock))
                .ifPresent(watch -> keep(
                        everyNowAndThen("file check", watch, interval, "images' files are still to be looked at")));
    }

    /** What the service may look at images' files with; empty if it does not. */
    private static Optional<Supplier<String>> ownToken(Settings.Check settings, Identity asked) {
        return switch (settings.kind()) {
            case OFF -> Optional.empty();
            case TOKEN -> Optional.of(settings.token()::orElseThrow);
            case SERVICE ->
                asked instanceof KeystoneIdentity keystone ? Optional.of(keystone::serviceToken) : Optional.empty();
        };
    }

    /**
     * Until it is closed.
     *
     * @param undone what the log says is so while the work fails
     */
    private static AutoCloseable everyNowAndThen(String name, Runnable work, Duration pause, String undone) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, "plankton " + name);
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) { // or it would not run again
                        LOG.warn("{}: {}", undone, e.toString());
                    }
                },
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
        return timer::shutdownNow;
    }

    private Identity identity(Settings.Identity settings, Clock clock) {
        return switch (settings.kind()) {
            case ASTAKOS -> keep(new AstakosIdentity(settings.url(), settings.timeout(), clock));
            case KEYSTONE ->
                keep(new KeystoneIdentity(
                        settings.url(),
                        settings.timeout(),
                        settings.user().orElseThrow(),
                        settings.accountOf(),
                        clock));
        };
    }

    private ObjectStore objects(Settings.Store settings) {
        return switch (settings.kind()) {
            case PITHOS ->
                keep(new PithosObjectStore(
                        settings.url(),
                        settings.timeout(),
                        settings.sharing(),
                        settings.container(),
                        settings.idle(),
                        settings.transfers()));
            case SWIFT ->
                keep(new SwiftObjectStore(
                        settings.url(),
                        settings.timeout(),
                        settings.sharing(),
                        settings.accountPrefix(),
                        settings.container(),
                        settings.idle(),
                        settings.transfers()));
        };
    }

    private static void mount(ServletContext context, String name, Servlet servlet, String... mappings) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.setLoadOnStartup(1);
        registration.addMapping(mappings);
        filter(context, name, "request-id", new RequestIdFilter(), ASKED);
        filter(context, name, "no-store", new NoStoreFilter(), ASKED);
        filter(context, name, "content-type", new ContentTypeFilter(), ASKED);
        filter(context, name, "unread-body", new UnreadBodyFilter(), ASKED);
    }

    /** Filters are run in the order in which they are added; each stands before one servlet, whatever the path. */
    private static void filter(ServletContext context, String servlet, String name, Filter filter) {
        filter(context, servlet, name, filter, EnumSet.of(DispatcherType.REQUEST));
    }

    private static void filter(
            ServletContext context, String servlet, String name, Filter filter, EnumSet<DispatcherType> asked) {
        context.addFilter(servlet + " " + name, filter).addMappingForServletNames(asked, true, servlet);
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        close();
    }

    private void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) { // whatever it is, the others are still to be closed
                LOG.warn("could not be closed: {}", part, e);
            }
        }
        awaitThreads();
    }

    /** Threads that have been told to end take a moment, and the container warns of any that it finds. */
    private static void awaitThreads() {
        ClassLoader ours = Thread.currentThread().getContextClassLoader();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (thread.getName().startsWith("plankton") && thread.getContextClassLoader() == ours && millis > 0) {
                try {
                    thread.join(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
