package org.plankton;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Supplier;
import org.glassfish.jersey.servlet.ServletContainer;
import org.plankton.api.http.Admission;
import org.plankton.api.http.AdmissionFilter;
import org.plankton.api.http.BaseUrl;
import org.plankton.api.http.BodyFilter;
import org.plankton.api.http.ContentTypeFilter;
import org.plankton.api.http.CorsFilter;
import org.plankton.api.http.CutOffFilter;
import org.plankton.api.http.Dialect;
import org.plankton.api.http.FaultServlet;
import org.plankton.api.http.HeaderDialect;
import org.plankton.api.http.HeaderFilter;
import org.plankton.api.http.IgnoredFilter;
import org.plankton.api.http.ImageHead;
import org.plankton.api.http.ImageHeadFilter;
import org.plankton.api.http.LeastRate;
import org.plankton.api.http.NoStoreFilter;
import org.plankton.api.http.Origins;
import org.plankton.api.http.RefusalFilter;
import org.plankton.api.http.Refusals;
import org.plankton.api.http.RequestIdFilter;
import org.plankton.api.http.Requests;
import org.plankton.api.http.Route;
import org.plankton.api.http.TakenFilter;
import org.plankton.api.http.Tokens;
import org.plankton.api.http.TransferCodingFilter;
import org.plankton.api.http.UnreadBodyFilter;
import org.plankton.api.jersey.DialectApplication;
import org.plankton.registry.Registry;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.request.View;
import org.plankton.registry.turns.Turns;

/** Puts servlets into the container, and before each the filters that its requests meet, in their order. */
final class Mounts {
    /** By a client, be it that the container has refused what it asked, which is then {@link FaultServlet}'s. */
    private static final EnumSet<DispatcherType> ASKED = EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR);

    /** By a client, be it that the request begins anew, now that its body has come. */
    private static final EnumSet<DispatcherType> ASKED_OR_ANEW =
            EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC);

    /** By a client, be it refused by the container, or begun anew. */
    private static final EnumSet<DispatcherType> ASKED_IN_ANY_WAY =
            EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR, DispatcherType.ASYNC);

    /** By a client, be it that a dialect has passed on what it asked. */
    private static final EnumSet<DispatcherType> ASKED_BY_ANY =
            EnumSet.of(DispatcherType.REQUEST, DispatcherType.FORWARD);

    /** Bodies of JSON that are waited for, over all dialects; each takes up to 256 KiB of memory. */
    private static final int BODIES = 128;

    /** Bodies of JSON that threads wait for. */
    private static final int READINGS = 8;

    private final ServletContext context;
    private final Origins origins;
    private final Turns bodies = new Turns(BODIES);
    private final Turns readings = new Turns(READINGS);
    private final LeastRate leastRate;
    private final Admission admission;
    private final Requests requests;

    /**
     * @param origins whose pages may ask every servlet but those for no page; if nobody's may, answers say nothing of
     *     that
     * @param leastRate of clients
     * @param admission to dialects
     * @param requests is told of each that has ended
     */
    Mounts(ServletContext context, Origins origins, LeastRate leastRate, Admission admission, Requests requests) {
        this.context = context;
        this.origins = origins;
        this.leastRate = leastRate;
        this.admission = admission;
        this.requests = requests;
    }

    /** Bodies of JSON that are waited for. */
    Turns bodies() {
        return bodies;
    }

    /** Bodies of JSON that threads wait for. */
    Turns readings() {
        return readings;
    }

    /** Before every servlet, and whatever the path: such filters come before those of a servlet. */
    void everywhere(String name, Filter filter) {
        added(name, filter).addMappingForUrlPatterns(ASKED_IN_ANY_WAY, true, "/*");
    }

    /** Before all that are everywhere. */
    void first(String name, Filter filter) {
        added(name, filter).addMappingForUrlPatterns(ASKED, false, "/*");
    }

    /** One that is no dialect's, and whose requests are counted by the last of its mappings. */
    void servlet(String name, Servlet servlet, String... mappings) {
        servlet(name, servlet, origins, mappings);
    }

    /** Before one servlet, behind what stands before every one. */
    void before(String servlet, String name, Filter filter) {
        filter(servlet, name, filter, ASKED);
    }

    /** The same, which no page of others may ask from within a browser. */
    void servletForNoPage(String name, Servlet servlet, String... mappings) {
        servlet(name, servlet, Origins.NONE, mappings);
    }

    private void servlet(String name, Servlet servlet, Origins pages, String... mappings) {
        String last = mappings[mappings.length - 1];
        mount(name, servlet, "ops", last.replaceFirst("/$", ""), pages, mappings);
        filter(name, "taken", new TakenFilter(leastRate), ASKED);
    }

    /** To which the container goes with what it refuses. */
    void errors(String name, Servlet servlet, String mapping) {
        mount(name, servlet, "none", Route.UNKNOWN, origins, mapping);
    }

    private void mount(String name, Servlet servlet, String dialect, String route, Origins pages, String... mappings) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.setLoadOnStartup(1);
        registration.setAsyncSupported(true);
        registration.addMapping(mappings);
        requests.expect(dialect);
        filter(name, "request-id", new RequestIdFilter(requests, dialect, route), ASKED_IN_ANY_WAY);
        filter(name, "unread-body", new UnreadBodyFilter(), ASKED);
        filter(name, "no-store", new NoStoreFilter(), ASKED);
        if (!pages.areNone()) {
            filter(name, "cors", new CorsFilter(pages), ASKED);
        }
        filter(name, "content-type", new ContentTypeFilter(), ASKED);
        filter(name, "admission", new AdmissionFilter(admission), ASKED_OR_ANEW);
    }

    /**
     * By which requests are let in.
     *
     * @param wire what the servlet is called
     * @param view what it shows of images, and takes
     */
    Tokens tokens(String wire, Identity identity, View view) {
        return new Tokens(identity, view, admission, wire);
    }

    /**
     * Lets the servlet serve nothing as long as there is a reason for that.
     *
     * @param reason empty: serve
     */
    void refuse(String servlet, Supplier<Optional<String>> reason) {
        filter(servlet, "refusal", new RefusalFilter(reason), ASKED_BY_ANY);
    }

    /**
     * The container chooses a request's dialect, by the longest mapping that fits.
     *
     * @param view what the dialect shows of images, and takes
     * @param longestPage how many images one page of a listing holds at most
     * @param refusal why nothing is served; empty: serve
     */
    void dialect(
            Dialect dialect,
            View view,
            Registry registry,
            Identity identity,
            int longestPage,
            BaseUrl base,
            Supplier<Optional<String>> refusal) {
        Optional<ImageHead> head =
                dialect instanceof HeaderDialect told ? Optional.of(new ImageHead(told, registry)) : Optional.empty();
        Tokens tokens = tokens(dialect.name(), identity, view);
        Refusals refusals = new Refusals(dialect);
        mount(
                dialect.name(),
                new ServletContainer(
                        new DialectApplication(dialect, head, registry, tokens, refusals, longestPage, base)),
                dialect.name(),
                Route.UNKNOWN,
                origins,
                dialect.mappings().toArray(String[]::new));
        dialect.filters().forEach(filter -> filter(dialect, filter.getClass().getSimpleName(), filter));
        filter(dialect, "refusal", new RefusalFilter(refusal));
        filter(dialect, "transfer-coding", new TransferCodingFilter());
        filter(dialect, "ignored", new IgnoredFilter(dialect));
        head.ifPresent(it -> filter(dialect, "head", new ImageHeadFilter(it, tokens, refusals, dialect.mount())));
        filter(dialect, "taken", new TakenFilter(leastRate));
        // From here on a request may begin anew.
        filter(dialect.name(), "body", new BodyFilter(bodies, readings, leastRate), ASKED_OR_ANEW);
        filter(dialect.name(), "cut-off", new CutOffFilter(), ASKED_OR_ANEW);
        filter(dialect.name(), "headers", new HeaderFilter(), ASKED_OR_ANEW);
    }

    private void filter(Dialect dialect, String name, Filter filter) {
        filter(dialect.name(), name, filter, EnumSet.of(DispatcherType.REQUEST));
    }

    /** Filters are run in the order in which they are added; each stands before one servlet, whatever the path. */
    private void filter(String servlet, String name, Filter filter, EnumSet<DispatcherType> asked) {
        added(servlet + " " + name, filter).addMappingForServletNames(asked, true, servlet);
    }

    /** One before which a request may be let go and ended by another thread. */
    private FilterRegistration.Dynamic added(String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.setAsyncSupported(true);
        return registration;
    }
}
